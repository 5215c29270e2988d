/**
 * The demo shop's campaign: the festive sale of five days ago to its regular customers, with what came of it, and the next one, which is
 * being written. Pure.
 */
import type { Definition } from '#campaigns/shapes.ts'
import { DEMO_PEOPLE } from '#people/demo-people.ts'
import { after, DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS, type Instant } from '#platform/time.ts'
import { tapped, template } from './kinds.ts'
import { createRandom, idAt, type Random } from './random.ts'
import type { Line, OutState } from './script.ts'
import type { CampaignRow, LinkCodeRow, MessageRow, RecipientRow, SeedRows } from './seed-rows.ts'

/** So many days ago, to everybody who buys again and again. */
export const SALE_DAYS_AGO = 5
const NAME = 'festive_offer'
const TARGET = 'https://kurta-house.example/festive'
/** Meta's for India, as in the rate card; the others have none in rupees. */
const PRICE_MICROS = 863_100

/** How the shop's codes begin; two tenants never share one. */
export const LINK_TAG = 'KH'
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** By their number among the regulars: what they wrote, and what Kavya answered. */
const REPLIES: Readonly<Record<number, readonly [said: string, answer: string | null]>> = {
  4: ['Do you have the indigo one in XL?', 'Yes, two pieces left. Shall I keep one for you?'],
  13: ['Is this on cotton sarees also?', 'On all block prints, sarees too. Open till 9 tonight 🙂'],
  26: ['Price of the mustard dupatta?', '₹640 after the discount. It comes with delivery.'],
  38: ['कल तक रहेगा?', 'हाँ जी, रविवार रात तक।'],
  57: ['👍', null],
  72: ['Kindly send photos of new kurtas', 'Sending you a few in a minute.'],
  95: ['Can I pay when it comes?', 'Of course, cash or UPI at the door.'],
  118: ['मेरे साइज़ में क्या है?', 'आपके M साइज़ में ग्यारह कुर्ते हैं, लिंक भेज रही हूँ।'],
  143: ['Ordered two, thank you!', null],
  166: ['Do you deliver to Nashik?', 'Yes, in three days.'],
  189: ['Which shop? Is it the one in Johari Bazaar?', 'Yes, next to the clock tower.'],
  207: ['Very nice collection', null],
}
/** Tapped “Stop”. */
const STOPS = [66, 151]
/** Meta holds offers back from people who get too many, of whatever business. */
const HELD_BACK = [21, 63, 105, 147, 190]

/** What everybody gets; each with a code of their own behind the button. */
export const saleTo = (nth: number, first: string, off: string, state: OutState): Line =>
  template(
    'festive_offer_en',
    { 1: first, 2: off, button_2: codeOf(nth) },
    { state: fateOf(nth, state), source: 'campaign' },
  )

function codeOf(nth: number): string {
  const random = createRandom(57_000 + nth)
  return LINK_TAG + Array.from({ length: 10 }, () => ALPHABET[random.below(ALPHABET.length)]).join('')
}

function fateOf(nth: number, drawn: OutState): OutState {
  if (drawn === 131026) return drawn
  if (HELD_BACK.includes(nth)) return 131049
  return REPLIES[nth] !== undefined || STOPS.includes(nth) ? 'read' : drawn
}

/** Whether they wanted no more of it. */
export const saidStop = (nth: number): boolean => STOPS.includes(nth)

/** What was said because of it, each with how long after it. */
export function talkAfterSale(nth: number): readonly { readonly line: Line; readonly afterMs: number }[] {
  const said = REPLIES[nth]
  const afterMs = (4 + ((nth * 13) % 170)) * MINUTE_MS
  if (saidStop(nth)) return [{ line: tapped('Stop'), afterMs }]
  if (said === undefined) return []
  const [words, answer] = said
  return [
    { line: textOf('them', words), afterMs },
    ...(answer === null
      ? []
      : [{ line: textOf('us', answer), afterMs: afterMs + (2 + (nth % 9)) * MINUTE_MS }]),
  ]
}

const textOf = (by: Line['by'], body: string): Line => ({
  by,
  type: 'text',
  text: body,
  content: { text: { body } },
})

type Said = Pick<SeedRows, 'messages' | 'conversations' | 'identities' | 'suppressions'>
type Rows = Pick<
  SeedRows,
  'campaigns' | 'recipients' | 'trackedLinks' | 'linkCodes' | 'campaignAlarms' | 'sends'
>

