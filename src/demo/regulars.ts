/**
 * The demo shop's regular customers, who order and get templates, and write nothing: what a month costs and how a number fares can
 * only be seen of many messages. Their conversations are done with, so the inbox stays what it is. Pure.
 */
import { after, type Instant } from '#platform/time.ts'
import { DEMO_PEOPLE } from '#people/demo-people.ts'
import { DAY_MS, HOUR_MS } from '#platform/time.ts'
import { SALE_DAYS_AGO, saidStop, saleTo, talkAfterSale } from './campaign-past.ts'
import { template } from './kinds.ts'
import { createRandom, idAt, type Random } from './random.ts'
import type { Line, OutState } from './script.ts'
import type { ConsentRow, ContactRow, ConversationRow, SeedRows } from './seed-rows.ts'
import type { SHOP_TEMPLATES } from './shop-templates.ts'

const COUNT = 220
/** Numbers that nobody has any more; the shop stopped writing to them. */
const GONE_FROM = 214
const INDIA_MS = 5.5 * HOUR_MS
/** Offers go out at eleven, so many days ago, to so many in ten. None on a day that is half forgotten: see `pastHours`. */
const OFFERS = [
  { daysAgo: 47, inTen: 7, off: '15%' },
  { daysAgo: 33, inTen: 6, off: '10%' },
  { daysAgo: 19, inTen: 9, off: '25%' },
] as const
const SALE_OFF = '20%'
const LATEST = HOUR_MS

const LATIN = {
  first: [
    ...['Bhavna', 'Chirag', 'Devika', 'Esha', 'Gauri', 'Harsh', 'Ishita', 'Jatin'],
    ...['Latika', 'Manoj', 'Namrata', 'Omkar', 'Payal', 'Sakshi', 'Tarun', 'Urvi'],
  ],
  last: [
    ...['Bansal', 'Chopra', 'Dutta', 'Ghosh', 'Hegde', 'Joshi'],
    ...['Kapoor', 'Lal', 'Menon', 'Pillai', 'Rathore', 'Sethi'],
  ],
} as const
const HINDI = {
  first: ['अनिता', 'भावेश', 'चंद्रिका', 'गीतांजलि', 'हरीश', 'ज्योति', 'कमला', 'मुकेश'],
  last: [
    ...['बंसल', 'चौहान', 'दुबे', 'गुप्ता', 'जैन', 'मिश्रा'],
    ...['पांडे', 'राठौड़', 'सक्सेना', 'तिवारी', 'वर्मा', 'यादव'],
  ],
} as const
const NAMES_MADE = LATIN.first.length + HINDI.first.length

type Regular = {
  readonly nth: number
  readonly name: string
  readonly first: string
  readonly phone: string
  readonly isHindi: boolean
}
type Key = keyof typeof SHOP_TEMPLATES
export type Sent = { readonly line: Line; readonly at: Instant }
type Rows = Pick<SeedRows, 'contacts' | 'identities' | 'consents' | 'suppressions'> & {
  readonly threads: readonly {
    readonly conversation: ConversationRow
    readonly sent: readonly Sent[]
  }[]
}

export function regularRows(now: Instant): Rows {
  const random = createRandom(1905)
  const people = Array.from({ length: COUNT }, (_, nth) => regular(nth))
  const threads = people.map((person) => ({ person, sent: sentTo(person, now, random) }))
  const made = threads.flatMap(({ person, sent }) => {
    const first = sent[0]?.at
    const last = sent.at(-1)?.at
    return first === undefined || last === undefined ? [] : [rowsOf(person, { sent, first, last }, random)]
  })
  return {
    contacts: made.map(({ contact }) => contact),
    identities: made.map(({ identity }) => identity),
    consents: made.flatMap(({ consents }) => consents),
    suppressions: made.flatMap(({ consents }) =>
      consents
        .filter(({ state }) => state === 'withdrawn')
        .map(({ contact_id, purpose, source, at }) => ({ contact_id, purpose, source, at })),
    ),
    threads: made.map(({ conversation, sent }) => ({ conversation, sent })),
  }
}

