/**
 * What the demo shop's team has made of its conversations: whose turn it is, labels, notes among themselves, and what they say
 * so often that it has a shortcut. People are named as in the dialogues.
 */
import type { Label } from '#conversations/label-shapes.ts'
import { DEMO_PEOPLE } from '#people/demo-people.ts'
import { after, type Instant } from '#platform/time.ts'
import { keyOfName } from '#tenants/named-lists.ts'
import type { Customers } from './customers.ts'
import type { SeedRows } from './seed-rows.ts'
import { createRandom, idAt } from './random.ts'
import { HOUR } from './script.ts'

const MINUTE = 60_000

/** Minutes from now until a snooze ends; everybody who is not here is open. */
const STANDINGS: Readonly<Record<string, 'pending' | 'resolved' | { readonly snoozedFor: number }>> = {
  'विकास यादव': 'pending',
  'Pooja Bhatia': 'pending',
  'Emily Carter': { snoozedFor: 9 * HOUR },
  'Sneha Kapoor': { snoozedFor: 52 * HOUR },
  'दीपक रावत': 'resolved',
  'शांति देवी': 'resolved',
  'Nidhi Saxena': 'resolved',
  Tanvi: 'resolved',
  'वैशाली कुलकर्णी': 'resolved',
  'કિંજલ મહેતા': 'resolved',
  'వెంకటేష్ నాయుడు': 'resolved',
  'സുരേഷ് നായർ': 'resolved',
  'مریم فاطمہ': 'resolved',
  'Rhea Fernandes': 'resolved',
  'Joseph Lyngdoh': 'resolved',
  'Arjun Iyer': 'resolved',
  'মৌসুমী দাস': 'resolved',
  'ರಮೇಶ್ ಕುಲಕರ್ಣಿ': 'resolved',
  'ഫാത്തിമ ബീവി': 'resolved',
}

const LABELS = [
  { name: 'New order', color: 'green', on: ['Emily Carter', 'Zoya', 'Rohit Malhotra', 'सुनीता वर्मा', 'Mehr'] },
  { name: 'Delivery', color: 'blue', on: ['प्रिया सैनी', 'विकास यादव', 'Lalthanpuii', 'Kunal Desai'] },
  {
    name: 'Return or refund',
    color: 'red',
    on: ['राजेश तिवारी', 'Nidhi Saxena', 'Rhea Fernandes', 'Tenzin Dolma', 'Aman Gill'],
  },
  { name: 'Wholesale', color: 'purple', on: ['Mahesh Agarwal, Balaji Vastralaya'] },
  { name: 'Wedding', color: 'pink', on: ['Verma wedding, 14 kurtas', 'Emily Carter', 'प्रिया सैनी'] },
] as const satisfies readonly (Pick<Label, 'name' | 'color'> & { readonly on: readonly string[] })[]

const SALES = '00000000-0000-7000-8000-0000000000b1'
const SUPPORT = '00000000-0000-7000-8000-0000000000b2'
const TEAMS = [
  { id: SALES, name: 'Sales', people: ['Meera', 'Kavya'] },
  { id: SUPPORT, name: 'Support', people: ['Arif', 'Kavya'] },
] as const satisfies readonly { id: string; name: string; people: readonly (keyof typeof DEMO_PEOPLE)[] }[]

/** Who has whose conversation, and which team; nobody has the others. */
const TURNS: readonly {
  readonly who: keyof typeof DEMO_PEOPLE | null
  readonly team: string | null
  readonly of: readonly string[]
}[] = [
  {
    ...{ who: 'Meera', team: SALES },
    of: [
      ...['Mahesh Agarwal, Balaji Vastralaya', 'Verma wedding, 14 kurtas', 'Emily Carter', 'Rohit Malhotra'],
      'Arjun Iyer',
    ],
  },
  { who: 'Meera', team: null, of: ['Nidhi Saxena', 'Tenzin Dolma', "Daniel D'Souza"] },
  { who: 'Kavya', team: SALES, of: ['Kunal Desai', 'கவிதா ராஜன்', 'सुनीता वर्मा', 'હેતલ પટેલ'] },
  { who: 'Kavya', team: SUPPORT, of: ['प्रिया सैनी', 'Lakshay Arora', 'ಅನಿತಾ ಗೌಡ', 'Lalthanpuii'] },
  {
    ...{ who: 'Arif', team: SUPPORT },
    of: ['राजेश तिवारी', 'Sneha Kapoor', 'विकास यादव', 'Rhea Fernandes', 'Shalini Menon', 'عائشہ صدیقی'],
  },
  { who: null, team: SUPPORT, of: ['Oommen Kurian', 'Aman Gill', 'అనూష చౌదరి'] },
  { who: null, team: SALES, of: ['Zoya', 'Farhan Sheikh'] },
]

