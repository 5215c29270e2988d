import { Mic, Paperclip, Pencil, SendHorizontal, Smile, Trash2, X } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { clockOf } from '../bodies/audio-player.tsx'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { mediaDraft, textDraft } from '../state/preview.ts'
import { Quote } from '../thread/quote.tsx'
import { viewOf, wordsOf } from '../thread/view.ts'
import { IconButton } from '../ui/controls.tsx'
import { EmojiGrid } from './emoji-grid.tsx'
import { sampleVoice } from './sample-voice.ts'
import { useRecorder } from './use-recorder.ts'

/** Meta's limit for a text. */
const TEXT_MAX = 4096

/** The line to write in, with what is answered or edited above it. */
export function Composer() {
  const { t } = useWords()
  const { send, act, open, replyTo, setReplyTo, editing, setEditing } = useChat()
  const [text, setText] = useState('')
  const [isEmojiOpen, setEmojiOpen] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const voice = useVoice()

  const [wasEditing, setWasEditing] = useState(editing)
  if (editing !== wasEditing) {
    setWasEditing(editing)
    if (editing !== null) setText(wordsOf(viewOf(editing)))
  }
  useEffect(() => {
    if (editing !== null || replyTo !== null) area.current?.focus()
  }, [editing, replyTo])

  const submit = async () => {
    const body = text.trim()
    if (body === '') return
    if (editing === null) {
      setText('')
      send(textDraft(body, replyTo?.wamid ?? null))
      setReplyTo(null)
    } else if (await act({ type: 'edit', messageId: editing.wamid, body })) {
      setText('')
      setEditing(null)
    }
    area.current?.focus()
  }
  const leave = () => {
    if (editing !== null) setText('')
    setEditing(null)
    setReplyTo(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an Indic or other input method composes, Enter belongs to it.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      void submit()
    } else if (event.key === 'Escape') {
      if (isEmojiOpen) closeEmoji()
      else leave()
    }
  }
  const closeEmoji = () => {
    setEmojiOpen(false)
    area.current?.focus()
  }
  const insert = (emoji: string) => {
    const at = area.current?.selectionEnd ?? text.length
    setText(text.slice(0, at) + emoji + text.slice(at))
  }

  return (
    <div className="relative z-10 wall px-2 pt-1 pb-[max(8px,env(safe-area-inset-bottom))]">
      {(replyTo !== null || editing !== null) && (
        <div className="mb-1 flex items-center gap-1 rounded-xl bg-bar p-1.5">
          {editing !== null && <Pencil size={16} className="mx-1 shrink-0 text-meta" aria-hidden="true" />}
          <div className="min-w-0 flex-1">
            <Quote message={editing ?? replyTo ?? undefined} isOnOut={false} />
          </div>
          <IconButton
            label={t(editing === null ? 'cancelReply' : 'cancelEdit')}
            onClick={leave}
            className="size-8"
          >
            <X size={18} />
          </IconButton>
        </div>
      )}
      {isEmojiOpen && (
        <div className="mb-1 animate-pop rounded-xl bg-bar p-2">
          <EmojiGrid onPick={insert} onEscape={closeEmoji} />
        </div>
      )}
      <div className="flex items-end gap-1.5">
        {voice.seconds === null ? (
          <>
            <div className="flex min-w-0 flex-1 items-end rounded-3xl bg-bar px-1 py-0.5 shadow-sm focus-within:ring-2 focus-within:ring-brand">
              <IconButton
                label={t('emoji')}
                isExpanded={isEmojiOpen}
                onClick={() => setEmojiOpen(!isEmojiOpen)}
              >
                <Smile size={22} />
              </IconButton>
              <textarea
                ref={area}
                dir="auto"
                rows={1}
                value={text}
                maxLength={TEXT_MAX}
                aria-label={t('message')}
                placeholder={t('message')}
                enterKeyHint="send"
                onChange={(event) => setText(event.target.value)}
                onKeyDown={onKeyDown}
                className="field-sizing-content max-h-32 min-w-0 flex-1 resize-none bg-transparent py-2.5 text-[15px] leading-5 text-ink outline-none max-sm:text-[16px]"
              />
              <IconButton label={t('attach')} onClick={() => open({ kind: 'attach' })}>
                <Paperclip size={21} />
              </IconButton>
            </div>
            {text.trim() === '' ? (
              <IconButton
                label={t('recordVoice')}
                isFilled
                onClick={() => void voice.begin()}
                className="size-11"
              >
                <Mic size={21} />
              </IconButton>
            ) : (
              <IconButton
                label={t(editing === null ? 'send' : 'save')}
                isFilled
                onClick={() => void submit()}
                className="size-11"
              >
                <SendHorizontal size={21} />
              </IconButton>
            )}
          </>
        ) : (
          <>
            <IconButton label={t('cancel')} onClick={() => void voice.end(false)} className="size-11 bg-bar">
              <Trash2 size={20} />
            </IconButton>
            <output className="flex h-11 flex-1 items-center justify-center gap-2 rounded-3xl bg-bar">
              <span className="size-2.5 animate-pulse rounded-full bg-red-ink" aria-hidden="true" />
              {t('recording', { time: clockOf(voice.seconds) })}
            </output>
            <IconButton
              label={t('stopAndSend')}
              isFilled
              onClick={() => void voice.end(true)}
              className="size-11"
            >
              <SendHorizontal size={21} />
            </IconButton>
          </>
        )}
      </div>
    </div>
  )
}

/** Records a voice message; without a microphone a sample tone goes in its place, so that the button always works. */
function useVoice() {
  const { t } = useWords()
  const { send, say, replyTo, setReplyTo } = useChat()
  const recorder = useRecorder()
  const post = (blob: Blob, filename: string) => {
    send(mediaDraft('audio', { blob, filename, isVoice: true }, replyTo?.wamid ?? null))
    setReplyTo(null)
  }
  return {
    seconds: recorder.seconds,
    begin: async () => {
      if (await recorder.start()) return
      post(sampleVoice(), 'voice.ogg')
      say(t('noMicrophone'))
    },
    end: async (isWanted: boolean) => {
      const blob = await recorder.finish(isWanted)
      if (blob !== null && blob.size > 0) post(blob, 'voice.ogg')
    },
  }
}