/** Every third one reads Hindi, and some live elsewhere. */
function regular(nth: number): Regular {
  const place = nth % NAMES_MADE
  const round = Math.floor(nth / NAMES_MADE)
  const isHindi = place % 3 === 2
  const { first: firsts, last: lasts } = isHindi ? HINDI : LATIN
  const which = isHindi ? Math.floor(place / 3) : place - Math.floor((place + 1) / 3)
  const first = firsts[which] ?? firsts[0]
  const name = `${first} ${lasts[(which * 7 + round) % lasts.length] ?? lasts[0]}`
  return { nth, name, first, isHindi, phone: phoneOf(nth) }
}

/** Numbers that are kept for stories, where a country keeps some; else ones that cannot be. */
function phoneOf(nth: number): string {
  const tail = String(nth).padStart(3, '0')
  if (nth % 40 === 7) return `971500060${tail}`
  if (nth % 55 === 11) return `12025550${100 + (nth % 100)}`
  if (nth % 60 === 23) return `447700900${tail}`
  return `919000060${tail}`
}

/** Oldest first. */
function sentTo(person: Regular, now: Instant, random: Random): Sent[] {
  const { nth } = person
  const sent = nth >= GONE_FROM ? triedOn(person, now, random) : soldTo(person, now, random)
  const latest = after(now, -LATEST)
  return sent.filter(({ at }) => at <= latest && !isOnTheEdge(at, now)).toSorted((a, b) => a.at - b.at)
}

/** What was sent eight days ago is counted or not by the second; nothing was. */
const isOnTheEdge = (at: Instant, now: Instant): boolean => Math.abs(now - at - 8 * DAY_MS) < 3 * HOUR_MS

function soldTo(person: Regular, now: Instant, random: Random): Sent[] {
  const { nth } = person
  const offers = OFFERS.filter(({ inTen }) => (nth * 7) % 10 < inTen).map(({ daysAgo, off }) =>
    send(person, 'festive_sale', [person.first, off], {
      at: after(clockOn(now, daysAgo, 11), (nth * 7 + random.below(5)) * 1000),
      state: fate(random, daysAgo === 19 ? 58 : 74),
    }),
  )
  const saleAt = after(clockOn(now, SALE_DAYS_AGO, 11), (nth * 7 + random.below(5)) * 1000)
  const sale = [
    { line: saleTo(nth, person.first, SALE_OFF, fate(random, 74)), at: saleAt },
    ...talkAfterSale(nth).map(({ line, afterMs }) => ({ line, at: after(saleAt, afterMs) })),
  ]
  const orders = Array.from({ length: 1 + random.below(3) }, () =>
    order(person, clockOn(now, 1 + random.below(58), 10 + random.below(9)), random),
  )
  if (nth % 7 === 3)
    orders.push(order(person, after(now, -(2 * HOUR_MS + random.below(20 * HOUR_MS))), random))
  const others: Sent[] = []
  if (nth % 9 === 2 && !person.isHindi)
    others.push({
      line: template(
        'cart_reminder_en',
        {
          ...{ first_name: person.first, product: random.pick(PRODUCTS.en), button_0: random.hex(6) },
        },
        { state: fate(random, 70) },
      ),
      at: clockOn(now, 2 + random.below(50), 18, random),
    })
  if (nth % 3 === 1)
    others.push({
      line: template(
        'sign_in_code_en',
        { '1': String(100_000 + random.below(900_000)) },
        { state: fate(random, 92) },
      ),
      at: clockOn(now, 1 + random.below(55), 9 + random.below(12), random),
    })
  return [...offers, ...sale, ...orders, ...others]
}

/** Nobody has these numbers any more. */
function triedOn(person: Regular, now: Instant, random: Random): Sent[] {
  const { nth, first } = person
  const at = (daysAgo: number): Instant =>
    after(clockOn(now, daysAgo, 11), (nth * 7 + random.below(5)) * 1000)
  const before = send(person, 'festive_sale', [first, '20%'], { at: at(33), state: 131026 })
  const sale = { line: saleTo(nth, first, SALE_OFF, 131026), at: at(SALE_DAYS_AGO) }
  return nth % 3 === 0 ? [before, sale] : [sale]
}

