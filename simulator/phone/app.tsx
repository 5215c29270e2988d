import { clsx } from 'clsx'
import { Plus, Smartphone } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Customer } from '#simulator/protocol.ts'
import { Handset } from './handset/handset.tsx'
import { LanguageProvider, useWords } from './state/language.tsx'
import { isLanguage, isTheme, useMedia, useStored, useTheme } from './state/preferences.ts'
import { SimulatorProvider, useSimulator } from './state/simulator.tsx'
import type { Language } from './strings.ts'
import { Button } from './ui/controls.tsx'
import { Bench } from './workbench/bench.tsx'
import { NewCustomerForm } from './workbench/new-customer.tsx'
import { ChoicesContext, Preferences } from './workbench/preferences-form.tsx'

const PHONES_MAX = 3

/** The page: preferences and the connection around the desk. */
export function App() {
  const [theme, setTheme] = useStored('theme', 'system', isTheme)
  const preferred: Language = navigator.language.toLowerCase().startsWith('hi') ? 'hi' : 'en'
  const [language, setLanguage] = useStored<Language>('language', preferred, isLanguage)
  useTheme(theme)
  const choices = useMemo(() => ({ theme, setTheme, setLanguage }), [theme, setTheme, setLanguage])
  return (
    <ChoicesContext value={choices}>
      <LanguageProvider language={language}>
        <SimulatorProvider>
          <Desk />
        </SimulatorProvider>
      </LanguageProvider>
    </ChoicesContext>
  )
}

const isIds = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** Up to three phones beside the bench; on a real phone, one phone and nothing else. */
function Desk() {
  const { state } = useSimulator()
  const isReal = useMedia('(max-width: 640px)')
  const [stored, setShown] = useStored<readonly Customer['id'][]>('phones', [], isIds)
  const customers = state?.customers ?? []
  const known = stored.filter((id) => customers.some((customer) => customer.id === id)).slice(0, PHONES_MAX)
  const shown = known.length === 0 ? customers.slice(0, 1).map((customer) => customer.id) : known

  /** Gives a phone to another customer; if that one already has a phone here, the two change places. */
  const hand = (index: number, id: string) => {
    const other = shown.indexOf(id)
    const next = [...shown]
    if (other !== -1) next[other] = shown[index] ?? id
    next[index] = id
    setShown(next)
  }
  const phones = shown.flatMap((id) => customers.find((customer) => customer.id === id) ?? [])

  if (isReal)
    return (
      <main className="h-dvh">
        {phones[0] === undefined ? (
          <FirstCustomer onMade={(id) => setShown([id])} isAlone />
        ) : (
          <Handset
            customer={phones[0]}
            numbers={state?.numbers ?? []}
            isFramed={false}
            onCustomer={(id) => setShown([id, ...shown.slice(1).filter((one) => one !== id)])}
          />
        )}
      </main>
    )
  const next = customers.find((customer) => !shown.includes(customer.id))
  return (
    <div className="flex h-dvh min-h-0">
      <BenchPanel
        onChoose={(id) => {
          if (shown.includes(id)) return
          if (shown.length < PHONES_MAX && window.innerWidth > 320 * (shown.length + 2))
            setShown([...shown, id])
          else hand(shown.length - 1, id)
        }}
      />
      <main className="flex min-w-0 flex-1 items-stretch justify-center gap-4 overflow-x-auto p-4">
        {phones.length === 0 && <FirstCustomer onMade={(id) => setShown([id])} />}
        {phones.map((customer, index) => (
          <Handset
            key={index}
            customer={customer}
            numbers={state?.numbers ?? []}
            isFramed
            onCustomer={(id) => hand(index, id)}
            onRemove={
              phones.length > 1 ? () => setShown(shown.filter((id) => id !== customer.id)) : undefined
            }
          />
        ))}
        {phones.length > 0 && phones.length < PHONES_MAX && next !== undefined && (
          <AddPhone onAdd={() => setShown([...shown, next.id])} />
        )}
      </main>
    </div>
  )
}

function BenchPanel({ onChoose }: { onChoose: (customer: Customer['id']) => void }) {
  const { t } = useWords()
  const { connection } = useSimulator()
  return (
    <aside
      aria-label={t('settings')}
      className="relative w-72 shrink-0 overflow-y-auto border-e border-line bg-surface px-4 pb-6"
    >
      <header className="sticky top-0 z-10 -mx-4 border-b border-line bg-surface px-4 py-3">
        <div className="flex items-center gap-2">
          <Smartphone size={20} className="text-brand" aria-hidden="true" />
          <h1 className="text-[16px] font-semibold">{t('appTitle')}</h1>
          <output
            className={clsx(
              'ms-auto flex items-center gap-1.5 rounded-full px-2 py-0.5 text-[12px] font-medium',
              connection === 'live' ? 'bg-brand-tint text-brand-strong' : 'bg-amber-tint text-amber-ink',
            )}
          >
            <span className="size-2 rounded-full bg-current" aria-hidden="true" />
            {t(connection === 'live' ? 'live' : 'connecting')}
          </output>
        </div>
        <p className="mt-1 text-[13px] text-muted">{t(connection === 'lost' ? 'lost' : 'appSubtitle')}</p>
      </header>
      <Bench onChoose={onChoose} />
    </aside>
  )
}

function AddPhone({ onAdd }: { onAdd: () => void }) {
  const { t } = useWords()
  return (
    <button
      type="button"
      onClick={onAdd}
      className="flex w-16 shrink-0 flex-col items-center justify-center gap-2 rounded-2xl border-2 border-dashed border-line text-[13px] text-muted hover:border-edge hover:text-ink"
    >
      <Plus size={22} aria-hidden="true" />
      <span className="max-w-full px-1 text-center break-words">{t('addPhone')}</span>
    </button>
  )
}

/** Nobody is here yet. */
function FirstCustomer({
  onMade,
  isAlone = false,
}: {
  onMade: (id: Customer['id']) => void
  isAlone?: boolean
}) {
  const { t } = useWords()
  const { state, connection } = useSimulator()
  const [isMaking, setMaking] = useState(false)
  return (
    <div className="m-auto flex w-full max-w-sm flex-col gap-4 p-6">
      {state === null ? (
        <output className="text-center text-muted">{t(connection === 'lost' ? 'lost' : 'connecting')}</output>
      ) : (
        <div className="rounded-2xl border border-line bg-surface p-5">
          {isMaking ? (
            <NewCustomerForm onMade={(made) => onMade(made.id)} onCancel={() => setMaking(false)} />
          ) : (
            <div className="flex flex-col items-center gap-3 text-center">
              <Smartphone size={36} className="text-brand" aria-hidden="true" />
              <h2 className="text-[17px] font-semibold">{t('noCustomers')}</h2>
              <p className="text-muted">{t('noCustomersHint')}</p>
              <Button isPrimary onClick={() => setMaking(true)}>
                {t('makeCustomer')}
              </Button>
            </div>
          )}
        </div>
      )}
      {isAlone && <Preferences />}
    </div>
  )
}