export function campaignRows(said: Said, now: Instant): Rows {
  const random = createRandom(1968)
  const sent = said.messages.filter((row) => isSale(row)).toSorted((a, b) => a.at - b.at)
  const [first, last] = [sent[0], sent.at(-1)]
  if (first === undefined || last === undefined) throw new Error('nobody got the demo shop’s offer')
  const began = instant(first.at - 20 * SECOND_MS)
  const written = after(began, -HOUR_MS)
  const [sale, link] = [idAt(written, random), idAt(began, random)]
  const contacts = new Map(said.conversations.map(({ id, contact_id }) => [id, contact_id]))
  const phones = new Map(said.identities.map(({ contact_id, value }) => [contact_id, value]))
  const people = sent.map((message) => {
    const contact = contacts.get(message.conversation_id) ?? ''
    return { message, contact, micros: phones.get(contact)?.startsWith('91') === true ? PRICE_MICROS : 0 }
  })
  const skipped = said.suppressions.filter(({ at }) => at < began)
  return {
    campaigns: [
      saleRow(people, { id: sale, written, began, ended: instant(last.at + 2 * SECOND_MS) }),
      draftRow(sale, random, now),
    ],
    recipients: [
      ...people.map(({ message, contact, micros }) => ({
        ...{ campaign_id: sale, contact_id: contact, place: random.below(2_000_000_000), variant: 0 },
        ...{ zone: 'Asia/Kolkata', state: 'taken' as const, reason: null, send_id: message.id },
        ...{ price_micros: micros, done_at: message.at },
      })),
      ...skipped.map(({ contact_id }): RecipientRow => ({
        ...{ campaign_id: sale, contact_id, place: random.below(2_000_000_000), variant: 0 },
        ...{ zone: 'Asia/Kolkata', state: 'skipped', reason: 'suppressed', send_id: null },
        ...{ price_micros: null, done_at: began },
      })),
    ],
    sends: people.map(({ message, contact }) => ({
      ...{ id: message.id, conversation_id: message.conversation_id, class: 3, state: 'accepted' as const },
      ...{ idempotency_key: `campaign:${sale}:${contact}`, payload: payloadOf(message) },
      ...{ accepted_at: message.at - 3 * SECOND_MS, dispatching_at: message.at, wamid: message.wamid },
      error: null,
    })),
    trackedLinks: [{ id: link, url: TARGET, campaign_id: sale, created_at: began }],
    linkCodes: people.map((one) => codeRow(one, { campaign: sale, link }, random)),
    // Whoever looks at campaigns counts it.
    campaignAlarms: [{ campaign_id: sale, due_at: now }],
  }
}

type Moments = {
  readonly id: string
  readonly written: Instant
  readonly began: Instant
  readonly ended: Instant
}

const RULES: Omit<Definition, 'audience' | 'messages'> = {
  ...{ exceptSegmentId: null, test: null, holdOutPercent: 0, budget: '500.00', expiresAt: null },
  ...{ quietHours: { from: '21:00', to: '09:00' }, frequencyCap: { messages: 2, days: 7 }, isGuarded: true },
}

const NOBODY_YET = {
  ...{ started_at: null, ended_at: null, starts_at: null, is_audience_whole: false },
  ...{ taken: 0, reserved_micros: 0, category: null },
}

function saleRow(
  people: readonly { readonly micros: number }[],
  { id, written, began, ended }: Moments,
): CampaignRow {
  const definition: Definition = {
    ...RULES,
    audience: { from: 'list' },
    messages: [
      {
        ...{ name: NAME, language: 'en', parameters: { 2: '20%' } },
        variables: { 1: { from: 'contact', field: 'first_name', fallback: 'there' } },
        links: { button_2: { url: TARGET } },
      },
    ],
  }
  return {
    ...{ id, name: 'Festive sale', state: 'completed', created_by: DEMO_PEOPLE.Meera.name },
    ...{ created_at: written, changed_at: ended, starts_at: began, started_at: began, ended_at: ended },
    ...{
      definition: JSON.stringify(definition),
      is_audience_whole: true,
      taken: people.length,
      category: 'marketing',
    },
    reserved_micros: people.reduce((sum, { micros }) => sum + micros, 0),
  }
}

/** For those who did not look at the sale. */
function draftRow(sale: string, random: Random, now: Instant): CampaignRow {
  const at = after(now, -DAY_MS - 3 * HOUR_MS)
  const definition: Definition = {
    ...RULES,
    audience: { from: 'campaign', campaignId: sale, who: 'not_clicked' },
    messages: [
      {
        ...{ name: 'festive_sale', language: 'en', parameters: { 2: '25%' } },
        variables: { 1: { from: 'contact', field: 'first_name', fallback: 'there' } },
      },
    ],
  }
  return {
    ...{ ...NOBODY_YET, id: idAt(at, random), name: 'Festive sale: last days', state: 'draft' },
    definition: JSON.stringify(definition),
    ...{ created_by: DEMO_PEOPLE.Kavya.name, created_at: at, changed_at: at },
  }
}

type SentTemplate = {
  readonly template?: {
    readonly name?: string
    readonly components?: readonly {
      readonly type: string
      readonly parameters?: readonly { readonly text?: string }[]
    }[]
  }
}

const isSale = ({ direction, type, content }: MessageRow): boolean =>
  direction === 'out' && type === 'template' && (content as SentTemplate).template?.name === NAME

const payloadOf = ({ content }: MessageRow) => ({
  type: 'template',
  template: (content as SentTemplate).template,
})

/** Of those who read it, one in five had a look, mostly at once and some once more in the evening. */
function codeRow(
  { message, contact }: { readonly message: MessageRow; readonly contact: string },
  { campaign, link }: { readonly campaign: string; readonly link: string },
  random: Random,
): LinkCodeRow {
  const { components = [] } = (message.content as SentTemplate).template ?? {}
  const code = components.find(({ type }) => type === 'button')?.parameters?.[0]?.text ?? ''
  const drawn = random.below(100)
  const hasFollowed = message.read_at !== null && drawn < 22
  const clicked = hasFollowed ? message.read_at + (5 + drawn * 11) * SECOND_MS : null
  return {
    ...{ code, link_id: link, contact_id: contact, campaign_id: campaign, created_at: message.at },
    ...{ clicks: hasFollowed ? 1 + Number(drawn % 4 === 0) : 0, previews: 0 },
    ...{ seen_at: clicked, clicked_at: clicked },
  }
}
