/* oxlint-disable jsx-a11y/media-has-caption -- what is being recorded has no captions */
import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Mic, Pause, SendHorizontal, Trash2 } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { ApiError } from '../platform/api.ts'
import type { Conversation, Message, Problem } from '../platform/contract.ts'
import { clockDuration } from '../platform/format.ts'
import { problemWords } from '../platform/problem-words.ts'
import { serverWords } from '../platform/server-words/server-words.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { uploadFile } from '../platform/upload.ts'
import { setDraft } from './drafts.ts'
import { type NoMicrophone, type Recording, startRecording } from './record-voice.ts'
import { sendMessage } from './send.ts'
import { mediaUrl } from '../platform/media-url.ts'

const BARS = 40
const BAR_MS = 90
/** Nobody listens to more; it stops and waits to be sent. */
const LENGTH_MAX_MS = 15 * 60_000

type State =
  | { readonly kind: 'asking' | 'recording' }
  | { readonly kind: 'paused'; readonly sound: string }
  | { readonly kind: 'sending' }
  | { readonly kind: 'failed'; readonly problem: Problem | null }
  | { readonly kind: 'impossible'; readonly because: NoMicrophone }

/** In place of the composer's row: records, pauses, plays back what there is, sends it as a voice note. Lazy. */
export function VoiceRecorder({
  conversation,
  quoted,
  onSent,
  onClose,
}: {
  readonly conversation: Conversation
  readonly quoted: Message | null
  readonly onSent: () => void
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [state, setState] = useState<State>({ kind: 'asking' })
  const recording = useRef<Recording | null>(null)
  const finished = useRef<Blob | null>(null)
  const [levels, setLevels] = useState<readonly number[]>([])
  const [elapsedMs, setElapsed] = useState(0)
  const pauseButton = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    let isHere = true
    const begin = async () => {
      const begun = await startRecording()
      if (typeof begun === 'string') {
        if (isHere) setState({ kind: 'impossible', because: begun })
      } else if (isHere) {
        recording.current = begun
        setState({ kind: 'recording' })
      } else begun.discard()
    }
    void begin()
    return () => {
      isHere = false
      recording.current?.discard()
    }
  }, [])
  const isRecording = state.kind === 'recording'
  useEffect(() => {
    if (isRecording) pauseButton.current?.focus()
  }, [isRecording])
  useSound(state.kind === 'paused' ? state.sound : null)

  const pause = async () => {
    const sound = await recording.current?.pause()
    if (sound !== undefined) setState({ kind: 'paused', sound: URL.createObjectURL(sound) })
  }
  const look = useEffectEvent(() => {
    const now = recording.current
    if (now === null) return
    setElapsed(now.elapsedMs())
    setLevels((old) => [...old, now.level()].slice(-BARS))
    if (now.elapsedMs() > LENGTH_MAX_MS) void pause()
  })
  useEffect(() => {
    if (!isRecording) return undefined
    const timer = window.setInterval(look, BAR_MS)
    return () => window.clearInterval(timer)
  }, [isRecording])

  const resume = () => {
    recording.current?.resume()
    setState({ kind: 'recording' })
  }
  const discard = () => {
    announce(t`The recording was thrown away.`)
    onClose()
  }
  const send = async () => {
    setState({ kind: 'sending' })
    try {
      finished.current ??= (await recording.current?.finish()) ?? null
      if (finished.current === null) return
      const file = new File([finished.current], 'voice', { type: finished.current.type })
      const query = `?voice=true&channelId=${encodeURIComponent(conversation.channelId)}`
      const { id } = await uploadFile(file, () => undefined, new AbortController().signal, query)
      void sendMessage(
        client,
        conversation.id,
        { type: 'audio', mediaId: id, voice: true, ...(quoted !== null && { replyTo: quoted.id }) },
        bubbleOf(id, quoted),
      )
      if (quoted !== null) setDraft(conversation.id, { replyTo: null })
      onClose()
      requestAnimationFrame(onSent)
    } catch (error) {
      setState({ kind: 'failed', problem: error instanceof ApiError ? error.problem : null })
    }
  }
  if (state.kind === 'impossible') return <NoMicrophoneNote because={state.because} onClose={onClose} />
  const time = clockDuration(elapsedMs / 1000)
  const isBusy = state.kind === 'sending' || state.kind === 'asking'
  return (
    <section aria-label={t`Voice note`} className="flex flex-col gap-1 p-2">
      {state.kind === 'failed' && (
        <p role="alert" className="rounded-lg bg-red-tint px-3 py-2 text-[13.5px] text-red">
          {state.problem === null ? (
            <Trans>The recording could not be uploaded. It is still here: try again.</Trans>
          ) : (
            `${problemWords(state.problem, serverWords)} ${serverWords(state.problem.nextStep ?? '')}`
          )}
        </p>
      )}
      <div className="flex items-center gap-1">
        <IconButton
          label={t`Throw the recording away`}
          tipAt="end"
          onClick={discard}
          disabled={state.kind === 'sending'}
        >
          <Trash2 size={20} aria-hidden />
        </IconButton>
        <div className="flex min-h-10 min-w-0 flex-1 items-center gap-2.5 rounded-lg bg-sunken px-3 coarse:min-h-11">
          {state.kind === 'paused' ? (
            <audio
              controls
              src={state.sound}
              aria-label={t`What was recorded`}
              className="h-9 min-w-0 flex-1"
            />
          ) : (
            <>
              <span
                aria-hidden
                className={`size-2.5 shrink-0 rounded-full ${isRecording ? 'animate-pulse bg-red' : 'bg-control-line'}`}
              />
              <Levels levels={levels} />
            </>
          )}
          <output aria-label={t`Length`} className="shrink-0 text-[13px] text-muted tabular-nums">
            {time}
          </output>
          <output className="sr-only">
            {isRecording ? t`Recording` : state.kind === 'sending' ? t`uploading` : null}
          </output>
        </div>
        {(isRecording || state.kind === 'asking') && (
          <IconButton
            ref={pauseButton}
            label={t`Pause and listen`}
            tipAt="top"
            onClick={() => void pause()}
            disabled={!isRecording}
          >
            <Pause size={20} aria-hidden />
          </IconButton>
        )}
        {state.kind === 'paused' && elapsedMs < LENGTH_MAX_MS && (
          <IconButton label={t`Record on`} tipAt="top" onClick={resume}>
            <Mic size={20} aria-hidden className="text-red" />
          </IconButton>
        )}
        <IconButton
          label={t`Send the voice note`}
          tipAt="start"
          onClick={() => void send()}
          disabled={isBusy}
          className="bg-brand! text-on-brand! hover:bg-brand-strong! disabled:bg-sunken! disabled:text-muted!"
        >
          <SendHorizontal size={20} aria-hidden className="rtl:rotate-180" />
        </IconButton>
      </div>
    </section>
  )
}

