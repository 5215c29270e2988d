/**
 * What somebody fills into a template before it is sent: from what stands in the form to what the API takes, and what is still
 * wrong, by the server's own rules (`check-parameters.ts`). Pure.
 */
import { ORDER_LIMITS } from '../../../src/templates/check-order-details.ts'
import {
  checkParameters,
  type ButtonFilling,
  type Filling,
  type FillingProblem,
  type HeaderFilling,
  LIMITS,
  type PartFilling,
} from '../../../src/templates/check-parameters.ts'
import { offerOf, type Part, partsOf, wordsOf } from '../../../src/templates/template-places.ts'
import type { LibraryTemplate } from '../platform/contract.ts'
import { type OrderDraft, orderDetails } from './order-draft.ts'

/** What stands above the words of one message: for the server, and to look at here. */
export type FilledHeader = {
  readonly header: HeaderFilling
  readonly url: string | null
  /** Of the file. */
  readonly mimeType?: string
}
/** Its products' ids stand one on a line. */
export type SectionDraft = { readonly title: string; readonly skus: string }
export type ButtonDraft = {
  readonly thumbnail: string
  readonly sections: readonly SectionDraft[]
  readonly flowToken: string
  /** JSON, for the Flow's first screen. */
  readonly flowData: string
  readonly order: OrderDraft | null
}
export const EMPTY_SECTION: SectionDraft = { title: '', skus: '' }
export const EMPTY_BUTTON: ButtonDraft = {
  ...{ thumbnail: '', sections: [EMPTY_SECTION], flowToken: '', flowData: '', order: null },
}
type PartDraft = {
  readonly header: FilledHeader | null
  readonly buttons: Readonly<Record<number, ButtonDraft>>
}
export type Draft = {
  readonly words: Readonly<Record<string, string>>
  /** The message's own, then the cards'. */
  readonly parts: readonly PartDraft[]
  /** When the offer ends, as `<input type="datetime-local">` has it. */
  readonly endsAt: string
}

/** An empty one; `order` is what an order begins with, a reference of its own for each. */
export function newDraft(
  components: Components,
  words: Draft['words'],
  order: (nth: number) => OrderDraft,
): Draft {
  let orders = 0
  const parts = partsOf(components).map(({ buttons }) => ({
    header: null,
    buttons: Object.fromEntries(
      buttons.flatMap(({ type }, index) => {
        if (!FILLED_IN.has(type)) return []
        if (type !== 'ORDER_DETAILS') return [[index, EMPTY_BUTTON]]
        orders += 1
        return [[index, { ...EMPTY_BUTTON, order: order(orders) }]]
      }),
    ),
  }))
  return { words, parts, endsAt: '' }
}

/** Buttons that take more than words. */
const FILLED_IN: ReadonlySet<string> = new Set(['CATALOG', 'MPM', 'FLOW', 'ORDER_DETAILS'])

type Components = Parameters<typeof partsOf>[0]

/** What Meta's JSON is to the server: the browser keeps it as it came. */
export const componentsOf = ({ components }: Pick<LibraryTemplate, 'components'>): Components =>
  components as unknown as Components

/** What the API takes. */
export function fillingOf(components: Components, { words, parts, endsAt }: Draft): Filling {
  const [own, ...cards] = partsOf(components).map((part, nth) => partFilling(part, parts[nth]))
  const end = endsAt === '' ? Number.NaN : new Date(endsAt).getTime()
  return {
    // Blanks around a word are never meant, and spoil the end of a link.
    parameters: Object.fromEntries(Object.entries(words).map(([name, word]) => [name, word.trim()])),
    ...own,
    ...(cards.length > 0 && { cards }),
    ...(Number.isFinite(end) && { offerExpiresAt: end }),
  }
}

function partFilling({ buttons }: Part, draft: PartDraft | undefined): PartFilling {
  const filled = buttons.flatMap(({ type }, index) => {
    const given = draft?.buttons[index]
    const one = given === undefined ? {} : buttonFilling(type, given)
    return Object.keys(one).length === 0 ? [] : [{ index, ...one }]
  })
  return {
    ...(draft !== undefined && draft.header !== null && { header: draft.header.header }),
    ...(filled.length > 0 && { buttons: filled }),
  }
}

