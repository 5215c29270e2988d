import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Paperclip, SendHorizontal, Smile, X } from 'lucide-react'
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { plainLine } from '../bubble/plain-line.ts'
import { useTypeLabel } from '../bubble/type-label.tsx'
import { useContactName } from '../contacts/avatar.tsx'
import { viewWindow, type WindowView } from '../conversations/window.ts'
import { postJson } from '../platform/api.ts'
import { useNow } from '../platform/clock.ts'
import type { Conversation, Message } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { AttachmentTray } from './attachment-tray.tsx'
import { useAttachments } from './attachments.ts'
import { ClosedComposer } from './closed-composer.tsx'
import { compose, type ReadyFile } from './compose.ts'
import { NO_DRAFT, setDraft, useDrafts } from './drafts.ts'
import { ACCEPTED, COUNTER_FROM, textMax } from './limits.ts'
import { sendMessage } from './send.ts'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const EmojiPopover = lazyPart(() => import('./emoji-popover.tsx').then((m) => m.EmojiPopover))

/** WhatsApp shows "typing…" for 25 s; said again a little before that. */
const TYPING_EVERY_MS = 20_000

export type ComposerHandle = { readonly focus: () => void }
type Props = {
  readonly conversation: Conversation
  /** What is loaded of the thread, to quote from. */
  readonly messages: readonly Message[]
  readonly onSent: () => void
  readonly ref: Ref<ComposerHandle>
}

/** Where one answers; when the window is closed, why not and what else. */
export function Composer(props: Props) {
  const view = viewWindow(props.conversation.window, useNow(15_000))
  return view.isOpen ? <OpenComposer {...props} /> : <ShutComposer {...props} view={view} />
}

function ShutComposer({ conversation, view, onSent, ref }: Props & { readonly view: WindowView }) {
  const button = useRef<HTMLButtonElement>(null)
  useImperativeHandle(ref, () => ({ focus: () => button.current?.focus() }))
  return <ClosedComposer conversation={conversation} view={view} onSent={onSent} buttonRef={button} />
}

