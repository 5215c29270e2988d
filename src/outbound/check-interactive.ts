/**
 * Meta's limits of interactive messages, checked before Meta sees them. Unknown kinds go through: Meta may know more.
 * Source: Meta, "Interactive messages" (Nov 2025 to Apr 2026): three buttons with titles of 20, ten rows in all with titles
 * of 24 and descriptions of 72 behind a button of 20, body 1024 (lists 4096), header and footer 60. Lengths are UTF-16 code
 * units.
 */
type Problem = { readonly path: string; readonly message: string }

const BODY_MAX = 1024
const LIST_BODY_MAX = 4096
const EDGE_MAX = 60
const BUTTON_MAX = 20

/** null: nothing to object to. */
export function checkInteractive(interactive: Readonly<Record<string, unknown>>): Problem | null {
  const type = interactive['type']
  if (typeof type !== 'string') return { path: 'interactive.type', message: 'is missing' }
  const bodyMax = type === 'list' ? LIST_BODY_MAX : BODY_MAX
  return (
    tooLong(textAt(interactive, 'body'), bodyMax, 'interactive.body.text') ??
    tooLong(textAt(interactive, 'header'), EDGE_MAX, 'interactive.header.text') ??
    tooLong(textAt(interactive, 'footer'), EDGE_MAX, 'interactive.footer.text') ??
    (type === 'button' ? checkButtons(interactive) : null) ??
    (type === 'list' ? checkList(interactive) : null)
  )
}

function checkButtons(interactive: Readonly<Record<string, unknown>>): Problem | null {
  const path = 'interactive.action.buttons'
  const buttons = listAt(objectOf(interactive['action']), 'buttons')
  if (buttons.length < 1 || buttons.length > 3) return { path, message: 'must be one to three buttons' }
  const titles = buttons.map((button) => wordOf(objectOf(objectOf(button)['reply'])['title']))
  if (titles.some((title) => title === '' || title.length > BUTTON_MAX))
    return { path, message: 'need titles of 1 to 20 characters' }
  return new Set(titles).size < titles.length ? { path, message: 'need different titles' } : null
}

function checkList(interactive: Readonly<Record<string, unknown>>): Problem | null {
  const button = wordOf(objectOf(interactive['action'])['button'])
  if (button === '' || button.length > BUTTON_MAX)
    return { path: 'interactive.action.button', message: 'must be 1 to 20 characters' }
  const path = 'interactive.action.sections'
  const sections = listAt(objectOf(interactive['action']), 'sections')
  const rows = sections.flatMap((section) => listAt(objectOf(section), 'rows')).map(objectOf)
  if (rows.length < 1 || rows.length > 10) return { path, message: 'must have one to ten rows in all' }
  const isWrong = rows.some(
    (row) =>
      wordOf(row['title']) === '' ||
      wordOf(row['title']).length > 24 ||
      wordOf(row['description']).length > 72,
  )
  return isWrong
    ? { path, message: 'need titles of 1 to 24 and descriptions of at most 72 characters' }
    : null
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
