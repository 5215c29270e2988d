/** Carousels, limited-time offers and authentication: parts with rules of their own. Pure. */
import type { Buttons, Card, Carousel, Component, Header, TemplateModel } from '../template-model.ts'
import { finding, type Finding } from './finding.ts'

const CARDS = { min: 2, max: 10 } as const
const CARD_BUTTONS_MAX = 2
const OFFER_MAX = 16
const SIGNATURE_CHARS = 11
const APPS_MAX = 5
const TEXT_MAX = 25

const headerOf = (card: Card): Header | undefined => card.components.find((one) => one.type === 'HEADER')
const buttonsOf = (card: Card): Buttons | undefined => card.components.find((one) => one.type === 'BUTTONS')

/** What the cards are as a whole; their parts are looked at one by one elsewhere. */
export function lintCarousel({ cards }: Carousel, path: string): Finding[] {
  const found: Finding[] = []
  if (cards.length < CARDS.min || cards.length > CARDS.max)
    found.push(finding('carousel.cards', `${path}.cards`, String(cards.length)))
  const shapes = cards.map(shapeOf)
  const odd = shapes.findIndex((shape) => shape !== shapes[0])
  if (odd !== -1)
    found.push(finding('carousel.uniform', `${path}.cards.${odd}`, `${shapes[0]} ≠ ${shapes[odd]}`))
  for (const [place, card] of cards.entries()) {
    const format = headerOf(card)?.format
    if (format !== 'IMAGE' && format !== 'VIDEO' && format !== 'PRODUCT')
      found.push(finding('card.header', `${path}.cards.${place}`, format ?? ''))
    const count = buttonsOf(card)?.buttons.length ?? 0
    if (count < 1 || count > CARD_BUTTONS_MAX)
      found.push(finding('card.buttons', `${path}.cards.${place}`, String(count)))
  }
  return found
}

/** Kinds of parts and buttons, in order: what all cards must have in common. */
const shapeOf = ({ components }: Card): string =>
  components
    .map((one) => {
      if (one.type === 'HEADER') return `${one.type} ${one.format}`
      return one.type === 'BUTTONS' ? one.buttons.map(({ type }) => type).join(' ') : one.type
    })
    .join(', ')

export function lintOffer(template: TemplateModel): Finding[] {
  const { components } = template
  const place = components.findIndex(({ type }) => type === 'LIMITED_TIME_OFFER')
  const part = components[place]
  if (part?.type !== 'LIMITED_TIME_OFFER') return []
  const found: Finding[] = []
  const text = part.offer.text ?? ''
  if (text.trim() === '' || text.length > OFFER_MAX)
    found.push(
      finding('offer.text', `components.${place}.limited_time_offer.text`, `${text.length} / ${OFFER_MAX}`),
    )
  const footer = components.findIndex(({ type }) => type === 'FOOTER')
  if (footer !== -1)
    found.push(finding('offer.footer', `components.${footer}`, '', without(template, footer)))
  const at = components.findIndex(({ type }) => type === 'BUTTONS')
  const buttons = components[at]
  const kinds = buttons?.type === 'BUTTONS' ? buttons.buttons.map(({ type }) => type) : []
  const [copies, links] = [kinds.indexOf('COPY_CODE'), kinds.indexOf('URL')]
  if (links === -1 || (copies !== -1 && (copies !== 0 || links !== 1)))
    found.push(
      finding(
        'offer.buttons',
        `components.${at === -1 ? place : at}`,
        kinds.join(', '),
        buttons?.type === 'BUTTONS' && links !== -1 ? inOrder(template, at, buttons) : null,
      ),
    )
  return found
}

/** Of nothing but that part, nothing would be left. */
const without = (template: TemplateModel, place: number): TemplateModel | null =>
  template.components.length === 1
    ? null
    : { ...template, components: template.components.filter((_, nth) => nth !== place) }

const rankOf = ({ type }: Buttons['buttons'][number]): number =>
  type === 'COPY_CODE' ? 0 : type === 'URL' ? 1 : 2

