/**
 * A template as typed data, and back to Meta's JSON without losing anything: what we do not know, or what comes in another form than
 * we know, stays in `more` and goes out again as it came. Meta writes types in upper and in lower case; here they are upper.
 * Source: Meta, "Template components" and "Templates API" (Oct 2025 to Aug 2026). Pure: the web app has it too.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** How one field of Meta's is called, and what it must be to be understood. */
type Field<T = Json> = { readonly name: string; readonly is: (value: Json) => boolean; readonly as?: T }
type Fields = Readonly<Record<string, Field>>
type Known<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T | null : never }
type WithMore = { readonly more: JsonObject }

const isText = (value: Json): value is string => typeof value === 'string'
const isNumber = (value: Json): value is number => typeof value === 'number'
const isFlag = (value: Json): value is boolean => typeof value === 'boolean'
const isTexts = (value: Json): value is readonly string[] => Array.isArray(value) && value.every(isText)
const isTable = (value: Json): value is readonly (readonly string[])[] =>
  Array.isArray(value) && value.every(isTexts)
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
type NamedSample = { readonly param_name: string; readonly example: string }
const isNamedSamples = (value: Json): value is readonly NamedSample[] =>
  Array.isArray(value) &&
  value.every((one) => isObject(one) && isText(one['param_name'] ?? null) && isText(one['example'] ?? null))

const text = (name: string): Field<string> => ({ name, is: isText })
const number = (name: string): Field<number> => ({ name, is: isNumber })
const flag = (name: string): Field<boolean> => ({ name, is: isFlag })
const texts = (name: string): Field<readonly string[]> => ({ name, is: isTexts })

const SAMPLES = {
  headerText: texts('header_text'),
  headerNamed: { name: 'header_text_named_params', is: isNamedSamples } as Field<readonly NamedSample[]>,
  headerHandle: texts('header_handle'),
  bodyText: { name: 'body_text', is: isTable } as Field<readonly (readonly string[])[]>,
  bodyNamed: { name: 'body_text_named_params', is: isNamedSamples } as Field<readonly NamedSample[]>,
}
/** What Meta's reviewers see in place of variables and media. */
export type Samples = Known<typeof SAMPLES> & WithMore

const HEADER = { format: text('format'), text: text('text') }
const BODY = { text: text('text'), addSecurityRecommendation: flag('add_security_recommendation') }
const FOOTER = { text: text('text'), codeExpirationMinutes: number('code_expiration_minutes') }
const OFFER = { text: text('text'), hasExpiration: flag('has_expiration') }

const BUTTONS = {
  QUICK_REPLY: { text: text('text') },
  URL: { text: text('text'), url: text('url'), example: texts('example') },
  PHONE_NUMBER: { text: text('text'), phoneNumber: text('phone_number') },
  COPY_CODE: { text: text('text'), example: text('example') },
  OTP: {
    text: text('text'),
    otpType: text('otp_type'),
    autofillText: text('autofill_text'),
    zeroTapTermsAccepted: flag('zero_tap_terms_accepted'),
  },
  FLOW: {
    text: text('text'),
    flowId: text('flow_id'),
    flowName: text('flow_name'),
    flowJson: text('flow_json'),
    flowAction: text('flow_action'),
    navigateScreen: text('navigate_screen'),
    icon: text('icon'),
  },
  CATALOG: { text: text('text') },
  MPM: { text: text('text') },
  SPM: { text: text('text') },
  ORDER_DETAILS: { text: text('text') },
  VOICE_CALL: { text: text('text'), ttlMinutes: number('ttl_minutes') },
  REQUEST_CONTACT_INFO: { text: text('text') },
} as const
export type ButtonKind = keyof typeof BUTTONS

export type ButtonOf<K extends ButtonKind> = { readonly type: K } & Known<(typeof BUTTONS)[K]> & WithMore
/** A kind that we do not know is carried along whole. */
export type OtherPart = { readonly type: 'OTHER'; readonly json: Json }
export type Button = { readonly [K in ButtonKind]: ButtonOf<K> }[ButtonKind] | OtherPart

export type Header = { readonly type: 'HEADER'; readonly samples: Samples | null } & Known<typeof HEADER> &
  WithMore
