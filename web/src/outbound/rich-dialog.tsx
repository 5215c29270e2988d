import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import {
  Contact,
  ExternalLink,
  GalleryHorizontalEnd,
  House,
  IdCard,
  LayoutList,
  type LucideIcon,
  MapPin,
  MapPinned,
  Phone,
  PhoneOutgoing,
  Reply,
  SendHorizontal,
  ShoppingBag,
  Workflow,
} from 'lucide-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useId } from 'react'
import { Bubble } from '../bubble/bubble.tsx'
import { QuestionButtons } from '../bubble/interactive-body.tsx'
import { QuestionCards } from '../bubble/question-cards.tsx'
import { MessageContent } from '../bubble/message-content.tsx'
import { useNow } from '../platform/clock.ts'
import type { Conversation, Message } from '../platform/contract.ts'
import { timeOfDay } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { NO_DRAFT, setDraft } from './drafts.ts'
import { setRichDraft, useRichDraft } from './rich-drafts.ts'
import { RichFields } from './rich-fields.tsx'
import { composeRich, EMPTY_DRAFT, type Missing, RICH_KINDS, type RichKind } from './rich-message.ts'
import { sendMessage } from './send.ts'

/** Messages that a customer taps on instead of typing, a place, a contact card: written beside a picture of the result. Lazy. */
export function RichDialog({
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
  const draft = useRichDraft(conversation.id)
  const { said, missing } = composeRich(draft, quoted, conversation.contact)
  const reasons = useMissingWords()
  const panel = useId()
  const canSend = missing.length === 0
  const send = () => {
    if (!canSend) return
    void sendMessage(client, conversation.id, said.outgoing, said.bubble)
    setRichDraft(conversation.id, null)
    if (quoted !== null) setDraft(conversation.id, { replyTo: NO_DRAFT.replyTo })
    onClose()
    requestAnimationFrame(onSent)
  }
  const onKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send()
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    // After the dialog has put the focus on its first button: one comes here to write.
    const focusing = requestAnimationFrame(() =>
      document.getElementById(panel)?.querySelector<HTMLElement>('textarea, input')?.focus(),
    )
    return () => {
      window.removeEventListener('keydown', listen)
      cancelAnimationFrame(focusing)
    }
  }, [panel])
  const isBegun = JSON.stringify({ ...draft, kind: '' }) !== JSON.stringify({ ...EMPTY_DRAFT, kind: '' })
  return (
    <Dialog title={t`Buttons, lists and more`} shape="wide" onClose={onClose}>
      <div className="flex min-h-full flex-col">
        <KindTabs
          panel={panel}
          kind={draft.kind}
          onKind={(kind) => setRichDraft(conversation.id, { ...draft, kind })}
        />
        <div
          id={panel}
          role="tabpanel"
          className="grid flex-1 grid-cols-[minmax(0,1fr)] gap-4 p-4 md:grid-cols-[minmax(0,1fr)_300px]"
        >
          <RichFields
            key={draft.kind}
            channelId={conversation.channelId}
            contact={conversation.contact}
            draft={draft}
            onDraft={(change) => setRichDraft(conversation.id, { ...draft, ...change })}
          />
          <Preview said={said.bubble} />
        </div>
        <footer className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-surface p-3">
          <output className="block min-w-0 basis-full text-[13px] text-muted md:flex-1 md:basis-0">
            {missing[0] === undefined ? t`Ctrl and Enter send it.` : reasons[missing[0]]}
          </output>
          <Button variant="quiet" disabled={!isBegun} onClick={() => setRichDraft(conversation.id, null)}>
            <Trans>Start over</Trans>
          </Button>
          <Button variant="primary" disabled={!canSend} onClick={send}>
            <SendHorizontal size={17} aria-hidden className="rtl:rotate-180" />
            <Trans>Send</Trans>
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}

