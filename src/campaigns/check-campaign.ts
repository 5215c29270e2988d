/** What keeps a draft from starting, whom it reaches at this moment, what that costs, and when it would be done. */
import { findStanding } from '#channels/find-standing.ts'
import { MARKETING } from '#consent/record-consents.ts'
import { forecastCost } from '#costs/forecast-cost.ts'
import { countryOfRecipient, PREFIX_DIGITS } from '#costs/markets.ts'
import { parseMicros } from '#costs/money.ts'
import { PRICED } from '#costs/rate-cards.ts'
import { prepareTemplate, wrongForAll, type PreparedTemplate } from '#outbound/compose-template.ts'
import { readPrefixes, type Prefixes } from '#links/read-prefixes.ts'
import { refusalProblem } from '#outbound/refusal-problem.ts'
import { classOfTemplate } from '#outbound/send-class.ts'
import { addressOf } from '#platform/db/address-sql.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, instant, type Instant } from '#platform/time.ts'
import type { Compiled } from '#segments/compile.ts'
import { parametersOf } from '#templates/render-template.ts'
import { audienceQuery } from './audience-query.ts'
import { linkPlacesOf, linkProblems } from './check-links.ts'
import { dayAt, festivalsBetween, festivalSince } from './festival-calendar.ts'
import { festivalDays } from './festival-days.ts'
import { selectCampaign, type CampaignRow } from './internal/campaigns-sql.ts'
import { OFFERS_SINCE } from './internal/offers-sql.ts'
import { makePlan } from './make-plan.ts'
import { SHOP_ZONE, zoneOf } from './write-audience.ts'
import type { CampaignMessage, Check, Definition, Problem } from './shapes.ts'

type Draft = Pick<CampaignRow, 'id' | 'channelId' | 'definition' | 'startsAt'>

/** @param ours where people open us: with what short links begin */
export async function checkCampaign(
  client: Client,
  tenant: TenantId,
  draft: Draft,
  ours: string,
  now: Instant,
): Promise<Check> {
  const { problems, category } = await findProblems(client, tenant, draft, ours, now)
  const found = await audienceQuery(client, tenant, draft, now)
  if (!found.ok) return { problems, reach: null, plan: null, festivals: [], cost: null }
  const isOffer = category === null || category === 'marketing'
  const startsAt = instant(Math.max(now, draft.startsAt ?? now))
  const festivals =
    isOffer && (draft.definition.festivalCap ?? null) !== null ? await festivalDays(client, tenant, now) : []
  // Who begins on another day has had nothing of that day yet.
  const since =
    dayAt(SHOP_ZONE, startsAt) === dayAt(SHOP_ZONE, now)
      ? festivalSince(new Set(festivals.map(({ day }) => day)), SHOP_ZONE, now)
      : null
  const counted = await countReach(client, draft.definition, { query: found.query, isOffer, since }, now)
  const { reach } = counted
  const whole = reach.audience === 0 ? [...problems, NOBODY] : problems
  if (reach.recipients === 0) return { problems: whole, reach, plan: null, festivals: [], cost: null }
  // Those who cannot be reached live where the others do.
  const part = reach.recipients / Math.max(1, reach.recipients + reach.heldOut)
  const countries = [...counted.countries].map(
    ([country, count]) => [country, Math.round(count * part)] as const,
  )
  const plan = await makePlan(
    client,
    tenant,
    { ...draft, allowed: null, taken: 0 },
    {
      waiting: byZone(countries),
      progress: null,
      startsAt: draft.startsAt,
      isFirst: draft.definition.isGuarded,
      opensAt: null,
    },
    now,
  )
  const cost = await costOf(client, tenant, draft, { category, countries }, now)
  const until = instant(plan.latest ?? plan.endsAt ?? startsAt)
  return {
    problems: whole,
    reach,
    plan,
    festivals: festivalsBetween(festivals, SHOP_ZONE, startsAt, until),
    cost,
  }
}

const NOBODY: Problem = {
  code: 'nobody',
  path: 'definition.audience',
  message: 'Nobody is in this audience.',
}