/** Of a person's conversation, for its row. */
export function turnOf(name: string): Pick<SeedRows['conversations'][number], 'assignee_id' | 'team_id'> {
  const turn = TURNS.find(({ of }) => of.includes(name))
  const who = turn?.who ?? null
  return { assignee_id: who === null ? null : DEMO_PEOPLE[who].id, team_id: turn?.team ?? null }
}

/** Oldest first; `ago` in minutes. */
const NOTES: readonly {
  readonly about: string
  readonly by: 'Meera' | 'Arif'
  readonly ago: number
  readonly text: string
  /** Named in it, and yet to look. */
  readonly for?: keyof typeof DEMO_PEOPLE
}[] = [
  {
    about: 'Nidhi Saxena',
    by: 'Meera',
    ago: 11 * 24 * HOUR - 30,
    text: 'Refunded in full, KHREF20918. Third complaint about this indigo lot: I have taken it off the shelf.',
  },
  {
    about: 'Sneha Kapoor',
    by: 'Arif',
    ago: 33 * HOUR,
    text: 'Salary aane ke baad order karegi. 2 din baad ek baar pooch lena, offer Sunday tak hai.',
  },
  {
    about: 'विकास यादव',
    by: 'Meera',
    ago: 46 * HOUR,
    text: 'कूरियर (दिल्ली हब) से बात हो गई है, गुरुवार शाम 6 बजे के बाद पहुँचाएँगे।',
  },
  {
    about: 'Tenzin Dolma',
    by: 'Arif',
    ago: 118,
    text: '@Meera Shah Replacement KH-2203 is packed. The gift wrap is not in yet, please ask the store before it leaves.',
    for: 'Meera',
  },
  { about: 'Emily Carter', by: 'Meera', ago: 80, text: 'Lining: ask Salim uncle today, he needs two days.' },
  {
    about: 'Mahesh Agarwal, Balaji Vastralaya',
    by: 'Meera',
    ago: 60,
    text: 'Pays on the 5th of each month, never late. Do not go below ₹610 for the plain ones.',
  },
  {
    about: 'प्रिया सैनी',
    by: 'Arif',
    ago: 12,
    text: '@Kavya Rao Parcel Jaipur me atka hai. Maine courier ko call kiya hai.',
    for: 'Kavya',
  },
]

const QUICK_REPLIES = [
  {
    shortcut: 'hello',
    text: 'Hello {{contact.firstName}}! This is {{agent.name}} from {{shop.name}}. How can I help you?',
  },
  {
    shortcut: 'delivery',
    text: 'Delivery takes 3 to 5 days within India and is free from ₹999. You get a tracking link by WhatsApp as soon as the parcel leaves us.',
  },
  {
    shortcut: 'returns',
    text: 'You can return or exchange anything within 7 days, {{contact.firstName}}. Our courier picks it up from your door, free of charge.',
  },
  {
    shortcut: 'bulk',
    text: 'From ten pieces on we give wholesale prices. Please tell us how many you need, the sizes, and your city.',
  },
  {
    shortcut: 'नमस्ते',
    text: 'नमस्ते {{contact.firstName}} जी! मैं {{shop.name}} से {{agent.name}}। बताइए, क्या मदद कर सकते हैं?',
  },
  {
    shortcut: 'माप',
    text: 'कृपया अपना सीने का माप (इंच में) बता दीजिए, हम सही साइज़ बता देंगे। M = 38, L = 40, XL = 42।',
  },
  {
    shortcut: 'cod',
    text: 'Ji {{contact.firstName}}, COD available hai, ₹49 extra. UPI se karenge to free delivery mil jayegi 🙂',
  },
  {
    shortcut: 'thanks',
    text: 'Thank you {{contact.firstName}} ji! Koi bhi help chahiye ho to yahin message kar dena. – {{agent.name}}, {{shop.name}}',
  },
] as const

