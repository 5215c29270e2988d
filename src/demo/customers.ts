/**
 * What the demo shop knows of its customers beside what they said: its own fields, what they agreed to and which notice they were
 * told, groups of them, what may be sold to whom, what not to forget, and a file of visitors that became contacts.
 */
import { DEMO_PEOPLE } from '#people/demo-people.ts'
import { after, type Instant } from '#platform/time.ts'
import type { ConsentRow, ContactRow, SeedRows } from './seed-rows.ts'
import { createRandom, idAt, type Random } from './random.ts'
import { HOUR } from './script.ts'

const MINUTE = 60_000
const DAY = 24 * HOUR * MINUTE
const NOTICE = '2026-10'
/** How long ago, so that whoever agreed had been told. */
const FOUNDED = -40 * DAY
const TOLD = -30 * DAY
const IMPORTED = -9 * DAY

/** Somebody of the dialogues, by the name in them. */
export type Customer = { readonly contact: string; readonly conversation: string }
export type Customers = ReadonlyMap<string, Customer>

type CustomerRows = Pick<
  SeedRows,
  | 'fields'
  | 'fieldValues'
  | 'notices'
  | 'consents'
  | 'suppressions'
  | 'segments'
  | 'stages'
  | 'deals'
  | 'reminders'
  | 'alarms'
  | 'imports'
  | 'importErrors'
>
/** Those who came with a file have no conversation. */
type Newcomers = Pick<SeedRows, 'contacts' | 'identities'>
type Maker = {
  readonly now: Instant
  readonly random: Random
  readonly of: (name: string) => Customer
}

const FIELDS = [
  { key: 'city', label: 'City', type: 'text', choices: [] },
  { key: 'size', label: 'Size', type: 'choice', choices: ['S', 'M', 'L', 'XL', 'XXL'] },
  { key: 'birthday', label: 'Birthday', type: 'date', choices: [] },
  { key: 'orders', label: 'Orders so far', type: 'number', choices: [] },
  { key: 'pays_at_door', label: 'Pays at the door', type: 'boolean', choices: [] },
] as const

/** Where people with names in such letters probably live. */
const CITIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Tamil}/u, ['Chennai', 'Coimbatore', 'Madurai']],
  [/\p{Script=Telugu}/u, ['Hyderabad', 'Vijayawada']],
  [/\p{Script=Kannada}/u, ['Bengaluru', 'Hubballi']],
  [/\p{Script=Malayalam}/u, ['Kochi', 'Kozhikode']],
  [/\p{Script=Bengali}/u, ['Kolkata', 'Siliguri']],
  [/\p{Script=Gurmukhi}/u, ['Amritsar', 'Ludhiana']],
  [/\p{Script=Gujarati}/u, ['Surat', 'Rajkot']],
  [/\p{Script=Arabic}/u, ['Lucknow', 'Hyderabad']],
  [/\p{Script=Devanagari}/u, ['Jaipur', 'Kanpur', 'Nagpur', 'Indore']],
  [/./u, ['Mumbai', 'Delhi', 'Pune', 'Gurugram']],
]

const WANT_NO_OFFERS = ['Lakshay Arora', 'अमोल जाधव', 'Joseph Lyngdoh']

const NOTICE_TEXTS = {
  en: 'Kurta House keeps your name, your number and what you write to us, to answer you and to send what you order. With your consent we also send offers, at most four a month. Write STOP at any time and the offers end. Ask us for everything we keep, or to delete it: privacy@kurtahouse.example.',
  hi: 'कुर्ता हाउस आपका नाम, नंबर और आपके संदेश रखता है, ताकि आपको जवाब दे सके और आपका ऑर्डर भेज सके। आपकी अनुमति से हम महीने में ज़्यादा से ज़्यादा चार ऑफ़र भी भेजते हैं। STOP लिखते ही ऑफ़र बंद हो जाएँगे। अपनी पूरी जानकारी पाने या मिटवाने के लिए लिखें: privacy@kurtahouse.example।',
}

