import {
  Ban,
  Copy,
  ExternalLink,
  House,
  IndianRupee,
  List,
  MapPin,
  Phone,
  PhoneOff,
  ReceiptText,
  Reply,
  ShoppingBag,
  UserRound,
  Workflow,
} from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { callAnswerDraft, tapDraft } from '../state/preview.ts'
import type { RichButton } from '../thread/rich-view.ts'
import { copyText } from '../ui/copy-text.ts'

/** WhatsApp shows three; of more it shows two, and a way to the others. Source: cloud-api reference, f.2. */
const SHOWN_MAX = 3

/** The rows of buttons under a business's message, 41 px each with its hairline. */
export function RichButtons({ buttons, message }: { buttons: readonly RichButton[]; message: PhoneMessage }) {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  if (buttons.length === 0) return null
  const shown = isOpen || buttons.length <= SHOWN_MAX ? buttons : buttons.slice(0, SHOWN_MAX - 1)
  return (
    <ul className="-mx-[7px] mt-2 -mb-2">
      {shown.map((button, index) => (
        <li key={index} className="border-t border-hairline">
          <OneButton button={button} message={message} />
        </li>
      ))}
      {shown.length < buttons.length && (
        <li className="border-t border-hairline">
          <Row icon={<List size={16} />} label={t('allOptions')} onClick={() => setOpen(true)} />
        </li>
      )}
    </ul>
  )
}

function OneButton({ button, message }: { button: RichButton; message: PhoneMessage }) {
  const { t } = useWords()
  const { send, open, say } = useChat()
  switch (button.does) {
    case 'reply':
      return (
        <Row
          icon={<Reply size={16} />}
          label={button.label}
          onClick={() => send(tapDraft(message.wamid, button.id, button.label, message.rendered !== null))}
        />
      )
    case 'list':
      return (
        <Row
          icon={<List size={16} />}
          label={button.label}
          onClick={() => open({ kind: 'list', message, button })}
        />
      )
    case 'open':
      return <LinkRow icon={<ExternalLink size={16} />} label={button.label} url={button.url} />
    case 'call':
      return (
        <Row
          icon={<Phone size={16} />}
          label={button.label}
          onClick={() => say(t('notPlayed', { what: t('call', { phone: button.phone }) }))}
        />
      )
    case 'copy':
      return (
        <Row
          icon={<Copy size={16} />}
          label={button.label || t('copyCode')}
          onClick={() => void copyText(button.code).then(() => say(t('copied')))}
        />
      )
    case 'send-location':
      return (
        <Row
          icon={<MapPin size={16} />}
          label={t('sendLocation')}
          onClick={() => open({ kind: 'location' })}
        />
      )
    case 'give-address':
      return (
        <Row
          icon={<House size={16} />}
          label={t('provideAddress')}
          onClick={() => open({ kind: 'address', message, button })}
        />
      )
    case 'call-business': {
      const label = button.label || t('callNow')
      return (
        <Row icon={<Phone size={16} />} label={label} onClick={() => say(t('notPlayed', { what: label }))} />
      )
    }
    case 'answer-call-request':
      return (
        <>
          <Row
            icon={<Phone size={16} />}
            label={t('allowCalls')}
            onClick={() => send(callAnswerDraft(message.wamid, true))}
          />
          <Row
            icon={<PhoneOff size={16} />}
            label={t('refuseCalls')}
            onClick={() => send(callAnswerDraft(message.wamid, false))}
          />
        </>
      )
    case 'order': {
      const { catalogId, products } = button
      const label = button.label || t(products.length === 1 ? 'viewProduct' : 'viewProducts')
      return (
        <Row
          icon={<ShoppingBag size={16} />}
          label={label}
          onClick={() => open({ kind: 'order', catalogId, products })}
        />
      )
    }
    case 'share-contact':
      return (
        <Row
          icon={<UserRound size={16} />}
          label={button.label || t('shareContact')}
          onClick={() => open({ kind: 'contact' })}
        />
      )
    case 'nothing':
      return (
        <Row
          icon={ICONS[button.what.toLowerCase()] ?? <Ban size={16} />}
          label={button.label || button.what}
          onClick={() => say(t('notPlayed', { what: button.what }))}
        />
      )
    default:
      return button satisfies never
  }
}

/** What WhatsApp draws beside buttons that cannot be played here. */
const ICONS: Readonly<Record<string, ReactNode>> = {
  flow: <Workflow size={16} />,
  order_details: <IndianRupee size={16} />,
  order_status: <ReceiptText size={16} />,
  spm: <ShoppingBag size={16} />,
}

const row =
  'flex min-h-10 w-full items-center justify-center gap-1.5 px-3 py-1 text-center text-[14px] font-medium text-link hover:bg-hairline'

function Row({ icon, label, onClick }: { icon: ReactNode; label: string; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className={row}>
      <span aria-hidden="true" className="shrink-0">
        {icon}
      </span>
      {label}
    </button>
  )
}

function LinkRow({ icon, label, url }: { icon: ReactNode; label: string; url: string }) {
  return (
    <a href={url === '' ? undefined : url} target="_blank" rel="noopener noreferrer" className={row}>
      <span aria-hidden="true" className="shrink-0">
        {icon}
      </span>
      {label}
    </a>
  )
}
