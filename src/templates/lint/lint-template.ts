/** Everything that Meta would refuse in a template, or its reviewers would, before Meta sees it. Offline and pure. */
import type { Body, Buttons, Component, Footer, Header, TemplateModel } from '../template-model.ts'
import { finding, pointing, type Finding } from './finding.ts'
import { isOtherLanguage, languageByScript } from './languages.ts'
import { isShortener, isWhatsAppLink, lintButtons } from './lint-buttons.ts'
import { lintAuthentication, lintCarousel, lintOffer } from './lint-special.ts'
import { LENGTHS, lintBody, lintFooter, lintHeader } from './lint-texts.ts'
import { advertisingIn, type Part } from './read-category.ts'
import { isNumber, masked, namesOf, rewritten, variablesOf } from './variables.ts'

const NAME_MAX = 512
const TTL: Readonly<Record<string, readonly [number, number]>> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: [43_200, 2_592_000],
}
const CATEGORIES: ReadonlySet<string> = new Set(Object.keys(TTL))
/** What categories were called until 2023, and what people call them. */
const FORMER: Readonly<Record<string, string>> = {
  TRANSACTIONAL: 'UTILITY',
  PROMOTIONAL: 'MARKETING',
  OTP: 'AUTHENTICATION',
}
/** -1: 30 days, for what is not marketing. */
const LONGEST = -1

/** What is wrong, errors first, each group in the order of the template. Empty: nothing that we know of. */
export function lintTemplate(template: TemplateModel): Finding[] {
  const isCode = categoryOf(template) === 'AUTHENTICATION'
  const found = [
    ...lintTop(template),
    ...lintParts(template),
    ...(isCode
      ? lintAuthentication(template)
      : [...lintWords(template), ...lintOffer(template), ...lintBodyIsThere(template)]),
  ]
  return found.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

const categoryOf = ({ category }: TemplateModel): string => (category ?? '').toUpperCase()

function lintTop(template: TemplateModel): Finding[] {
  const found: Finding[] = []
  const { name, language, parameterFormat, ttlSeconds } = template
  if (name === null || !/^[a-z0-9_]+$/u.test(name) || name.length > NAME_MAX) {
    const good = nameOf(name ?? '')
    found.push(finding('name.form', 'name', name ?? '', good === '' ? null : { ...template, name: good }))
  }
  if (language === null || !/^[a-z]{2,3}(_[A-Z]{2})?$/u.test(language)) {
    const good = languageOf(language ?? '')
    found.push(
      finding(
        'language.form',
        'language',
        language ?? '',
        good === null ? null : { ...template, language: good },
      ),
    )
  }
  const category = categoryOf(template)
  if (!CATEGORIES.has(category)) {
    const good = FORMER[category]
    const fix = good === undefined ? null : { ...template, category: good }
    found.push(finding('category.unknown', 'category', template.category ?? '', fix))
  }
  if (parameterFormat !== null && !/^(?:positional|named)$/iu.test(parameterFormat)) {
    const fix = { ...template, parameterFormat: isNamed(template) ? 'NAMED' : 'POSITIONAL' }
    found.push(finding('format.unknown', 'parameter_format', parameterFormat, fix))
  }
  const range = TTL[category]
  const isLongest = ttlSeconds === LONGEST && category !== 'MARKETING'
  if (
    ttlSeconds !== null &&
    range !== undefined &&
    !isLongest &&
    (ttlSeconds < range[0] || ttlSeconds > range[1])
  )
    found.push(
      finding('ttl.range', 'message_send_ttl_seconds', String(ttlSeconds), {
        ...template,
        ttlSeconds: Math.min(Math.max(ttlSeconds, range[0]), range[1]),
      }),
    )
  return [...found, ...lintFormat(template)]
}

/** "Order Ready!" becomes order_ready. */
const nameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '')
    .slice(0, NAME_MAX)

/** "en-in" becomes en_IN, "HI" hi. */
function languageOf(language: string): string | null {
  const [, one, two] = /^([a-z]{2,3})(?:[-_]([a-z]{2}))?$/iu.exec(language.trim()) ?? []
  if (one === undefined) return null
  return two === undefined ? one.toLowerCase() : `${one.toLowerCase()}_${two.toUpperCase()}`
}

