/**
 * A tree of conditions as SQL about the contact `k`. What people wrote is only ever a parameter: the text depends on nothing but
 * the kinds of the conditions. Each condition is a set of contacts that is made once for the whole question and then looked up
 * (`k.id in (select …)`), never a question for each contact: that is what keeps 200,000 contacts quick. No condition is ever
 * null outside of its set, so that "not" is the opposite and nothing else. Pure.
 */
import { after, DAY_MS, HOUR_MS, instant, type Instant } from '#platform/time.ts'
import { patternOf } from '#platform/db/sql-text.ts'
import { COUNTRIES, type Condition, type Tree } from './conditions.ts'

export type Compiled = { readonly text: string; readonly values: readonly unknown[] }

/** India's clock, which decides what day it is: +05:30, without summer time. */
const INDIA_MS = 5.5 * HOUR_MS

/** $1 is the tenant; the tree's own parameters begin after it, and the caller's after those. */
export function compileTree(tree: Tree, tenant: string, now: Instant): Compiled {
  const { values, put } = parametersOf(tenant)
  return { text: nodeSql(tree, put, now), values }
}

/**
 * How many people, as a whole statement. Where several conditions must hold, the contacts of the one that likely has the fewest
 * are asked about the others, so that nobody else is looked at.
 */
export function compileCount(tree: Tree, tenant: string, now: Instant): Compiled {
  const { values, put } = parametersOf(tenant)
  const parts = tree.kind === 'all' ? partsOf(tree) : [tree]
  const [fewest] = parts.filter(isSet).toSorted((a, b) => rankOf(a) - rankOf(b))
  const rest = parts.filter((part) => part !== fewest)
  if (fewest === undefined || rest.some(isOfContact))
    return {
      text: `select count(*)::int as count from contacts k where k.tenant_id = $1 and k.kind = 'person' and (${nodeSql(tree, put, now)})`,
      values,
    }
  const isPerson = `k.id not in (select g.id from contacts g where g.tenant_id = $1 and g.kind = 'group')`
  return {
    text: `select count(*)::int as count from (select ${isOncePerContact(fewest) ? '' : 'distinct'} contact_id as id from (${setSql(fewest, put, now)}) found) k
      where ${[isPerson, ...rest.map((part) => nodeSql(part, put, now))].join(' and ')}`,
    values,
  }
}

function parametersOf(tenant: string): { readonly values: unknown[]; readonly put: Put } {
  const values: unknown[] = [tenant]
  const put: Put = (value, type) => {
    values.push(value)
    return `$${values.length}::${type}`
  }
  return { values, put }
}

type Put = (
  value: unknown,
  type: 'text' | 'boolean' | 'uuid' | 'timestamptz' | 'float8' | 'bigint' | 'int' | 'text[]',
) => string
type Group = Extract<Tree, { kind: 'all' | 'any' }>
type Attribute = Of<'attribute'>
/** Contacts that there are, by a table that knows no others. Questions about fields are one: a contact's fields are one row. */
type OfSet =
  | Attribute
  | { readonly kind: 'all' | 'any'; readonly of: readonly Attribute[] }
  | Of<keyof typeof RANK>

/** From what few contacts likely fulfil to what most do. */
const RANK = {
  ...{ deal: 0, label: 1, template: 2, window: 3, wrote: 5, written_to: 6, conversation: 7, messages: 8 },
  ...{ phone: 9, country: 9 },
} as const
const ATTRIBUTES_RANK = 4
const isRanked = (kind: string): kind is keyof typeof RANK => Object.hasOwn(RANK, kind)
const rankOf = ({ kind }: OfSet): number => (isRanked(kind) ? RANK[kind] : ATTRIBUTES_RANK)

const isAttribute = (tree: Tree): tree is Attribute => tree.kind === 'attribute'
const isSet = (tree: Tree): tree is OfSet =>
  isAttribute(tree) ||
  isRanked(tree.kind) ||
  ((tree.kind === 'all' || tree.kind === 'any') && tree.of.every(isAttribute))
/** Its table has one row for each contact. */
const isOncePerContact = (set: OfSet): boolean =>
  !isRanked(set.kind) || set.kind === 'messages' || set.kind === 'written_to'
const isOfContact = (tree: Tree): boolean =>
  tree.kind === 'all' || tree.kind === 'any'
    ? tree.of.some(isOfContact)
    : tree.kind === 'not'
      ? isOfContact(tree.of)
      : tree.kind === 'name' || tree.kind === 'first_seen'

