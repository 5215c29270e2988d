import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { announce } from '../platform/announce.ts'
import { patchJson, postJson } from '../platform/api.ts'
import type { WebhookEndpoint } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { endpointPath, webhooksKey } from './queries.ts'
import { EVENT_WORDS, useErrorWords } from './webhook-words.ts'

/** What is open above the list, and for which endpoint. */
export type Opened = {
  readonly part: 'edit' | 'log' | 'rotate' | 'delete'
  readonly endpoint: WebhookEndpoint
}

type CardProps = {
  readonly endpoint: WebhookEndpoint
  readonly mayWrite: boolean
  readonly onOpen: (opened: Opened) => void
}

/** One endpoint: where it is, how it fares, what can be done. */
export function EndpointCard({ endpoint, mayWrite, onOpen }: CardProps) {
  const { t, i18n } = useLingui()
  const { url, description, eventTypes, previousSecretUntil } = endpoint
  const until = previousSecretUntil === null ? null : dateAndTime(previousSecretUntil, i18n.locale)
  const told = eventTypes.map((type) => t(EVENT_WORDS[type])).join(' · ')
  return (
    <li className="grid grid-cols-1 gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 dir="ltr" className="text-start font-semibold [overflow-wrap:anywhere]">
            {url}
          </h3>
          {description !== '' && (
            <p dir="auto" className="text-[13px] text-muted [overflow-wrap:anywhere]">
              {description}
            </p>
          )}
        </div>
        <StateBadge endpoint={endpoint} />
      </div>
      <Trouble endpoint={endpoint} mayWrite={mayWrite} />
      <dl className="grid gap-1 text-[13px]">
        <Fact label={t`Is told`}>{told === '' ? t`Everything` : told}</Fact>
        <Fact label={t`Last call`}>
          <LastCall endpoint={endpoint} />
        </Fact>
        {until !== null && <Fact label={t`Old secret valid until`}>{until}</Fact>}
      </dl>
      <Actions endpoint={endpoint} mayWrite={mayWrite} onOpen={onOpen} />
    </li>
  )
}

function StateBadge({ endpoint: { state, failingSince } }: { readonly endpoint: WebhookEndpoint }) {
  const { t } = useLingui()
  const isActive = state === 'active'
  const isFailing = isActive && failingSince !== null
  return (
    <span
      className={clsx(
        'shrink-0 rounded-full px-2.5 py-0.5 text-[12.5px] font-medium',
        isFailing && 'bg-amber-tint text-amber',
        isActive && !isFailing && 'bg-brand-tint text-brand-strong',
        !isActive && 'bg-sunken text-muted',
      )}
    >
      {isFailing ? t`Failing` : isActive ? t`Active` : t`Switched off`}
    </span>
  )
}

function LastCall({ endpoint: { lastAttempt } }: { readonly endpoint: WebhookEndpoint }) {
  const { t, i18n } = useLingui()
  const errorWords = useErrorWords()
  if (lastAttempt === null) return t`None yet`
  const { at, errorCode } = lastAttempt
  const when = dateAndTime(at, i18n.locale)
  const what = errorCode === null ? t`Delivered` : errorWords(errorCode)
  return <span className={errorCode === null ? '' : 'text-red'}>{`${what} · ${when}`}</span>
}

/** Why it is off, or that it will be soon, and how to mend it. */
function Trouble({ endpoint, mayWrite }: Omit<CardProps, 'onOpen'>) {
  const { t, i18n } = useLingui()
  const enable = useEndpointState(endpoint.id)
  const { state, disabledReason, failingSince } = endpoint
  if (state === 'active' && failingSince === null) return null
  const since = dateAndTime(failingSince ?? 0, i18n.locale)
  const words =
    state === 'active'
      ? t`Every call has failed since ${since}. After five days of that it is switched off.`
      : disabledReason === 'gone'
        ? t`It answered with 410, which means that it wants no more calls. It was switched off.`
        : disabledReason === 'failing'
          ? t`Every call failed for five days, so it was switched off.`
          : t`It was switched off by hand.`
  const isOff = state === 'disabled'
  return (
    <div className="grid gap-2 rounded-lg bg-amber-tint p-3 text-[13.5px] text-pretty text-amber">
      <p className="flex gap-2">
        <TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0" />
        <span>
          {words} {isOff && <Trans>What happens meanwhile is not sent later.</Trans>}
        </span>
      </p>
      {isOff && mayWrite && (
        <Button
          small
          className="justify-self-start"
          disabled={enable.isPending}
          onClick={() => enable.mutate('active')}
        >
          <Trans>Enable again</Trans>
        </Button>
      )}
      {enable.isError && <ProblemLine error={enable.error} />}
    </div>
  )
}

function useEndpointState(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (state: WebhookEndpoint['state']) => patchJson(endpointPath(id), { state }),
    onSuccess: async () => client.invalidateQueries({ queryKey: webhooksKey }),
  })
}

function Actions({ endpoint, mayWrite, onOpen }: CardProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const change = useEndpointState(endpoint.id)
  const ping = useMutation({
    mutationFn: async () => postJson(`${endpointPath(endpoint.id)}/test`),
    onSuccess: async () => {
      announce(t`The test call is on its way.`)
      await client.invalidateQueries({ queryKey: webhooksKey })
      onOpen({ part: 'log', endpoint })
    },
  })
  const isActive = endpoint.state === 'active'
  const error = change.error ?? ping.error
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button small onClick={() => onOpen({ part: 'log', endpoint })}>
          <Trans>Delivery log</Trans>
        </Button>
        {mayWrite && (
          <>
            {isActive && (
              <Button small disabled={ping.isPending} onClick={() => ping.mutate()}>
                <Trans>Send a test</Trans>
              </Button>
            )}
            <Button small onClick={() => onOpen({ part: 'edit', endpoint })}>
              <Trans>Edit</Trans>
            </Button>
            <Button small onClick={() => onOpen({ part: 'rotate', endpoint })}>
              <Trans>Replace the secret</Trans>
            </Button>
            {isActive && (
              <Button small disabled={change.isPending} onClick={() => change.mutate('disabled')}>
                <Trans>Switch off</Trans>
              </Button>
            )}
            <Button small variant="danger" onClick={() => onOpen({ part: 'delete', endpoint })}>
              <Trans>Delete</Trans>
            </Button>
          </>
        )}
      </div>
      {error !== null && <ProblemLine error={error} />}
    </>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="shrink-0 text-muted after:content-[':']">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}