const variableTexts = ({ components }: TemplateModel): string[] =>
  components.flatMap((one) => (one.type === 'BODY' || one.type === 'HEADER' ? [one.text ?? ''] : []))
const isNamed = (template: TemplateModel): boolean =>
  variableTexts(template)
    .flatMap(namesOf)
    .some((name) => !isNumber(name))

/** Meta takes variables without a format for positional ones. What one text alone has wrong is said of that text. */
function lintFormat(template: TemplateModel): Finding[] {
  const texts = variableTexts(template)
  const names = texts.flatMap(namesOf)
  if (!texts.every((text) => variablesOf(text).every(({ isWellFormed }) => isWellFormed))) return []
  if (!texts.every((text) => isOneKind(namesOf(text)))) return []
  const isNamedFormat = (template.parameterFormat ?? 'POSITIONAL').toUpperCase() === 'NAMED'
  if (names.every((name) => isNumber(name) !== isNamedFormat)) return []
  const fix = isOneKind(names)
    ? { ...template, parameterFormat: isNamed(template) ? 'NAMED' : 'POSITIONAL' }
    : null
  return [finding('variable.mixed', 'parameter_format', names.join(', '), fix)]
}
const isOneKind = (names: readonly string[]): boolean => names.every(isNumber) || !names.some(isNumber)

function lintBodyIsThere({ components }: TemplateModel): Finding[] {
  return components.some(({ type }) => type === 'BODY') ? [] : [finding('body.missing', 'components')]
}

function lintParts(template: TemplateModel): Finding[] {
  const { components } = template
  const isCode = categoryOf(template) === 'AUTHENTICATION'
  const hasOffer = components.some(({ type }) => type === 'LIMITED_TIME_OFFER')
  const bodyMax = hasOffer ? LENGTHS.offerBody : LENGTHS.body
  return components.flatMap((component, place) => {
    const path = `components.${place}`
    const put = (next: Component): TemplateModel => ({
      ...template,
      components: components.with(place, next),
    })
    const isTwice =
      component.type !== 'OTHER' && components.findIndex(({ type }) => type === component.type) < place
    const found = isTwice ? [finding('component.twice', path, component.type)] : []
    if (isCode) return found
    return [...found, ...lintPart({ path, component, put }, bodyMax, template)]
  })
}

type Place = {
  readonly path: string
  readonly component: Component
  readonly put: (component: Component) => TemplateModel
}

function lintPart({ path, component, put }: Place, bodyMax: number, template: TemplateModel): Finding[] {
  switch (component.type) {
    case 'HEADER':
      return [
        ...(component.format === 'GIF' ? lintCategory(component, path, template) : []),
        ...lintHeader({ path, component, put }),
      ]
    case 'BODY':
      return lintBody({ path, component, put }, bodyMax, template.language ?? '')
    case 'FOOTER':
      return lintFooter({ path, component, put })
    case 'BUTTONS':
      return [...lintCodes(component, path, template), ...lintButtons({ path, component, put })]
    case 'CAROUSEL':
      return [
        ...lintCategory(component, path, template),
        ...lintCarousel(component, path),
        ...lintCards(component, path, put, template),
      ]
    case 'LIMITED_TIME_OFFER':
      return lintCategory(component, path, template)
    case 'CALL_PERMISSION_REQUEST':
      return []
    case 'OTHER':
      return [finding('component.unknown', path, kindOf(component.json))]
    default:
      return component satisfies never
  }
}

const kindOf = (json: unknown): string => {
  const type = typeof json === 'object' && json !== null && 'type' in json ? json.type : json
  return typeof type === 'string' ? type : ''
}

/** An offer that ends is marketing, and so is a moving picture; a carousel may also be utility. */
function lintCategory(component: Component, path: string, template: TemplateModel): Finding[] {
  const category = categoryOf(template)
  const { type } = component
  const isRight = category === 'MARKETING' || (type === 'CAROUSEL' && category === 'UTILITY')
  return isRight || !CATEGORIES.has(category)
    ? []
    : [
        finding('component.category', path, `${type}, ${category}`, {
          ...template,
          category: 'MARKETING',
        }),
      ]
}

