import { Trans, useLingui } from '@lingui/react/macro'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useMay } from '../conversations/queries.ts'
import { getJson, putJson } from '../platform/api.ts'
import type { LinkDomain } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { FIELD, ProblemLine, SectionError, SectionFrame } from '../settings/section-frame.tsx'
import { DomainCard } from './domain-card.tsx'

const domainQuery = queryOptions({
  queryKey: ['link-domain'],
  queryFn: ({ signal }) => getJson<LinkDomain>('/links/domain', signal),
  staleTime: 0,
})

/** The address with which short links begin: ours, or a domain of the business's own. Lazy. */
export function ShortLinksSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(domainQuery)
  const mayWrite = useMay('settings:write')
  const put = (domain: LinkDomain) => client.setQueryData(domainQuery.queryKey, domain)
  return (
    <SectionFrame
      title={t`Short links`}
      about={t`A link in a message can lead through a short address, so that you see who followed it.`}
    >
      {query.isPending && <output className="text-muted">{t`Loading…`}</output>}
      {query.isError && query.data === undefined && (
        <SectionError icon={Link2} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && (
        <>
          <ButtonAddress link={query.data} />
          {query.data.domain === null ? (
            <DomainForm mayWrite={mayWrite} onSet={put} />
          ) : (
            <DomainCard
              domain={query.data.domain}
              target={query.data.target}
              mayWrite={mayWrite}
              onChange={put}
              onRemoved={() => void query.refetch()}
            />
          )}
        </>
      )}
    </SectionFrame>
  )
}

/** What to write into a template's button. */
function ButtonAddress({ link: { prefix, target } }: { readonly link: LinkDomain }) {
  const { t } = useLingui()
  const address = `${prefix}{{1}}`
  const isReachable = target !== null || prefix.startsWith('https://')
  return (
    <section className="grid gap-2 rounded-xl border border-line bg-surface p-4">
      <h3 className="font-semibold">
        <Trans>For the buttons of your templates</Trans>
      </h3>
      {isReachable ? (
        <>
          <p className="text-pretty text-muted">
            <Trans>
              Let a button’s address be the one below. Each recipient then gets a link of their own, and it
              leads where you say when you send.
            </Trans>
          </p>
          <div className="flex items-center gap-2 rounded-lg bg-sunken py-1 ps-3 pe-1">
            <code dir="ltr" className="min-w-0 flex-1 text-start text-[13.5px] [overflow-wrap:anywhere]">
              {address}
            </code>
            <CopyButton text={address} label={t`Copy the address`} />
          </div>
        </>
      ) : (
        <p className="text-pretty text-amber">
          <Trans>
            Harkara can be reached only on this machine, so customers cannot open short links. Set PUBLIC_URL
            to its address on the internet first.
          </Trans>
        </p>
      )}
    </section>
  )
}

function DomainForm({
  mayWrite,
  onSet,
}: {
  readonly mayWrite: boolean
  readonly onSet: (domain: LinkDomain) => void
}) {
  const id = useId()
  const [hostname, setHostname] = useState('')
  const set = useMutation({
    mutationFn: async () => putJson<LinkDomain>('/links/domain', { hostname: hostname.trim() }),
    onSuccess: onSet,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-3 rounded-xl border border-line bg-surface p-4">
      <h3 className="font-semibold">
        <Trans>A short domain of your own</Trans>
      </h3>
      <p id={`${id}-about`} className="text-pretty text-muted">
        <Trans>
          Customers trust a link that bears your name. Take a name of a domain that you own and use for
          nothing else, such as go.shop.in.
        </Trans>
      </p>
      {mayWrite ? (
        <div className="flex flex-wrap items-end gap-2">
          <label className="grid min-w-0 flex-1 basis-60 gap-1">
            <Trans>Domain</Trans>
            <input
              dir="ltr"
              required
              inputMode="url"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              maxLength={253}
              placeholder="go.shop.in"
              aria-describedby={`${id}-about${set.isError ? ` ${id}-problem` : ''}`}
              value={hostname}
              onChange={(event) => setHostname(event.currentTarget.value)}
              className={FIELD}
            />
          </label>
          <Button type="submit" variant="primary" disabled={hostname.trim() === '' || set.isPending}>
            <Trans>Set up</Trans>
          </Button>
        </div>
      ) : (
        <p className="text-[13px] text-muted">
          <Trans>Owners and admins can change this.</Trans>
        </p>
      )}
      {set.isError && <ProblemLine id={`${id}-problem`} error={set.error} />}
    </form>
  )
}
