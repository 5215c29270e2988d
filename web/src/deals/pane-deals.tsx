import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { AlarmClock, Plus } from 'lucide-react'
import { useState } from 'react'
import { useContactName } from '../contacts/avatar.tsx'
import { meQuery } from '../conversations/queries.ts'
import { useStages } from './use-stages.ts'
import type { Conversation, Deal } from '../platform/contract.ts'
import { money } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { dealsOfQuery, remindersQuery } from './queries.ts'
import { ReminderForm } from './reminder-form.tsx'
import { RemindersList } from './reminders-list.tsx'

const DealDialog = lazyPart(() => import('./deal-dialog.tsx').then((m) => m.DealDialog))

/** Beside a thread: what may be sold to this person, and when somebody wants to be reminded of them. Lazy. */
export function PaneDeals({
  conversation,
}: {
  readonly conversation: Conversation
  readonly onClose: () => void
}) {
  const permissions = useQuery(meQuery).data?.permissions
  if (permissions?.includes('deals:read') !== true) return null
  const mayWrite = permissions.includes('deals:write')
  return (
    <div className="divide-y divide-line border-b border-line">
      <DealsCard conversation={conversation} mayWrite={mayWrite} />
      <RemindersCard conversation={conversation} mayWrite={mayWrite} />
    </div>
  )
}

type CardProps = { readonly conversation: Conversation; readonly mayWrite: boolean }

function DealsCard({ conversation: { id, contact }, mayWrite }: CardProps) {
  const { t } = useLingui()
  const contactName = useContactName()(contact)
  const deals = useQuery(dealsOfQuery(contact.id)).data?.items ?? []
  const stages = useStages().data?.items ?? []
  const [open, setOpen] = useState<Deal | 'new' | null>(null)
  return (
    <section aria-label={t`Deals`} className="py-3">
      <h3 className="text-[12px] text-muted">
        <Trans>Deals</Trans>
      </h3>
      <ul className="mt-1 grid gap-1">
        {deals.map((deal) => (
          <li key={deal.id}>
            <button
              type="button"
              aria-haspopup="dialog"
              disabled={!mayWrite}
              onClick={() => setOpen(deal)}
              className="flex w-full flex-wrap items-baseline gap-x-2 rounded-lg border border-line px-2.5 py-1.5 text-start text-[13px] enabled:hover:bg-sunken coarse:min-h-11"
            >
              <bdi className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{deal.title}</bdi>
              <span className="shrink-0 tabular-nums">{money(deal.valuePaise / 100, 'INR')}</span>
              <span className="w-full text-[12px] text-muted">
                {stages.find((stage) => stage.id === deal.stageId)?.name}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <Button small className="mt-2" onClick={() => setOpen('new')}>
          <Plus size={16} aria-hidden />
          <Trans>New deal</Trans>
        </Button>
      )}
      {open !== null && (
        <DealDialog
          deal={open === 'new' ? null : open}
          of={{ contactId: contact.id, contactName, conversationId: id }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

function RemindersCard({ conversation: { id }, mayWrite }: CardProps) {
  const { t } = useLingui()
  const reminders = useQuery(remindersQuery(id)).data?.items ?? []
  const [isAsking, setAsking] = useState(false)
  return (
    <section aria-label={t`Reminders`} className="py-3">
      <h3 className="text-[12px] text-muted">
        <Trans>Reminders</Trans>
      </h3>
      <RemindersList reminders={reminders} mayWrite={mayWrite} isLinked={false} />
      {mayWrite && !isAsking && (
        <Button small className="mt-2" onClick={() => setAsking(true)}>
          <AlarmClock size={16} aria-hidden />
          <Trans>Remind me</Trans>
        </Button>
      )}
      {isAsking && <ReminderForm of={{ conversationId: id, dealId: null }} onDone={() => setAsking(false)} />}
    </section>
  )
}
