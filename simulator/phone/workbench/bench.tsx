import { clsx } from 'clsx'
import { UserPlus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Customer } from '#simulator/protocol.ts'
import { CustomerLines } from '../handset/customer-sheets.tsx'
import { useNow } from '../handset/use-chat-view.ts'
import { useWords } from '../state/language.tsx'
import { useSimulator } from '../state/simulator.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/controls.tsx'
import { faultsOn } from './fault-scale.ts'
import { FaultControls } from './faults.tsx'
import { NewCustomerForm } from './new-customer.tsx'
import { QualityPanel } from './quality-panel.tsx'
import { Preferences } from './preferences-form.tsx'

const HOUR_MS = 3_600_000

/** Everything beside the phones: customers, numbers, the clock, faults, preferences. */
export function Bench({ onChoose }: { onChoose: (customer: Customer['id']) => void }) {
  const { t } = useWords()
  const { state } = useSimulator()
  if (state === null) return <p className="py-4 text-muted">{t('connecting')}</p>
  const on = faultsOn(state.faults).length
  return (
    <div className="flex flex-col divide-y divide-line">
      <Customers customers={state.customers} onChoose={onChoose} />
      <Section title={t('faults')} badge={on === 0 ? null : t('faultsOn', { n: on })} isFolded>
        <FaultControls faults={state.faults} />
      </Section>
      <Section title={t('quality')} isFolded>
        <QualityPanel />
      </Section>
      <Section title={t('clock')}>
        <Clock />
      </Section>
      <Section title={t('numbers')}>
        {state.numbers.length === 0 && <p className="text-[13px] text-muted">{t('noNumbers')}</p>}
        <ul className="flex flex-col gap-1">
          {state.numbers.map((number) => (
            <li key={number.phoneNumberId} className="leading-snug">
              <span className="block font-medium">{number.verifiedName}</span>
              <span className="block text-[12px] text-muted">+{number.displayPhoneNumber}</span>
            </li>
          ))}
        </ul>
        <p className="mt-2 text-[12px] break-all text-muted">
          {state.app === null ? t('noApp') : t('appAt', { url: state.app.callbackUrl })}
          <br />
          {t('webhookCounts', state.webhooks)}
        </p>
      </Section>
      <Section title={t('theme')}>
        <Preferences />
      </Section>
    </div>
  )
}

function Customers(props: { customers: readonly Customer[]; onChoose: (customer: Customer['id']) => void }) {
  const { customers, onChoose } = props
  const { t } = useWords()
  const { chats } = useSimulator()
  const [isMaking, setMaking] = useState(false)
  const unreadOf = (id: string) =>
    Object.entries(chats).reduce(
      (sum, [key, chat]) => (key.startsWith(`${id}/`) ? sum + chat.unread : sum),
      0,
    )
  return (
    <Section title={t('customers')}>
      <ul className="-mx-2 mb-2">
        {customers.map((customer) => {
          const unread = unreadOf(customer.id)
          return (
            <li key={customer.id}>
              <button
                type="button"
                onClick={() => onChoose(customer.id)}
                className="flex min-h-11 w-full items-center gap-2.5 rounded-lg px-2 py-1.5 text-start hover:bg-sunken"
              >
                <Avatar name={customer.name} size="sm" />
                <CustomerLines customer={customer} />
                {unread > 0 && (
                  <span className="rounded-full bg-brand px-1.5 text-[12px] font-semibold text-on-brand">
                    <span aria-hidden="true">{unread}</span>
                    <span className="sr-only">{t('newMessages', { n: unread })}</span>
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ul>
      {isMaking ? (
        <NewCustomerForm
          onCancel={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false)
            onChoose(made.id)
          }}
        />
      ) : (
        <Button onClick={() => setMaking(true)} className="w-full">
          <UserPlus size={16} aria-hidden="true" />
          {t('newCustomer')}
        </Button>
      )}
    </Section>
  )
}

function Clock() {
  const { t, dayAndTime } = useWords()
  const { advance } = useSimulator()
  const now = useNow(1000)
  const move = (ms: number) => void advance(ms).catch(() => {}) // the connection's state is shown elsewhere
  return (
    <>
      <p className="mb-2 text-[13px] text-muted">{t('clockHint', { time: dayAndTime(now) })}</p>
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={() => move(HOUR_MS)}>{t('hourLater')}</Button>
        <Button onClick={() => move(24 * HOUR_MS - 600_000)}>{t('almostDayLater')}</Button>
        <Button onClick={() => move(24 * HOUR_MS)}>{t('dayLater')}</Button>
        <Button onClick={() => move(72 * HOUR_MS)}>{t('threeDaysLater')}</Button>
      </div>
    </>
  )
}

function Section(props: { title: string; badge?: string | null; isFolded?: boolean; children: ReactNode }) {
  const badge = typeof props.badge === 'string' && (
    <span className="rounded-full bg-amber-tint px-2 text-[12px] font-medium text-amber-ink">
      {props.badge}
    </span>
  )
  const heading = clsx('text-[14px] font-semibold')
  if (props.isFolded === true)
    return (
      <details className="group py-3">
        <summary className="flex list-none items-center gap-2">
          <h2 className={heading}>{props.title}</h2>
          {badge}
          <span aria-hidden="true" className="ms-auto text-muted transition-transform group-open:rotate-180">
            ▾
          </span>
        </summary>
        <div className="pt-2">{props.children}</div>
      </details>
    )
  return (
    <section className="py-3">
      <div className="mb-2 flex items-center gap-2">
        <h2 className={heading}>{props.title}</h2>
        {badge}
      </div>
      {props.children}
    </section>
  )
}
