/**
 * Meta's limits of what a customer can tap on, checked before Meta sees them; the composer counts by the same numbers. Unknown
 * kinds go through: Meta may know more. Lengths are UTF-16 code units. Pure, and without imports: the web app has it too.
 * Source: Meta, "Interactive messages" and "Contacts messages" (Nov 2025 to Apr 2026).
 */
type Problem = { readonly path: string; readonly message: string }

export const LIMITS = {
  body: 1024,
  listBody: 4096,
  /** A header's text, a footer. */
  edge: 60,
  /** What stands on a button, also on the one that opens a list. */
  button: 20,
  buttons: 3,
  buttonId: 256,
  rowTitle: 24,
  rowDescription: 72,
  rowId: 200,
  /** In all sections together. */
  rows: 10,
  sections: 10,
  sectionTitle: 24,
} as const

/** Their body must say something; of other kinds Meta knows best. */
const KNOWN: ReadonlySet<string> = new Set(['button', 'list', 'cta_url', 'location_request_message'])
const HEADER_KINDS: ReadonlySet<string> = new Set(['text', 'image', 'video', 'document'])

/** null: nothing to object to. */
export function checkInteractive(interactive: Readonly<Record<string, unknown>>): Problem | null {
  const type = interactive['type']
  if (typeof type !== 'string') return { path: 'interactive.type', message: 'is missing' }
  const bodyMax = type === 'list' ? LIMITS.listBody : LIMITS.body
  const body = textAt(interactive, 'body')
  if (KNOWN.has(type) && body.trim() === '')
    return { path: 'interactive.body.text', message: 'must say something' }
  return (
    tooLong(body, bodyMax, 'interactive.body.text') ??
    tooLong(textAt(interactive, 'header'), LIMITS.edge, 'interactive.header.text') ??
    tooLong(textAt(interactive, 'footer'), LIMITS.edge, 'interactive.footer.text') ??
    checkHeader(type, interactive['header']) ??
    (type === 'button' ? checkButtons(interactive) : null) ??
    (type === 'list' ? checkList(interactive) : null) ??
    (type === 'cta_url' ? checkLink(interactive) : null)
  )
}

/** A list takes words above it, buttons and links also a picture, a film or a file. */
function checkHeader(type: string, header: unknown): Problem | null {
  if (header === undefined || !KNOWN.has(type)) return null
  const kind = wordOf(objectOf(header)['type'])
  const isTaken = type === 'list' ? kind === 'text' : HEADER_KINDS.has(kind)
  return isTaken && type !== 'location_request_message'
    ? null
    : { path: 'interactive.header.type', message: 'is not one that this kind takes' }
}

function checkButtons(interactive: Readonly<Record<string, unknown>>): Problem | null {
  const path = 'interactive.action.buttons'
  const buttons = listAt(objectOf(interactive['action']), 'buttons')
  if (buttons.length < 1 || buttons.length > LIMITS.buttons)
    return { path, message: 'must be one to three buttons' }
  const replies = buttons.map((button) => objectOf(objectOf(button)['reply']))
  const titles = replies.map((reply) => wordOf(reply['title']))
  if (titles.some((title) => title === '' || title.length > LIMITS.button))
    return { path, message: `need titles of 1 to ${LIMITS.button} characters` }
  if (replies.some((reply) => wordOf(reply['id']).length > LIMITS.buttonId))
    return { path, message: `need ids of at most ${LIMITS.buttonId} characters` }
  return new Set(titles).size < titles.length ? { path, message: 'need different titles' } : null
}

function checkList(interactive: Readonly<Record<string, unknown>>): Problem | null {
  const button = wordOf(objectOf(interactive['action'])['button'])
  if (button === '' || button.length > LIMITS.button)
    return { path: 'interactive.action.button', message: `must be 1 to ${LIMITS.button} characters` }
  const path = 'interactive.action.sections'
  const sections = listAt(objectOf(interactive['action']), 'sections').map(objectOf)
  const rows = sections.flatMap((section) => listAt(section, 'rows')).map(objectOf)
  if (sections.length > LIMITS.sections) return { path, message: 'must be at most ten sections' }
  if (rows.length < 1 || rows.length > LIMITS.rows)
    return { path, message: 'must have one to ten rows in all' }
  const titles = sections.map((section) => wordOf(section['title']))
  if (titles.some((title) => title.length > LIMITS.sectionTitle || (title === '' && sections.length > 1)))
    return {
      path,
      message: `need titles of at most ${LIMITS.sectionTitle} characters, each if they are several`,
    }
  return rows.every(isRow)
    ? null
    : { path, message: 'need titles of 1 to 24 and descriptions of at most 72 characters' }
}

const isRow = (row: Readonly<Record<string, unknown>>): boolean =>
  wordOf(row['title']) !== '' &&
  wordOf(row['title']).length <= LIMITS.rowTitle &&
  wordOf(row['description']).length <= LIMITS.rowDescription &&
  wordOf(row['id']).length <= LIMITS.rowId

function checkLink(interactive: Readonly<Record<string, unknown>>): Problem | null {
  const parameters = objectOf(objectOf(interactive['action'])['parameters'])
  const words = wordOf(parameters['display_text'])
  if (words === '' || words.length > LIMITS.button)
    return {
      path: 'interactive.action.parameters.display_text',
      message: `must be 1 to ${LIMITS.button} characters`,
    }
  return isWebAddress(wordOf(parameters['url']))
    ? null
    : { path: 'interactive.action.parameters.url', message: 'must begin with https:// or http://' }
}

/** What a browser would open, and nothing that runs in it. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/u.test(url.protocol) && url.hostname !== ''
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const listAt = (value: Readonly<Record<string, unknown>>, key: string): unknown[] => {
  const list = value[key]
  return Array.isArray(list) ? list : []
}
/** The text of a field; anything else is no text. */
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const textAt = (value: Readonly<Record<string, unknown>>, key: string): string =>
  wordOf(objectOf(value[key])['text'])
const tooLong = (text: string, max: number, path: string): Problem | null =>
  text.length > max ? { path, message: `has ${text.length} characters; WhatsApp takes ${max}` } : null