function KindTabs({
  kind,
  panel,
  onKind,
}: {
  readonly kind: RichKind
  readonly panel: string
  readonly onKind: (kind: RichKind) => void
}) {
  const { t } = useLingui()
  const faces: Readonly<Record<RichKind, { readonly label: string; readonly Icon: LucideIcon }>> = {
    buttons: { label: t`Buttons`, Icon: Reply },
    list: { label: t`List`, Icon: LayoutList },
    link: { label: t`Link`, Icon: ExternalLink },
    'ask-location': { label: t`Ask for location`, Icon: MapPinned },
    'ask-address': { label: t`Ask for address`, Icon: House },
    call: { label: t`Call button`, Icon: Phone },
    'ask-number': { label: t`Ask for number`, Icon: IdCard },
    'ask-to-call': { label: t`Ask to call`, Icon: PhoneOutgoing },
    cards: { label: t`Cards`, Icon: GalleryHorizontalEnd },
    flow: { label: t`Form`, Icon: Workflow },
    products: { label: t`Products`, Icon: ShoppingBag },
    location: { label: t`Location`, Icon: MapPin },
    contact: { label: t`Contact card`, Icon: Contact },
  }
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = RICH_KINDS.indexOf(kind)
    const next = RICH_KINDS[(at + step + RICH_KINDS.length) % RICH_KINDS.length] ?? kind
    onKind(next)
    event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-kind="${next}"]`)?.focus()
  }
  return (
    <div
      role="tablist"
      aria-label={t`Kind of message`}
      className="flex flex-wrap gap-1.5 border-b border-line px-4 py-2.5"
    >
      {RICH_KINDS.map((one) => {
        const { label, Icon } = faces[one]
        const isOn = one === kind
        return (
          <button
            key={one}
            type="button"
            role="tab"
            data-kind={one}
            aria-selected={isOn}
            aria-controls={panel}
            tabIndex={isOn ? 0 : -1}
            onClick={() => onKind(one)}
            onKeyDown={onKey}
            className={clsx(
              'inline-flex min-h-9 items-center gap-1.5 rounded-full border px-3 text-[13px] font-medium coarse:min-h-11',
              isOn
                ? 'border-brand bg-brand-tint text-brand-strong'
                : 'border-control-line text-muted hover:bg-sunken hover:text-ink',
            )}
          >
            <Icon size={15} aria-hidden />
            {label}
          </button>
        )
      })}
    </div>
  )
}

/** As it will stand in the thread, which is as the customer sees it. */
function Preview({
  said,
}: {
  readonly said: Pick<Message, 'type' | 'text' | 'content' | 'media' | 'quoted'>
}) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const message: Message = {
    ...{ id: 'preview', conversationId: 'preview', direction: 'out', at: 0, state: 'queued' },
    ...{ sentAt: null, deliveredAt: null, readAt: null, failure: null, isForwarded: false, referral: null },
    ...{ reactions: [], editedAt: null, revokedAt: null, origin: 'agent', clientId: null, campaign: null },
    ...said,
  }
  return (
    <section
      aria-label={t`Preview`}
      className="wall order-first rounded-xl p-4 md:order-none md:self-start md:sticky md:top-4"
    >
      <div className="ms-auto w-fit max-w-full">
        <Bubble
          direction="out"
          hasTail
          meta={timeOfDay(now, i18n.locale)}
          below={message.type === 'interactive' ? <QuestionButtons message={message} /> : undefined}
        >
          <MessageContent message={message} />
        </Bubble>
        {message.type === 'interactive' && <QuestionCards message={message} />}
      </div>
    </section>
  )
}

function useMissingWords(): Readonly<Record<Missing, string>> {
  const { t } = useLingui()
  return {
    body: t`Write the message itself.`,
    button: t`Write at least one button.`,
    'same-buttons': t`Each button needs other words.`,
    'list-button': t`Say what stands on the button that opens the list.`,
    row: t`Each section needs a row.`,
    'section-title': t`With several sections, each needs a title.`,
    'link-text': t`Say what stands on the button.`,
    url: t`The address begins with https:// or http://.`,
    coordinates: t`Latitude and longitude are numbers, such as 28.6139 and 77.2090.`,
    name: t`The card needs a name.`,
    phone: t`The card needs a phone number.`,
    'call-time': t`The button works for 1 minute to 30 days.`,
    heading: t`Write the heading; above several products WhatsApp wants one.`,
    catalogue: t`Give the id of your catalogue; it stands in Meta’s Commerce Manager.`,
    product: t`Give the id of a product.`,
    products: t`Each section needs a product.`,
    'card-products': t`Give the ids of at least two products.`,
    'card-file': t`Each card needs a picture or a film.`,
    'card-lines': t`A card takes three lines at most.`,
    'card-link': t`Say what stands on the button of each card.`,
    'card-url': t`The address on each card begins with https:// or http://.`,
    'card-answer': t`Each card needs its answers.`,
    flow: t`Give the id or the name of the form; it stands in Meta’s WhatsApp Manager.`,
    'flow-text': t`Say what stands on the button.`,
    'flow-screen': t`Name the screen that the form begins with.`,
    limit: t`Something is longer than WhatsApp takes.`,
  }
}
