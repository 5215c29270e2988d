/** The address that a customer fills in when a business asked for one. Source: Meta, "Address messages" (India). */
import { ADDRESS_FIELDS, type AddressField } from '#simulator/address-fields.ts'
import { ControlError } from '#simulator/control-error.ts'
import type { Json, Message } from '#simulator/world/world.ts'

const FIELD_CHARS_MAX = 1000
const PIN_CODE = /^\d{6}$/

/** The interactive object of the answer. Refuses what the form on a phone would not let through. */
export function answerWithAddress(message: Message, given: unknown): Json {
  const asked = message.content['interactive'] as { type?: unknown } | undefined
  if (message.by !== 'business' || asked?.type !== 'address_message')
    throw new ControlError(400, 'this message asks for no address')
  const fields: readonly string[] = ADDRESS_FIELDS
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : []
  for (const [name, value] of entries) {
    if (!fields.includes(name)) throw new ControlError(400, `no field ${name.slice(0, 40)}`)
    if (typeof value !== 'string' || value.length > FIELD_CHARS_MAX)
      throw new ControlError(400, `${name} must be a text of at most ${FIELD_CHARS_MAX} characters`)
  }
  const values = Object.fromEntries(entries.filter(([, value]) => value !== '')) as Partial<
    Record<AddressField, string>
  >
  if (values.address === undefined || !PIN_CODE.test(values.in_pin_code ?? ''))
    throw new ControlError(400, 'an address needs its address and a pin code of six digits')
  const body = ADDRESS_FIELDS.map((name) => values[name] ?? '').filter((line) => line !== '')
  const reply = { name: 'address_message', body: body.join('\n'), response_json: JSON.stringify({ values }) }
  return { type: 'nfm_reply', nfm_reply: reply }
}
