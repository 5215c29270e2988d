/**
 * A template send held against the template: as many parameters as placeholders, of the right kind, and a button's
 * parameter where a button needs one. Source: cloud-api reference, c.2 (template send), e.2 and f.2.
 */
import { GraphError } from '#simulator/graph/graph-error.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { SentComponent, SentParameter, SentTemplate } from '#simulator/messages/template-shape.ts'
import type { Template, TemplateButton, TemplateComponent } from '#simulator/world/world.ts'

/** The names between double braces, each once, in order. */
export function placeholdersOf(words: string): readonly string[] {
  const known = placeholdersByWords.get(words)
  if (known !== undefined) return known
  const found = [...new Set([...words.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
  if (placeholdersByWords.size >= REMEMBERED_MAX) placeholdersByWords.clear()
  placeholdersByWords.set(words, found)
  return found
}

/** A campaign asks for the same words a thousand times a second. */
const placeholdersByWords = new Map<string, readonly string[]>()
const REMEMBERED_MAX = 1000

/** Refuses with the error that Meta would give. */
export function checkTemplateSend(template: Template, sent: SentTemplate): void {
  checkComponents(template.components, sent.components ?? [], template.parameterFormat)
  for (const component of template.components) {
    if (component.type !== 'CAROUSEL') continue
    const cards = sent.components?.find((one) => one.type === 'carousel')?.cards ?? []
    const expected = component.cards ?? []
    if (cards.length !== expected.length) {
      throw new GraphError(
        132012,
        `carousel: number of cards (${cards.length}) does not match the template (${expected.length})`,
      )
    }
    for (const [index, card] of expected.entries()) {
      const given = cards.find((one) => one.card_index === index)
      checkComponents(card.components, given?.components ?? [], template.parameterFormat)
    }
  }
}

function checkComponents(
  defined: readonly TemplateComponent[],
  sent: readonly SentComponent[],
  format: Template['parameterFormat'],
): void {
  for (const component of defined) {
    const given = sent.find((one) => one.type === component.type.toLowerCase())
    const parameters = given?.parameters ?? []
    if (component.type === 'HEADER') checkHeader(component, parameters, format)
    else if (component.type === 'BODY') checkTexts('body', component.text ?? '', parameters, format)
    else if (component.type === 'BUTTONS') checkButtons(component.buttons ?? [], sent)
    else if (component.type === 'LIMITED_TIME_OFFER') checkOffer(component, parameters)
  }
  if (sent.some((one) => one.type === 'footer' && (one.parameters ?? []).length > 0)) {
    throw new GraphError(
      132000,
      'footer: number of localizable_params does not match the expected number of params (0)',
    )
  }
}

function checkHeader(
  component: TemplateComponent,
  parameters: readonly SentParameter[],
  format: Template['parameterFormat'],
): void {
  if (component.format === undefined || component.format === 'TEXT') {
    checkTexts('header', component.text ?? '', parameters, format)
    return
  }
  const received = parameters[0]?.type.toUpperCase() ?? 'UNKNOWN'
  if (received !== component.format) {
    throw new GraphError(
      132012,
      `header: Format mismatch, expected ${component.format}, received ${received}`,
    )
  }
}

function checkTexts(
  place: 'header' | 'body',
  words: string,
  parameters: readonly SentParameter[],
  format: Template['parameterFormat'],
): void {
  const expected = placeholdersOf(words)
  const given = parameters.filter((one) => one.type !== 'tap_target_configuration')
  if (given.length !== expected.length) {
    throw new GraphError(
      132000,
      `${place}: number of localizable_params (${given.length}) does not match the expected number of params (${expected.length})`,
    )
  }
  for (const parameter of given) {
    const name = 'parameter_name' in parameter ? parameter.parameter_name : undefined
    if (format === 'NAMED' && (name === undefined || name === ''))
      throw new GraphError(132012, 'Parameter name is missing or empty')
    if (format === 'NAMED' && !expected.includes(String(name))) {
      throw new GraphError(132012, `${place}: parameter name ${String(name)} is not in the template`)
    }
    if (format === 'POSITIONAL' && name !== undefined) {
      throw new GraphError(132012, `${place}: parameter_name is not allowed for a positional template`)
    }
    if (parameter.type !== 'text' && parameter.type !== 'currency' && parameter.type !== 'date_time') {
      throw new GraphError(
        132012,
        `${place}: Format mismatch, expected TEXT, received ${parameter.type.toUpperCase()}`,
      )
    }
    if (parameter.type === 'text') checkValue(parameter.text)
  }
}

function checkValue(value: string): void {
  if (value === '') throw new GraphError(131008, 'Parameter of type text is missing text value')
  if (/[\n\r\t]| {5,}/.test(value)) {
    throw new GraphError(
      132018,
      'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
    )
  }
}

function checkOffer(component: TemplateComponent, parameters: readonly SentParameter[]): void {
  const offer = component['limited_time_offer'] as { has_expiration?: boolean } | undefined
  if (offer?.has_expiration === true && parameters[0]?.type !== 'limited_time_offer') {
    throw new GraphError(131008, 'limited_time_offer: expiration_time_ms is required')
  }
}

/** What each kind of button takes in `sub_type`, and whether it must be given a parameter. */
const BUTTON_PARAMETERS: Readonly<Record<string, { subTypes: readonly string[]; parameter: string }>> = {
  QUICK_REPLY: { subTypes: ['quick_reply'], parameter: 'payload' },
  URL: { subTypes: ['url'], parameter: 'text' },
  COPY_CODE: { subTypes: ['copy_code'], parameter: 'coupon_code' },
  OTP: { subTypes: ['url', 'copy_code'], parameter: 'text' },
  FLOW: { subTypes: ['flow'], parameter: 'action' },
  CATALOG: { subTypes: ['catalog'], parameter: 'action' },
  MPM: { subTypes: ['mpm'], parameter: 'action' },
  ORDER_DETAILS: { subTypes: ['order_details'], parameter: 'action' },
  VOICE_CALL: { subTypes: ['voice_call'], parameter: 'ttl_minutes' },
}

function checkButtons(buttons: readonly TemplateButton[], sent: readonly SentComponent[]): void {
  const given = sent.filter((one) => one.type === 'button')
  for (const { index } of given) {
    if (index === undefined || buttons[index] === undefined) {
      throw new GraphError(132018, `buttons: there is no button at index ${String(index)}`)
    }
  }
  for (const [index, button] of buttons.entries()) {
    const component = given.find((one) => one.index === index)
    const place = `buttons: Button at index ${index} of type ${button.type}`
    if (component === undefined || (component.parameters ?? []).length === 0) {
      if (needsParameter(button)) throw new GraphError(131008, `${place} requires a parameter`)
      continue
    }
    const rule = BUTTON_PARAMETERS[button.type]
    if (rule === undefined || (button.type === 'URL' && !needsParameter(button))) {
      throw new GraphError(132018, `${place} does not require parameters`)
    }
    const type = component.parameters?.[0]?.type ?? ''
    if (
      !rule.subTypes.includes(component.sub_type ?? '') ||
      (type !== rule.parameter && button.type !== 'QUICK_REPLY')
    ) {
      throw new GraphError(132012, `${place}: Format mismatch, expected ${rule.parameter}, received ${type}`)
    }
  }
}

function needsParameter(button: TemplateButton): boolean {
  if (button.type === 'URL') return placeholdersOf(wordsOf(button['url'])).length > 0
  return ['COPY_CODE', 'OTP', 'MPM', 'ORDER_DETAILS'].includes(button.type)
}