/** Codes are for authentication. */
const lintCodes = ({ buttons }: Buttons, path: string, { category }: TemplateModel): Finding[] =>
  buttons.flatMap(({ type }, nth) =>
    type === 'OTP' ? [finding('component.category', `${path}.buttons.${nth}`, `OTP, ${category}`)] : [],
  )

function lintCards(
  carousel: Extract<Component, { type: 'CAROUSEL' }>,
  path: string,
  put: Place['put'],
  template: TemplateModel,
): Finding[] {
  return carousel.cards.flatMap((card, nth) =>
    card.components.flatMap((component, place) =>
      lintPart(
        {
          path: `${path}.cards.${nth}.components.${place}`,
          component,
          put: (next) =>
            put({
              ...carousel,
              cards: carousel.cards.with(nth, { ...card, components: card.components.with(place, next) }),
            }),
        },
        LENGTHS.cardBody,
        template,
      ),
    ),
  )
}

/** What the words say: another language than they claim, advertising in a utility template, links that hide. */
function lintWords(template: TemplateModel): Finding[] {
  const texts = template.components.flatMap((component, place) =>
    isWorded(component) && component.text !== null
      ? [{ at: `components.${place}.text`, text: component.text }]
      : [],
  )
  const found: Finding[] = []
  const all = texts.map(({ text }) => rewritten(text, () => ' ')).join(' ')
  if (isOtherLanguage(all, template.language ?? ''))
    found.push(
      finding(
        'language.mismatch',
        'language',
        template.language ?? '',
        withLanguage(template, languageByScript(all)),
      ),
    )
  for (const { at, text } of texts)
    for (const { 0: link, index } of masked(text, ' ').matchAll(
      /(?:https?:\/\/)?(?:[\w-]+\.)+[a-z]{2,}\/\S*/giu,
    )) {
      const url = /^https?:/iu.test(link) ? link : `https://${link}`
      const here = [{ start: index, end: index + link.length }]
      if (isShortener(url)) found.push(pointing(finding('url.shortener', at, link), text, here))
      if (isWhatsAppLink(url)) found.push(pointing(finding('url.whatsapp', at, link), text, here))
    }
  return [...found, ...lintAdvertising(template)]
}

const withLanguage = (template: TemplateModel, language: string | null): TemplateModel | null =>
  language === null ? null : { ...template, language }

function lintAdvertising(template: TemplateModel): Finding[] {
  if (categoryOf(template) !== 'UTILITY') return []
  const { isLikely, places } = advertisingIn(partsOf(template.components, 'components'))
  if (!isLikely) return []
  const words = new Set(places.flatMap((place) => place.words).map((one) => `“${one}”`))
  const fix = { ...template, category: 'MARKETING' }
  return [{ ...finding('category.marketing', 'category', [...words].join(', '), fix), places }]
}

const isWorded = (component: Component): component is Header | Body | Footer =>
  component.type === 'HEADER' || component.type === 'BODY' || component.type === 'FOOTER'

/** Everything that a customer reads, cards included. */
const partsOf = (components: readonly Component[], path: string): Part[] =>
  components.flatMap((component, place): Part[] => {
    const at = `${path}.${place}`
    if (isWorded(component))
      return component.text === null ? [] : [{ path: `${at}.text`, text: component.text }]
    if (component.type === 'BUTTONS') return buttonsOf(component, at)
    return component.type === 'CAROUSEL'
      ? component.cards.flatMap((card, nth) => partsOf(card.components, `${at}.cards.${nth}.components`))
      : []
  })

const buttonsOf = ({ buttons }: Buttons, path: string): Part[] =>
  buttons.flatMap((button, nth) => {
    const text = button.type === 'OTHER' ? null : button.text
    return text === null ? [] : [{ path: `${path}.buttons.${nth}.text`, text }]
  })
