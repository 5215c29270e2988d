/**
 * Meta's limits of what a customer can tap on, checked before Meta sees them; the composer counts by the same numbers. Unknown
 * kinds go through: Meta may know more. Lengths are UTF-16 code units. Pure, and without imports: the web app has it too.
 * Source: Meta, "Interactive messages" and "Contacts messages" (Nov 2025 to Apr 2026).
 */
type Problem = { readonly path: string; readonly message: string }
type Fields = Readonly<Record<string, unknown>>

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
  /** Of an Indian address. */
  pinCode: 6,
  /** A button to call: how long it works (a week unless said), and what comes back with the call. */
  callMinutes: 43_200,
  callPayload: 512,
  /** In all sections together. */
  products: 30,
  /** The shop's own id of a product. */
  sku: 100,
  /** What stands on the button that opens a form. */
  flowButton: 30,
  cardsMin: 2,
  cards: 10,
  cardBody: 160,
  cardLineBreaks: 2,
  /** Answers on each card, and the id of each. */
  cardButtons: 2,
  cardButtonId: 20,
} as const

const FILES = ['image', 'video', 'document'] as const
/** What may stand above each kind that we know. */
const HEADERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['button', ['text', ...FILES]],
  ['list', ['text']],
  ['cta_url', ['text', ...FILES]],
  ['location_request_message', []],
  ['address_message', ['text', ...FILES]],
  ['voice_call', []],
  ['product', []],
  ['product_list', ['text']],
  ['catalog_message', []],
  ['flow', ['text', ...FILES]],
  ['carousel', []],
  ['call_permission_request', []],
  ['contact_request', []],
])
const MAY_BE_SILENT: ReadonlySet<string> = new Set(['product', 'call_permission_request'])

/** null: nothing to object to. */
export function checkInteractive(interactive: Fields): Problem | null {
  const type = interactive['type']
  if (typeof type !== 'string') return { path: 'interactive.type', message: 'is missing' }
  const bodyMax = type === 'list' ? LIMITS.listBody : LIMITS.body
  const body = textAt(interactive, 'body')
  if (
    HEADERS.has(type) &&
    body.trim() === '' &&
    !(MAY_BE_SILENT.has(type) && interactive['body'] === undefined)
  )
    return { path: 'interactive.body.text', message: 'must say something' }
  return (
    tooLong(body, bodyMax, 'interactive.body.text') ??
    tooLong(textAt(interactive, 'header'), LIMITS.edge, 'interactive.header.text') ??
    tooLong(textAt(interactive, 'footer'), LIMITS.edge, 'interactive.footer.text') ??
    checkHeader(type, interactive['header']) ??
    checkAction(type, interactive)
  )
}

function checkAction(type: string, interactive: Fields): Problem | null {
  switch (type) {
    case 'button':
      return checkButtons(interactive)
    case 'list':
      return checkList(interactive)
    case 'cta_url':
      return checkLinkAt(objectOf(interactive['action']), 'interactive.action')
    case 'address_message':
      return checkAddress(interactive)
    case 'voice_call':
      return checkCall(interactive)
    case 'product':
    case 'product_list':
    case 'catalog_message':
      return checkProducts(type, interactive)
    case 'flow':
      return checkFlow(interactive)
    case 'carousel':
      return checkCarousel(interactive)
    case 'call_permission_request':
      return checkName(interactive, 'call_permission_request')
    case 'contact_request':
      return checkName(interactive, 'request_contact_info')
    default:
      return null
  }
}

function checkHeader(type: string, header: unknown): Problem | null {
  const kinds = HEADERS.get(type)
  if (header === undefined || kinds === undefined) return null
  return kinds.includes(wordOf(objectOf(header)['type']))
    ? null
    : { path: 'interactive.header.type', message: 'is not one that this kind takes' }
}