const STAGES = [
  { name: 'New enquiry', kind: 'open', position: 'i' },
  { name: 'Price sent', kind: 'open', position: 'j' },
  { name: 'In discussion', kind: 'open', position: 'k' },
  { name: 'Won', kind: 'won', position: 'l' },
  { name: 'Lost', kind: 'lost', position: 'm' },
] as const

type Owner = keyof typeof DEMO_PEOPLE
type DealPlan = {
  readonly who: string
  readonly stage: (typeof STAGES)[number]['name']
  readonly title: string
  readonly rupees: number
  readonly owner: Owner | null
  /** Days from now. */
  readonly closes?: number
  readonly closed?: number
  readonly lostReason?: string
}
const DEALS: readonly DealPlan[] = [
  {
    ...{ who: 'Emily Carter', stage: 'New enquiry', title: 'Bridesmaid kurtas with lining, 9 pieces' },
    ...{ rupees: 38_500, owner: 'Meera', closes: 18 },
  },
  {
    ...{ who: 'Zoya', stage: 'New enquiry', title: 'Boutique trial, 12 dupattas' },
    ...{ rupees: 7800, owner: null },
  },
  {
    ...{
      who: 'Mahesh Agarwal, Balaji Vastralaya',
      stage: 'Price sent',
      title: 'Festive lot, 120 plain kurtas',
    },
    ...{ rupees: 73_200, owner: 'Meera', closes: 6 },
  },
  {
    ...{ who: 'Kunal Desai', stage: 'Price sent', title: 'Office gifts, 40 stoles' },
    ...{ rupees: 26_000, owner: 'Kavya', closes: 10 },
  },
  {
    ...{ who: 'கவிதா ராஜன்', stage: 'In discussion', title: 'பள்ளி விழா: 85 dupattas' },
    ...{ rupees: 29_750, owner: 'Kavya', closes: 3 },
  },
  {
    ...{ who: 'Rohit Malhotra', stage: 'Won', title: 'Family set, 4 kurtas' },
    ...{ rupees: 11_396, owner: 'Arif', closed: -3 },
  },
  {
    ...{ who: 'Arjun Iyer', stage: 'Lost', title: 'Shop opening in the US, 200 kurtas' },
    ...{ rupees: 154_000, owner: 'Meera', closed: -12, lostReason: 'Shipping cost more than the margin' },
  },
]

/** Minutes from now; the first one is due. What is about a deal names its title. */
const REMINDERS: readonly {
  readonly who: string
  readonly deal: string | null
  readonly by: Owner
  readonly due: number
  readonly note: string
}[] = [
  {
    who: 'Rohit Malhotra',
    deal: null,
    by: 'Meera',
    due: -25,
    note: 'Ask whether the sizes fit the children',
  },
  {
    ...{ who: 'Emily Carter', deal: 'Bridesmaid kurtas with lining, 9 pieces', by: 'Meera', due: 3 * HOUR },
    note: 'Send her photos of the three linings',
  },
  {
    ...{ who: 'Mahesh Agarwal, Balaji Vastralaya', deal: 'Festive lot, 120 plain kurtas', by: 'Kavya' },
    ...{ due: 50 * HOUR, note: 'Advance of 30% before we cut the cloth' },
  },
]