/** What is joined, with all questions about fields as one. */
function partsOf({ kind, of }: Group): Tree[] {
  const attributes = of.filter(isAttribute)
  const others = of.filter((tree) => !isAttribute(tree))
  return attributes.length === 0 ? others : [...others, { kind, of: attributes }]
}

function nodeSql(tree: Tree, put: Put, now: Instant): string {
  if (isSet(tree)) return `k.id in (${setSql(tree, put, now)})`
  if (tree.kind === 'all' || tree.kind === 'any') {
    const parts = partsOf(tree).map((part) => nodeSql(part, put, now))
    return `(${parts.join(tree.kind === 'all' ? ' and ' : ' or ')})`
  }
  return tree.kind === 'not' ? `not (${nodeSql(tree.of, put, now)})` : otherSql(tree, put, now)
}

const select = (table: string, condition: string): string =>
  `select s.contact_id from ${table} s where s.tenant_id = $1 and ${condition}`

function otherSql(
  condition: Of<'suppressed' | 'consented' | 'name' | 'first_seen'>,
  put: Put,
  now: Instant,
): string {
  switch (condition.kind) {
    case 'suppressed':
      return `k.id in (${select('suppressions', `s.purpose = ${put(condition.purpose, 'text')}`)})`
    case 'consented': {
      const purpose = put(condition.purpose, 'text')
      return `(k.id in (${select('consents', `s.state = 'granted' and s.purpose = ${purpose}`)})
        and k.id not in (${select('suppressions', `s.purpose = ${purpose}`)}))`
    }
    case 'name':
      return nameSql(condition, put)
    case 'first_seen':
      return `k.created_at >= ${daysAgo(condition.days, put, now)}`
    default:
      return condition satisfies never
  }
}

const daysAgo = (days: number, put: Put, now: Instant): string =>
  put(new Date(after(now, -days * DAY_MS)), 'timestamptz')

function setSql(set: OfSet, put: Put, now: Instant): string {
  switch (set.kind) {
    case 'all':
    case 'any': {
      const questions = set.of.map((attribute) => attributeSql(attribute, put, now))
      return select('contact_attributes', `(${questions.join(set.kind === 'all' ? ' and ' : ' or ')})`)
    }
    case 'attribute':
      return select('contact_attributes', attributeSql(set, put, now))
    case 'label':
      return `select c.contact_id from conversation_labels l join conversations c on c.tenant_id = $1 and c.id = l.conversation_id
        where l.tenant_id = $1 and l.label_id = ${put(set.labelId, 'uuid')}`
    case 'phone':
      return phoneSql(set.prefix, put)
    case 'country':
      return phoneSql(COUNTRIES[set.country], put)
    case 'wrote':
      return select('conversations', `s.last_inbound_at >= ${daysAgo(set.days, put, now)}`)
    case 'written_to':
      return select('contact_activity', `s.last_outbound_at >= ${daysAgo(set.days, put, now)}`)
    case 'messages':
      return select('contact_activity', `s.message_count >= ${put(set.atLeast, 'int')}`)
    case 'conversation':
      return select('conversations', `s.status = ${put(set.status, 'text')}`)
    case 'window':
      return windowSql(put, now)
    case 'template':
      return templateSql(set, put, now)
    case 'deal':
      return dealSql(set, put)
    default:
      return set satisfies never
  }
}

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>

/**
 * The field's value is looked at as what it was asked for: a text never equals a number, and is neither more nor less than one.
 * Of what must all be true, what few contacts fulfil is asked first: 200,000 are asked.
 */
