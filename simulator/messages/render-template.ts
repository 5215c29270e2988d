/** A template as the phone shows it: words filled in, buttons with what a tap on them means. */
import { GraphError } from '#simulator/graph/graph-error.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { SentComponent, SentParameter, SentTemplate } from '#simulator/messages/template-shape.ts'
import type { PhoneMessage } from '#simulator/protocol.ts'
import type { Template, TemplateButton, TemplateComponent } from '#simulator/world/world.ts'

type Rendered = NonNullable<PhoneMessage['rendered']>

/** Source: Meta, "Error codes", 132005. */
const BODY_MAX = 1024

/** Fills a template that was checked before. */
export function renderTemplate(template: Template, sent: SentTemplate): Rendered {
  const given = sent.components ?? []
  const part = (type: string): TemplateComponent | undefined =>
    template.components.find((one) => one.type === type)
  const sentPart = (type: string): SentComponent | undefined => given.find((one) => one.type === type)
  const header = part('HEADER')
  const body = fill(part('BODY')?.text ?? '', sentPart('body')?.parameters ?? [])
  if (body.length > BODY_MAX)
    throw new GraphError(132005, `body: text is ${body.length} characters long, at most ${BODY_MAX}`)
  const cards = part('CAROUSEL')?.cards ?? []
  const asksForCalls = part('CALL_PERMISSION_REQUEST') !== undefined
  const sentCards = given.find((one) => one.type === 'carousel')?.cards ?? []
  return {
    header: header?.text === undefined ? null : fill(header.text, sentPart('header')?.parameters ?? []),
    body,
    footer: part('FOOTER')?.text ?? null,
    ...offerOf(part('LIMITED_TIME_OFFER'), given),
    ...(cards.length === 0
      ? {}
      : { cards: cards.map((card, index) => ({ body: cardBody(card, sentCards, index) })) }),
    buttons: [
      ...(asksForCalls ? [{ type: 'CALL_PERMISSION_REQUEST', text: '', id: '' }] : []),
      ...buttonsOf(part('BUTTONS')?.buttons ?? [], given),
      ...cards.flatMap((card, index) =>
        buttonsOf(
          card.components.find((one) => one.type.toUpperCase() === 'BUTTONS')?.buttons ?? [],
          sentCards.find((one) => one.card_index === index)?.components ?? [],
        ),
      ),
    ],
  }
}

type Card = NonNullable<TemplateComponent['cards']>[number]
type SentCard = NonNullable<SentTemplate['components']>[number]['cards']

function cardBody(card: Card, sent: SentCard, index: number): string {
  const words = card.components.find((one) => one.type.toUpperCase() === 'BODY')?.text ?? ''
  const components = sent?.find((one) => one.card_index === index)?.components ?? []
  return fill(words, components.find((one) => one.type === 'body')?.parameters ?? [])
}

/** The strip of an offer: its name, its code, and when it ends. */
function offerOf(
  component: TemplateComponent | undefined,
  given: readonly SentComponent[],
): Partial<Rendered> {
  if (component === undefined) return {}
  const { text } = (component['limited_time_offer'] ?? {}) as { text?: unknown }
  const all = given.flatMap((one) => one.parameters ?? [])
  const code = all.find((one) => one.type === 'coupon_code')?.coupon_code ?? null
  const end = all.find((one) => one.type === 'limited_time_offer')?.limited_time_offer.expiration_time_ms
  return { offer: { text: wordsOf(text), code, endsAt: end ?? null } }
}

function fill(words: string, parameters: readonly SentParameter[]): string {
  return words.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) => {
    const named = parameters.find((one) => 'parameter_name' in one && one.parameter_name === name)
    const parameter = named ?? parameters[Number(name) - 1]
    return parameter === undefined ? whole : valueOf(parameter)
  })
}

function valueOf(parameter: SentParameter): string {
  if (parameter.type === 'text') return parameter.text
  if (parameter.type === 'currency') return parameter.currency.fallback_value
  if (parameter.type === 'date_time') return parameter.date_time.fallback_value
  if (parameter.type === 'payload') return parameter.payload
  return parameter.type === 'coupon_code' ? parameter.coupon_code : ''
}

function buttonsOf(
  buttons: readonly TemplateButton[],
  given: readonly SentComponent[],
): Rendered['buttons'][number][] {
  return buttons.map((button, index) => {
    const component = given.find((one) => one.type === 'button' && one.index === index)
    const [parameter] = component?.parameters ?? []
    const value = parameter === undefined ? '' : valueOf(parameter)
    const label = button.text ?? LABELS[button.type] ?? ''
    const type = button.type
    switch (type) {
      case 'QUICK_REPLY':
        return { type, text: label, id: value === '' ? label : value }
      case 'URL':
        return {
          type,
          text: label,
          id: String(index),
          url: fill(wordsOf(button['url']), parameter === undefined ? [] : [parameter]),
        }
      case 'PHONE_NUMBER':
        return { type, text: label, id: wordsOf(button['phone_number']) }
      case 'COPY_CODE':
      case 'OTP':
        return { type, text: label, id: value }
      default:
        return { type, text: label, id: String(index) }
    }
  })
}

/** Labels that Meta gives to buttons that may have none. */
const LABELS: Readonly<Record<string, string>> = {
  COPY_CODE: 'Copy offer code',
  OTP: 'Copy code',
  CATALOG: 'View catalog',
  MPM: 'View items',
  SPM: 'View',
  VOICE_CALL: 'Call on WhatsApp',
  REQUEST_CONTACT_INFO: 'Share contact info',
  ORDER_DETAILS: 'Review and Pay',
}
