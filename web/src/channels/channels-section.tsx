import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CloudAlert, Plus, Smartphone } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import type { ConnectedNumber } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { ChannelCard, type Opened } from './channel-card.tsx'
import { ConnectDialog } from './connect-dialog.tsx'
import { DisconnectDialog } from './disconnect-dialog.tsx'
import { HealthDialog } from './health-dialog.tsx'
import { channelsQuery } from './queries.ts'
import { SignupReturnDialog } from './signup-return-dialog.tsx'
import { type SignupReturn, signupReturnOf } from './signup-return.ts'

/** The numbers of the business: which there are, how they fare, and connecting more. */
export function ChannelsSection() {
  const { t } = useLingui()
  const query = useQuery(channelsQuery)
  const { data: me } = useQuery(meQuery)
  const [isConnecting, setConnecting] = useState(false)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [returned, setReturned] = useSignupReturn()
  const mayWrite = me?.permissions.includes('channels:write') === true
  const items = query.data?.items ?? []
  const connect = (
    <Button variant="primary" onClick={() => setConnecting(true)}>
      <Plus size={18} aria-hidden />
      <Trans>Connect a number</Trans>
    </Button>
  )
  let content: ReactNode
  if (query.isPending) content = <output className="text-muted">{t`Loading…`}</output>
  else if (query.isError && items.length === 0)
    content = <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
  else if (items.length === 0)
    content = (
      <Notice icon={Smartphone} title={t`No number yet`} action={mayWrite ? connect : undefined}>
        <Trans>Connect a WhatsApp number of your business, and its messages arrive in the inbox.</Trans>
      </Notice>
    )
  else
    content = (
      <ul className="grid gap-3">
        {items.map((channel) => (
          <ChannelCard key={channel.id} channel={channel} mayWrite={mayWrite} onOpen={setOpened} />
        ))}
      </ul>
    )
  return (
    <SectionFrame
      title={t`WhatsApp numbers`}
      about={t`The numbers that your customers write to. If something does not arrive, check the connection.`}
      actions={mayWrite && items.length > 0 ? connect : undefined}
    >
      {content}
      {isConnecting && query.data !== undefined && (
        <ConnectDialog list={query.data} onClose={() => setConnecting(false)} />
      )}
      {returned !== null && <SignupReturnDialog returned={returned} onClose={() => setReturned(null)} />}
      {opened !== null && (
        <OpenedPart
          part={opened.part}
          channel={items.find(({ id }) => id === opened.channel.id) ?? opened.channel}
          mayWrite={mayWrite}
          onClose={() => setOpened(null)}
        />
      )}
    </SectionFrame>
  )
}

function OpenedPart({
  part,
  channel,
  mayWrite,
  onClose,
}: {
  readonly part: Opened['part']
  readonly channel: ConnectedNumber
  readonly mayWrite: boolean
  readonly onClose: () => void
}) {
  if (part === 'change') return <ChangeDialog channel={channel} onClose={onClose} />
  if (part === 'disconnect') return <DisconnectDialog channel={channel} onClose={onClose} />
  return <HealthDialog channel={channel} mayWrite={mayWrite} onClose={onClose} />
}

/** What Meta's dialog led back with; it is taken out of the address at once, because it works only once. */
function useSignupReturn() {
  const navigate = useNavigate()
  const [returned, setReturned] = useState<SignupReturn | null>(() => signupReturnOf(window.location.search))
  useEffect(() => {
    if (signupReturnOf(window.location.search) !== null)
      void navigate({ to: '/settings/$section', params: { section: 'channels' }, search: {}, replace: true })
  }, [navigate])
  return [returned, setReturned] as const
}
