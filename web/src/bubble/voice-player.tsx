/* oxlint-disable jsx-a11y/media-has-caption -- what a customer records has no captions */
import { useLingui } from '@lingui/react/macro'
import { Mic, Music, Pause, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import { clockDuration } from '../platform/format.ts'

const SPEEDS = [1, 1.5, 2] as const
/** Only one voice at a time. */
let playing: HTMLAudioElement | null = null

export function VoicePlayer({ url, isVoice }: { readonly url: string; readonly isVoice: boolean }) {
  const { t } = useLingui()
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(0)
  const [speed, setSpeed] = useState<number>(1)
  const [isBroken, setBroken] = useState(false)

  const toggle = () => {
    const element = audio.current
    if (element === null) return
    if (!element.paused) return element.pause()
    if (playing !== element) playing?.pause()
    playing = element
    element.playbackRate = speed
    element.play().catch(() => setBroken(true))
  }
  const nextSpeed = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed as 1) + 1) % SPEEDS.length] ?? 1
    setSpeed(next)
    if (audio.current !== null) audio.current.playbackRate = next
  }
  const seek = (seconds: number) => {
    setAt(seconds)
    if (audio.current !== null) audio.current.currentTime = seconds
  }
  const Kind = isVoice ? Mic : Music
  return (
    <div className="flex w-[280px] max-w-full items-center gap-2 px-2 pt-2 pb-6">
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onLoadedMetadata={(event) => setLength(event.currentTarget.duration)}
        onDurationChange={(event) => setLength(event.currentTarget.duration)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => seek(0)}
        onError={() => setBroken(true)}
      />
      <button
        type="button"
        onClick={toggle}
        disabled={isBroken}
        aria-label={isPlaying ? t`Pause` : t`Play`}
        className="grid size-10 shrink-0 place-items-center rounded-full bg-brand text-on-brand disabled:bg-control-line"
      >
        {isPlaying ? (
          <Pause size={18} aria-hidden fill="currentColor" />
        ) : (
          <Play size={18} aria-hidden fill="currentColor" />
        )}
      </button>
      <span className="min-w-0 flex-1">
        <input
          type="range"
          min={0}
          max={Number.isFinite(length) && length > 0 ? length : 1}
          step={0.1}
          value={at}
          disabled={isBroken}
          onChange={(event) => seek(event.currentTarget.valueAsNumber)}
          aria-label={t`Position in the recording`}
          aria-valuetext={clockDuration(at)}
          className="block h-6 w-full accent-brand"
        />
        <span className="flex items-center gap-1 text-[11px] text-meta">
          <Kind size={12} aria-hidden />
          {isBroken ? t`Cannot be played` : clockDuration(isPlaying || at > 0 ? at : length)}
        </span>
      </span>
      <button
        type="button"
        onClick={nextSpeed}
        aria-label={t`Speed: ${speed} times`}
        className="h-6 min-w-9 shrink-0 rounded-full bg-quote px-1.5 text-[11.5px] font-semibold text-meta"
      >
        {speed}×
      </button>
    </div>
  )
}
