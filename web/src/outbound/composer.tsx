import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { LayoutList, Lock, Mic, Paperclip, Reply, SendHorizontal, Smile, X } from 'lucide-react'
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { plainLine } from '../bubble/plain-line.ts'
import { useTypeLabel } from '../bubble/type-label.tsx'
import { useContactName } from '../contacts/avatar.tsx'
import { viewWindow, type WindowView } from '../conversations/window.ts'
import { postJson } from '../platform/api.ts'
import { useNow } from '../platform/clock.ts'
import type { Conversation, Message } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { type Attachments, useAttachments } from './attachments.ts'
import { ClosedComposer } from './closed-composer.tsx'
import { compose, type ReadyFile } from './compose.ts'
import { NO_DRAFT, setDraft, useDrafts } from './drafts.ts'
import { ACCEPTED, COUNTER_FROM, textMax } from './limits.ts'
import { sendMessage } from './send.ts'
import { QUICK_REPLY_LIST, type QuickReplyKeys, useQuickReplies } from './use-quick-replies.ts'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const AttachmentTray = lazyPart<{ readonly attachments: Attachments; readonly onClose: () => void }>(() =>
  import('./attachment-tray.tsx').then((m) => m.AttachmentTray),
)
const NoteComposer = lazyPart(() => import('./note-composer.tsx').then((m) => m.NoteComposer))
const QuickReplyList = lazyPart(() =>
  import('../quick-replies/quick-reply-list.tsx').then((m) => m.QuickReplyList),
)
const RichDialog = lazyPart(() => import('./rich-dialog.tsx').then((m) => m.RichDialog))
const VoiceRecorder = lazyPart(() => import('./voice-recorder.tsx').then((m) => m.VoiceRecorder))
const EmojiPopover = lazyPart(() => import('./emoji-popover.tsx').then((m) => m.EmojiPopover))

/** WhatsApp shows "typing…" for 25 s; said again a little before that. */
const TYPING_EVERY_MS = 20_000

type Mode = 'reply' | 'note'
export type ComposerHandle = {
  /** To the answer. */
  readonly focus: () => void
  /** To the note. */
  readonly note: () => void
}
type Focusable = { readonly focus: () => void }
type Props = {
  readonly conversation: Conversation
  /** What is loaded of the thread, to quote from. */
  readonly messages: readonly Message[]
  readonly onSent: () => void
}

/** Where one answers; when the window is closed, why not and what else. Beside it, where one writes for the team. */
export function Composer({ ref, ...props }: Props & { readonly ref: Ref<ComposerHandle> }) {
  const { conversation, onSent } = props
  const view = viewWindow(conversation.window, useNow(15_000))
  const [mode, setMode] = useState<Mode>('reply')
  const reply = useRef<Focusable>(null)
  const note = useRef<Focusable>(null)
  const to = (next: Mode) => {
    flushSync(() => setMode(next)) // The field must be there before it can have the focus.
    ;(next === 'reply' ? reply : note).current?.focus()
  }
  useImperativeHandle(ref, () => ({ focus: () => to('reply'), note: () => to('note') }))
  return (
    <div className="shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]">
      <ModeTabs mode={mode} onMode={to} />
      <div id="composer-panel" role="tabpanel" aria-labelledby={`composer-${mode}`}>
        {mode === 'note' ? (
          <NoteComposer
            ref={note}
            conversationId={conversation.id}
            onSaved={onSent}
            onClose={() => setMode('reply')}
          />
        ) : view.isOpen ? (
          <OpenComposer {...props} ref={reply} />
        ) : (
          <ShutComposer {...props} view={view} ref={reply} />
        )}
      </div>
    </div>
  )
}

