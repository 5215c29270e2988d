import { BadgeCheck, EllipsisVertical } from 'lucide-react'
import { useWords } from '../state/language.tsx'
import { useSimulator } from '../state/simulator.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/controls.tsx'
import { useChat } from './chat-tools.tsx'

/** Whom one is writing to; under the name what WhatsApp would say there. */
export function ChatHeader({ isTyping }: { isTyping: boolean }) {
  const { t } = useWords()
  const { connection } = useSimulator()
  const { businessName, open } = useChat()
  const below = connection === 'live' ? t(isTyping ? 'typing' : 'businessAccount') : t('connecting')
  return (
    <header className="relative z-10 flex items-center gap-2.5 border-b border-line bg-bar py-1.5 ps-3 pe-1">
      <Avatar name={businessName} />
      <div className="min-w-0 flex-1 leading-tight">
        <h2 className="flex items-center gap-1 text-[15px] font-semibold">
          <span className="truncate">{businessName}</span>
          <BadgeCheck size={16} className="shrink-0 fill-brand text-bar" aria-hidden="true" />
        </h2>
        <p aria-live="polite" className="truncate text-[12px] text-meta">
          {below}
        </p>
      </div>
      <IconButton label={t('chatMenu')} onClick={() => open({ kind: 'menu' })}>
        <EllipsisVertical size={20} />
      </IconButton>
    </header>
  )
}