/** Of a person's conversation, for its row. */
export function standingOf(
  name: string,
  lastAt: Instant,
  now: Instant,
): Pick<SeedRows['conversations'][number], 'status' | 'snoozed_until' | 'resolved_at'> {
  const standing = STANDINGS[name]
  if (typeof standing === 'object')
    return {
      status: 'snoozed',
      snoozed_until: after(now, standing.snoozedFor * MINUTE),
      resolved_at: null,
    }
  return {
    status: standing ?? 'open',
    snoozed_until: null,
    resolved_at: standing === 'resolved' ? after(lastAt, 10 * MINUTE) : null,
  }
}

type InboxRows = Pick<
  SeedRows,
  | 'labels'
  | 'conversationLabels'
  | 'notes'
  | 'mentions'
  | 'views'
  | 'macros'
  | 'quickReplies'
  | 'teams'
  | 'teamPeople'
  | 'availability'
>

/** Everything but the standings and turns. */
export function inboxRows(customers: Customers, now: Instant): InboxRows {
  const threadOf = (name: string): string => customers.get(name)?.conversation ?? ''
  const random = createRandom(1947)
  const founded = after(now, -40 * 24 * HOUR * MINUTE)
  const labels = LABELS.map(({ name, color }) => ({
    ...{ id: idAt(founded, random), name, name_key: keyOfName(name), color, created_at: founded },
  }))
  const conversationLabels = LABELS.flatMap(({ on }, nth) =>
    on.map((name) => ({ conversation_id: threadOf(name), label_id: labels[nth]?.id ?? '' })),
  )
  const notes = NOTES.map(({ about, by, ago, text }) => {
    const at = after(now, -ago * MINUTE)
    return {
      ...{ id: idAt(at, random), conversation_id: threadOf(about), text, at },
      ...{ author_kind: 'user', author_id: DEMO_PEOPLE[by].id, author_name: DEMO_PEOPLE[by].name },
    }
  })
  const quickReplies = QUICK_REPLIES.map(({ shortcut, text }) => ({
    ...{
      id: idAt(founded, random),
      shortcut,
      shortcut_key: keyOfName(shortcut),
      text,
      created_at: founded,
    },
  }))
  const mentions = NOTES.flatMap(({ about, for: named }, nth) =>
    named === undefined
      ? []
      : [
          {
            ...{ note_id: notes[nth]?.id ?? '', user_id: DEMO_PEOPLE[named].id },
            conversation_id: threadOf(about),
          },
        ],
  )
  const teams = TEAMS.map(({ id, name }) => ({ id, name, name_key: keyOfName(name), created_at: founded }))
  const teamPeople = TEAMS.flatMap(({ id, people }) =>
    people.map((who) => ({ team_id: id, user_id: DEMO_PEOPLE[who].id })),
  )
  const away = { user_id: DEMO_PEOPLE.Arif.id, is_available: false, changed_at: after(now, -50 * MINUTE) }
  return {
    ...{ labels, conversationLabels, notes, mentions, quickReplies },
    ...{ teams, teamPeople, availability: [away] },
    ...shortcutRows((name) => labels.find((label) => label.name === name)?.id ?? '', founded),
  }
}

/** Ways through the work that the team takes again and again. */
function shortcutRows(
  labelOf: (name: string) => string,
  founded: Instant,
): Pick<SeedRows, 'views' | 'macros'> {
  const random = createRandom(1962)
  const named = (name: string) => ({
    ...{ id: idAt(founded, random), name, name_key: keyOfName(name), created_at: founded },
  })
  return {
    views: [
      {
        ...named('Returns to answer'),
        ...{ user_id: null, place: 0, filters: { label: labelOf('Return or refund'), status: 'open' } },
      },
      {
        ...named('My unread'),
        ...{ user_id: DEMO_PEOPLE.Meera.id, place: 0, filters: { view: 'mine', filter: 'unread' } },
      },
    ],
    macros: [
      {
        ...named('Return accepted'),
        actions: [
          {
            kind: 'reply',
            text: 'No problem, {{contact.firstName}}. Our courier picks it up within two days, free of charge.',
          },
          { kind: 'add-labels', labelIds: [labelOf('Return or refund')] },
          { kind: 'team', teamId: SUPPORT },
          { kind: 'status', status: 'pending' },
        ],
      },
      {
        ...named('Wholesale enquiry'),
        actions: [
          { kind: 'add-labels', labelIds: [labelOf('Wholesale')] },
          { kind: 'assignee', assigneeId: DEMO_PEOPLE.Meera.id },
          { kind: 'note', text: 'Ask for the pieces, the sizes and the city before any price.' },
        ],
      },
    ],
  }
}