function OpenComposer({ conversation, messages, onSent, ref }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { id } = conversation
  const draft = useDrafts((state) => state.drafts[id]) ?? NO_DRAFT
  const attachments = useAttachments()
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [emojiAnchor, setEmojiAnchor] = useState<Element | null>(null)
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }))
  const saysTyping = useTyping(id)

  const quoted = messages.find((message) => message.id === draft.replyTo) ?? null
  const ready = attachments.items.flatMap(({ file, state }): ReadyFile[] =>
    state.kind === 'ready'
      ? [{ media: state.media, mediaId: state.mediaId, name: file.name, type: file.type, size: file.size }]
      : [],
  )
  const isWaiting = ready.length < attachments.items.length
  const firstFile = attachments.items[0]?.state
  const max = textMax(firstFile === undefined || firstFile.kind === 'refused' ? null : firstFile.media)
  const left = max - draft.text.length
  const canSend = !isWaiting && left >= 0 && (draft.text.trim() !== '' || ready.length > 0)

  const send = () => {
    if (!canSend) return
    for (const { outgoing, bubble } of compose(draft.text, ready, quoted))
      void sendMessage(client, id, outgoing, bubble)
    setDraft(id, NO_DRAFT)
    attachments.clear()
    area.current?.focus()
    requestAnimationFrame(onSent)
  }
  const onKey = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a candidate; keyCode 229 is how Safari says it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return
    if (matchMedia('(hover: none)').matches) return // On a phone's keyboard Enter is a new line, and the button sends.
    event.preventDefault()
    send()
  }
  const insert = (emoji: string) => {
    const element = area.current
    const at = element?.selectionStart ?? draft.text.length
    setDraft(id, { text: draft.text.slice(0, at) + emoji + draft.text.slice(element?.selectionEnd ?? at) })
    setEmojiAnchor(null)
    requestAnimationFrame(() => {
      element?.focus()
      element?.setSelectionRange(at + emoji.length, at + emoji.length)
    })
  }
  const takeFiles = (files: FileList | null | undefined) => {
    if (files !== null && files !== undefined && files.length > 0) attachments.add([...files])
  }
  return (
    <div
      className="shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        takeFiles(event.dataTransfer.files)
      }}
    >
      <AttachmentTray attachments={attachments} />
      {quoted !== null && <ReplyBar quoted={quoted} conversation={conversation} />}
      <div className="flex items-end gap-1 p-2">
        <IconButton
          label={t`Emoji`}
          tipAt="top"
          className="max-md:hidden"
          aria-haspopup="dialog"
          aria-expanded={emojiAnchor !== null}
          onClick={(event) => setEmojiAnchor(event.currentTarget)}
        >
          <Smile size={22} aria-hidden />
        </IconButton>
        <IconButton label={t`Attach files`} tipAt="top" onClick={() => picker.current?.click()}>
          <Paperclip size={21} aria-hidden />
        </IconButton>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept={ACCEPTED}
          onChange={(event) => {
            takeFiles(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
        <div className="relative min-w-0 flex-1">
          <textarea
            ref={area}
            value={draft.text}
            rows={1}
            dir="auto"
            aria-label={t`Message`}
            placeholder={ready.length > 0 ? t`Add a caption` : t`Write a message`}
            aria-describedby="composer-hint"
            aria-invalid={left < 0}
            onChange={(event) => {
              setDraft(id, { text: event.currentTarget.value })
              saysTyping()
            }}
            onKeyDown={onKey}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return
              event.preventDefault()
              takeFiles(event.clipboardData.files)
            }}
            className="block field-sizing-content max-h-40 min-h-10 w-full resize-none rounded-lg border border-transparent bg-sunken px-3 py-[9px] text-[14.5px] leading-[21px] outline-offset-[-1px] focus:bg-surface coarse:min-h-11 coarse:text-[16px]"
          />
          <span id="composer-hint" className="sr-only">
            <Trans>Enter sends, Shift and Enter begin a new line.</Trans>
          </span>
          {left < COUNTER_FROM && <Counter left={left} />}
        </div>
        <IconButton
          label={t`Send`}
          tipAt="start"
          onClick={send}
          disabled={!canSend}
          className="bg-brand! text-on-brand! hover:bg-brand-strong! disabled:bg-sunken! disabled:text-muted!"
        >
          <SendHorizontal size={20} aria-hidden className="rtl:rotate-180" />
        </IconButton>
      </div>
      {emojiAnchor !== null && (
        <EmojiPopover anchor={emojiAnchor} onClose={() => setEmojiAnchor(null)} onPick={insert} />
      )}
    </div>
  )
}

function Counter({ left }: { readonly left: number }) {
  const { t, i18n } = useLingui()
  const count = wholeNumber(Math.abs(left), i18n.locale)
  return (
    <output
      className={`block px-1 pt-1 text-end text-[12px] ${left < 0 ? 'font-semibold text-red' : 'text-muted'}`}
    >
      {left < 0 ? t`${count} characters too many` : t`${count} characters left`}
    </output>
  )
}

function ReplyBar({
  quoted,
  conversation,
}: {
  readonly quoted: Message
  readonly conversation: Conversation
}) {
  const { t } = useLingui()
  const label = useTypeLabel()
  const contact = useContactName()(conversation.contact)
  const who = quoted.direction === 'out' ? t`You` : contact
  return (
    <div className="mx-2 mt-2 flex items-center gap-2 rounded-lg border-s-4 border-brand bg-sunken ps-3 pe-1">
      <div className="min-w-0 flex-1 py-1.5 text-[13px]">
        <p className="truncate font-semibold text-brand-strong">{t`Answer to ${who}`}</p>
        <p className="truncate text-muted">
          <bdi>{quoted.text === null ? label(quoted.type) : plainLine(quoted.text)}</bdi>
        </p>
      </div>
      <IconButton
        small
        tipAt="start"
        label={t`Do not quote`}
        onClick={() => setDraft(conversation.id, { replyTo: null })}
      >
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  )
}

function useTyping(conversationId: string): () => void {
  const saidAt = useRef(0)
  return () => {
    if (Date.now() - saidAt.current < TYPING_EVERY_MS) return
    saidAt.current = Date.now()
    // Only a courtesy: the customer not seeing "typing…" is nobody's problem.
    postJson(`/conversations/${encodeURIComponent(conversationId)}/typing`).catch(() => undefined)
  }
}