const PRODUCTS = {
  en: ['indigo kurta', 'mustard dupatta', 'block-print saree', 'chikankari kurta', 'cotton palazzo'],
  hi: ['नीला कुर्ता', 'पीला दुपट्टा', 'ब्लॉक प्रिंट साड़ी', 'चिकनकारी कुर्ता', 'सूती पलाज़ो'],
} as const
const DAYS = {
  en: ['Monday', 'Wednesday', 'Friday', 'Saturday'],
  hi: ['सोमवार', 'बुधवार', 'शुक्रवार', 'शनिवार'],
} as const

function order(person: Regular, at: Instant, random: Random): Sent {
  const language = person.isHindi ? 'hi' : 'en'
  const number = `KH-${2000 + random.below(4000)}`
  const values = {
    ...{ '1': person.first, '2': random.pick(PRODUCTS[language]), '3': random.pick(DAYS[language]) },
    ...{ header_1: number, button_0: number },
  }
  const line = template(`order_update_${language}`, values, { state: fate(random, 88) })
  return { line, at: after(at, random.below(3000) * 1000) }
}

function send(
  { isHindi }: Regular,
  name: 'festive_sale',
  words: readonly string[],
  { at, state }: { readonly at: Instant; readonly state: OutState },
): Sent {
  const key: Key = `${name}_${isHindi ? 'hi' : 'en'}`
  const values = Object.fromEntries(words.map((word, index) => [String(index + 1), word]))
  return { line: template(key, values, { state }), at }
}

/** Read by so many in a hundred; a few have their phone switched off. */
function fate(random: Random, read: number): OutState {
  const drawn = random.below(100)
  return drawn < read ? 'read' : drawn < 97 ? 'delivered' : 'sent'
}

/** An hour of India's day, so many days ago. */
function clockOn(now: Instant, daysAgo: number, hour: number, random: Random | null = null): Instant {
  const sinceMidnight = (now + INDIA_MS) % DAY_MS
  const minutes = random === null ? 0 : random.below(60)
  return after(now, -sinceMidnight - daysAgo * DAY_MS + hour * HOUR_MS + minutes * 60_000)
}

type Story = { readonly sent: readonly Sent[]; readonly first: Instant; readonly last: Instant }

function rowsOf({ nth, name, phone }: Regular, { sent, first, last }: Story, random: Random) {
  const agreed = after(first, -HOUR_MS)
  const asked = sent.findLast(({ line }) => line.by === 'them')
  const answer = sent.findLast(({ line }) => line.by === 'us')
  const contact: ContactRow = {
    ...{ id: idAt(agreed, random), kind: 'person', given_name: null, profile_name: name },
    ...{ profile_name_at: agreed, username: null, username_at: null, created_at: agreed },
  }
  const conversation: ConversationRow = {
    ...{ id: idAt(first, random), contact_id: contact.id, created_at: first },
    ...{ last_inbound_at: asked?.at ?? null, last_referral_at: null, referral_answered_at: null },
    ...{ last_message_at: last, last_message_id: null, unread_count: 0 },
    answered_by: answer?.line.type === 'template' ? 'program' : 'person',
    ...{ status: 'resolved', snoozed_until: null, resolved_at: after(last, 60_000), lifted_at: null },
    ...{ assignee_id: null, team_id: null },
  }
  const { id: user, name: by } = DEMO_PEOPLE.Meera
  const consent: ConsentRow = {
    ...{ id: idAt(agreed, random), contact_id: contact.id, purpose: 'marketing', state: 'granted' },
    ...{ source: 'agent', cause: `demo:order-form:${contact.id}`, evidence: {}, notice_version: null },
    ...{
      note: 'Ticked “send me offers” when ordering',
      actor: { kind: 'user', id: user, name: by },
      at: agreed,
    },
  }
  const stopped: ConsentRow[] =
    asked === undefined || !saidStop(nth)
      ? []
      : [
          {
            ...{
              id: idAt(asked.at, random),
              contact_id: contact.id,
              purpose: 'marketing',
              state: 'withdrawn',
            },
            ...{ source: 'message', cause: `demo:stop:${contact.id}`, evidence: { text: asked.line.text } },
            ...{ notice_version: null, note: null, actor: null, at: asked.at },
          },
        ]
  return {
    ...{ contact, conversation, sent, consents: [consent, ...stopped] },
    identity: { kind: 'phone' as const, value: phone, contact_id: contact.id, seen_at: agreed },
  }
}