const VISITORS = [
  ['Aarti Rathore', 'Jaipur', '14/02/1991'],
  ['Bhanwar Lal Meena', 'Tonk', ''],
  ['Chitra Subramanian', 'Chennai', '03/11/1984'],
  ['Devendra Shekhawat', 'Sikar', '22/07/1979'],
  ['Eshita Mukherjee', 'Kolkata', ''],
  ['Gauri Deshpande', 'Pune', '30/08/1995'],
  ['Hansraj Choudhary', 'Ajmer', ''],
  ['Ira Fernandes', 'Panaji', '09/12/1988'],
  ['Jaya Prakash Rao', 'Vijayawada', ''],
  ['Kamla Devi', 'Jaipur', '01/01/1969'],
  ['Leena Jacob', 'Kochi', '17/05/1990'],
  ['Mukesh Soni', 'Udaipur', ''],
  ['Nazia Parveen', 'Lucknow', '25/11/1993'],
  ['Omkar Patil', 'Kolhapur', ''],
  ['Pallavi Singh', 'Patna', '11/03/1986'],
  ['Raghav Bansal', 'Delhi', ''],
  ['Swati Jain', 'Jaipur', '28/11/1992'],
  ['Tarun Vaishnav', 'Jodhpur', '06/06/1982'],
] as const
/** Rows of the same file that could not be taken. */
const REFUSED = [
  { reason: 'phone_rounded', field: null, cells: ['Umesh Saini', '9.19E+11', 'Jaipur', ''] },
  { reason: 'phone_missing', field: null, cells: ['Vandana Gupta', '', 'Kota', '12/10/1987'] },
  { reason: 'duplicate_in_file', field: null, cells: ['A. Rathore', '+91 90000 41001', 'Jaipur', ''] },
  {
    ...{ reason: 'value_not_a_date', field: 'birthday' },
    cells: ['Yusuf Khan', '+91 90000 41022', 'Bikaner', 'last week of May'],
  },
] as const
const CONSENT_AT_STALL = 'Ticked “send me offers” on the slip at our stall'

/** Whoever has an Indian number is asked for a city; `labelOf` is a label's id by its name. */
export function customerRows(
  customers: Customers,
  hasIndianPhone: (contact: string) => boolean,
  labelOf: (name: string) => string,
  now: Instant,
): { readonly rows: CustomerRows; readonly newcomers: Newcomers } {
  const random = createRandom(1950)
  const of = (name: string): Customer => {
    const found = customers.get(name)
    if (found === undefined) throw new Error(`nobody of the dialogues is called ${name}`)
    return found
  }
  const maker: Maker = { now, random, of }
  const neighbours = [...customers].filter(([, { contact }]) => hasIndianPhone(contact))
  const visit = visitors(maker)
  const { deals, ...pipeline } = pipelineRows(maker)
  const { consents, suppressions } = consentRows(maker, neighbours)
  const rows: CustomerRows = {
    ...pipeline,
    ...reminderRows(maker, deals),
    deals,
    fields: FIELDS.map((field, nth) => ({ ...field, created_at: after(now, FOUNDED + nth * MINUTE) })),
    fieldValues: [
      ...neighbours.flatMap(([name, { contact }]) => valuesOf(maker, name, contact)),
      ...visit.values,
    ],
    notices: Object.entries(NOTICE_TEXTS).map(([language, text]) => ({
      ...{
        version: NOTICE,
        language,
        text,
        valid_from: after(now, FOUNDED),
        created_at: after(now, FOUNDED),
      },
      created_by_name: DEMO_PEOPLE.Meera.name,
    })),
    consents: [...consents, ...visit.consents],
    suppressions,
    segments: segmentRows(maker, labelOf),
    imports: [visit.row],
    importErrors: visit.errors,
  }
  return { rows, newcomers: { contacts: visit.contacts, identities: visit.identities } }
}

const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10)

/** Of three in four customers. */
function valuesOf({ random }: Maker, name: string, contact_id: string): CustomerRows['fieldValues'] {
  if (random.below(4) === 0) return []
  const [, cities] = CITIES.find(([letters]) => letters.test(name)) ?? [null, ['Jaipur']]
  const born = new Date(Date.UTC(1968 + random.below(36), random.below(12), 1 + random.below(28)))
  const attributes = {
    city: random.pick(cities),
    ...(random.below(3) > 0 && { size: random.pick(FIELDS[1].choices) }),
    ...(random.below(2) === 0 && { birthday: born.toISOString().slice(0, 10) }),
    orders: 1 + random.below(9),
    pays_at_door: random.below(3) === 0,
  }
  return [{ contact_id, attributes }]
}

