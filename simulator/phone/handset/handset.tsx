import { clsx } from 'clsx'
import { ChevronDown, Lock, LockOpen, Settings2, Wifi, X } from 'lucide-react'
import { useState } from 'react'
import type { BusinessNumber, Customer } from '#simulator/protocol.ts'
import { useWords } from '../state/language.tsx'
import { useSimulator } from '../state/simulator.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/controls.tsx'
import { ScreenProvider } from '../ui/sheet.tsx'
import { ChatScreen } from './chat-screen.tsx'
import type { OpenSheet } from './chat-tools.tsx'
import { useNow } from './use-chat-view.ts'

/** One customer's phone: in a frame beside others, or, on a real phone, as the whole page. */
export function Handset(props: {
  customer: Customer
  numbers: readonly BusinessNumber[]
  isFramed: boolean
  onCustomer: (customer: Customer['id']) => void
  onRemove?: (() => void) | undefined
}) {
  const { customer, numbers, isFramed, onCustomer, onRemove } = props
  const { t } = useWords()
  const [screen, setScreen] = useState<HTMLElement | null>(null)
  const [sheet, setSheet] = useState<OpenSheet | null>(null)
  const [isLocked, setLocked] = useState(false)
  const [numberId, setNumberId] = useState<string | null>(null)
  const number = numbers.find((one) => one.phoneNumberId === numberId) ?? numbers[0]
  const setLock = (next: boolean) => {
    setSheet(null)
    setLocked(next)
  }

  return (
    <section
      aria-label={t('phoneOf', { name: customer.name })}
      className={clsx(
        'flex min-h-0 flex-col',
        isFramed ? 'h-full max-h-[860px] w-full max-w-[400px] min-w-[300px] gap-2' : 'h-dvh w-full',
      )}
    >
      <OwnerBar
        customer={customer}
        isFramed={isFramed}
        isLocked={isLocked}
        onOpen={() => setSheet({ kind: 'owner' })}
        onLock={() => setLock(!isLocked)}
        onBench={isFramed ? undefined : () => setSheet({ kind: 'bench' })}
        onRemove={onRemove}
      />
      <div
        className={clsx(
          'flex min-h-0 flex-1 flex-col',
          isFramed && 'rounded-[40px] border border-edge/60 bg-shell p-2 shadow-xl ',
        )}
      >
        <div
          ref={setScreen}
          className={clsx(
            'relative flex min-h-0 flex-1 flex-col overflow-hidden bg-bar',
            isFramed && 'rounded-[32px]',
          )}
        >
          {isFramed && <StatusBar isDark={isLocked} />}
          <ScreenProvider screen={screen}>
            {number === undefined ? (
              <p className="m-auto p-6 text-center text-muted">{t('noNumbers')}</p>
            ) : (
              <ChatScreen
                customer={customer}
                number={number}
                isLocked={isLocked}
                onUnlock={() => setLock(false)}
                sheet={sheet}
                onSheet={setSheet}
                onCustomer={onCustomer}
                onNumber={setNumberId}
              />
            )}
          </ScreenProvider>
        </div>
      </div>
    </section>
  )
}

function OwnerBar(props: {
  customer: Customer
  isFramed: boolean
  isLocked: boolean
  onOpen: () => void
  onLock: () => void
  onBench: (() => void) | undefined
  onRemove: (() => void) | undefined
}) {
  const { customer, isFramed, isLocked, onOpen, onLock, onBench, onRemove } = props
  const { t } = useWords()
  return (
    <div
      className={clsx(
        'flex items-center gap-1',
        isFramed ? 'px-1' : 'border-b border-line bg-surface px-1 pt-[env(safe-area-inset-top)]',
      )}
    >
      <button
        type="button"
        onClick={onOpen}
        aria-haspopup="dialog"
        title={t('whosePhone')}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-lg px-2 text-start hover:bg-sunken"
      >
        <Avatar name={customer.name} size="sm" />
        <span className="min-w-0 leading-tight">
          <span className="sr-only">{t('whosePhone')} </span>
          <span className="flex items-center gap-1 text-[14px] font-semibold">
            <span className="truncate">{customer.name}</span>
            <ChevronDown size={15} className="shrink-0 text-muted" aria-hidden="true" />
          </span>
          <span className="block truncate text-[12px] text-muted">
            {customer.hidesPhone ? t('hidesPhoneShort') : `+${customer.phone}`}
          </span>
        </span>
      </button>
      <IconButton label={t(isLocked ? 'unlockPhone' : 'lockPhone')} onClick={onLock}>
        {isLocked ? <LockOpen size={18} /> : <Lock size={18} />}
      </IconButton>
      {onBench !== undefined && (
        <IconButton label={t('settings')} onClick={onBench}>
          <Settings2 size={19} />
        </IconButton>
      )}
      {onRemove !== undefined && (
        <IconButton label={t('removePhone')} onClick={onRemove}>
          <X size={18} />
        </IconButton>
      )}
    </div>
  )
}

/** The line with the time at the top of a phone; it shows the simulator's time. */
function StatusBar({ isDark }: { isDark: boolean }) {
  const { time } = useWords()
  const { connection } = useSimulator()
  const now = useNow()
  return (
    <div
      aria-hidden="true"
      className={clsx(
        'relative z-30 flex h-7 shrink-0 items-center justify-between px-6 text-[12px] font-medium',
        isDark ? 'bg-[#0d3b32] text-white' : 'bg-bar text-ink',
      )}
    >
      <span className="tabular-nums">{time(now)}</span>
      <span className="absolute start-1/2 top-2 size-3 -translate-x-1/2 rounded-full bg-shell" />
      <span className="flex items-center gap-1.5">
        <Wifi size={13} className={clsx(connection !== 'live' && 'opacity-30')} />
        <svg width="20" height="10" viewBox="0 0 20 10">
          <rect x="0.5" y="0.5" width="16" height="9" rx="2.5" fill="none" stroke="currentColor" />
          <rect x="2" y="2" width="11" height="6" rx="1.2" fill="currentColor" />
          <rect x="17.5" y="3" width="2" height="4" rx="1" fill="currentColor" />
        </svg>
      </span>
    </div>
  )
}
