import { clsx } from 'clsx'
import { Mic, Pause, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '../state/language.tsx'

/** A voice message or a piece of music. It shows its length, and while it plays how far it is. */
export function AudioPlayer({ url, isVoice }: { url: string; isVoice: boolean }) {
  const { t } = useWords()
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(0)
  const toggle = () => {
    const player = audio.current
    if (player === null) return
    if (player.paused) void player.play().catch(() => setPlaying(false))
    else player.pause()
  }
  return (
    <div className="flex w-60 max-w-full items-center gap-2 py-1 pe-1">
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => findLength(event.currentTarget, setLength)}
      >
        <track kind="captions" />
      </audio>
      <button
        type="button"
        aria-label={isPlaying ? t('pause') : t('play')}
        onClick={toggle}
        className="inline-flex size-10 shrink-0 items-center justify-center rounded-full text-meta hover:bg-hairline"
      >
        {isPlaying ? <Pause size={22} fill="currentColor" /> : <Play size={22} fill="currentColor" />}
      </button>
      <div className="flex min-w-0 flex-1 flex-col">
        <input
          type="range"
          aria-label={t('position')}
          min={0}
          max={length || Math.max(at, 1)}
          step={0.1}
          value={at}
          onChange={(event) => {
            if (audio.current !== null) audio.current.currentTime = Number(event.target.value)
          }}
          className="h-4 w-full accent-brand"
        />
        <span className="text-[11px] text-meta tabular-nums">
          {clockOf(isPlaying || (at > 0 && at <= length) ? at : Math.round(length))}
        </span>
      </div>
      <span className={clsx('shrink-0', isVoice ? 'text-tick-read' : 'invisible')} aria-hidden="true">
        <Mic size={18} />
      </span>
    </div>
  )
}

/**
 * The length of a sound. A recording that was streamed does not say its own, and browsers answer "infinite" until they
 * have seen the end; so the end is looked for, and then one is back at the beginning.
 */
function findLength(player: HTMLAudioElement, found: (seconds: number) => void): void {
  if (Number.isFinite(player.duration)) {
    found(player.duration)
    return
  }
  const look = () => {
    if (!Number.isFinite(player.duration)) return
    player.removeEventListener('durationchange', look)
    player.currentTime = 0
    found(player.duration)
  }
  player.addEventListener('durationchange', look)
  player.currentTime = 1e7
}

/** Seconds as `1:05`. */
export function clockOf(seconds: number): string {
  const whole = Math.floor(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
