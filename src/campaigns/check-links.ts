/** What is wrong with where a message's buttons lead, each with its place. Pure. */
import { checkTarget } from '#links/check-target.ts'
import { isCode } from '#links/code-text.ts'
import { isTrackedButton, type Prefixes } from '#links/read-prefixes.ts'
import { wordsOf } from '#templates/template-places.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { hasWordInHost, withSamples, wordsOfTarget, type LinkTarget } from './link-target.ts'
import type { CampaignMessage, Definition, Problem } from './shapes.ts'

type Components = readonly JsonObject[]

/** A button whose address differs from message to message. */
export type LinkPlace = {
  /** `button_0`, `card_1_button_0`. */
  readonly place: string
  /** What is written on it. */
  readonly button: string
  /** It ends with a short link's code. */
  readonly isTracked: boolean
}

export function linkPlacesOf(components: Components, prefixes: Pick<Prefixes, 'all'>): LinkPlace[] {
  return wordsOf(components).flatMap(({ in: where, name, part, index }) => {
    const button = part.buttons[index ?? -1]
    if (where !== 'url' || button === undefined) return []
    const url = button.json['url']
    return [
      {
        ...{ place: name, button: button.text },
        isTracked: typeof url === 'string' && isTrackedButton(url, prefixes),
      },
    ]
  })
}

/** Of a template's places; `path` is the message's. */
export function linkProblems(
  places: readonly LinkPlace[],
  message: CampaignMessage,
  { audience }: Pick<Definition, 'audience'>,
  { prefixes, path }: { readonly prefixes: Pick<Prefixes, 'all'>; readonly path: string },
): Problem[] {
  const { links = {}, parameters, variables = {} } = message
  const isList = audience?.from === 'list'
  const missing = places.filter(
    ({ place, isTracked }) =>
      // A code that was made by hand leads everybody to the same place, and is what it should be.
      isTracked && links[place] === undefined && !isCode(parameters[place] ?? ''),
  )
  return [
    ...missing.map(({ place }) => ({
      code: 'link_missing',
      path: `${path}.links.${place}`,
      message: 'It is not said yet where a button leads.',
    })),
    ...Object.entries(links).flatMap(([place, link]) => {
      const known = places.find((one) => one.place === place)
      const at = `${path}.links.${place}`
      if (known === undefined)
        return [{ code: 'word_unknown', path: at, message: 'The template has no such place.' }]
      if (!known.isTracked)
        return [
          {
            code: 'link_elsewhere',
            path: at,
            message: 'This button of the template does not lead through your short links.',
          },
        ]
      if (Object.hasOwn(parameters, place) || Object.hasOwn(variables, place))
        return [
          {
            code: 'link_twice',
            path: at,
            message: 'A button is filled in twice: by a word, and by where it leads.',
          },
        ]
      return targetProblems(link, { isList, prefixes, at })
    }),
  ]
}

function targetProblems(
  link: LinkTarget,
  {
    isList,
    prefixes,
    at,
  }: { readonly isList: boolean; readonly prefixes: Pick<Prefixes, 'all'>; readonly at: string },
): Problem[] {
  const path = `${at}.url`
  if (link.url.trim() === '')
    return [{ code: 'link_missing', path, message: 'It is not said yet where a button leads.' }]
  if (hasWordInHost(link))
    return [
      {
        code: 'link_word_in_host',
        path,
        message: 'Only what comes after the name of the site may be different for each person.',
      },
    ]
  const target = checkTarget(withSamples(link))
  if (!target.ok)
    return [
      {
        code: 'link_wrong',
        path,
        message: 'Where a button leads is not a web address that customers can open.',
      },
    ]
  if (prefixes.all.some((prefix) => target.url.startsWith(prefix)))
    return [
      {
        code: 'link_in_circle',
        path,
        message: 'This is a short link itself. Say where it leads in the end.',
      },
    ]
  // Of a list, each row may bring its own words.
  const open = isList ? [] : wordsOfTarget(link).filter((name) => !isFilled(link, name))
  return open.map((name) => ({
    code: 'link_word_missing',
    path: `${at}.variables.${name}`,
    message: 'A word in the address of a button is not filled in.',
  }))
}

function isFilled({ variables = {} }: LinkTarget, name: string): boolean {
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined
  return variable !== undefined && (variable.from !== 'literal' || variable.value.trim() !== '')
}