function attributeSql(condition: Attribute, put: Put, now: Instant): string {
  const key = put(condition.key, 'text')
  const word = `(s.attributes ->> ${key})`
  const isType = (type: string): string => `jsonb_typeof(s.attributes -> ${key}) = '${type}'`
  const isText = (test: string): string => `case when ${test} then ${isType('string')} else false end`
  const isNumber = (operator: '=' | '<' | '>', value: number): string =>
    `case when ${isType('number')} then ${word}::float8 ${operator} ${put(value, 'float8')} else false end`
  const isDay = (test: string): string => isText(`${test} and ${word} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`)
  const between = (first: number, last: number): string =>
    isDay(
      `${word} collate "C" between ${put(dayIn(now, first), 'text')} and ${put(dayIn(now, last), 'text')}`,
    )
  switch (condition.op) {
    case 'set':
      return `s.attributes ? ${key}`
    case 'equals':
      return typeof condition.value === 'number'
        ? isNumber('=', condition.value)
        : typeof condition.value === 'boolean'
          ? `s.attributes -> ${key} = to_jsonb(${put(condition.value, 'boolean')})`
          : isText(`lower(${word}) = lower(${put(condition.value, 'text')})`)
    case 'contains':
      return isText(`${word} ilike ${put(patternOf(condition.value), 'text')}`)
    case 'greater':
      return isNumber('>', condition.value)
    case 'less':
      return isNumber('<', condition.value)
    case 'before':
      return isDay(`${word} collate "C" < ${put(condition.value, 'text')}`)
    case 'after':
      return isDay(`${word} collate "C" > ${put(condition.value, 'text')}`)
    case 'next_days':
      return between(0, condition.days)
    case 'last_days':
      return between(-condition.days, 0)
    case 'anniversary':
      return isDay(`right(${word}, 5) = any(${put(anniversaries(now, condition.days), 'text[]')})`)
    default:
      return condition satisfies never
  }
}

/** The calendar day in India, so many days from now. */
export const dayIn = (now: Instant, days: number): string =>
  new Date(now + INDIA_MS + days * DAY_MS).toISOString().slice(0, 10)

/** Months and days from today on. Who was born on 29 February has their day on the 28th in other years. */
function anniversaries(now: Instant, days: number): string[] {
  const found = new Set<string>()
  for (let ahead = 0; ahead <= Math.min(days, 366); ahead += 1) {
    const day = dayIn(now, ahead)
    found.add(day.slice(5))
    if (day.endsWith('-02-28') && dayIn(instant(now), ahead + 1).endsWith('-03-01')) found.add('02-29')
  }
  return [...found]
}

function nameSql({ op, value }: Of<'name'>, put: Put): string {
  const name = "coalesce(k.given_name, k.book_name, k.profile_name, k.username, '')"
  return op === 'equals'
    ? `lower(${name}) = lower(${put(value, 'text')})`
    : `${name} ilike ${put(patternOf(value), 'text')}`
}

/** Any of their numbers; digits are the same in every collation. */
const phoneSql = (prefix: string, put: Put): string =>
  select('contact_identities', `s.kind = 'phone' and s.value like ${put(`${prefix}%`, 'text')}`)

/** The same as conversations/window.ts: 24 hours after their message, or 72 after an ad that was answered within 24. */
const windowSql = (put: Put, now: Instant): string =>
  select(
    'conversations',
    `(s.last_inbound_at > ${put(new Date(after(now, -24 * HOUR_MS)), 'timestamptz')}
      or (s.last_referral_at > ${put(new Date(after(now, -72 * HOUR_MS)), 'timestamptz')}
        and s.referral_answered_at < s.last_referral_at + interval '24 hours'))`,
  )

const OUTCOMES = {
  sent: 'm.status_rank >= 1',
  delivered: 'm.status_rank >= 2',
  read: 'm.status_rank >= 3',
  replied: 'c.last_inbound_at > m.at',
} as const

/** Uses messages_templates. */
const templateSql = ({ name, outcome, days }: Of<'template'>, put: Put, now: Instant): string =>
  `select c.contact_id from messages m join conversations c on c.tenant_id = $1 and c.id = m.conversation_id
    where m.tenant_id = $1 and m.direction = 'out' and m.type = 'template' and m.content #>> '{template,name}' = ${put(name, 'text')}
      and m.at >= ${daysAgo(days, put, now)} and ${OUTCOMES[outcome]}`

function dealSql({ stageKind, stageId, valueAtLeastPaise }: Of<'deal'>, put: Put): string {
  const wishes = [
    ...(stageKind === undefined ? [] : [`g.kind = ${put(stageKind, 'text')}`]),
    ...(stageId === undefined ? [] : [`g.id = ${put(stageId, 'uuid')}`]),
    ...(valueAtLeastPaise === undefined ? [] : [`d.value_paise >= ${put(valueAtLeastPaise, 'bigint')}`]),
  ]
  return `select d.contact_id from deals d join deal_stages g on g.tenant_id = $1 and g.id = d.stage_id
    where ${['d.tenant_id = $1', ...wishes].join(' and ')}`
}
