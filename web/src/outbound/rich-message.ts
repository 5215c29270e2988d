/**
 * A message that the customer can tap on, a place, or a contact card: from what stands in its form to what is sent, and what is
 * still missing. The limits are the server's own. Pure.
 */
import { checkInteractive, isWebAddress, LIMITS } from '../../../src/outbound/check-interactive.ts'
import type { Message, Outgoing } from '../platform/contract.ts'
import type { Said } from './compose.ts'
import {
  type CardMissing,
  type CardsDraft,
  EMPTY_CARDS,
  type HeaderFile,
  missingInCards,
  showCards,
} from './rich-cards.ts'
import {
  askNumber,
  askPermission,
  EMPTY_FLOW,
  type FlowDraft,
  type FlowMissing,
  missingInFlow,
  openFlow,
} from './rich-flow.ts'
import {
  askAddress,
  askToCall,
  EMPTY_MORE,
  missingInCall,
  missingInProducts,
  type MoreDraft,
  type MoreMissing,
  type Person,
  showProducts,
} from './rich-more.ts'
import { mediaUrl } from '../platform/media-url.ts'

export type RichKind =
  | 'buttons'
  | 'list'
  | 'link'
  | 'cards'
  | 'products'
  | 'flow'
  | 'ask-location'
  | 'ask-address'
  | 'ask-number'
  | 'call'
  | 'ask-to-call'
  | 'location'
  | 'contact'
export const RICH_KINDS: readonly RichKind[] = [
  'buttons',
  'list',
  'link',
  'cards',
  'products',
  'flow',
  'ask-location',
  'ask-address',
  'ask-number',
  'call',
  'ask-to-call',
  'location',
  'contact',
]

type InteractiveKind = Exclude<RichKind, 'location' | 'contact'>

export type Row = { readonly title: string; readonly description: string }
export type Section = { readonly title: string; readonly rows: readonly Row[] }

/** Everything that was typed, also of the kinds that are not shown: changing the kind loses nothing. */
export type RichDraft = {
  readonly kind: RichKind
  readonly header: string
  readonly headerFile: HeaderFile | null
  readonly body: string
  readonly footer: string
  readonly buttons: readonly string[]
  readonly listButton: string
  readonly sections: readonly Section[]
  readonly linkText: string
  readonly url: string
  readonly latitude: string
  readonly longitude: string
  readonly placeName: string
  readonly address: string
  readonly name: string
  readonly company: string
  readonly phone: string
  readonly email: string
} & MoreDraft &
  CardsDraft &
  FlowDraft

const EMPTY_ROW: Row = { title: '', description: '' }
export const EMPTY_SECTION: Section = { title: '', rows: [EMPTY_ROW] }
export const EMPTY_DRAFT: RichDraft = {
  kind: 'buttons',
  header: '',
  headerFile: null,
  body: '',
  footer: '',
  buttons: [''],
  listButton: '',
  sections: [EMPTY_SECTION],
  linkText: '',
  url: '',
  latitude: '',
  longitude: '',
  placeName: '',
  address: '',
  name: '',
  company: '',
  phone: '',
  email: '',
  ...EMPTY_MORE,
  ...EMPTY_CARDS,
  ...EMPTY_FLOW,
}

/** Why it cannot be sent yet. `limit`: something is longer than WhatsApp takes; its counter says what. */
export type Missing =
  | 'body'
  | 'button'
  | 'same-buttons'
  | 'list-button'
  | 'row'
  | 'section-title'
  | 'link-text'
  | 'url'
  | 'coordinates'
  | 'name'
  | 'phone'
  | MoreMissing
  | CardMissing
  | FlowMissing
  | 'limit'

export const takesHeader = ({ kind, productShape }: RichDraft): boolean =>
  kind === 'products' ? productShape === 'several' : TAKES_HEADER.has(kind)
const TAKES_HEADER: ReadonlySet<RichKind> = new Set(['buttons', 'list', 'link', 'flow', 'ask-address'])
export const takesFooter = ({ kind, productShape }: RichDraft): boolean =>
  kind === 'products' ? productShape !== 'cards' : takesBody(kind) && !TAKES_NO_FOOTER.has(kind)
const TAKES_NO_FOOTER: ReadonlySet<RichKind> = new Set([
  ...(['cards', 'ask-location', 'ask-number', 'call', 'ask-to-call'] as const),
])
export const takesHeaderFile = (kind: RichKind): boolean =>
  kind === 'buttons' || kind === 'link' || kind === 'flow'
