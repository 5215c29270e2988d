/**
 * A tree of conditions as SQL about the contact `k`. What people wrote is only ever a parameter: the text depends on nothing but
 * the kinds of the conditions. Each condition is a set of contacts that is made once for the whole question and then looked up
 * (`k.id in (select …)`), never a question for each contact: that is what keeps 200,000 contacts quick. No condition is ever
 * null, so that "not" is the opposite and nothing else. Pure.
 */
import { after, instant, type Instant } from '#platform/time.ts'
import { patternOf } from '#platform/db/sql-text.ts'
import { COUNTRIES, type Condition, type Tree } from './conditions.ts'

export type Compiled = { readonly text: string; readonly values: readonly unknown[] }

const DAY_MS = 24 * 60 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000
/** India's clock, which decides what day it is: +05:30, without summer time. */
const INDIA_MS = 5.5 * HOUR_MS

/** $1 is the tenant; the tree's own parameters begin after it, and the caller's after those. */
export function compileTree(tree: Tree, tenant: string, now: Instant): Compiled {
  const values: unknown[] = [tenant]
  const put: Put = (value, type) => {
    values.push(value)
    return `$${values.length}::${type}`
  }
  const text = nodeSql(tree, put, now)
  return { text, values }
}

type Put = (
  value: unknown,
  type: 'text' | 'boolean' | 'uuid' | 'timestamptz' | 'float8' | 'bigint' | 'int' | 'text[]',
) => string

function nodeSql(tree: Tree, put: Put, now: Instant): string {
  if (tree.kind === 'all' || tree.kind === 'any')
    return `(${tree.of.map((node) => nodeSql(node, put, now)).join(tree.kind === 'all' ? ' and ' : ' or ')})`
  return tree.kind === 'not' ? `not (${nodeSql(tree.of, put, now)})` : conditionSql(tree, put, now)
}

const isIn = (table: string, condition: string, column = 'contact_id'): string =>
  `k.id in (select s.${column} from ${table} s where s.tenant_id = $1 and ${condition})`

function conditionSql(condition: Condition, put: Put, now: Instant): string {
  const since = (days: number): string => put(new Date(after(now, -days * DAY_MS)), 'timestamptz')
  switch (condition.kind) {
    case 'attribute':
      return attributeSql(condition, put, now)
    case 'label':
      return `k.id in (select c.contact_id from conversation_labels l join conversations c on c.tenant_id = $1 and c.id = l.conversation_id
        where l.tenant_id = $1 and l.label_id = ${put(condition.labelId, 'uuid')})`
    case 'suppressed':
      return isIn('suppressions', `s.purpose = ${put(condition.purpose, 'text')}`)
    case 'consented': {
      const purpose = put(condition.purpose, 'text')
      return `(${isIn('consents', `s.state = 'granted' and s.purpose = ${purpose}`)} and not ${isIn('suppressions', `s.purpose = ${purpose}`)})`
    }
    case 'name':
      return nameSql(condition, put)
    case 'phone':
      return phoneSql(condition.prefix, put)
    case 'country':
      return phoneSql(COUNTRIES[condition.country], put)
    case 'wrote':
      return isIn('conversations', `s.last_inbound_at >= ${since(condition.days)}`)
    case 'written_to':
      return isIn('contact_activity', `s.last_outbound_at >= ${since(condition.days)}`)
    case 'first_seen':
      return `k.created_at >= ${since(condition.days)}`
    case 'messages':
      return isIn('contact_activity', `s.message_count >= ${put(condition.atLeast, 'int')}`)
    case 'conversation':
      return isIn('conversations', `s.status = ${put(condition.status, 'text')}`)
    case 'window':
      return windowSql(put, now)
    case 'template':
      return templateSql(condition, put, since(condition.days))
    case 'deal':
      return dealSql(condition, put)
    default:
      return condition satisfies never
  }
}

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>

/**
 * The field's value is looked at as what it was asked for: a text never equals a number, and is neither more nor less than one.
 * Of what must all be true, what few contacts fulfil is asked first: 200,000 are asked.
 */
function attributeSql(condition: Of<'attribute'>, put: Put, now: Instant): string {
  const key = put(condition.key, 'text')
  const word = `(s.attributes ->> ${key})`
  const isType = (type: string): string => `jsonb_typeof(s.attributes -> ${key}) = '${type}'`
  const isText = (test: string): string =>
    isIn('contact_attributes', `case when ${test} then ${isType('string')} else false end`)
  const isNumber = (operator: '=' | '<' | '>', value: number): string =>
    isIn(
      'contact_attributes',
      `case when ${isType('number')} then ${word}::float8 ${operator} ${put(value, 'float8')} else false end`,
    )
  const isDay = (test: string): string => isText(`${test} and ${word} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`)
  const between = (first: number, last: number): string =>
    isDay(
      `${word} collate "C" between ${put(dayIn(now, first), 'text')} and ${put(dayIn(now, last), 'text')}`,
    )
  switch (condition.op) {
    case 'set':
      return isIn('contact_attributes', `s.attributes ? ${key}`)
    case 'equals':
      return typeof condition.value === 'number'
        ? isNumber('=', condition.value)
        : typeof condition.value === 'boolean'
          ? isIn(
              'contact_attributes',
              `s.attributes -> ${key} = to_jsonb(${put(condition.value, 'boolean')})`,
            )
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
  isIn('contact_identities', `s.kind = 'phone' and s.value like ${put(`${prefix}%`, 'text')}`)

/** The same as conversations/window.ts: 24 hours after their message, or 72 after an ad that was answered within 24. */
const windowSql = (put: Put, now: Instant): string =>
  isIn(
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
const templateSql = ({ name, outcome }: Of<'template'>, put: Put, since: string): string =>
  `k.id in (select c.contact_id from messages m join conversations c on c.tenant_id = $1 and c.id = m.conversation_id
    where m.tenant_id = $1 and m.direction = 'out' and m.type = 'template' and m.content #>> '{template,name}' = ${put(name, 'text')}
      and m.at >= ${since} and ${OUTCOMES[outcome]})`

function dealSql({ stageKind, stageId, valueAtLeastPaise }: Of<'deal'>, put: Put): string {
  const wishes = [
    ...(stageKind === undefined ? [] : [`g.kind = ${put(stageKind, 'text')}`]),
    ...(stageId === undefined ? [] : [`g.id = ${put(stageId, 'uuid')}`]),
    ...(valueAtLeastPaise === undefined ? [] : [`d.value_paise >= ${put(valueAtLeastPaise, 'bigint')}`]),
  ]
  return `k.id in (select d.contact_id from deals d join deal_stages g on g.tenant_id = $1 and g.id = d.stage_id
    where ${['d.tenant_id = $1', ...wishes].join(' and ')})`
}
