import { Shuffle } from 'lucide-react'
import { useState } from 'react'
import type { Customer } from '#simulator/protocol.ts'
import { useWords } from '../state/language.tsx'
import { explain, useSimulator } from '../state/simulator.tsx'
import { Button, Field, Toggle } from '../ui/controls.tsx'

const NAMES = [
  'Asha Verma',
  'Imran Sheikh',
  'Lakshmi Iyer',
  'हरप्रीत सिंह',
  'Ananya Das',
  'Rohan Patil',
  'मीरा जोशी',
  'Fatima Khan',
  'Suresh Nair',
  'Tenzin Dolma',
] as const

const USERNAME = /^[a-z0-9._]{3,35}$/

/** A new person with a phone. */
export function NewCustomerForm(props: { onMade: (customer: Customer) => void; onCancel: () => void }) {
  const { onMade, onCancel } = props
  const { t } = useWords()
  const { state, createCustomer } = useSimulator()
  const taken = new Set(state?.customers.map((customer) => customer.name))
  const suggest = (not: string) => {
    const free = NAMES.filter((name) => name !== not && !taken.has(name))
    return free[Math.floor(Math.random() * free.length)] ?? NAMES[0]
  }
  const [name, setName] = useState<string>(() => suggest(''))
  const [phone, setPhone] = useState('')
  const [username, setUsername] = useState('')
  const [hidesPhone, setHidesPhone] = useState(false)
  const [problem, setProblem] = useState('')
  const handle = username.trim().replace(/^@/, '').toLowerCase()
  const isHandleWrong = handle !== '' && !USERNAME.test(handle)

  const make = async () => {
    const digits = phone.replaceAll(/\D/g, '')
    try {
      const made = await createCustomer({
        name: name.trim(),
        hidesPhone,
        ...(digits === '' ? {} : { phone: digits }),
        ...(handle === '' ? {} : { username: handle }),
      })
      onMade(made)
    } catch (error) {
      setProblem(explain(error, t))
    }
  }
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '' && !isHandleWrong) void make()
      }}
    >
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Field
            isFirst
            label={t('name')}
            value={name}
            onChange={setName}
            input={{ required: true, autoComplete: 'off' }}
          />
        </div>
        <Button onClick={() => setName(suggest(name))} className="min-h-[39px]">
          <Shuffle size={16} aria-hidden="true" />
          <span className="sr-only">{t('someName')}</span>
        </Button>
      </div>
      <Field
        label={t('phoneNumber')}
        hint={t('phoneAuto')}
        value={phone}
        onChange={setPhone}
        input={{ inputMode: 'tel', autoComplete: 'off' }}
      />
      <Field
        label={t('username')}
        hint={t('usernameHint')}
        error={isHandleWrong ? t('usernameWrong') : null}
        value={username}
        onChange={setUsername}
        input={{ autoComplete: 'off', maxLength: 36 }}
      />
      <Toggle label={t('hidesPhone')} hint={t('hidesPhoneHint')} isOn={hidesPhone} onChange={setHidesPhone} />
      {problem !== '' && (
        <p role="alert" className="text-[13px] text-red-ink">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button isPrimary isSubmit className="flex-1">
          {t('create')}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
