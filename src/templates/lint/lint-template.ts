/** Everything that Meta would refuse in a template, or its reviewers would, before Meta sees it. Offline and pure. */
import type { Body, Component, Footer, Header, TemplateModel } from '../template-model.ts'
import { finding, type Finding } from './finding.ts'
import { isOtherLanguage } from './languages.ts'
import { isShortener, isWhatsAppLink, lintButtons } from './lint-buttons.ts'
import { lintAuthentication, lintCarousel, lintOffer } from './lint-special.ts'
import { LENGTHS, lintBody, lintFooter, lintHeader } from './lint-texts.ts'
import { advertisingIn } from './marketing-words.ts'
import { isNumber, namesOf, rewritten } from './variables.ts'

const NAME_MAX = 512
const TTL: Readonly<Record<string, readonly [number, number]>> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: [43_200, 2_592_000],
}
const CATEGORIES: ReadonlySet<string> = new Set(Object.keys(TTL))
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
  if (!CATEGORIES.has(category)) found.push(finding('category.unknown', 'category', template.category ?? ''))
  if (parameterFormat !== null && !/^(?:positional|named)$/iu.test(parameterFormat))
    found.push(finding('format.unknown', 'parameter_format', parameterFormat))
  const range = TTL[category]
  const isLongest = ttlSeconds === LONGEST && category !== 'MARKETING'
  if (
    ttlSeconds !== null &&
    range !== undefined &&
    !isLongest &&
    (ttlSeconds < range[0] || ttlSeconds > range[1])
  )
    found.push(finding('ttl.range', 'message_send_ttl_seconds', String(ttlSeconds)))
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

/** Meta takes variables without a format for positional ones. */
function lintFormat(template: TemplateModel): Finding[] {
  const names = template.components.flatMap((one) =>
    one.type === 'BODY' || one.type === 'HEADER' ? namesOf(one.text ?? '') : [],
  )
  if (names.length === 0) return []
  const isNamed = (template.parameterFormat ?? 'POSITIONAL').toUpperCase() === 'NAMED'
  const isRight = names.every((name) => isNumber(name) !== isNamed)
  if (isRight) return []
  const isOneKind = names.every(isNumber) || !names.some(isNumber)
  const fix = isOneKind
    ? { ...template, parameterFormat: isNumber(names[0] ?? '') ? 'POSITIONAL' : 'NAMED' }
    : null
  return [finding('variable.mixed', 'parameter_format', names.join(', '), fix)]
}

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
      return lintHeader({ path, component, put })
    case 'BODY':
      return lintBody({ path, component, put }, bodyMax, template.language ?? '')
    case 'FOOTER':
      return lintFooter({ path, component, put })
    case 'BUTTONS':
      return lintButtons({ path, component, put })
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

/** An offer that ends is marketing; a carousel may also be utility. */
function lintCategory({ type }: Component, path: string, template: TemplateModel): Finding[] {
  const category = categoryOf(template)
  const isRight = category === 'MARKETING' || (type === 'CAROUSEL' && category === 'UTILITY')
  return isRight || !CATEGORIES.has(category)
    ? []
    : [finding('component.category', path, `${type}, ${category}`)]
}

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
      ? [{ at: `components.${place}.text`, text: rewritten(component.text, () => ' ') }]
      : [],
  )
  const found: Finding[] = []
  const all = texts.map(({ text }) => text).join(' ')
  if (isOtherLanguage(all, template.language ?? ''))
    found.push(finding('language.mismatch', 'language', template.language ?? ''))
  for (const { at, text } of texts)
    for (const [link] of text.matchAll(/(?:https?:\/\/)?(?:[\w-]+\.)+[a-z]{2,}\/\S*/giu)) {
      const url = /^https?:/iu.test(link) ? link : `https://${link}`
      if (isShortener(url)) found.push(finding('url.shortener', at, link))
      if (isWhatsAppLink(url)) found.push(finding('url.whatsapp', at, link))
    }
  if (categoryOf(template) !== 'UTILITY') return found
  const { isLikely, words } = advertisingIn([all, ...buttonTexts(template)].join('\n'))
  return isLikely
    ? [
        ...found,
        finding('category.marketing', 'category', words.join(', '), { ...template, category: 'MARKETING' }),
      ]
    : found
}

const isWorded = (component: Component): component is Header | Body | Footer =>
  component.type === 'HEADER' || component.type === 'BODY' || component.type === 'FOOTER'

const buttonTexts = ({ components }: TemplateModel): string[] =>
  components.flatMap((one) =>
    one.type === 'BUTTONS'
      ? one.buttons.flatMap((button) => (button.type === 'OTHER' ? [] : [button.text ?? '']))
      : [],
  )