export const takesBody = (kind: RichKind): boolean => kind !== 'location' && kind !== 'contact'
/** A single product may stand alone, and the wish to call has words of WhatsApp's own. */
export const isBodyOptional = ({ kind, productShape }: RichDraft): boolean =>
  kind === 'ask-to-call' || (kind === 'products' && productShape === 'one')
export const bodyMaxOf = (kind: RichKind): number => (kind === 'list' ? LIMITS.listBody : LIMITS.body)
export const rowCount = (sections: readonly Section[]): number =>
  sections.reduce((sum, { rows }) => sum + rows.length, 0)

export function composeRich(
  draft: RichDraft,
  quoted: Message | null,
  person: Person | null = null,
): { readonly said: Said; readonly missing: readonly Missing[] } {
  const outgoing = outgoingOf(draft, quoted, person)
  const content =
    outgoing.type === 'interactive'
      ? { interactive: outgoing.interactive }
      : outgoing.type === 'location'
        ? { location: outgoing.location }
        : outgoing.type === 'contacts'
          ? { contacts: outgoing.contacts }
          : {}
  const missing = missingIn(draft)
  const isRefused =
    outgoing.type === 'interactive' && missing.length === 0 && checkInteractive(outgoing.interactive) !== null
  const { headerFile: file } = draft
  return {
    said: {
      outgoing,
      bubble: {
        type: outgoing.type,
        text: textOf(draft),
        content,
        media: file !== null && takesHeaderFile(draft.kind) ? mediaOf(file) : null,
        quoted:
          quoted === null
            ? null
            : { id: quoted.id, direction: quoted.direction, type: quoted.type, text: quoted.text },
      },
    },
    missing: isRefused ? ['limit'] : missing,
  }
}

function outgoingOf(draft: RichDraft, quoted: Message | null, person: Person | null): Outgoing {
  const reply = quoted === null ? {} : { replyTo: quoted.id }
  if (draft.kind === 'location') {
    const [name, address] = [draft.placeName.trim(), draft.address.trim()]
    return {
      type: 'location',
      location: {
        latitude: coordinate(draft.latitude, 90) ?? 0,
        longitude: coordinate(draft.longitude, 180) ?? 0,
        ...(name !== '' && { name }),
        ...(address !== '' && { address }),
      },
      ...reply,
    }
  }
  if (draft.kind === 'contact') return { type: 'contacts', contacts: [cardOf(draft)], ...reply }
  const { headerFile: file } = draft
  return {
    type: 'interactive',
    interactive: interactiveOf(draft, draft.kind, person),
    ...(file !== null && takesHeaderFile(draft.kind) && { mediaId: file.mediaId }),
    ...reply,
  }
}

function interactiveOf(
  draft: RichDraft,
  kind: InteractiveKind,
  person: Person | null,
): Record<string, unknown> {
  const { headerFile: file } = draft
  const [header, footer] = [draft.header.trim(), draft.footer.trim()]
  const top =
    file !== null && takesHeaderFile(kind)
      ? {
          header: {
            type: file.media,
            [file.media]: file.media === 'document' ? { filename: file.name } : {},
          },
        }
      : header !== '' && takesHeader(draft)
        ? { header: { type: 'text', text: header } }
        : {}
  const common = {
    ...top,
    ...((draft.body.trim() !== '' || !isBodyOptional(draft)) && { body: { text: draft.body.trim() } }),
    ...(footer !== '' && takesFooter(draft) && { footer: { text: footer } }),
  }
  if (kind === 'list')
    return {
      type: 'list',
      ...common,
      action: { button: draft.listButton.trim(), sections: sectionsOf(draft) },
    }
  if (kind === 'link') {
    const parameters = { display_text: draft.linkText.trim(), url: draft.url.trim() }
    return { type: 'cta_url', ...common, action: { name: 'cta_url', parameters } }
  }
  if (kind === 'ask-location')
    return { type: 'location_request_message', ...common, action: { name: 'send_location' } }
  if (kind === 'ask-address') return { ...common, ...askAddress(draft, person) }
  if (kind === 'call') return { ...common, ...askToCall(draft) }
  if (kind === 'products') return { ...common, ...showProducts(draft) }
  if (kind === 'cards') return { ...common, ...showCards(draft) }
  if (kind === 'flow') return { ...common, ...openFlow(draft) }
  if (kind === 'ask-number') return { ...common, ...askNumber() }
  if (kind === 'ask-to-call') return { ...common, ...askPermission() }
  const buttons = titlesOf(draft).map((title, index) => ({
    type: 'reply',
    reply: { id: `button_${index + 1}`, title },
  }))
  return { type: 'button', ...common, action: { buttons } }
}

