import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { deleteJson, postJson } from '../platform/api.ts'
import type { LinkDomain } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { ConfirmDialog } from '../settings/confirm-dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { useProblemWords } from './domain-words.ts'

type Domain = NonNullable<LinkDomain['domain']>

/** The business's own short domain: how it fares, how to make it work, and how to be rid of it. */
export function DomainCard({
  domain,
  target,
  mayWrite,
  onChange,
  onRemoved,
}: {
  readonly domain: Domain
  readonly target: string | null
  readonly mayWrite: boolean
  readonly onChange: (domain: LinkDomain) => void
  readonly onRemoved: () => void
}) {
  const { t } = useLingui()
  const [isRemoving, setRemoving] = useState(false)
  const check = useMutation({
    mutationFn: async () => postJson<LinkDomain>('/links/domain/check'),
    onSuccess: (checked) => {
      onChange(checked)
      announce(checked.domain?.state === 'works' ? t`The domain works.` : t`The domain does not work yet.`)
    },
  })
  const works = domain.state === 'works'
  return (
    <section className="grid grid-cols-1 gap-4 rounded-xl border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-3">
        <h3 dir="ltr" className="min-w-0 text-start font-semibold [overflow-wrap:anywhere]">
          {domain.hostname}
        </h3>
        <StateBadge state={domain.state} />
      </div>
      <Finding domain={domain} />
      {!works && <Steps hostname={domain.hostname} target={target} />}
      {check.isError && <ProblemLine error={check.error} />}
      {mayWrite && (
        <div className="flex flex-wrap gap-2">
          <Button
            variant={works ? 'outline' : 'primary'}
            disabled={check.isPending}
            onClick={() => check.mutate()}
          >
            {check.isPending ? t`Checking…` : t`Check the domain`}
          </Button>
          <Button variant="danger" disabled={check.isPending} onClick={() => setRemoving(true)}>
            <Trans>Remove</Trans>
          </Button>
        </div>
      )}
      {isRemoving && (
        <ConfirmDialog
          title={t`Remove this domain?`}
          confirm={<Trans>Remove</Trans>}
          onConfirm={async () => {
            await deleteJson('/links/domain')
            onRemoved()
          }}
          onClose={() => setRemoving(false)}
        >
          {domain.isServed ? (
            <Trans>
              Links that were sent with it lead nowhere from then on, and buttons of templates that begin with
              it too.
            </Trans>
          ) : (
            <Trans>Nothing was sent with it yet.</Trans>
          )}
        </ConfirmDialog>
      )}
    </section>
  )
}

function StateBadge({ state }: Pick<Domain, 'state'>) {
  const { t } = useLingui()
  const words = { unchecked: t`Not checked yet`, works: t`Works`, fails: t`Does not work` }
  return (
    <span
      className={clsx(
        'shrink-0 rounded-full px-2.5 py-0.5 text-[12.5px] font-medium',
        state === 'works' && 'bg-brand-tint text-brand-strong',
        state === 'fails' && 'bg-amber-tint text-amber',
        state === 'unchecked' && 'bg-sunken text-muted',
      )}
    >
      {words[state]}
    </span>
  )
}

/** What the last check found, and what follows from it. */
function Finding({ domain: { state, problem, checkedAt, isServed } }: { readonly domain: Domain }) {
  const { i18n } = useLingui()
  const problemWords = useProblemWords()
  const when = checkedAt === null ? '' : dateAndTime(checkedAt, i18n.locale)
  if (state === 'unchecked') return null
  if (state === 'works')
    return (
      <p className="flex gap-2 text-[14px] text-pretty text-muted">
        <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-brand" />
        <span>
          <Trans>New short links begin with it. Last checked {when}.</Trans>
        </span>
      </p>
    )
  const { title, nextStep } = problemWords(problem)
  return (
    <div className="flex gap-2 rounded-lg bg-amber-tint p-3 text-[13.5px] text-pretty text-amber">
      <TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0" />
      <div className="grid gap-1">
        <p>
          <strong className="font-semibold">{title}</strong> {nextStep}
        </p>
        <p>
          {isServed && <Trans>Until it works again, new links begin with Harkara’s own address.</Trans>}{' '}
          <Trans>Last checked {when}.</Trans>
        </p>
      </div>
    </div>
  )
}

/** What somebody must do outside Harkara, in the order in which it is done. */
function Steps({ hostname, target }: { readonly hostname: string; readonly target: string | null }) {
  return (
    <ol className="grid list-decimal gap-3 ps-5 text-[14px] marker:text-muted">
      <li className="ps-1">
        <p className="text-pretty">
          {target === null ? (
            <Trans>
              Where you bought the domain, make a DNS record that leads this name to the server on which
              Harkara runs: a CNAME record with its name, or an A record with its address.
            </Trans>
          ) : (
            <Trans>
              Where you bought the domain, make this DNS record. Some want only the first part of the name.
              For a name without a part in front, make an A record with the server’s address instead.
            </Trans>
          )}
        </p>
        {target !== null && <Record name={hostname} value={target} />}
      </li>
      <li className="ps-1 text-pretty">
        <Trans>
          Ask whoever looks after your server to let its web server (such as Caddy or nginx) answer for this
          name over HTTPS and pass everything on to Harkara, with the name as it was asked for.
        </Trans>
      </li>
      <li className="ps-1 text-pretty">
        <Trans>Then check the domain here. A new DNS record can take some hours.</Trans>
      </li>
    </ol>
  )
}

function Record({ name, value }: { readonly name: string; readonly value: string }) {
  const { t } = useLingui()
  return (
    <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 rounded-lg bg-sunken py-1.5 ps-3 pe-1 text-[13.5px]">
      <Line label={t`Type`}>CNAME</Line>
      <Line label={t`Name`} copy={{ text: name, label: t`Copy the name` }}>
        {name}
      </Line>
      <Line label={t`Value`} copy={{ text: value, label: t`Copy the value` }}>
        {value}
      </Line>
    </dl>
  )
}

function Line({
  label,
  copy,
  children,
}: {
  readonly label: string
  readonly copy?: { readonly text: string; readonly label: string }
  readonly children: ReactNode
}) {
  return (
    <div className="col-span-3 grid min-h-9 grid-cols-subgrid items-center">
      <dt className="text-muted">{label}</dt>
      <dd dir="ltr" className="min-w-0 text-start font-mono text-[13px] [overflow-wrap:anywhere]">
        {children}
      </dd>
      {copy !== undefined && (
        <dd>
          <CopyButton {...copy} />
        </dd>
      )}
    </div>
  )
}
