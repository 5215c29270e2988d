/** People, questions about them, and a patient reader who answers these: what a compiled segment is compared with. */
import fc from 'fast-check'
import { instant } from '#platform/time.ts'
import { dayIn } from '#segments/compile.ts'
import { COUNTRIES, type Condition, type Tree } from '#segments/conditions.ts'

const DAY_MS = 24 * 60 * 60 * 1000
export const NOW = instant(Date.UTC(2026, 1, 25, 20)) // 26 February in India

/** What is known of somebody, as plain data: the evaluator below reads it, and the database is filled from it. */
export type Person = {
  readonly name: string
  readonly phone: string
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly isLabelled: boolean
  readonly suppressed: boolean
  readonly granted: boolean
  readonly seenDaysAgo: number
  readonly inboundHoursAgo: number | null
  readonly outboundDaysAgo: number | null
  readonly messages: number
  readonly status: 'open' | 'pending' | 'resolved'
  readonly templateRank: 0 | 1 | 2 | 3 | null
  readonly templateDaysAgo: number
  readonly deal: { readonly kind: 'open' | 'won'; readonly paise: number } | null
}

const word = fc.constantFrom('Asha', 'asha', 'Bhavna', 'आशा', '50%', 'a_b', 'c\\d', "O'Brien")
const day = fc.integer({ min: 0, max: 1500 }).map((days) => dayIn(NOW, -days))
export const person: fc.Arbitrary<Person> = fc.record({
  name: word,
  phone: fc
    .constantFrom('9198', '9719', '4477', '1212')
    .map((prefix) => `${prefix}${String(Math.random()).slice(2, 10)}`),
  attributes: fc.record(
    {
      city: word,
      spent: fc.integer({ min: 0, max: 5 }),
      vip: fc.boolean(),
      birthday: fc.oneof(day, fc.constant('2000-02-29'), fc.constant('1999-02-26')),
      strange: fc.oneof(fc.constant('7'), fc.constant(7), fc.constant(true)),
    },
    { requiredKeys: [] },
  ),
  isLabelled: fc.boolean(),
  suppressed: fc.boolean(),
  granted: fc.boolean(),
  seenDaysAgo: fc.integer({ min: 0, max: 20 }).map((days) => days + 0.5),
  inboundHoursAgo: fc.option(fc.integer({ min: 0, max: 400 }).map((hours) => hours + 0.5)),
  outboundDaysAgo: fc.option(fc.integer({ min: 0, max: 20 }).map((days) => days + 0.5)),
  messages: fc.integer({ min: 0, max: 6 }),
  status: fc.constantFrom('open', 'pending', 'resolved'),
  templateRank: fc.constantFrom(null, 0, 1, 2, 3),
  templateDaysAgo: fc.integer({ min: 0, max: 20 }).map((days) => days + 0.5),
  deal: fc.option(fc.record({ kind: fc.constantFrom('open', 'won'), paise: fc.integer({ min: 0, max: 3 }) })),
})

