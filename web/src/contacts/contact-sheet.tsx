import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageCircle } from 'lucide-react'
import type { ContactSummary } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Avatar, useContactName } from './avatar.tsx'
import { ContactProfile } from './contact-profile.tsx'
import { contactQuery } from './queries.ts'

/** One contact, and the way to what was said with them. Lazy. */
export function ContactSheet({
  contactId,
  known,
  onClose,
  onLeave,
}: {
  readonly contactId: string
  /** What the list says of them; null: they are not in it, or it has not come yet. */
  readonly known: ContactSummary | null
  readonly onClose: () => void
  /** To the conversation; for whoever stays there when the page changes. */
  readonly onLeave?: () => void
}) {
  const { t } = useLingui()
  const key = known ?? { id: contactId, displayName: null, isSuppressed: false }
  const { data } = useQuery(contactQuery(key))
  const contact = data ?? known
  const [conversation] = data?.conversationIds ?? []
  return (
    <Dialog title={t`Contact`} shape="drawer" onClose={onClose}>
      <div className="p-4">
        {contact !== null && (
          <div className="flex flex-col items-center gap-1 pt-2 pb-4 text-center">
            <Who contact={contact} />
            {conversation !== undefined && (
              <Link
                to="/inbox/$id"
                params={{ id: conversation }}
                search={{ status: 'any' }}
                onClick={onLeave}
                className="mt-2 inline-flex min-h-10 items-center gap-1.5 rounded-lg border border-control-line px-4 text-[14px] font-medium hover:bg-sunken coarse:min-h-11"
              >
                <MessageCircle size={17} aria-hidden />
                <Trans>Open the conversation</Trans>
              </Link>
            )}
          </div>
        )}
        <div className="border-t border-line">
          <ContactProfile contact={key} onClose={onClose} />
        </div>
      </div>
    </Dialog>
  )
}

function Who({ contact }: { readonly contact: ContactSummary }) {
  const name = useContactName()({ ...contact, bsuid: null })
  return (
    <>
      <Avatar contact={{ ...contact, bsuid: null }} size={84} />
      <p dir="auto" className="mt-2 text-[17px] font-semibold [overflow-wrap:anywhere]">
        {name}
      </p>
      {contact.phone !== null && <p className="text-[13px] text-muted">{phoneNumber(contact.phone)}</p>}
    </>
  )
}