export type Body = { readonly type: 'BODY'; readonly samples: Samples | null } & Known<typeof BODY> & WithMore
export type Footer = { readonly type: 'FOOTER' } & Known<typeof FOOTER> & WithMore
export type Buttons = { readonly type: 'BUTTONS'; readonly buttons: readonly Button[] } & WithMore
export type Card = { readonly components: readonly Component[] } & WithMore
export type Carousel = { readonly type: 'CAROUSEL'; readonly cards: readonly Card[] } & WithMore
export type LimitedTimeOffer = {
  readonly type: 'LIMITED_TIME_OFFER'
  readonly offer: Known<typeof OFFER> & WithMore
} & WithMore
export type CallPermissionRequest = { readonly type: 'CALL_PERMISSION_REQUEST' } & WithMore
export type Component =
  | Header
  | Body
  | Footer
  | Buttons
  | Carousel
  | LimitedTimeOffer
  | CallPermissionRequest
  | OtherPart

const TEMPLATE = {
  name: text('name'),
  language: text('language'),
  category: text('category'),
  parameterFormat: text('parameter_format'),
  ttlSeconds: number('message_send_ttl_seconds'),
  subCategory: text('sub_category'),
}
export type TemplateModel = Known<typeof TEMPLATE> & { readonly components: readonly Component[] } & WithMore

/** Reads what is sent to Meta to make a template, or what Meta tells of one. Never throws. */
export function readTemplate(json: JsonObject): TemplateModel {
  const { known, more } = readFields(TEMPLATE, json)
  const { components, ...others } = more
  const list = listOf(components)
  return list === null
    ? { ...known, components: [], more }
    : { ...known, components: list.map(readComponent), more: list.length === 0 ? more : others }
}

/** Meta's JSON of it: the same that was read, but for the case of types and the order of keys. */
export const writeTemplate = ({ components, more, ...known }: TemplateModel): JsonObject => ({
  ...writeFields(TEMPLATE, known),
  ...more,
  ...(components.length > 0 && { components: components.map(writeComponent) }),
})

function readComponent(json: Json): Component {
  if (!isObject(json)) return { type: 'OTHER', json }
  const { type, ...rest } = json
  switch (upperOf(type)) {
    case 'HEADER':
      return readHeader(rest)
    case 'BODY': {
      const { samples, rest: others } = readSamples(rest)
      const { known, more } = readFields(BODY, others)
      return { type: 'BODY', ...known, samples, more }
    }
    case 'FOOTER': {
      const { known, more } = readFields(FOOTER, rest)
      return { type: 'FOOTER', ...known, more }
    }
    case 'BUTTONS':
      return readList(rest, 'buttons', json, (buttons, more) => ({
        ...{ type: 'BUTTONS', buttons: buttons.map(readButton), more },
      }))
    case 'CAROUSEL':
      return readList(rest, 'cards', json, (cards, more) =>
        cards.every(isObject)
          ? { type: 'CAROUSEL', cards: cards.map(readCard), more }
          : { type: 'OTHER', json },
      )
    case 'LIMITED_TIME_OFFER':
      return readOffer(rest, json)
    case 'CALL_PERMISSION_REQUEST':
      return { type: 'CALL_PERMISSION_REQUEST', more: rest }
    default:
      return { type: 'OTHER', json }
  }
}

function readHeader(json: JsonObject): Header {
  const { samples, rest } = readSamples(json)
  const { known, more } = readFields(HEADER, rest)
  return { type: 'HEADER', ...known, format: known.format?.toUpperCase() ?? null, samples, more }
}

function readOffer({ limited_time_offer: offer, ...more }: JsonObject, json: JsonObject): Component {
  if (!isObject(offer)) return { type: 'OTHER', json }
  const read = readFields(OFFER, offer)
  return { type: 'LIMITED_TIME_OFFER', offer: { ...read.known, more: read.more }, more }
}

function readList(
  rest: JsonObject,
  name: string,
  json: JsonObject,
  make: (list: readonly Json[], more: JsonObject) => Component,
): Component {
  const { [name]: value, ...more } = rest
  const list = listOf(value)
  return list === null ? { type: 'OTHER', json } : make(list, more)
}

