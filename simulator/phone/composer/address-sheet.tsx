import { useState } from 'react'
import { ADDRESS_FIELDS, type AddressField } from '#simulator/address-fields.ts'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { useChat } from '../handset/chat-tools.tsx'
import { useWords } from '../state/language.tsx'
import { addressDraft } from '../state/preview.ts'
import type { StringKey } from '../strings.ts'
import type { RichButton } from '../thread/rich-view.ts'
import { Button, Field } from '../ui/controls.tsx'
import { Sheet } from '../ui/sheet.tsx'

const LABELS: Readonly<Record<AddressField, StringKey>> = {
  name: 'name',
  phone_number: 'phoneNumber',
  in_pin_code: 'pinCode',
  house_number: 'houseNumber',
  floor_number: 'floorNumber',
  tower_number: 'towerNumber',
  building_name: 'buildingName',
  address: 'address',
  landmark_area: 'landmark',
  city: 'city',
  state: 'state',
}
const NEEDED: ReadonlySet<AddressField> = new Set(['name', 'phone_number', 'in_pin_code', 'address'])

/** The form that WhatsApp opens when a business asks for an address; what the business knows already stands in it. */
export function AddressSheet(props: {
  message: PhoneMessage
  button: Extract<RichButton, { does: 'give-address' }>
}) {
  const { message, button } = props
  const { t } = useWords()
  const { send, close } = useChat()
  const [values, setValues] = useState(button.values)
  return (
    <Sheet title={t('provideAddress')} onClose={close}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          send(addressDraft(message.wamid, values))
          close()
        }}
      >
        {ADDRESS_FIELDS.map((name, index) => (
          <Field
            key={name}
            isFirst={index === 0}
            label={t(LABELS[name])}
            value={values[name] ?? ''}
            onChange={(value) => setValues({ ...values, [name]: value })}
            error={values[name] === button.values[name] ? (button.errors[name] ?? null) : null}
            input={{
              required: NEEDED.has(name),
              maxLength: name === 'in_pin_code' ? 6 : 1000,
              ...(name === 'in_pin_code' && { pattern: String.raw`\d{6}`, inputMode: 'numeric' }),
              ...(name === 'phone_number' && { inputMode: 'tel' }),
            }}
          />
        ))}
        <Button isPrimary isSubmit className="sticky bottom-0">
          {t('send')}
        </Button>
      </form>
    </Sheet>
  )
}
