import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { postJson } from '../platform/api.ts'
import type { WebhookMessage, WebhookMessageDetail } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { messageQuery, webhooksKey } from './queries.ts'
import { STATE_WORDS, useErrorWords } from './webhook-words.ts'

const TONES: Readonly<Record<WebhookMessage['state'], string>> = {
  pending: 'bg-blue-tint text-blue',
  delivered: 'bg-brand-tint text-brand-strong',
  failed: 'bg-red-tint text-red',
  discarded: 'bg-sunken text-muted',
}

/** One message of the delivery log; its attempts and what is in it when it is opened. */
export function DeliveryRow({
  message,
  mayReplay,
}: {
  readonly message: WebhookMessage
  readonly mayReplay: boolean
}) {
  const { t, i18n } = useLingui()
  const errorWords = useErrorWords()
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const { state, eventType, attempts, createdAt, lastErrorCode, nextAttemptAt } = message
  const next = nextAttemptAt === null ? null : dateAndTime(nextAttemptAt, i18n.locale)
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-12 w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-1 py-2 text-start hover:bg-sunken"
      >
        <ChevronDown
          size={18}
          aria-hidden
          className={clsx('shrink-0 text-muted transition-transform', isOpen && 'rotate-180')}
        />
        <span className={clsx('rounded-full px-2.5 py-0.5 text-[12.5px] font-medium', TONES[state])}>
          {t(STATE_WORDS[state])}
        </span>
        <code className="text-[13px]">{eventType}</code>
        <span className="text-[13px] text-muted">{dateAndTime(createdAt, i18n.locale)}</span>
        <span className="text-[13px] text-muted">
          <Plural value={attempts} _0="not tried yet" one="# attempt" other="# attempts" />
        </span>
        {lastErrorCode !== null && <span className="text-[13px] text-red">{errorWords(lastErrorCode)}</span>}
        {state === 'pending' && attempts > 0 && next !== null && (
          <span className="text-[13px] text-muted">{t`next attempt ${next}`}</span>
        )}
      </button>
      {isOpen && (
        <div id={id} className="grid grid-cols-1 gap-3 px-1 pb-4 ps-8 max-md:ps-1">
          <Detail message={message} mayReplay={mayReplay} />
        </div>
      )}
    </li>
  )
}

function Detail({ message, mayReplay }: { readonly message: WebhookMessage; readonly mayReplay: boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(messageQuery(message.id))
  const replay = useMutation({
    mutationFn: async () => postJson(`/webhook-messages/${encodeURIComponent(message.id)}/replay`),
    onSuccess: async () => client.invalidateQueries({ queryKey: webhooksKey }),
  })
  if (query.isError) return <ProblemLine error={query.error} />
  if (query.data === undefined) return <output className="text-muted">{t`Loading…`}</output>
  const body = shownJson(query.data.body)
  return (
    <>
      <p className="flex flex-wrap items-center gap-1 text-[13px] text-muted">
        <code className="break-all">webhook-id: {message.id}</code>
        <CopyButton text={message.id} label={t`Copy the id`} />
      </p>
      <Attempts detail={query.data} />
      <div className="relative">
        <pre
          dir="ltr"
          // What scrolls must be reachable by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label={t`What is sent`}
          className="max-h-80 overflow-auto rounded-lg bg-sunken p-3 pe-12 text-[12.5px] leading-relaxed"
        >
          <code>{body}</code>
        </pre>
        <span className="absolute end-1.5 top-1.5">
          <CopyButton text={query.data.body} label={t`Copy what is sent`} />
        </span>
      </div>
      {mayReplay && (
        <Button
          small
          className="justify-self-start"
          disabled={replay.isPending}
          onClick={() => replay.mutate()}
        >
          {message.state === 'pending' ? t`Try now` : t`Send again`}
        </Button>
      )}
      {replay.isError && <ProblemLine error={replay.error} />}
    </>
  )
}

function Attempts({ detail: { attemptLog } }: { readonly detail: WebhookMessageDetail }) {
  const { t, i18n } = useLingui()
  const errorWords = useErrorWords()
  if (attemptLog.length === 0)
    return (
      <p className="text-[13px] text-muted">
        <Trans>It has not been tried yet. Messages of one conversation go one after the other.</Trans>
      </p>
    )
  return (
    <ol aria-label={t`Attempts`} className="grid gap-1.5 text-[13px]">
      {attemptLog.map(({ nth, at, durationMs, status, errorCode, answer }) => {
        const when = dateAndTime(at, i18n.locale)
        const result = errorCode === null ? errorWords(`http.${status ?? 0}`) : errorWords(errorCode)
        return (
          <li key={nth}>
            <span className="text-muted">{`${nth}. ${when} · ${durationMs} ms · `}</span>
            <span className={errorCode === null ? 'text-brand-strong' : 'text-red'}>{result}</span>
            {answer !== null && (
              <code
                dir="auto"
                className="mt-1 block max-h-24 overflow-auto rounded bg-sunken px-2 py-1 text-[12px] break-all whitespace-pre-wrap"
              >
                {answer}
              </code>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function shownJson(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