/** All that is wrong with a definition, each with its place. */
export async function findProblems(
  client: Client,
  tenant: TenantId,
  draft: Draft,
  ours: string,
  now: Instant,
): Promise<{ readonly problems: Problem[]; readonly category: string | null }> {
  const { definition, channelId } = draft
  const problems: Problem[] = []
  const standing = await findStanding(client, tenant, channelId)
  if (standing === null || !standing.isConnected)
    problems.push({
      code: 'channel_disconnected',
      path: 'channelId',
      message: 'This number is not connected.',
    })
  problems.push(...(await audienceProblems(client, tenant, draft, now)))
  if (definition.messages.length === 0)
    problems.push({ code: 'no_message', path: 'definition.messages', message: 'No template is chosen yet.' })
  const categories = new Set<string>()
  const prefixes = await readPrefixes(client, tenant, ours)
  for (const [nth, message] of definition.messages.entries()) {
    const path = `definition.messages.${nth}`
    const prepared = await prepareTemplate(
      client,
      tenant,
      { wabaId: standing?.wabaId ?? '', channel: channelId },
      message,
    )
    if (prepared.ok) {
      categories.add(classOfTemplate(prepared.prepared.template.category))
      problems.push(
        ...wordProblems(prepared.prepared, message, definition, { prefixes, path }),
        ...wrongForAll(prepared.prepared, now).map((wrong) => ({
          code: `filling_${wrong.code}`,
          path: `${path}${wrong.path.slice('template'.length)}`,
          message: wrong.message,
        })),
      )
    } else {
      const { code, title } = refusalProblem(prepared)
      problems.push({ code, path, message: title })
    }
  }
  problems.push(...ruleProblems(definition, draft.startsAt, categories, now))
  return { problems, category: [...categories][0] ?? null }
}

async function audienceProblems(
  client: Client,
  tenant: TenantId,
  draft: Draft,
  now: Instant,
): Promise<Problem[]> {
  const found = await audienceQuery(client, tenant, draft, now)
  const path = 'definition.audience'
  if (found.ok) return isTwice(client, tenant, draft, path)
  switch (found.because) {
    case 'no_audience':
      return [{ code: 'no_audience', path, message: 'Nobody is chosen yet.' }]
    case 'segment_gone':
      return [{ code: 'segment_gone', path, message: 'This segment has been deleted. Choose another one.' }]
    case 'campaign_gone':
      return [{ code: 'campaign_gone', path, message: 'The earlier campaign is gone. Choose another one.' }]
    default:
      return found.because satisfies never
  }
}

/** Whoever waits in a campaign that goes on, or may, would get both. */
async function isTwice(
  client: Client,
  tenant: TenantId,
  { definition: { audience } }: Draft,
  path: string,
): Promise<Problem[]> {
  if (audience?.from !== 'campaign' || audience.who !== 'waiting') return []
  const earlier = await selectCampaign(client, tenant, audience.campaignId)
  if (earlier === null || earlier.state === 'cancelled' || earlier.state === 'completed') return []
  return [
    {
      code: 'earlier_goes_on',
      path,
      message: 'The earlier campaign may go on, and its people would get both. Cancel it first.',
    },
  ]
}

/** Places of the template that nothing fills, and words for which there is no place. */
function wordProblems(
  { template }: PreparedTemplate,
  message: CampaignMessage,
  definition: Definition,
  { prefixes, path }: { readonly prefixes: Prefixes; readonly path: string },
): Problem[] {
  const { parameters, variables = {}, links = {} } = message
  const { audience } = definition
  const places = linkPlacesOf(template.components, prefixes)
  const isLink = (name: string): boolean =>
    Object.hasOwn(links, name) || places.some(({ place, isTracked }) => place === name && isTracked)
  const names = parametersOf(template.components)
  const isFilled = (name: string): boolean =>
    (parameters[name] ?? '').trim() !== '' || Object.hasOwn(variables, name)
  // Of a list, each row may bring its own words.
  const open = audience?.from === 'list' ? [] : names.filter((name) => !isFilled(name) && !isLink(name))
  const unknown = Object.keys({ ...parameters, ...variables }).filter((name) => !names.includes(name))
  return [
    ...open.map((name) => ({
      code: 'word_missing',
      path: `${path}.parameters.${name}`,
      message: 'This place of the template is not filled in.',
    })),
    ...unknown.map((name) => ({
      code: 'word_unknown',
      path: `${path}.parameters.${name}`,
      message: 'The template has no such place.',
    })),
    ...linkProblems(places, message, definition, { prefixes, path }),
  ]
}

function ruleProblems(
  { messages, test, expiresAt }: Definition,
  startsAt: number | null,
  categories: ReadonlySet<string>,
  now: Instant,
): Problem[] {
  const problems: Problem[] = []
  if (categories.size > 1)
    problems.push({
      code: 'categories_differ',
      path: 'definition.messages',
      message: 'The templates are of different categories. Choose templates of one category.',
    })
  if (categories.has('authentication'))
    problems.push({
      code: 'one_time_code',
      path: 'definition.messages',
      message: 'A one-time code cannot be sent as a campaign.',
    })
  if (test !== null && messages.length < 2)
    problems.push({
      code: 'nothing_to_compare',
      path: 'definition.test',
      message: 'There is one message only, so there is nothing to try it against.',
    })
  if (expiresAt !== null && expiresAt <= (startsAt ?? now))
    problems.push({
      code: 'ends_before_it_starts',
      path: 'definition.expiresAt',
      message: 'It would end before it starts.',
    })
  return problems
}

