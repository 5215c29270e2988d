import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CloudAlert, KeyRound, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { useNow } from '../platform/clock.ts'
import type { ApiKey } from '../platform/contract.ts'
import { dateAndTime, wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { PERMISSION_WORDS } from './permission-words.ts'
import { keysQuery } from './queries.ts'
import { RevokeKeyDialog } from './revoke-key-dialog.tsx'
import { SectionError, SectionFrame } from './section-frame.tsx'

/** The programs that may use the API in the name of this business. */
export function ApiKeysSection() {
  const { t } = useLingui()
  const query = useQuery(keysQuery)
  const { data: me } = useQuery(meQuery)
  const [isCreating, setCreating] = useState(false)
  const [revoked, setRevoked] = useState<ApiKey | null>(null)
  const now = useNow(15_000)
  const mayWrite = me?.permissions.includes('keys:write') === true
  const items = query.data?.items ?? []
  const live = items.filter((key) => isLive(key, now))
  const over = items.filter((key) => !isLive(key, now))
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus size={18} aria-hidden />
      <Trans>Make an API key</Trans>
    </Button>
  )
  let content: ReactNode
  if (query.isPending) content = <output className="text-muted">{t`Loading…`}</output>
  else if (query.isError)
    content = <SectionError icon={CloudAlert} error={query.error} onRetry={() => void query.refetch()} />
  else if (live.length === 0)
    content = (
      <Notice icon={KeyRound} title={t`No API keys yet`} action={mayWrite ? create : undefined}>
        <Trans>
          With a key, your shop’s software can send messages and read conversations through the API.
        </Trans>
      </Notice>
    )
  else content = <KeyList keys={live} onRevoke={mayWrite ? setRevoked : null} />
  return (
    <SectionFrame
      title={t`API keys`}
      about={t`Each program that uses the API has a key of its own, so that you can revoke one without stopping the others.`}
      actions={mayWrite && live.length > 0 ? create : undefined}
    >
      {content}
      {over.length > 0 && (
        <details>
          <summary className="min-h-8 rounded py-1 text-muted">
            {t`Revoked and expired`} ({over.length})
          </summary>
          <div className="mt-2">
            <KeyList keys={over} onRevoke={null} />
          </div>
        </details>
      )}
      {isCreating && <CreateKeyDialog onClose={() => setCreating(false)} />}
      {revoked !== null && <RevokeKeyDialog apiKey={revoked} onClose={() => setRevoked(null)} />}
    </SectionFrame>
  )
}

const isLive = ({ revokedAt, expiresAt }: ApiKey, now: number): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now)

function KeyList({
  keys,
  onRevoke,
}: {
  readonly keys: readonly ApiKey[]
  readonly onRevoke: ((key: ApiKey) => void) | null
}) {
  return (
    <ul className="grid gap-3">
      {keys.map((key) => (
        <KeyCard key={key.id} apiKey={key} onRevoke={onRevoke} />
      ))}
    </ul>
  )
}

function KeyCard({
  apiKey,
  onRevoke,
}: {
  readonly apiKey: ApiKey
  readonly onRevoke: ((key: ApiKey) => void) | null
}) {
  const { t, i18n } = useLingui()
  const { name, prefix, permissions, ratePerMinute, createdBy, createdAt } = apiKey
  const { lastUsedAt, expiresAt, revokedAt } = apiKey
  const at = (moment: number): string => dateAndTime(moment, i18n.locale)
  const rate = wholeNumber(ratePerMinute, i18n.locale)
  const words = permissions.map((one) =>
    one in PERMISSION_WORDS ? t(PERMISSION_WORDS[one as keyof typeof PERMISSION_WORDS]) : one,
  )
  const createdOn = at(createdAt)
  const creator = createdBy.name
  return (
    <li className="rounded-xl border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 dir="auto" className="font-semibold [overflow-wrap:anywhere]">
            {name}
          </h3>
          <code className="text-[12.5px] break-all text-muted">{prefix}_…</code>
        </div>
        {onRevoke !== null && (
          <Button small variant="danger" aria-label={t`Revoke ${name}`} onClick={() => onRevoke(apiKey)}>
            <Trans>Revoke</Trans>
          </Button>
        )}
      </div>
      <p className="mt-2 text-[13px] text-pretty">{words.join(' · ')}</p>
      <dl className="mt-2 grid gap-x-6 gap-y-1 text-[13px] text-muted sm:grid-cols-2">
        <Fact label={t`Made`}>
          <Trans>
            {createdOn} by {creator}
          </Trans>
        </Fact>
        <Fact label={t`Last used`}>{lastUsedAt === null ? t`Never` : at(lastUsedAt)}</Fact>
        {revokedAt === null ? (
          <Fact label={t`Expires`}>{expiresAt === null ? t`Never` : at(expiresAt)}</Fact>
        ) : (
          <Fact label={t`Revoked`}>{at(revokedAt)}</Fact>
        )}
        <Fact label={t`Limit`}>{t`${rate} requests a minute`}</Fact>
      </dl>
    </li>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="shrink-0 after:content-[':']">{label}</dt>
      <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}