function ModeTabs({ mode, onMode }: { readonly mode: Mode; readonly onMode: (mode: Mode) => void }) {
  const { t } = useLingui()
  const modes = [
    { key: 'reply', label: t`Reply`, Icon: Reply, keys: 'R', tone: 'border-brand text-brand-strong' },
    { key: 'note', label: t`Note`, Icon: Lock, keys: 'N', tone: 'border-amber-mark text-amber' },
  ] as const
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    const other = mode === 'reply' ? 'note' : 'reply'
    onMode(other)
    document.getElementById(`composer-${other}`)?.focus()
  }
  return (
    <div role="tablist" aria-label={t`For whom you write`} className="flex gap-1 px-2 pt-0.5">
      {modes.map(({ key, label, Icon, keys, tone }) => (
        <button
          key={key}
          id={`composer-${key}`}
          type="button"
          role="tab"
          tabIndex={mode === key ? 0 : -1}
          aria-selected={mode === key}
          aria-controls="composer-panel"
          aria-keyshortcuts={keys}
          onClick={() => onMode(key)}
          onKeyDown={onKey}
          className={clsx(
            'inline-flex min-h-8 items-center gap-1.5 border-b-2 px-2.5 text-[13px] font-medium outline-offset-[-2px] coarse:min-h-10',
            mode === key ? tone : 'border-transparent text-muted hover:text-ink',
          )}
        >
          <Icon size={14} aria-hidden />
          {label}
        </button>
      ))}
    </div>
  )
}

function ShutComposer({
  conversation,
  view,
  onSent,
  ref,
}: Props & { readonly view: WindowView; readonly ref: Ref<Focusable> }) {
  const button = useRef<HTMLButtonElement>(null)
  useImperativeHandle(ref, () => ({ focus: () => button.current?.focus() }))
  return <ClosedComposer conversation={conversation} view={view} onSent={onSent} buttonRef={button} />
}

function OpenComposer({ conversation, messages, onSent, ref }: Props & { readonly ref: Ref<Focusable> }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { id } = conversation
  const draft = useDrafts((state) => state.drafts[id]) ?? NO_DRAFT
  const attachments = useAttachments(conversation.channelId)
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [emojiAnchor, setEmojiAnchor] = useState<Element | null>(null)
  const [more, setMore] = useState<'rich' | 'voice' | null>(null)
  useImperativeHandle(ref, () => ({ focus: () => area.current?.focus() }))
  const saysTyping = useTyping(id)
  const quickList = useRef<QuickReplyKeys>(null)
  const quick = useQuickReplies(id, draft.text, area, quickList)

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
    if (quick.takeKey(event)) return
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
      className="relative"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        takeFiles(event.dataTransfer.files)
      }}
    >
      {quick.slash !== null && (
        <QuickReplyList
          ref={quickList}
          search={quick.slash.search}
          contact={conversation.contact}
          onPick={quick.put}
          onActive={quick.setActiveId}
          onClose={quick.close}
        />
      )}
      {attachments.items.length > 0 && (
        <AttachmentTray attachments={attachments} onClose={attachments.clear} />
      )}
      {quoted !== null && <ReplyBar quoted={quoted} conversation={conversation} />}
      {more === 'voice' && (
        <VoiceRecorder
          conversation={conversation}
          quoted={quoted}
          onSent={onSent}
          onClose={() => setMore(null)}
        />
      )}
      <div className={clsx('flex items-end gap-1 p-2', more === 'voice' && 'hidden')}>
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
        <IconButton
          label={t`Buttons, lists and more`}
          tipAt="top"
          aria-haspopup="dialog"
          onClick={() => setMore('rich')}
        >
          <LayoutList size={21} aria-hidden />
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
            aria-autocomplete="list"
            aria-controls={quick.slash === null ? undefined : QUICK_REPLY_LIST}
            aria-activedescendant={quick.activeId}
            onSelect={quick.look}
            onBlur={quick.close}
            onChange={(event) => {
              setDraft(id, { text: event.currentTarget.value })
              quick.look()
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
            <Trans>Enter sends, Shift and Enter begin a new line, a slash finds quick replies.</Trans>
          </span>
          {left < COUNTER_FROM && <Counter left={left} />}
        </div>
        {draft.text.trim() === '' && attachments.items.length === 0 ? (
          <IconButton label={t`Record a voice note`} tipAt="start" onClick={() => setMore('voice')}>
            <Mic size={21} aria-hidden />
          </IconButton>
        ) : (
          <IconButton
            label={t`Send`}
            tipAt="start"
            onClick={send}
            disabled={!canSend}
            className="bg-brand! text-on-brand! hover:bg-brand-strong! disabled:bg-sunken! disabled:text-muted!"
          >
            <SendHorizontal size={20} aria-hidden className="rtl:rotate-180" />
          </IconButton>
        )}
      </div>
      {more === 'rich' && (
        <RichDialog
          conversation={conversation}
          quoted={quoted}
          onSent={onSent}
          onClose={() => setMore(null)}
        />
      )}
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
