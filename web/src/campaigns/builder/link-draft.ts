/**
 * Where a message's buttons lead that end with a short link's code, between how it is kept and how it stands in the form. Pure.
 */
import type { Part, Word } from '../../../../src/templates/template-places.ts'
import type { CampaignMessage, LinkPrefixes } from '../../platform/contract.ts'
import type { ShownProblem } from '../../templates/fill-template.ts'
import { type Source, sourceOf, withSource } from './message-draft.ts'

type Link = NonNullable<CampaignMessage['links']>[string]

const isOurs = (url: unknown, { all }: LinkPrefixes): boolean =>
  all.some((prefix) => url === `${prefix}{{1}}`)

/** Whether a word is the end of a button’s address that leads through a short link. */
export const isTracked = ({ in: place, part, index }: Word, prefixes: LinkPrefixes | undefined): boolean =>
  place === 'url' && prefixes !== undefined && isOurs(part.buttons[index ?? -1]?.json['url'], prefixes)

/** What is written on the buttons whose clicks nobody can count. */
export const untrackedButtons = (
  parts: readonly Part[],
  prefixes: LinkPrefixes | undefined,
): readonly string[] =>
  prefixes === undefined
    ? []
    : parts.flatMap(({ buttons }) =>
        buttons.flatMap(({ type, text, json }) =>
          type === 'URL' && !isOurs(json['url'], prefixes) ? [text] : [],
        ),
      )

export const targetOf = ({ links }: CampaignMessage, place: string): Link => links?.[place] ?? { url: '' }

const WORD = /\{\{\s*([^{}]*?)\s*\}\}/gu
/** What an address leaves open, each once. */
export const wordsIn = (url: string): readonly string[] => [
  ...new Set([...url.matchAll(WORD)].map((match) => match[1] ?? '')),
]

/** Nothing else fills that place, and words that the address has no more are forgotten. */
export function withTarget(
  message: CampaignMessage,
  place: string,
  { url, variables = {} }: Link,
): CampaignMessage {
  const { [place]: _text, ...parameters } = message.parameters
  const { [place]: _variable, ...others } = message.variables ?? {}
  const names = wordsIn(url)
  const kept = Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)))
  const link: Link = { url, ...(Object.keys(kept).length > 0 && { variables: kept }) }
  return { ...message, parameters, variables: others, links: { ...message.links, [place]: link } }
}

/** As the words of a message have it. */
const asMessage = (link: Link): CampaignMessage => ({
  ...{ name: '', language: '', parameters: {} },
  ...(link.variables !== undefined && { variables: link.variables }),
})

export const linkSourceOf = (link: Link, word: string, isList: boolean): Source =>
  sourceOf(asMessage(link), word, isList)

export function withLinkSource(link: Link, word: string, source: Source): Link {
  if (source.from === 'text')
    return { ...link, variables: { ...link.variables, [word]: { from: 'literal', value: source.text } } }
  const { variables = {} } = withSource(asMessage(link), word, source)
  return { ...link, variables }
}

const wrong = (path: string, code: ShownProblem['code']) =>
  [path, { code, path, max: null, isEmpty: code === 'missing' }] as const

/** What can be seen of an address without the server, which looks at all of it. By the fields' paths. */
export function linkProblemsIn(
  message: CampaignMessage,
  places: readonly string[],
): readonly (readonly [string, ShownProblem])[] {
  return places.flatMap((place) => {
    const { url, variables = {} } = targetOf(message, place)
    if (url.trim() === '') return [wrong(linkPath(place), 'missing')]
    if (!/^https?:\/\/[^\s]+$/iu.test(url.trim())) return [wrong(linkPath(place), 'wrong_kind')]
    const open = wordsIn(url).filter((word) => {
      const variable = variables[word]
      return variable?.from === 'literal' && variable.value.trim() === ''
    })
    return open.map((word) => wrong(linkWordPath(place, word), 'missing'))
  })
}

export const linkPath = (place: string): string => `template.links.${place}.uri`
export const linkWordPath = (place: string, word: string): string => `template.links.${place}.${word}`
