import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { CircleCheck, CircleHelp, OctagonX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Quality } from '../platform/contract.ts'
import { dateAndTime, wholeNumber } from '../platform/format.ts'
import { useRestrictionWords } from './event-words.ts'
import { Part } from './part.tsx'

const ICONS = { good: CircleCheck, warn: TriangleAlert, bad: OctagonX, unknown: CircleHelp } as const
const COLOURS = { good: 'text-brand', warn: 'text-amber', bad: 'text-red', unknown: 'text-muted' } as const
type Look = keyof typeof ICONS

/** What Meta says of the number, thing by thing: a word, a colour and a sign. */
export function Standing({ quality }: { readonly quality: Quality }) {
  const { t, i18n } = useLingui()
  const restriction = useRestrictionWords()
  const { status, sending, throughput, restrictions, payments, account, violations } = quality
  const speed = wholeNumber(throughput.messagesPerSecond, i18n.locale)
  return (
    <Part title={t`At Meta`}>
      <dl className="grid gap-2 text-[13.5px]">
        <QualityFact quality={quality} />
        <Fact label={t`Number status`} look={lookOf(status?.value, 'CONNECTED', BLOCKED)}>
          {status === null ? t`Not known` : status.value === 'CONNECTED' ? t`Works` : status.value}
        </Fact>
        <SendingFact sending={sending} />
        <NameFact name={quality.name} />
        <Fact label={t`Speed`} look="good">
          {t`${speed} messages a second`}
        </Fact>
        <UnconfirmedFact unconfirmed={quality.unconfirmed} />
        {(account.review ?? account.state) !== null && (
          <Fact
            label={t`Account`}
            look={account.review === 'REJECTED' || STOPPED.includes(account.state ?? '') ? 'bad' : 'good'}
          >
            {STOPPED.includes(account.state ?? '')
              ? t`Stopped`
              : account.review === 'REJECTED'
                ? t`Rejected`
                : t`Works`}
          </Fact>
        )}
        {quality.marketingMessages !== null && (
          <Fact label={t`Offers`} look="good">
            {quality.marketingMessages === 'ONBOARDED'
              ? t`Through Meta’s marketing interface`
              : t`The ordinary way`}
          </Fact>
        )}
        {payments.map(({ name, status: value }) => (
          <Fact key={name} label={t`Payments`} look={value === 'Active' ? 'good' : 'warn'}>
            <bdi>{name}</bdi>: {value === 'Active' ? t`Works` : value}
          </Fact>
        ))}
        {restrictions.map(({ type, expiresAt }) => {
          const until = dateAndTime(expiresAt ?? 0, i18n.locale)
          return (
            <Fact key={type} label={t`Restricted`} look="bad">
              {restriction(type)}
              <span className="block text-muted">
                {expiresAt === null ? t`No end was told` : t`until ${until}`}
              </span>
            </Fact>
          )
        })}
        {violations.length > 0 && (
          <Fact label={t`Policy`} look="warn">
            {violations[0]?.type} · {dateAndTime(violations[0]?.at ?? 0, i18n.locale)}
          </Fact>
        )}
      </dl>
    </Part>
  )
}

const BLOCKED = ['BANNED', 'RESTRICTED', 'DELETED', 'DISCONNECTED']
const STOPPED = ['deleted', 'offboarded', 'disabled']

const lookOf = (value: string | undefined, good: string, bad: readonly string[]): Look =>
  value === undefined ? 'unknown' : value === good ? 'good' : bad.includes(value) ? 'bad' : 'warn'

function SendingFact({ sending }: Pick<Quality, 'sending'>) {
  const { t } = useLingui()
  const words: Readonly<Record<string, string>> = {
    AVAILABLE: t`Messages go out.`,
    LIMITED: t`Only some messages go out.`,
    BLOCKED: t`No messages go out.`,
  }
  const why = sending === null || sending.value === 'AVAILABLE' ? null : sending.description
  return (
    <Fact label={t`Sending`} look={lookOf(sending?.value, 'AVAILABLE', ['BLOCKED'])}>
      {words[sending?.value ?? ''] ?? t`Not known`}
      {why !== null && <span className="block text-muted">{why}</span>}
    </Fact>
  )
}

/** What was sent and never answered, told even when there is none: it is what the others cannot say. */
function UnconfirmedFact({ unconfirmed: { open, givenUp } }: Pick<Quality, 'unconfirmed'>) {
  const { t, i18n } = useLingui()
  const count = wholeNumber(givenUp, i18n.locale)
  return (
    <Fact label={t`Unconfirmed`} look={givenUp > 0 ? 'warn' : 'good'}>
      {givenUp === 0 ? t`None in 24 hours` : t`${count} in 24 hours`}
      {open > 0 && (
        <span className="block text-muted">
          <Plural
            value={open}
            one="# still waits for word from WhatsApp"
            other="# still wait for word from WhatsApp"
          />
        </span>
      )}
      {givenUp > 0 && (
        <span className="block text-muted">
          <Trans>
            WhatsApp did not say whether it took them. They were not sent again, so that nobody gets one
            twice.
          </Trans>
        </span>
      )}
    </Fact>
  )
}

function QualityFact({ quality: { quality } }: { readonly quality: Quality }) {
  const { t } = useLingui()
  const words: Readonly<Record<string, string>> = { GREEN: t`High`, YELLOW: t`Medium`, RED: t`Low` }
  const looks: Readonly<Record<string, Look>> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' }
  const value = quality?.value ?? ''
  return (
    <Fact label={t`Quality`} look={looks[value] ?? 'unknown'}>
      {words[value] ?? t`Not rated yet`}
    </Fact>
  )
}

function NameFact({ name }: { readonly name: Quality['name'] }) {
  const { t } = useLingui()
  const isApproved = name.decision === 'APPROVED' || name.decision === 'AVAILABLE_WITHOUT_REVIEW'
  const isRefused =
    name.decision === 'REJECTED' || name.decision === 'DECLINED' || name.decision === 'EXPIRED'
  const isPending = name.newDecision === 'PENDING'
  return (
    <Fact label={t`Display name`} look={isApproved ? 'good' : isRefused ? 'warn' : 'unknown'}>
      <span dir="auto">{name.verifiedName ?? '–'}</span>{' '}
      <span className="text-muted">
        (
        {isApproved
          ? t`approved`
          : isRefused
            ? t`not accepted`
            : name.decision === null
              ? t`Not known`
              : t`being reviewed`}
        )
      </span>
      {isPending && (
        <span className="block text-muted">
          <Trans>A new name is being reviewed</Trans>
        </span>
      )}
      {name.reason !== null && isRefused && <span className="block text-muted">{name.reason}</span>}
    </Fact>
  )
}

function Fact({
  label,
  look,
  children,
}: {
  readonly label: string
  readonly look: Look
  readonly children: ReactNode
}) {
  const Icon = ICONS[look]
  return (
    <div className="grid grid-cols-[7.5rem_1fr] gap-2">
      <dt className="text-muted">{label}</dt>
      <dd className="flex min-w-0 gap-1.5 [overflow-wrap:anywhere]">
        <Icon size={16} aria-hidden className={clsx('mt-0.5 shrink-0', COLOURS[look])} />
        <span className="min-w-0">{children}</span>
      </dd>
    </div>
  )
}