type Counted = {
  readonly reach: NonNullable<Check['reach']>
  readonly countries: ReadonlyMap<string, number>
}

async function countReach(
  client: Client,
  { frequencyCap, festivalCap, holdOutPercent }: Definition,
  {
    query: { text, values },
    isOffer,
    since,
  }: { readonly query: Compiled; readonly isOffer: boolean; readonly since: Instant | null },
  now: Instant,
): Promise<Counted> {
  await client.query(`set local work_mem = '64MB'`) // sets of up to all contacts must fit into memory
  const cap = isOffer ? frequencyCap : null
  const next = values.length + 1
  const { rows } = await client.query<{ beginning: string; why: string; people: number }>(
    `select coalesce(left(n.value, case n.kind when 'phone' then ${PREFIX_DIGITS} else 3 end), '') as beginning,
       case when n.value is null then 'noAddress'
         when $${next + 2} and k.id in (select s.contact_id from suppressions s where s.tenant_id = $1 and s.purpose = $${next}) then 'suppressed'
         when $${next + 1}::timestamptz is not null and k.id in (
           select r.contact_id from campaign_recipients r join campaigns c on c.tenant_id = $1 and c.id = r.campaign_id and c.category = 'marketing'
           where r.tenant_id = $1 and r.state = 'taken' and r.done_at > $${next + 1} group by r.contact_id having count(*) >= $${next + 3}::int)
           then 'recentlyContacted'
         when $${next + 4}::timestamptz is not null and ${OFFERS_SINCE('k.id', `$${next + 4}`)} >= $${next + 5}::int then 'festivalCapped'
         else 'recipients' end as why,
       count(*)::int as people
     from contacts k left join lateral ${addressOf('$1', 'k.id')} n on true
     where k.tenant_id = $1 and k.kind = 'person' and (${text}) group by 1, 2`,
    [
      ...values,
      MARKETING,
      cap === null ? null : new Date(after(now, -cap.days * DAY_MS)),
      isOffer,
      cap?.messages ?? 1,
      since === null ? null : new Date(since),
      festivalCap?.messages ?? 1,
    ],
  )
  const of = (why: string): number => rows.reduce((sum, row) => sum + (row.why === why ? row.people : 0), 0)
  const countries = new Map<string, number>()
  for (const { beginning, why, people } of rows) {
    if (why !== 'recipients') continue
    const country = countryOfRecipient(beginning)
    countries.set(country, (countries.get(country) ?? 0) + people)
  }
  const heldOut = Math.round((of('recipients') * holdOutPercent) / 100)
  return {
    reach: {
      audience: rows.reduce((sum, { people }) => sum + people, 0),
      suppressed: of('suppressed'),
      noAddress: of('noAddress'),
      recentlyContacted: of('recentlyContacted'),
      festivalCapped: of('festivalCapped'),
      heldOut,
      recipients: of('recipients') - heldOut,
    },
    countries,
  }
}

type Countries = readonly (readonly [country: string, count: number])[]

/** A country's clock is the clock of its people. */
function byZone(countries: Countries): { readonly zone: string; readonly count: number }[] {
  const zones = new Map<string, number>()
  for (const [country, count] of countries) {
    const zone = zoneOf(country === '' ? null : `${country}.`)
    zones.set(zone, (zones.get(zone) ?? 0) + count)
  }
  return [...zones].map(([zone, count]) => ({ zone, count }))
}

async function costOf(
  client: Client,
  tenant: TenantId,
  { channelId, definition }: Draft,
  { category, countries }: { readonly category: string | null; readonly countries: Countries },
  now: Instant,
): Promise<Check['cost']> {
  const priced = PRICED.find((one) => one === category)
  if (priced === undefined) return null
  const known = countries.filter(([country]) => country !== '')
  if (known.length === 0) return null
  const result = await forecastCost(
    client,
    tenant,
    { channelId, category: priced, recipients: { countries: Object.fromEntries(known) } },
    now,
  )
  if (!result.ok) return null
  const { forecast } = result
  const unknown = countries.reduce((sum, [country, count]) => sum + (country === '' ? count : 0), 0)
  const budget = definition.budget === null ? null : parseMicros(definition.budget)
  return {
    category: forecast.category,
    currency: forecast.currency,
    amount: forecast.amount,
    free: forecast.free,
    unpriced: forecast.unpriced + unknown,
    isOverBudget: budget !== null && (parseMicros(forecast.amount) ?? 0n) > budget,
  }
}