function buttonFilling(type: string, draft: ButtonDraft): Omit<ButtonFilling, 'index'> {
  const thumbnail = draft.thumbnail.trim()
  switch (type) {
    case 'CATALOG':
      return thumbnail === '' ? {} : { thumbnail }
    case 'MPM': {
      const sections = draft.sections.map(({ title, skus }) => ({
        title: title.trim(),
        products: [...skusOf(skus)],
      }))
      // Without another one, the first product's picture is shown.
      return { thumbnail: thumbnail === '' ? (sections[0]?.products[0] ?? '') : thumbnail, sections }
    }
    case 'FLOW': {
      const [token, data] = [draft.flowToken.trim(), flowDataIn(draft.flowData)]
      return {
        ...(token !== '' && { flowToken: token }),
        ...(data !== null && data !== 'wrong' && { flowData: data }),
      }
    }
    default:
      return draft.order === null ? {} : { orderDetails: orderDetails(draft.order) }
  }
}

/** Each once. */
export const skusOf = (lines: string): readonly string[] => [
  ...new Set(
    lines
      .split(/[\n,]/u)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

/** null: none is given. */
export function flowDataIn(text: string): Readonly<Record<string, unknown>> | 'wrong' | null {
  if (text.trim() === '') return null
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : 'wrong'
  } catch {
    return 'wrong'
  }
}

export type ShownProblem = Pick<FillingProblem, 'code' | 'path'> & {
  /** How much would be possible, where it is too much. */
  readonly max: number | null
  /** Nothing is there yet: said once somebody tries to send. */
  readonly isEmpty: boolean
}
/** The first mistake at each field, by the field's key: the problem's path, with buttons by their place in the template. */
export type Problems = ReadonlyMap<string, ShownProblem>

/**
 * @param owns whether the file with which this part was approved is sent where none is chosen
 * @param mimeTypes of the files that were chosen
 */
export function problemsIn(
  components: Components,
  draft: Draft,
  {
    now,
    owns,
    mimeTypes,
  }: {
    readonly now: number
    readonly owns: (part: Part) => boolean
    readonly mimeTypes: ReadonlyMap<string, string>
  },
): Problems {
  const filling = fillingOf(components, draft)
  const parts = partsOf(components)
  const found = [
    ...checkParameters(components, filling, { now, mimeTypes }).filter(
      ({ code, path }) =>
        code !== 'missing' ||
        // Where there is a product, there is a picture.
        !(
          path.endsWith('.thumbnail') ||
          parts.some((part) => path === `${part.path}.header.mediaId` && owns(part))
        ),
    ),
    ...parts.flatMap((part, nth) =>
      Object.entries(draft.parts[nth]?.buttons ?? {}).flatMap(([index, { flowData }]) =>
        flowDataIn(flowData) === 'wrong'
          ? [{ code: 'wrong_kind' as const, path: `${part.path}.button.${index}.flowData`, message: '' }]
          : [],
      ),
    ),
  ]
  const problems = new Map<string, ShownProblem>()
  for (const { code, path } of found) {
    const key = keyOf(path, parts, filling)
    const isEmpty = code === 'missing' || EMPTY_AT_FIRST.test(key)
    if (!problems.has(key)) problems.set(key, { code, path: key, max: mostAt(components, key), isEmpty })
  }
  return problems
}

/** No products, and nothing to pay. */
const EMPTY_AT_FIRST = /\.(sections|total_amount\.value)$/u

function mostAt(components: Components, key: string): number | null {
  const word = wordsOf(components).find(({ name }) => key === `template.parameters.${name}`)
  if (word !== undefined) {
    if (word.in !== 'body') return LIMITS[word.in]
    if (word.part.card !== null) return LIMITS.cardBody
    return offerOf(components) === null ? LIMITS.body : LIMITS.offerBody
  }
  return MOST[key.slice(key.lastIndexOf('.') + 1)] ?? null
}
const MOST: Readonly<Record<string, number>> = {
  ...{ title: LIMITS.sectionTitle, sections: LIMITS.products, reference_id: ORDER_LIMITS.reference },
  ...{ name: ORDER_LIMITS.itemName, payment_configuration: ORDER_LIMITS.configuration },
  ...{ configuration_name: ORDER_LIMITS.configuration, address_line1: ORDER_LIMITS.recipient },
  ...{ city: ORDER_LIMITS.recipient, state: ORDER_LIMITS.recipient },
}

/** `template.buttons.0.sections` speaks of the first that was given, which may be the template's third. */
function keyOf(path: string, parts: readonly Part[], filling: Filling): string {
  for (const part of parts) {
    const within = `${part.path}.buttons.`
    if (path.startsWith(within)) {
      const given = part.card === null ? filling.buttons : filling.cards?.[part.card]?.buttons
      const [nth = '0', ...more] = path.slice(within.length).split('.')
      return [part.path, 'button', given?.[Number(nth)]?.index ?? nth, ...more].join('.')
    }
  }
  return path
}
