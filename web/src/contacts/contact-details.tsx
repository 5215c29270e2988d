import { Trans, useLingui } from '@lingui/react/macro'
import { BellOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { viewWindow } from '../conversations/window.ts'
import { useWindowWords, WindowPill } from '../conversations/window-words.tsx'
import { useNow } from '../platform/clock.ts'
import type { Conversation } from '../platform/contract.ts'
import { dateAndTime, phoneNumber } from '../platform/format.ts'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { Avatar, useContactName } from './avatar.tsx'

const ContactProfile = lazyPart(() => import('./contact-profile.tsx').then((m) => m.ContactProfile))
const PaneDeals = lazyPart(() => import('../deals/pane-deals.tsx').then((m) => m.PaneDeals))
const stay = () => {}

/** What we know of the person: names, number, window, WhatsApp's own id. */
export function ContactDetails({ conversation }: { readonly conversation: Conversation }) {
  const { t, i18n } = useLingui()
  const { contact } = conversation
  const name = useContactName()(contact)
  const view = viewWindow(conversation.window, useNow(15_000))
  const words = useWindowWords()(view)
  const { profileName, username, phone, bsuid } = contact
  return (
    <div className="p-4">
      <div className="flex flex-col items-center gap-1 pt-2 pb-4 text-center">
        <Avatar contact={contact} window={view} size={84} />
        <p dir="auto" className="mt-2 text-[17px] font-semibold [overflow-wrap:anywhere]">
          {name}
        </p>
        {profileName !== null && profileName !== name && (
          <p dir="auto" className="text-[13px] text-muted">
            ~{profileName}
          </p>
        )}
        {contact.isSuppressed && <NoOffersBadge />}
      </div>
      <dl className="divide-y divide-line border-y border-line">
        {contact.kind === 'person' && (
          <Fact label={t`Phone`} copy={phone === null ? null : `+${phone}`} copyLabel={t`Copy the number`}>
            {phone === null ? (
              <span className="text-muted">
                <Trans>WhatsApp hides this number</Trans>
              </span>
            ) : (
              phoneNumber(phone)
            )}
          </Fact>
        )}
        {username !== null && (
          <Fact label={t`Username`} copy={`@${username}`} copyLabel={t`Copy the username`}>
            @{username}
          </Fact>
        )}
        <Fact label={t`Window`}>
          <WindowPill view={view} />
          <span className="mt-1.5 block text-[13px] text-pretty text-muted">{words.sentence}</span>
        </Fact>
        {conversation.lastMessageAt !== null && (
          <Fact label={t`Last message`}>{dateAndTime(conversation.lastMessageAt, i18n.locale)}</Fact>
        )}
      </dl>
      {contact.kind === 'person' && <ContactProfile key={contact.id} contact={contact} onClose={stay} />}
      <PaneDeals key={conversation.id} conversation={conversation} onClose={stay} />
      <details className="mt-3 text-[13px]">
        <summary className="min-h-8 rounded py-1 text-muted">
          <Trans>Details</Trans>
        </summary>
        <dl className="divide-y divide-line">
          {bsuid !== null && (
            <Fact label={t`WhatsApp’s id for this person (BSUID)`} copy={bsuid} copyLabel={t`Copy the id`}>
              <code className="text-[12px] break-all">{bsuid}</code>
            </Fact>
          )}
          <Fact label={t`Conversation id`} copy={conversation.id} copyLabel={t`Copy the id`}>
            <code className="text-[12px] break-all">{conversation.id}</code>
          </Fact>
        </dl>
      </details>
    </div>
  )
}

/** They asked for no advertising: marketing templates to them are refused. */
function NoOffersBadge() {
  return (
    <p className="mt-1 inline-flex items-center gap-1.5 rounded-full bg-amber-tint px-2.5 py-0.5 text-[12.5px] font-medium text-amber">
      <BellOff size={14} aria-hidden />
      <Trans>No offers</Trans>
    </p>
  )
}

function Fact({
  label,
  copy = null,
  copyLabel = '',
  children,
}: {
  readonly label: string
  readonly copy?: string | null
  readonly copyLabel?: string
  readonly children: ReactNode
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 py-2.5">
      <dt className="text-[12px] text-muted">{label}</dt>
      <dd className="col-start-1">{children}</dd>
      {copy !== null && (
        <dd className="col-start-2 row-span-2 row-start-1">
          <CopyButton text={copy} label={copyLabel} />
        </dd>
      )}
    </div>
  )
}