/** The code first, the link second, then the others. */
function inOrder(template: TemplateModel, at: number, part: Buttons): TemplateModel {
  const buttons = part.buttons.toSorted((a, b) => rankOf(a) - rankOf(b))
  return { ...template, components: template.components.with(at, { ...part, buttons }) }
}

const ALLOWED: ReadonlySet<Component['type']> = new Set(['BODY', 'FOOTER', 'BUTTONS'])

/** The words of an authentication template are Meta's; only its switches are ours. */
export function lintAuthentication(template: TemplateModel): Finding[] {
  const { components } = template
  const put = (place: number, component: Component): TemplateModel => ({
    ...template,
    components: components.with(place, component),
  })
  const found: Finding[] = []
  for (const [place, component] of components.entries()) {
    const path = `components.${place}`
    if (!ALLOWED.has(component.type))
      found.push(finding('authentication.text', path, component.type, without(template, place)))
    if (component.type === 'BODY' && (component.text ?? '') !== '')
      found.push(
        finding(
          'authentication.text',
          `${path}.text`,
          '',
          put(place, { ...component, text: null, samples: null }),
        ),
      )
    if (component.type !== 'FOOTER') continue
    if ((component.text ?? '') !== '') {
      const isNeeded = component.codeExpirationMinutes !== null
      const fix = isNeeded ? put(place, { ...component, text: null }) : without(template, place)
      found.push(finding('authentication.text', `${path}.text`, '', fix))
    }
    const minutes = component.codeExpirationMinutes
    if (minutes !== null && (!Number.isInteger(minutes) || minutes < 1 || minutes > 90))
      found.push(
        finding(
          'authentication.expiry',
          `${path}.code_expiration_minutes`,
          String(minutes),
          put(place, { ...component, codeExpirationMinutes: clamped(minutes) }),
        ),
      )
  }
  const at = components.findIndex(({ type }) => type === 'BUTTONS')
  const part = components[at]
  const buttons = part?.type === 'BUTTONS' ? part.buttons : []
  const [otp] = buttons
  if (buttons.length !== 1 || otp?.type !== 'OTP')
    return [
      ...found,
      finding(
        'authentication.button',
        at === -1 ? 'components' : `components.${at}.buttons`,
        buttons.map(({ type }) => type).join(', '),
      ),
    ]
  return [...found, ...lintOtp(otp, `components.${at}.buttons.0`)]
}

const clamped = (minutes: number): number => Math.min(90, Math.max(1, Math.round(minutes)))

function lintOtp(
  {
    otpType,
    zeroTapTermsAccepted,
    text,
    autofillText,
    more,
  }: Extract<Buttons['buttons'][number], { type: 'OTP' }>,
  path: string,
): Finding[] {
  const kind = (otpType ?? '').toUpperCase()
  const long = [text, autofillText].find((one) => (one ?? '').length > TEXT_MAX)
  const found: Finding[] = long === undefined ? [] : [finding('button.text', `${path}.text`, long ?? '')]
  if (kind === 'COPY_CODE') return found
  if (kind !== 'ONE_TAP' && kind !== 'ZERO_TAP')
    return [...found, finding('authentication.button', `${path}.otp_type`, otpType ?? '')]
  // Older templates name one app in the button itself.
  const listed = more['supported_apps']
  const apps: readonly unknown[] = Array.isArray(listed) ? listed : [more]
  if (apps.length === 0 || apps.length > APPS_MAX || !apps.every(isApp))
    found.push(finding('authentication.app', `${path}.supported_apps`))
  if (kind === 'ZERO_TAP' && zeroTapTermsAccepted !== true)
    found.push(finding('authentication.terms', `${path}.zero_tap_terms_accepted`))
  return found
}

const isApp = (app: unknown): boolean => {
  if (typeof app !== 'object' || app === null) return false
  const { package_name: name, signature_hash: hash } = app as Record<string, unknown>
  return (
    typeof name === 'string' &&
    /^[a-z]\w*(?:\.\w+)+$/iu.test(name) &&
    typeof hash === 'string' &&
    (hash.length === SIGNATURE_CHARS || decoded(hash).length === SIGNATURE_CHARS)
  )
}

/** Meta's examples have it as it stands in an address. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
