import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CloudAlert, Plus, Webhook } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { DeleteDialog, RotateDialog } from './confirm-dialogs.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { EndpointCard, type Opened } from './endpoint-card.tsx'
import { EndpointDialog } from './endpoint-dialog.tsx'
import { endpointsQuery } from './queries.ts'
import { VerifyHelp } from './verify-help.tsx'

/** The systems of the business that are told what happens. */
export function WebhooksSection() {
  const { t } = useLingui()
  const query = useQuery(endpointsQuery)
  const { data: me } = useQuery(meQuery)
  const [isAdding, setAdding] = useState(false)
  const [opened, setOpened] = useState<Opened | null>(null)
  const mayWrite = me?.permissions.includes('webhooks:write') === true
  const items = query.data?.items ?? []
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus size={18} aria-hidden />
      <Trans>Add a webhook</Trans>
    </Button>
  )
  let content: ReactNode
  if (query.isPending) content = <output className="text-muted">{t`Loading…`}</output>
  else if (query.isError && items.length === 0)
    content = <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
  else if (items.length === 0)
    content = (
      <Notice icon={Webhook} title={t`No webhooks yet`} action={mayWrite ? add : undefined}>
        <Trans>
          A webhook calls your own system, such as a CRM or a shop, the moment a message comes in or a
          conversation changes.
        </Trans>
      </Notice>
    )
  else
    content = (
      <ul className="grid gap-3">
        {items.map((endpoint) => (
          <EndpointCard key={endpoint.id} endpoint={endpoint} mayWrite={mayWrite} onOpen={setOpened} />
        ))}
      </ul>
    )
  return (
    <SectionFrame
      title={t`Webhooks`}
      about={t`Your own systems are told what happens: at least once, in order within a conversation, and again for three days if they do not answer.`}
      actions={mayWrite && items.length > 0 ? add : undefined}
    >
      {content}
      {!query.isPending && <VerifyHelp />}
      {isAdding && <EndpointDialog endpoint={null} onClose={() => setAdding(false)} />}
      {opened !== null && <OpenedPart opened={opened} mayWrite={mayWrite} onClose={() => setOpened(null)} />}
    </SectionFrame>
  )
}

function OpenedPart({
  opened: { part, endpoint },
  mayWrite,
  onClose,
}: {
  readonly opened: Opened
  readonly mayWrite: boolean
  readonly onClose: () => void
}) {
  if (part === 'edit') return <EndpointDialog endpoint={endpoint} onClose={onClose} />
  if (part === 'rotate') return <RotateDialog endpoint={endpoint} onClose={onClose} />
  if (part === 'delete') return <DeleteDialog endpoint={endpoint} onClose={onClose} />
  return <DeliveryLog endpoint={endpoint} mayWrite={mayWrite} onClose={onClose} />
}