function consentRows(
  { now, random, of }: Maker,
  neighbours: readonly (readonly [string, Customer])[],
): Pick<CustomerRows, 'consents' | 'suppressions'> {
  const actor = { kind: 'user', id: DEMO_PEOPLE.Kavya.id, name: DEMO_PEOPLE.Kavya.name }
  const said = (contact_id: string, state: ConsentRow['state'], at: Instant, note: string): ConsentRow => {
    const id = idAt(at, random)
    return {
      ...{ id, contact_id, purpose: 'marketing', state, source: 'agent', cause: `agent:${id}` },
      ...{
        evidence: { recordedAs: id },
        notice_version: state === 'granted' ? NOTICE : null,
        note,
        actor,
        at,
      },
    }
  }
  const refused = WANT_NO_OFFERS.map((name) => {
    const at = after(now, -random.below(9 * 24) * HOUR * MINUTE - DAY)
    return said(of(name).contact, 'withdrawn', at, 'Asked us on the phone to send no more offers')
  })
  const granted = neighbours
    .filter(([name], nth) => nth % 2 === 0 && !WANT_NO_OFFERS.includes(name))
    .map(([, { contact }]) => {
      const at = after(now, TOLD + random.below(20 * 24) * HOUR * MINUTE)
      return said(contact, 'granted', at, 'Said yes when asked with the order')
    })
  return {
    consents: [...granted, ...refused],
    suppressions: refused.map(({ contact_id, purpose, source, at }) => ({ contact_id, purpose, source, at })),
  }
}

const segmentRows = ({ now, random }: Maker, labelOf: (name: string) => string): CustomerRows['segments'] =>
  [
    {
      name: 'Birthday soon',
      tree: { kind: 'attribute', key: 'birthday', op: 'anniversary', days: 30 },
    },
    {
      name: 'Happy to get offers',
      tree: {
        kind: 'all',
        of: [
          { kind: 'consented', purpose: 'marketing' },
          { kind: 'wrote', days: 30 },
        ],
      },
    },
    {
      name: 'Large orders',
      tree: {
        kind: 'any',
        of: [
          { kind: 'label', labelId: labelOf('Wholesale') },
          { kind: 'deal', stageKind: 'open', valueAtLeastPaise: 2_500_000 },
        ],
      },
    },
  ].map(({ name, tree }) => ({
    ...{ id: idAt(after(now, -20 * DAY), random), name, name_key: name.toLowerCase(), tree },
    ...{ created_at: after(now, -20 * DAY), changed_at: after(now, -20 * DAY) },
  }))

function pipelineRows({ now, random, of }: Maker): Pick<CustomerRows, 'stages' | 'deals'> {
  const founded = after(now, FOUNDED)
  const stages = STAGES.map((stage) => ({ ...stage, id: idAt(founded, random), created_at: founded }))
  const deals = DEALS.map(({ who, stage, title, rupees, owner, closes, closed, lostReason }, nth) => {
    const created = after(now, -(15 - nth) * DAY - 5 * HOUR * MINUTE)
    const closedAt = closed === undefined ? null : after(now, closed * DAY)
    const { contact, conversation } = of(who)
    return {
      ...{ id: idAt(created, random), title, value_paise: rupees * 100 },
      ...{ contact_id: contact, conversation_id: conversation },
      owner_id: owner === null ? null : DEMO_PEOPLE[owner].id,
      expected_close_on: closes === undefined ? null : dayOf(after(now, closes * DAY)),
      ...{ stage_id: stages.find(({ name }) => name === stage)?.id ?? '', position: 'ijklmno'.charAt(nth) },
      ...{ lost_reason: lostReason ?? null, closed_at: closedAt },
      ...{ created_at: created, changed_at: closedAt ?? after(created, DAY) },
    }
  })
  return { stages, deals }
}

function reminderRows(
  { now, random, of }: Maker,
  deals: CustomerRows['deals'],
): Pick<CustomerRows, 'reminders' | 'alarms'> {
  const reminders = REMINDERS.map(({ who, deal, by, due, note }) => {
    const created = after(now, -2 * DAY)
    return {
      ...{ id: idAt(created, random), conversation_id: of(who).conversation },
      deal_id: deals.find(({ title }) => title === deal)?.id ?? null,
      ...{ note, due_at: after(now, due * MINUTE), state: due < 0 ? ('due' as const) : ('waiting' as const) },
      ...{
        for_kind: 'user',
        for_id: DEMO_PEOPLE[by].id,
        for_name: DEMO_PEOPLE[by].name,
        created_at: created,
      },
    }
  })
  const waiting = reminders.filter(({ state }) => state === 'waiting').map(({ due_at }) => due_at)
  return { reminders, alarms: [{ due_at: Math.min(...waiting) }] }
}

