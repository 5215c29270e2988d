import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { meQuery } from '../conversations/queries.ts'
import type { ContactDetail } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { ContactMerges } from '../merges/contact-merges.tsx'
import { PrivacyCard } from '../privacy/privacy-card.tsx'
import { ContactRatings } from '../service/contact-ratings.tsx'
import { Timeline } from '../privacy/timeline.tsx'
import { ContactFields } from './contact-fields.tsx'
import { ContactNames } from './contact-names.tsx'
import { ConsentCard } from './consent-card.tsx'
import { type ContactKey, contactQuery, contactsKey } from './queries.ts'

/** What the team knows beyond what WhatsApp shows: wishes, the business's fields, names. Lazy. */
export function ContactProfile({
  contact,
  onClose,
}: {
  readonly contact: ContactKey
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(contactQuery(contact))
  const permissions = useQuery(meQuery).data?.permissions
  const mayWrite = permissions?.includes('contacts:write') === true
  const mayErase = permissions?.includes('privacy:write') === true
  const problem = useProblemText()(query.error)
  if (query.isPending) return <p className="py-3 text-[13px] text-muted">{t`Loading…`}</p>
  if (query.isError)
    return (
      <div className="grid justify-items-start gap-2 py-3 text-[13px]">
        <p role="alert" className="text-pretty">
          {problem.title} {problem.nextStep}
        </p>
        <Button small onClick={() => void query.refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  const detail = query.data
  const onChanged = (changed: ContactDetail) => {
    client.setQueryData(contactQuery(contact).queryKey, changed)
    void client.invalidateQueries({ queryKey: [...contactsKey, contact.id], refetchType: 'none' })
  }
  return (
    <div className="divide-y divide-line border-b border-line">
      <ConsentCard detail={detail} mayWrite={mayWrite} onChanged={onChanged} />
      <ContactFields detail={detail} mayWrite={mayWrite} onChanged={onChanged} />
      <ContactNames detail={detail} />
      <ContactRatings contactId={detail.id} />
      <Timeline contact={detail.id} />
      {mayErase && <PrivacyCard detail={detail} />}
      <ContactMerges detail={detail} mayWrite={mayWrite} onGone={onClose} />
    </div>
  )
}