function checkButtons(interactive: Fields): Problem | null {
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

function checkList(interactive: Fields): Problem | null {
  const button = wordOf(objectOf(interactive['action'])['button'])
  if (button === '' || button.length > LIMITS.button)
    return { path: 'interactive.action.button', message: `must be 1 to ${LIMITS.button} characters` }
  const path = 'interactive.action.sections'
  const sections = listAt(objectOf(interactive['action']), 'sections').map(objectOf)
  const rows = sections.flatMap((section) => listAt(section, 'rows')).map(objectOf)
  if (sections.length > LIMITS.sections) return { path, message: 'must be at most ten sections' }
  if (rows.length < 1 || rows.length > LIMITS.rows)
    return { path, message: 'must have one to ten rows in all' }
  const problem = checkSectionTitles(sections, path)
  if (problem !== null) return problem
  return rows.every(isRow)
    ? null
    : { path, message: 'need titles of 1 to 24 and descriptions of at most 72 characters' }
}

const isRow = (row: Fields): boolean =>
  wordOf(row['title']) !== '' &&
  wordOf(row['title']).length <= LIMITS.rowTitle &&
  wordOf(row['description']).length <= LIMITS.rowDescription &&
  wordOf(row['id']).length <= LIMITS.rowId

function checkLinkAt(action: Fields, path: string): Problem | null {
  const parameters = objectOf(action['parameters'])
  const words = wordOf(parameters['display_text'])
  if (words === '' || words.length > LIMITS.button)
    return { path: `${path}.parameters.display_text`, message: `must be 1 to ${LIMITS.button} characters` }
  return isWebAddress(wordOf(parameters['url']))
    ? null
    : { path: `${path}.parameters.url`, message: 'must begin with https:// or http://' }
}

/** Source: Meta, "Address messages" (India only). */
function checkAddress(interactive: Fields): Problem | null {
  const path = 'interactive.action.parameters'
  const parameters = objectOf(objectOf(interactive['action'])['parameters'])
  if (parameters['country'] !== 'IN')
    return { path: `${path}.country`, message: 'must be IN: WhatsApp asks for addresses in India only' }
  const { values } = parameters
  if (values === undefined) return null
  const isFilledIn = typeof values === 'object' && values !== null && !Array.isArray(values)
  if (!isFilledIn || Object.values(values).some((value) => typeof value !== 'string'))
    return { path: `${path}.values`, message: 'must be texts by the names of their fields' }
  return (
    tooLong(wordOf(objectOf(values)['in_pin_code']), LIMITS.pinCode, `${path}.values.in_pin_code`) ??
    Object.entries(values)
      .map(([name, value]) => tooLong(wordOf(value), LIMITS.body, `${path}.values.${name.slice(0, 40)}`))
      .find((problem) => problem !== null) ??
    null
  )
}

/** Without parameters Meta writes "Call Now" on the button. Source: Meta, "Call button messages". */
function checkCall(interactive: Fields): Problem | null {
  const path = 'interactive.action.parameters'
  const given = objectOf(interactive['action'])['parameters']
  if (given === undefined) return null
  const { display_text: words, ttl_minutes: minutes, payload } = objectOf(given)
  if (words !== undefined && (wordOf(words).trim() === '' || wordOf(words).length > LIMITS.button))
    return { path: `${path}.display_text`, message: `must be 1 to ${LIMITS.button} characters` }
  if (minutes !== undefined && !isCallTime(minutes))
    return { path: `${path}.ttl_minutes`, message: `must be 1 to ${LIMITS.callMinutes} whole minutes` }
  if (payload !== undefined && typeof payload !== 'string')
    return { path: `${path}.payload`, message: 'must be a text' }
  return tooLong(wordOf(payload), LIMITS.callPayload, `${path}.payload`)
}

/** How many minutes a button to call may work. */
export const isCallTime = (minutes: unknown): boolean =>
  Number.isInteger(minutes) && Number(minutes) >= 1 && Number(minutes) <= LIMITS.callMinutes

/** One product, several in sections, or the whole catalogue. Source: Meta, "Share products with customers". */
function checkProducts(type: string, interactive: Fields): Problem | null {
  const action = objectOf(interactive['action'])
  if (type === 'catalog_message') {
    const sku = objectOf(action['parameters'])['thumbnail_product_retailer_id']
    const path = 'interactive.action.parameters.thumbnail_product_retailer_id'
    return sku === undefined || isSku(sku) ? null : { path, message: SKU_LENGTH }
  }
  if (wordOf(action['catalog_id']).trim() === '')
    return { path: 'interactive.action.catalog_id', message: 'is missing' }
  if (type === 'product_list')
    return textAt(interactive, 'header').trim() === ''
      ? { path: 'interactive.header.text', message: 'must say something' }
      : checkProductSections(listAt(action, 'sections').map(objectOf))
  return isSku(action['product_retailer_id'])
    ? null
    : { path: 'interactive.action.product_retailer_id', message: SKU_LENGTH }
}

function checkProductSections(sections: readonly Fields[]): Problem | null {
  const path = 'interactive.action.sections'
  const products = sections.flatMap((section) => listAt(section, 'product_items')).map(objectOf)
  if (sections.length > LIMITS.sections) return { path, message: 'must be at most ten sections' }
  if (products.length < 1 || products.length > LIMITS.products)
    return { path, message: `must have 1 to ${LIMITS.products} products in all` }
  if (sections.some((section) => listAt(section, 'product_items').length === 0))
    return { path, message: 'need a product in each' }
  return (
    checkSectionTitles(sections, path) ??
    (products.every((product) => isSku(product['product_retailer_id']))
      ? null
      : { path, message: SKU_IN_EACH })
  )
}

/** Source: Meta, "Sending a Flow" (Nov 2025). */
function checkFlow(interactive: Fields): Problem | null {
  const path = 'interactive.action.parameters'
  const parameters = objectOf(objectOf(interactive['action'])['parameters'])
  const [id, name] = [wordOf(parameters['flow_id']).trim(), wordOf(parameters['flow_name']).trim()]
  const words = wordOf(parameters['flow_cta'])
  const start = parameters['flow_action']
  const payload = parameters['flow_action_payload']
  if ((id === '') === (name === ''))
    return { path: `${path}.flow_id`, message: 'or flow_name must be given, and not both' }
  if (String(parameters['flow_message_version']) !== '3')
    return { path: `${path}.flow_message_version`, message: 'must be "3"' }
  if (words.trim() === '' || words.length > LIMITS.flowButton)
    return { path: `${path}.flow_cta`, message: `must be 1 to ${LIMITS.flowButton} characters` }
  if (start !== undefined && start !== 'navigate' && start !== 'data_exchange')
    return { path: `${path}.flow_action`, message: 'must be navigate or data_exchange' }
  if (start === 'data_exchange' && payload !== undefined)
    return { path: `${path}.flow_action_payload`, message: 'goes with navigate only' }
  const { screen } = objectOf(payload)
  if (payload !== undefined && wordOf(screen).trim() === '')
    return { path: `${path}.flow_action_payload.screen`, message: 'must name a screen' }
  return checkName(interactive, 'flow')
}

const checkName = (interactive: Fields, name: string): Problem | null =>
  objectOf(interactive['action'])['name'] === name
    ? null
    : { path: 'interactive.action.name', message: `must be ${name}` }

/** Pictures or products beside each other. Source: Meta, "Interactive media carousel messages" (Dec 2025). */
function checkCarousel(interactive: Fields): Problem | null {
  const path = 'interactive.action.cards'
  const cards = listAt(objectOf(interactive['action']), 'cards').map(objectOf)
  if (interactive['footer'] !== undefined)
    return { path: 'interactive.footer', message: 'has no place in a carousel' }
  if (cards.length < LIMITS.cardsMin || cards.length > LIMITS.cards)
    return { path, message: `must be ${LIMITS.cardsMin} to ${LIMITS.cards} cards` }
  const misplaced = cards.findIndex((card, index) => card['card_index'] !== index)
  if (misplaced !== -1)
    return { path: `${path}.${misplaced}.card_index`, message: `must be ${misplaced}: cards count from 0` }
  const problem = cards.map((card, index) => checkCard(card, `${path}.${index}`)).find((one) => one !== null)
  if (problem !== undefined) return problem
  const ids = cards.flatMap(repliesOf).map(({ id }) => id)
  if (new Set(ids).size < ids.length) return { path, message: 'need different ids for their buttons' }
  return new Set(cards.map(layoutOf)).size > 1
    ? { path, message: 'need the same buttons on each card' }
    : null
}

function checkCard(card: Fields, path: string): Problem | null {
  if (card['type'] === 'product') {
    const action = objectOf(card['action'])
    if (wordOf(action['catalog_id']).trim() === '')
      return { path: `${path}.action.catalog_id`, message: 'is missing' }
    return isSku(action['product_retailer_id'])
      ? null
      : { path: `${path}.action.product_retailer_id`, message: SKU_LENGTH }
  }
  const body = textAt(card, 'body')
  if (card['body'] !== undefined && body.trim() === '')
    return { path: `${path}.body.text`, message: 'must say something' }
  if (lineBreaks(body) > LIMITS.cardLineBreaks)
    return { path: `${path}.body.text`, message: `has more than ${LIMITS.cardLineBreaks} line breaks` }
  return (
    checkCardHeader(objectOf(card['header']), path) ??
    tooLong(body, LIMITS.cardBody, `${path}.body.text`) ??
    checkCardAction(card, path)
  )
}

/** A file of ours by `mediaId`, one that is at Meta by `id`, or an address that Meta fetches. */
function checkCardHeader(header: Fields, path: string): Problem | null {
  const kind = wordOf(header['type'])
  if (kind !== 'image' && kind !== 'video')
    return { path: `${path}.header.type`, message: 'must be image or video' }
  const file = objectOf(header[kind])
  const names = [file['mediaId'], file['id'], file['link']].filter((name) => name !== undefined)
  return names.length === 1 && wordOf(names[0]) !== ''
    ? null
    : { path: `${path}.header.${kind}`, message: 'must name one file: by mediaId, id or link' }
}

function checkCardAction(card: Fields, path: string): Problem | null {
  const action = objectOf(card['action'])
  if (action['buttons'] === undefined) return checkLinkAt(action, `${path}.action`)
  const replies = repliesOf(card)
  const at = `${path}.action.buttons`
  if (replies.length < 1 || replies.length > LIMITS.cardButtons)
    return { path: at, message: `must be 1 to ${LIMITS.cardButtons} buttons` }
  if (replies.some(({ title }) => title.trim() === '' || title.length > LIMITS.button))
    return { path: at, message: `need titles of 1 to ${LIMITS.button} characters` }
  if (new Set(replies.map(({ title }) => title)).size < replies.length)
    return { path: at, message: 'need different titles' }
  return replies.some(({ id }) => id === '' || id.length > LIMITS.cardButtonId)
    ? { path: at, message: `need ids of 1 to ${LIMITS.cardButtonId} characters` }
    : null
}

const repliesOf = (card: Fields): { readonly id: string; readonly title: string }[] =>
  listAt(objectOf(card['action']), 'buttons').map((button) => {
    const { quick_reply: quick, reply } = objectOf(button)
    const { id, title } = objectOf(quick ?? reply)
    return { id: wordOf(id), title: wordOf(title) }
  })

/** Meta wants all cards alike, and products from one catalogue. */
function layoutOf(card: Fields): string {
  const action = objectOf(card['action'])
  return card['type'] === 'product'
    ? `product ${wordOf(action['catalog_id'])}`
    : `${repliesOf(card).length} answers`
}

/** How often a text breaks off and goes on in a new line. */
export const lineBreaks = (text: string): number => text.split(/\r\n?|\n/u).length - 1

const SKU_LENGTH = `must be 1 to ${LIMITS.sku} characters`
const SKU_IN_EACH = `need product ids of 1 to ${LIMITS.sku} characters`
const isSku = (value: unknown): boolean => wordOf(value).trim() !== '' && wordOf(value).length <= LIMITS.sku

function checkSectionTitles(sections: readonly Fields[], path: string): Problem | null {
  const titles = sections.map((section) => wordOf(section['title']))
  return titles.some((title) => title.length > LIMITS.sectionTitle || (title === '' && sections.length > 1))
    ? {
        path,
        message: `need titles of at most ${LIMITS.sectionTitle} characters, each if they are several`,
      }
    : null
}

/** What a browser would open, and nothing that runs in it. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/u.test(url.protocol) && url.hostname !== ''
}

const objectOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const listAt = (value: Fields, key: string): unknown[] => {
  const list = value[key]
  return Array.isArray(list) ? list : []
}
/** The text of a field; anything else is no text. */
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const textAt = (value: Fields, key: string): string => wordOf(objectOf(value[key])['text'])
const tooLong = (text: string, max: number, path: string): Problem | null =>
  text.length > max ? { path, message: `has ${text.length} characters; WhatsApp takes ${max}` } : null