/** When the reminder about somebody's conversation came due, which has lifted it in the list. */
export function liftedAt(name: string, now: Instant): Instant | null {
  const due = REMINDERS.find(({ who, due: minutes }) => who === name && minutes < 0)?.due
  return due === undefined ? null : after(now, due * MINUTE)
}

type Visit = {
  readonly row: CustomerRows['imports'][number]
  readonly errors: CustomerRows['importErrors']
  readonly contacts: readonly ContactRow[]
  readonly identities: Newcomers['identities']
  readonly values: CustomerRows['fieldValues']
  readonly consents: readonly ConsentRow[]
}

/** An import as it is when it is over: the file itself, which was full of people's numbers, is gone. */
function visitors({ now, random }: Maker): Visit {
  const started = after(now, IMPORTED)
  const id = idAt(started, random)
  const { id: user, name } = DEMO_PEOPLE.Meera
  const actor = { kind: 'user', id: user, name }
  const header = ['Name', 'Mobile', 'City', 'Birthday']
  const people = VISITORS.map(([visitor, city, birthday], nth) => ({
    ...{ visitor, city, birthday, phone: `919000041${String(nth + 1).padStart(3, '0')}` },
    ...{ contact: idAt(after(started, 1000), random), number: nth + 2 },
  }))
  const csv = [
    header,
    ...people.map(({ visitor, phone, city, birthday }) => [visitor, `+${phone}`, city, birthday]),
    ...REFUSED.map(({ cells }) => cells),
  ]
  const bytes = Buffer.byteLength(csv.map((cells) => `${cells.join(',')}\r\n`).join(''))
  const consent = {
    ...{ purpose: 'marketing', source: CONSENT_AT_STALL, date: dayOf(started), noticeVersion: NOTICE },
  }
  return {
    row: {
      ...{ id, state: 'done', filename: 'jaipur-exhibition.csv', bytes, encoding: 'utf-8', has_bom: false },
      ...{ delimiter: ',', has_header: true, header, sample: [], lines: csv.length, position: csv.length },
      plan: {
        mapping: { phone: 1, name: 0, attributes: { city: 2, birthday: 3 } },
        ...{ defaultCountry: 'IN', known: 'fill', consent },
      },
      ...{ actor, created: people.length, updated: 0, skipped: 0, refused: REFUSED.length },
      ...{ created_at: after(started, -MINUTE), started_at: started, finished_at: after(started, 2000) },
    },
    errors: REFUSED.map(({ reason, field, cells }, nth) => ({
      ...{ import_id: id, row_number: people.length + 2 + nth, reason, field, cells },
    })),
    contacts: people.map(({ contact, visitor }) => ({
      ...{ id: contact, kind: 'person', given_name: visitor, profile_name: null, profile_name_at: null },
      ...{ username: null, username_at: null, created_at: after(started, 1000) },
    })),
    identities: people.map(({ contact, phone }) => ({
      ...{ kind: 'phone', value: phone, contact_id: contact, seen_at: 0 },
    })),
    values: people.map(({ contact, city, birthday }) => ({
      contact_id: contact,
      attributes: { city, ...(birthday !== '' && { birthday: birthday.split('/').toReversed().join('-') }) },
    })),
    consents: people.map(({ contact, number }) => ({
      ...{ id: idAt(after(started, 1500), random), contact_id: contact, purpose: 'marketing' },
      ...{ state: 'granted', source: 'import', cause: `import:${id}:${number}` },
      ...{ evidence: { import: id, row: number }, notice_version: NOTICE, note: CONSENT_AT_STALL },
      ...{ actor, at: started },
    })),
  }
}