function readCard(json: JsonObject): Card {
  const { components, ...more } = json
  const list = listOf(components)
  return list === null || list.length === 0
    ? { components: [], more: json }
    : { components: list.map(readCardPart), more }
}

/** Cards hold no carousels: whoever nests them a thousand deep does not get us to follow. */
const readCardPart = (json: Json): Component =>
  isObject(json) && upperOf(json['type']) === 'CAROUSEL' ? { type: 'OTHER', json } : readComponent(json)

function readButton(json: Json): Button {
  if (!isObject(json)) return { type: 'OTHER', json }
  const { type, ...rest } = json
  const kind = upperOf(type)
  if (!isButtonKind(kind)) return { type: 'OTHER', json }
  const { known, more } = readFields(BUTTONS[kind], rest)
  return { type: kind, ...known, more } as Button
}

function readSamples({ example, ...rest }: JsonObject): { samples: Samples | null; rest: JsonObject } {
  if (example === undefined) return { samples: null, rest }
  if (!isObject(example)) return { samples: null, rest: { ...rest, example } }
  const { known, more } = readFields(SAMPLES, example)
  return { samples: { ...known, more }, rest }
}

function writeComponent(component: Component): Json {
  switch (component.type) {
    case 'HEADER': {
      const { type, samples, more, ...known } = component
      return { type, ...writeFields(HEADER, known), ...writeSamples(samples), ...more }
    }
    case 'BODY': {
      const { type, samples, more, ...known } = component
      return { type, ...writeFields(BODY, known), ...writeSamples(samples), ...more }
    }
    case 'FOOTER': {
      const { type, more, ...known } = component
      return { type, ...writeFields(FOOTER, known), ...more }
    }
    case 'BUTTONS':
      return { type: 'BUTTONS', buttons: component.buttons.map(writeButton), ...component.more }
    case 'CAROUSEL':
      return { type: 'CAROUSEL', cards: component.cards.map(writeCard), ...component.more }
    case 'LIMITED_TIME_OFFER': {
      const { more, ...known } = component.offer
      const offer = { ...writeFields(OFFER, known), ...more }
      return { type: 'LIMITED_TIME_OFFER', limited_time_offer: offer, ...component.more }
    }
    case 'CALL_PERMISSION_REQUEST':
      return { type: 'CALL_PERMISSION_REQUEST', ...component.more }
    case 'OTHER':
      return component.json
    default:
      return component satisfies never
  }
}

const writeCard = ({ components, more }: Card): JsonObject => ({
  ...more,
  ...(components.length > 0 && { components: components.map(writeComponent) }),
})

function writeButton(button: Button): Json {
  if (button.type === 'OTHER') return button.json
  const { type, more, ...known } = button
  return { type, ...writeFields(BUTTONS[type], known), ...more }
}

function writeSamples(samples: Samples | null): JsonObject {
  if (samples === null) return {}
  const { more, ...known } = samples
  return { example: { ...writeFields(SAMPLES, known), ...more } }
}

/** What is there in the form that we know, and all the rest. */
function readFields<F extends Fields>(
  fields: F,
  json: JsonObject,
): { readonly known: Known<F>; readonly more: JsonObject } {
  const known: Record<string, Json> = {}
  const more: Record<string, Json> = { ...json }
  for (const [ours, { name, is }] of Object.entries(fields)) {
    const value = json[name]
    const isKnown = value !== undefined && is(value)
    known[ours] = isKnown ? value : null
    if (isKnown) delete more[name]
  }
  return { known: known as Known<F>, more }
}

function writeFields(fields: Fields, known: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([ours, { name }]) => {
      const value = known[ours]
      return value === undefined || value === null ? [] : [[name, value]]
    }),
  )
}

/** An array; PHP's clients also write one as an object with the keys 0, 1, 2. */
function listOf(value: Json | undefined): readonly Json[] | null {
  if (Array.isArray(value)) return value as readonly Json[]
  if (!isObject(value)) return null
  const entries = Object.entries(value)
  return entries.length > 0 && entries.every(([key], place) => key === String(place))
    ? entries.map(([, one]) => one)
    : null
}

const upperOf = (value: Json | undefined): string => (typeof value === 'string' ? value.toUpperCase() : '')
const isButtonKind = (kind: string): kind is ButtonKind => Object.hasOwn(BUTTONS, kind)
