/** The rules for a new or edited template. Source: cloud-api reference, f.2; subcodes from e.2. */
import { z } from 'zod'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { placeholdersOf } from '#simulator/messages/check-template.ts'
import { check, wordsOf } from '#simulator/messages/shape.ts'
import type { Json, Template, TemplateButton, TemplateComponent } from '#simulator/world/world.ts'

const upper = z.string().transform((value) => value.toUpperCase())
const componentShape = z.looseObject({
  type: upper,
  format: upper.optional(),
  text: z.string().optional(),
  buttons: z.array(z.looseObject({ type: upper, text: z.string().optional() })).optional(),
})
const definitionShape = z.looseObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/),
  category: upper.pipe(z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION'])),
  parameter_format: upper.pipe(z.enum(['POSITIONAL', 'NAMED'])).optional(),
  components: z.array(componentShape).min(1),
  message_send_ttl_seconds: z.number().int().optional(),
})

export type Definition = Pick<
  Template,
  'name' | 'language' | 'category' | 'parameterFormat' | 'components' | 'ttlSeconds'
>

/** Reads a definition and refuses what Meta would refuse at once. */
export function checkDefinition(body: Json): Definition {
  const read = check(definitionShape, body, [])
  const parameterFormat = read.parameter_format ?? 'POSITIONAL'
  const given = read.components as TemplateComponent[]
  const isAuthentication = read.category === 'AUTHENTICATION'
  const components = isAuthentication ? given.map(fixedWords) : given
  if (!components.some((one) => one.type === 'BODY'))
    throw refusal(2388072, 'Body missing', 'A template needs a body.')
  for (const component of components) checkComponent(component, parameterFormat, isAuthentication)
  return {
    name: read.name,
    language: read.language,
    category: read.category,
    parameterFormat,
    components,
    ttlSeconds: read.message_send_ttl_seconds ?? null,
  }
}

function refusal(subcode: number, title: string, message: string): GraphError {
  return new GraphError(100, undefined, { title: 'Invalid parameter', subcode, shown: { title, message } })
}

/** Another template of this name and language is there already. */
export function duplicateRefusal(): GraphError {
  return refusal(
    2388024,
    'Content in this language already exists',
    'There is already content for this language of the template.',
  )
}

/** The words of an authentication template are Meta's. */
function fixedWords(component: TemplateComponent): TemplateComponent {
  if (component.type === 'BODY') {
    const warning =
      component['add_security_recommendation'] === true ? ' For your security, do not share this code.' : ''
    return { ...component, text: `*{{1}}* is your verification code.${warning}` }
  }
  const minutes = component['code_expiration_minutes']
  if (component.type !== 'FOOTER' || minutes === undefined) return component
  return { ...component, text: `This code expires in ${wordsOf(minutes)} minutes.` }
}

function checkComponent(
  component: TemplateComponent,
  format: Template['parameterFormat'],
  isFixed: boolean,
): void {
  const words = component.text ?? ''
  switch (component.type) {
    case 'HEADER':
      return checkHeader(component, format)
    case 'BODY':
      checkPlaceholders(words, format)
      return isFixed ? undefined : checkBody(component, words)
    case 'FOOTER':
      if (words.length > 60)
        throw refusal(2388040, 'Character Limit Exceeded', 'The footer can have at most 60 characters.')
      if (placeholdersOf(words).length > 0)
        throw refusal(2388073, 'Footer format', "The footer can't have any variables.")
      return
    case 'BUTTONS':
      return checkButtons(component.buttons ?? [])
    case 'CAROUSEL':
      for (const card of component.cards ?? []) for (const part of card.components) checkCardPart(part)
      return
    case 'LIMITED_TIME_OFFER':
    case 'CALL_PERMISSION_REQUEST':
      return
    default:
      throw refusal(2388072, 'Unknown component', `There is no component of type ${component.type}.`)
  }
}

function checkCardPart(part: TemplateComponent): void {
  if (part.type.toUpperCase() === 'BODY' && (part.text ?? '').length > 160) {
    throw refusal(2388040, 'Character Limit Exceeded', 'The body of a card can have at most 160 characters.')
  }
}

function checkHeader(component: TemplateComponent, format: Template['parameterFormat']): void {
  if (component.format !== undefined && component.format !== 'TEXT') return
  const words = component.text ?? ''
  if (words === '') throw refusal(2388047, 'Header format', 'A header of type TEXT needs a text.')
  if (words.length > 60)
    throw refusal(2388040, 'Character Limit Exceeded', 'The header can have at most 60 characters.')
  if (placeholdersOf(words).length > 1)
    throw refusal(2388047, 'Header format', 'The header can have one variable at most.')
  checkPlaceholders(words, format)
}

function checkBody(component: TemplateComponent, words: string): void {
  if (words === '') throw refusal(2388072, 'Body format', 'The body needs a text.')
  if (words.length > 1024)
    throw refusal(2388040, 'Character Limit Exceeded', 'The body can have at most 1024 characters.')
  const names = placeholdersOf(words)
  if (names.length === 0) return
  if (/^\s*\{\{/.test(words) || /\}\}\s*$/.test(words)) {
    throw refusal(
      2388299,
      'Variables at the start or end',
      "Variables can't be at the start or end of the template.",
    )
  }
  const plainWords = words
    .replaceAll(/\{\{[^}]*\}\}/g, ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (plainWords.length < 2 * names.length + 1) {
    throw refusal(
      2388293,
      'Too many variables',
      'This template contains too many variable parameters relative to the message length.',
    )
  }
  const example = component['example'] as
    | { body_text?: unknown[][]; body_text_named_params?: unknown[] }
    | undefined
  const given = example?.body_text?.[0]?.length ?? example?.body_text_named_params?.length ?? 0
  if (given !== names.length)
    throw refusal(2388072, 'Body format', 'Give one example for each variable of the body.')
}

function checkPlaceholders(words: string, format: Template['parameterFormat']): void {
  const names = placeholdersOf(words)
  const isRight =
    format === 'NAMED'
      ? names.every((name) => /^[a-z][a-z0-9_]*$/.test(name))
      : names.toSorted((a, b) => Number(a) - Number(b)).every((name, index) => name === String(index + 1))
  if (!isRight)
    throw refusal(
      2388072,
      'Variable format',
      `Variables must be ${format === 'NAMED' ? 'lower-case names' : 'numbered from 1'}.`,
    )
}

function checkButtons(buttons: readonly TemplateButton[]): void {
  if (buttons.length < 1 || buttons.length > 10)
    throw refusal(2388072, 'Buttons', 'A template can have 1 to 10 buttons.')
  const count = (type: string): number => buttons.filter((button) => button.type === type).length
  if (count('URL') > 2) throw refusal(2388072, 'Buttons', 'A template can have two URL buttons at most.')
  for (const type of ['PHONE_NUMBER', 'COPY_CODE', 'OTP', 'FLOW', 'VOICE_CALL']) {
    if (count(type) > 1) throw refusal(2388072, 'Buttons', `A template can have one ${type} button at most.`)
  }
  if (buttons.some((button) => (button.text ?? '').length > 25)) {
    throw refusal(2388040, 'Character Limit Exceeded', 'The text of a button can have at most 25 characters.')
  }
  // QR, QR, URL is right; QR, URL, QR is not.
  const groups = buttons.filter(
    (button, index) => (button.type === 'QUICK_REPLY') !== (buttons[index - 1]?.type === 'QUICK_REPLY'),
  )
  if (groups.filter((button) => button.type === 'QUICK_REPLY').length > 1) {
    throw refusal(2388072, 'Buttons', 'Quick replies must stand together.')
  }
}