const days = fc.integer({ min: 1, max: 400 })
/** Questions about a field, of each kind. */
const ofField = [
  fc.record({
    kind: fc.constant('attribute' as const),
    key: fc.constantFrom('city', 'spent', 'strange', 'nothing'),
    op: fc.constant('set' as const),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    key: fc.constantFrom('city', 'spent', 'vip', 'strange'),
    op: fc.constant('equals' as const),
    value: fc.oneof(word, fc.integer({ min: 0, max: 7 }), fc.boolean()),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    key: fc.constantFrom('city', 'strange'),
    op: fc.constant('contains' as const),
    value: fc.constantFrom('a', 'ASH', '%', '_', '\\', 'शा', "'"),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    key: fc.constantFrom('spent', 'strange', 'city'),
    op: fc.constantFrom('greater' as const, 'less' as const),
    value: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    key: fc.constantFrom('birthday', 'city'),
    op: fc.constantFrom('before' as const, 'after' as const),
    value: day,
  }),
  fc.record({
    kind: fc.constant('attribute' as const),
    key: fc.constantFrom('birthday', 'city'),
    op: fc.constantFrom('anniversary' as const, 'next_days' as const, 'last_days' as const),
    days,
  }),
] as const
const condition = (labelId: string): fc.Arbitrary<Condition> =>
  fc.oneof(
    ...ofField,
    fc.constant({ kind: 'label' as const, labelId }),
    fc.constant({ kind: 'suppressed' as const, purpose: 'marketing' }),
    fc.constant({ kind: 'consented' as const, purpose: 'marketing' }),
    fc.record({
      kind: fc.constant('name' as const),
      op: fc.constantFrom('equals' as const, 'contains' as const),
      value: word,
    }),
    fc.record({
      kind: fc.constant('phone' as const),
      prefix: fc.constantFrom('91', '9', '4477', '12', '555'),
    }),
    fc.record({ kind: fc.constant('country' as const), country: fc.constantFrom('IN', 'AE', 'GB', 'US') }),
    fc.record({
      kind: fc.constantFrom('wrote' as const, 'written_to' as const, 'first_seen' as const),
      days: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record({ kind: fc.constant('messages' as const), atLeast: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant('conversation' as const), status: fc.constantFrom('open', 'resolved') }),
    fc.constant({ kind: 'window' as const }),
    fc.record({
      kind: fc.constant('template' as const),
      name: fc.constantFrom('diwali', 'other'),
      outcome: fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const, 'replied' as const),
      days: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record(
      {
        kind: fc.constant('deal' as const),
        stageKind: fc.constantFrom('open' as const, 'won' as const),
        valueAtLeastPaise: fc.integer({ min: 0, max: 3 }),
      },
      { requiredKeys: ['kind'] },
    ),
  )

const over = (inner: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc.oneof(
    inner,
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(inner, { minLength: 1, maxLength: 3 }),
    }) as fc.Arbitrary<Tree>,
    fc.record({ kind: fc.constant('not' as const), of: inner }),
  )

/** Questions, up to three deep. */
export const tree = (labelId: string): fc.Arbitrary<Tree> => {
  const leaf = condition(labelId) as fc.Arbitrary<Tree>
  return over(over(leaf))
}

/** The same questions, asked one person at a time and in no hurry. */
export function holds(asked: Tree, who: Person): boolean {
  switch (asked.kind) {
    case 'all':
      return asked.of.every((one) => holds(one, who))
    case 'any':
      return asked.of.some((one) => holds(one, who))
    case 'not':
      return !holds(asked.of, who)
    case 'attribute':
      return holdsOf(asked, who.attributes[asked.key])
    case 'label':
      return who.isLabelled
    case 'suppressed':
      return who.suppressed
    case 'consented':
      return who.granted && !who.suppressed
    case 'name':
      return asked.op === 'equals'
        ? who.name.toLowerCase() === asked.value.toLowerCase()
        : who.name.toLowerCase().includes(asked.value.toLowerCase())
    case 'phone':
      return who.phone.startsWith(asked.prefix)
    case 'country':
      return who.phone.startsWith(COUNTRIES[asked.country])
    case 'wrote':
      return who.inboundHoursAgo !== null && who.inboundHoursAgo <= asked.days * 24
    case 'written_to': {
      const template = who.templateRank === null ? Infinity : who.templateDaysAgo
      return Math.min(who.outboundDaysAgo ?? Infinity, template) <= asked.days
    }
    case 'first_seen':
      return who.seenDaysAgo <= asked.days
    case 'messages':
      return countOf(who) >= asked.atLeast
    case 'conversation':
      return who.status === asked.status
    case 'window':
      return who.inboundHoursAgo !== null && who.inboundHoursAgo < 24
    case 'template': {
      if (who.templateRank === null || asked.name !== 'diwali' || who.templateDaysAgo > asked.days)
        return false
      if (asked.outcome === 'replied')
        return who.inboundHoursAgo !== null && who.inboundHoursAgo < who.templateDaysAgo * 24
      return who.templateRank >= { sent: 1, delivered: 2, read: 3 }[asked.outcome]
    }
    case 'deal':
      return (
        who.deal !== null &&
        (asked.stageKind === undefined || who.deal.kind === asked.stageKind) &&
        who.deal.paise >= (asked.valueAtLeastPaise ?? 0)
      )
    default:
      return asked satisfies never
  }
}

const countOf = (who: Person): number =>
  who.messages + (who.outboundDaysAgo === null ? 0 : 1) + (who.templateRank === null ? 0 : 1)

function holdsOf(
  asked: Extract<Condition, { kind: 'attribute' }>,
  value: string | number | boolean | undefined,
): boolean {
  if (asked.op === 'set') return value !== undefined
  if (asked.op === 'equals')
    return typeof value === 'string' && typeof asked.value === 'string'
      ? value.toLowerCase() === asked.value.toLowerCase()
      : value === asked.value
  if (asked.op === 'contains')
    return typeof value === 'string' && value.toLowerCase().includes(asked.value.toLowerCase())
  if (asked.op === 'greater') return typeof value === 'number' && value > asked.value
  if (asked.op === 'less') return typeof value === 'number' && value < asked.value
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/u.test(value)) return false
  if (asked.op === 'before') return value < asked.value
  if (asked.op === 'after') return value > asked.value
  const today = Date.parse(dayIn(NOW, 0))
  const ahead = (Date.parse(value) - today) / DAY_MS
  if (asked.op === 'next_days') return ahead >= 0 && ahead <= asked.days
  if (asked.op === 'last_days') return ahead <= 0 && -ahead <= asked.days
  const { days: within } = asked as Extract<Condition, { op: 'anniversary' }>
  const [, month = 0, date = 0] = value.split('-').map(Number)
  return [2026, 2027, 2028].some((year) => {
    // the day that the calendar has: 29 February falls back to the 28th
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const distance = (Date.UTC(year, month - 1, Math.min(date, last)) - today) / DAY_MS
    return distance >= 0 && distance <= within
  })
}
