import { useLingui } from '@lingui/react/macro'
import { ArrowLeft, PanelRight } from 'lucide-react'
import { Avatar, useContactName } from '../contacts/avatar.tsx'
import { useNow } from '../platform/clock.ts'
import type { Conversation } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { PHONE, useMediaQuery } from '../platform/use-media-query.ts'
import { PresenceLine } from '../presence/presence-line.tsx'
import { SlaMark, SlaPill } from './sla-mark.tsx'
import { ThreadActions } from './thread-actions.tsx'
import { useThreadRoom } from './thread-room.ts'
import type { Triage } from './use-triage.ts'
import { viewWindow } from './window.ts'
import { WindowPill } from './window-words.tsx'

/** Who this is, how long one may still write, and what can be done with the whole conversation. */
export function ThreadHeader({
  conversation,
  onBack,
  onContact,
  onChange,
  isContactShown,
}: {
  readonly conversation: Conversation
  readonly onBack: () => void
  readonly onContact: () => void
  readonly onChange: Triage
  readonly isContactShown: boolean
}) {
  const { t } = useLingui()
  const { contact } = conversation
  const name = useContactName()(contact)
  const now = useNow(15_000)
  const view = viewWindow(conversation.window, now)
  const { sla } = conversation
  const sub =
    contact.username === null
      ? contact.phone === null
        ? null
        : phoneNumber(contact.phone)
      : `@${contact.username}`
  const isPhone = useMediaQuery(PHONE)
  const room = useThreadRoom(isContactShown)
  const isWide = room === 'for all'
  // On a phone the thread is the page; beside the list it is a part of the inbox.
  const Heading = isPhone ? 'h1' : 'h2'
  return (
    <header className="flex h-16 shrink-0 items-center gap-2 border-b border-line bg-surface ps-1 pe-2 md:ps-4">
      <IconButton label={t`Back to the list`} tipAt="end" onClick={onBack} className="md:hidden!">
        <ArrowLeft size={22} aria-hidden className="rtl:rotate-180" />
      </IconButton>
      <Avatar contact={contact} window={view} size={44} />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-1.5">
          <Heading className="truncate text-[15.5px] font-semibold">
            <bdi>{name}</bdi>
          </Heading>
          {sla !== undefined && !isWide && !isPhone && <SlaMark sla={sla} now={now} />}
        </div>
        <div className="flex min-w-0 items-center gap-2">
          {!isWide && <WindowPill view={view} />}
          <PresenceLine conversationId={conversation.id}>
            {!isPhone && sub !== null && sub !== name && (
              <p className="truncate text-[12.5px] text-muted">{sub}</p>
            )}
          </PresenceLine>
        </div>
      </div>
      {sla !== undefined && isWide && <SlaPill sla={sla} now={now} />}
      {isWide && <WindowPill view={view} />}
      <ThreadActions conversation={conversation} room={room} onChange={onChange} />
      <IconButton
        label={isContactShown ? t`Hide the contact` : t`Show the contact`}
        tipAt="start"
        aria-expanded={isContactShown}
        onClick={onContact}
      >
        <PanelRight size={20} aria-hidden />
      </IconButton>
    </header>
  )
}