const titlesOf = ({ buttons }: RichDraft): string[] =>
  buttons.map((title) => title.trim()).filter((title) => title !== '')

function sectionsOf({ sections }: RichDraft): object[] {
  let id = 0
  return sections.map(({ title, rows }) => ({
    ...(title.trim() !== '' && { title: title.trim() }),
    rows: rows
      .filter((row) => row.title.trim() !== '')
      .map((row) => ({
        id: `row_${(id += 1)}`,
        title: row.title.trim(),
        ...(row.description.trim() !== '' && { description: row.description.trim() }),
      })),
  }))
}

type Card = Extract<Outgoing, { type: 'contacts' }>['contacts'][number]
function cardOf(draft: RichDraft): Card {
  const name = draft.name.trim()
  const [first = '', ...others] = name.split(/\s+/u)
  const [company, phone, email] = [draft.company.trim(), draft.phone.trim(), draft.email.trim()]
  return {
    name: {
      formatted_name: name,
      first_name: first,
      ...(others.length > 0 && { last_name: others.join(' ') }),
    },
    ...(company !== '' && { org: { company } }),
    ...(phone !== '' && { phones: [{ phone, type: 'WORK' }] }),
    ...(email !== '' && { emails: [{ email, type: 'WORK' }] }),
  }
}

function missingIn(draft: RichDraft): Missing[] {
  const missing: Missing[] = []
  const ask = (isThere: boolean, what: Missing) => isThere || missing.push(what)
  if (takesBody(draft.kind) && !isBodyOptional(draft)) ask(draft.body.trim() !== '', 'body')
  if (draft.kind === 'buttons') {
    const titles = titlesOf(draft)
    ask(titles.length > 0, 'button')
    ask(new Set(titles).size === titles.length, 'same-buttons')
  }
  if (draft.kind === 'list') {
    ask(draft.listButton.trim() !== '', 'list-button')
    ask(
      draft.sections.every(({ rows }) => rows.some(({ title }) => title.trim() !== '')),
      'row',
    )
    ask(
      draft.sections.length < 2 || draft.sections.every(({ title }) => title.trim() !== ''),
      'section-title',
    )
  }
  if (draft.kind === 'link') {
    ask(draft.linkText.trim() !== '', 'link-text')
    ask(isWebAddress(draft.url.trim()), 'url')
  }
  if (draft.kind === 'cards') missing.push(...missingInCards(draft))
  if (draft.kind === 'flow') missing.push(...missingInFlow(draft))
  if (draft.kind === 'call') missing.push(...missingInCall(draft))
  if (draft.kind === 'products') {
    if (draft.productShape === 'several') ask(draft.header.trim() !== '', 'heading')
    missing.push(...missingInProducts(draft))
  }
  if (draft.kind === 'location')
    ask(coordinate(draft.latitude, 90) !== null && coordinate(draft.longitude, 180) !== null, 'coordinates')
  if (draft.kind === 'contact') {
    ask(draft.name.trim() !== '', 'name')
    ask(/^\+?[\d\s()-]{6,20}$/u.test(draft.phone.trim()), 'phone')
  }
  return missing
}

function coordinate(text: string, max: number): number | null {
  const number = Number(text.trim().replace(',', '.'))
  return text.trim() === '' || !Number.isFinite(number) || Math.abs(number) > max ? null : number
}

function textOf(draft: RichDraft): string | null {
  if (draft.kind === 'location') return draft.placeName.trim() || draft.address.trim() || null
  return draft.kind === 'contact' ? draft.name.trim() : draft.body.trim() || null
}

const mediaOf = (file: HeaderFile): Message['media'] => ({
  id: file.mediaId,
  state: 'stored',
  mimeType: file.type,
  filename: file.name,
  bytes: file.size,
  isVoice: false,
  url: mediaUrl(file.mediaId),
})

/** "28.6139, 77.2090" or a link that a map gave, pasted into either field. */
export function readPlace(text: string): { readonly latitude: string; readonly longitude: string } | null {
  const found =
    /[?&@/](?:q=|query=|ll=)?(-?\d{1,2}\.\d+),(-?\d{1,3}\.\d+)/u.exec(text) ??
    /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/u.exec(text)
  const [, latitude, longitude] = found ?? []
  if (latitude === undefined || longitude === undefined) return null
  return coordinate(latitude, 90) === null || coordinate(longitude, 180) === null
    ? null
    : { latitude, longitude }
}
