import { Ban, BellOff, BellRing, Check, Flag, Megaphone, Smartphone, Store, UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { BusinessNumber, Customer } from '#simulator/protocol.ts'
import { useWords } from '../state/language.tsx'
import { useSimulator } from '../state/simulator.tsx'
import type { StringKey } from '../strings.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button, Field } from '../ui/controls.tsx'
import { Sheet, SheetItem } from '../ui/sheet.tsx'
import { NewCustomerForm } from '../workbench/new-customer.tsx'
import { useChat } from './chat-tools.tsx'

/** Menu of the chat: what a customer can do beside writing. */
export function ChatMenuSheet({ onNumber }: { onNumber: (number: BusinessNumber) => void }) {
  const { t } = useWords()
  const { state } = useSimulator()
  const { chat, act, close, open, say } = useChat()
  const numbers = state?.numbers ?? []
  const isBlocked = state?.blocks.includes(`${chat.customer}/${chat.number}`) === true
  const tell = async (type: 'block' | 'unblock' | 'report', said: StringKey) => {
    close()
    if (await act({ type })) say(t(said))
  }
  const market = async (type: 'stop-marketing' | 'resume-marketing') => {
    close()
    if (await act({ type })) say(t(type === 'stop-marketing' ? 'marketingStopped' : 'marketingResumed'))
  }
  return (
    <Sheet title={t('chatMenu')} onClose={close}>
      <SheetItem isFirst icon={<Megaphone size={20} />} onClick={() => open({ kind: 'advert' })}>
        {t('startFromAd')}
      </SheetItem>
      <SheetItem icon={<BellOff size={20} />} onClick={() => void market('stop-marketing')}>
        {t('stopMarketing')}
      </SheetItem>
      <SheetItem icon={<BellRing size={20} />} onClick={() => void market('resume-marketing')}>
        {t('resumeMarketing')}
      </SheetItem>
      <SheetItem icon={<Smartphone size={20} />} onClick={() => open({ kind: 'change-number' })}>
        {t('changeNumber')}
      </SheetItem>
      <SheetItem
        icon={<Ban size={20} />}
        onClick={() =>
          void tell(isBlocked ? 'unblock' : 'block', isBlocked ? 'unblockedDone' : 'blockedDone')
        }
      >
        {t(isBlocked ? 'unblockBusiness' : 'blockBusiness')}
      </SheetItem>
      <SheetItem icon={<Flag size={20} />} onClick={() => void tell('report', 'reportedDone')}>
        {t('reportBusiness')}
      </SheetItem>
      {numbers.length > 1 && (
        <>
          <h3 className="mt-2 border-t border-line pt-3 pb-1 text-[13px] font-semibold text-muted">
            {t('chooseNumber')}
          </h3>
          {numbers.map((number) => (
            <SheetItem key={number.phoneNumberId} icon={<Store size={20} />} onClick={() => onNumber(number)}>
              <span className="flex items-center gap-2">
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{number.verifiedName}</span>
                  <span className="block text-[12px] text-muted">+{number.displayPhoneNumber}</span>
                </span>
                {number.phoneNumberId === chat.number && (
                  <Check size={18} className="text-brand" aria-hidden="true" />
                )}
              </span>
            </SheetItem>
          ))}
        </>
      )}
    </Sheet>
  )
}

/** Whose phone this is: another customer, or a new one. */
export function OwnerSheet(props: {
  current: Customer['id'] | null
  onChoose: (customer: Customer['id']) => void
  onClose: () => void
}) {
  const { current, onChoose, onClose } = props
  const { t } = useWords()
  const { state } = useSimulator()
  const [isMaking, setMaking] = useState(false)
  return (
    <Sheet title={t(isMaking ? 'newCustomer' : 'whosePhone')} onClose={onClose}>
      {isMaking ? (
        <NewCustomerForm onMade={(made) => onChoose(made.id)} onCancel={() => setMaking(false)} />
      ) : (
        <>
          {(state?.customers ?? []).map((customer, index) => (
            <SheetItem
              key={customer.id}
              isFirst={index === 0}
              icon={<Avatar name={customer.name} />}
              onClick={() => onChoose(customer.id)}
            >
              <span className="flex items-center gap-2">
                <CustomerLines customer={customer} />
                {customer.id === current && <Check size={18} className="text-brand" aria-hidden="true" />}
              </span>
            </SheetItem>
          ))}
          <SheetItem icon={<UserPlus size={20} className="mx-2" />} onClick={() => setMaking(true)}>
            {t('newCustomer')}
          </SheetItem>
        </>
      )}
    </Sheet>
  )
}

/** Name above number, username and whether the number is hidden. */
export function CustomerLines({ customer }: { customer: Customer }) {
  const { t } = useWords()
  const details = [
    `+${customer.phone}`,
    customer.username === null ? '' : `@${customer.username}`,
    customer.hidesPhone ? t('hidesPhoneShort') : '',
  ]
  return (
    <span className="min-w-0 flex-1 leading-snug">
      <span className="block truncate font-medium">{customer.name}</span>
      <span className="block truncate text-[12px] text-muted">
        {details.filter((one) => one !== '').join(' · ')}
      </span>
    </span>
  )
}

/** WhatsApp's "Change number". */
export function ChangeNumberSheet() {
  const { t } = useWords()
  const { customer, act, close, say } = useChat()
  const [phone, setPhone] = useState('')
  const digits = phone.replaceAll(/\D/g, '')
  const change = async () => {
    close()
    if (await act({ type: 'change-number', phone: digits })) say(t('numberChanged'))
  }
  return (
    <Sheet title={t('changeNumber')} onClose={close}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          void change()
        }}
      >
        <p className="text-[13px] text-muted">{t('changeNumberHint')}</p>
        <Field
          isFirst
          label={t('newNumber')}
          hint={`+${customer.phone} → +${digits}`}
          value={phone}
          onChange={setPhone}
          input={{ inputMode: 'tel', required: true, autoComplete: 'off' }}
        />
        <Button isPrimary isSubmit isDisabled={digits.length < 8 || digits.length > 15}>
          {t('change')}
        </Button>
      </form>
    </Sheet>
  )
}