/** How loud the last seconds were: whoever sees a flat line knows that the microphone is off. */
function Levels({ levels }: { readonly levels: readonly number[] }) {
  return (
    <span aria-hidden className="flex h-8 min-w-0 flex-1 items-center justify-end gap-[2px] overflow-hidden">
      {levels.map((level, index) => (
        <span
          key={index}
          className="w-[3px] shrink-0 rounded-full bg-brand"
          style={{ height: `${8 + level * 92}%` }}
        />
      ))}
    </span>
  )
}

/** A sound's address in this page is given back when it is no longer shown. */
function useSound(sound: string | null): void {
  useEffect(() => {
    if (sound === null) return undefined
    return () => URL.revokeObjectURL(sound)
  }, [sound])
}

function NoMicrophoneNote({
  because,
  onClose,
}: {
  readonly because: NoMicrophone
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const words: Readonly<Record<NoMicrophone, string>> = {
    insecure: t`Browsers record only on https addresses and on this machine itself. Open Harkara at its https address.`,
    unsupported: t`This browser cannot record voice notes. A newer Chrome, Edge, Firefox or Safari can.`,
    refused: t`The browser may not use the microphone. Allow it at the left of the address, then try again.`,
    missing: t`There is no microphone. Plug one in, then try again.`,
    busy: t`Another program uses the microphone. Close it, then try again.`,
    failed: t`The microphone did not start. Try again.`,
  }
  return (
    <div
      role="alert"
      className="m-2 flex flex-wrap items-center gap-2 rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber"
    >
      <span className="min-w-0 flex-1 basis-56">{words[because]}</span>
      <Button small onClick={onClose}>
        <Trans>Close</Trans>
      </Button>
    </div>
  )
}

function bubbleOf(mediaId: string, quoted: Message | null): Parameters<typeof sendMessage>[3] {
  return {
    type: 'audio',
    text: null,
    content: {},
    media: {
      id: mediaId,
      state: 'stored',
      mimeType: 'audio/ogg',
      filename: null,
      bytes: null,
      isVoice: true,
      url: mediaUrl(mediaId),
    },
    quoted:
      quoted === null
        ? null
        : { id: quoted.id, direction: quoted.direction, type: quoted.type, text: quoted.text },
  }
}
