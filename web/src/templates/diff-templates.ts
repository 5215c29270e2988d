/** What is different between two versions of a template, part by part and word by word, for people. Pure. */
import {
  readTemplate,
  writeTemplate,
  type Component,
  type JsonObject,
} from '../../../src/templates/template-model.ts'

export type Piece = { readonly kind: 'same' | 'gone' | 'new'; readonly text: string }
export type PartChange = {
  readonly part: Component['type'] | 'CATEGORY' | 'TTL'
  /** null: it was not there. */
  readonly before: string | null
  readonly after: string | null
  /** Of words that changed; empty where one of them is missing. */
  readonly pieces: readonly Piece[]
}

export function diffTemplates(before: JsonObject, after: JsonObject): PartChange[] {
  const [old, next] = [wordsByPart(before), wordsByPart(after)]
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((part) => {
    const [was, is] = [old.get(part) ?? null, next.get(part) ?? null]
    if (was === is) return []
    return [{ part, before: was, after: is, pieces: was === null || is === null ? [] : diffWords(was, is) }]
  })
}

function wordsByPart(json: JsonObject): Map<PartChange['part'], string> {
  const model = readTemplate(json)
  const words = new Map<PartChange['part'], string>()
  if (model.category !== null) words.set('CATEGORY', model.category)
  if (model.ttlSeconds !== null) words.set('TTL', String(model.ttlSeconds))
  for (const part of model.components) {
    const before = words.get(part.type)
    const text = wordsOf(part)
    words.set(part.type, before === undefined ? text : `${before}\n${text}`)
  }
  return words
}

/** A part as one would read it out; samples are not what customers see. */
function wordsOf(part: Component): string {
  switch (part.type) {
    case 'HEADER':
      return part.format === 'TEXT' || part.format === null ? (part.text ?? '') : part.format
    case 'BODY':
      return part.text ?? (part.addSecurityRecommendation === true ? '+ security' : '')
    case 'FOOTER':
      return part.text ?? (part.codeExpirationMinutes === null ? '' : `${part.codeExpirationMinutes} min`)
    case 'BUTTONS':
      return part.buttons
        .map((button) => {
          if (button.type === 'OTHER') return JSON.stringify(button.json)
          const where =
            button.type === 'URL' ? button.url : button.type === 'PHONE_NUMBER' ? button.phoneNumber : null
          return [button.type, button.text, where].filter((one) => one !== null && one !== '').join(' · ')
        })
        .join('\n')
    case 'CAROUSEL':
      return part.cards
        .map((card, index) => `${index + 1}. ${card.components.map(wordsOf).filter(Boolean).join(' / ')}`)
        .join('\n')
    case 'LIMITED_TIME_OFFER':
      return part.offer.text ?? ''
    case 'CALL_PERMISSION_REQUEST':
      return '+'
    case 'OTHER':
      return JSON.stringify(writeTemplate({ ...readTemplate({}), components: [part] }))
    default:
      return part satisfies never
  }
}

/** Above it, finding what two texts have in common takes too long, and nobody would read it. */
const WORDS_MAX = 600

export function diffWords(before: string, after: string): Piece[] {
  const [a, b] = [split(before), split(after)]
  if (a.length > WORDS_MAX || b.length > WORDS_MAX)
    return [
      { kind: 'gone', text: before },
      { kind: 'new', text: after },
    ]
  const lengths = commonLengths(a, b)
  const pieces: Piece[] = []
  const add = (kind: Piece['kind'], text: string): void => {
    const last = pieces.at(-1)
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text }
    else pieces.push({ kind, text })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [one, two] = [a[i], b[j]]
    if (one !== undefined && one === two) {
      add('same', one)
      i += 1
      j += 1
    } else if (two === undefined || (one !== undefined && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      add('gone', one ?? '')
      i += 1
    } else {
      add('new', two)
      j += 1
    }
  }
  return pieces
}

const split = (text: string): string[] => text.match(/\s+|[^\s]+/gu) ?? []
const at = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0

/** How long the longest common part is of what follows each pair of places. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i]
      if (row === undefined) continue
      row[j] =
        a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1))
    }
  return table
}
