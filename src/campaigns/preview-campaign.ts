/** What some of the audience would read; and the message sent to the team's own phones. */
import { acceptMessage } from '#outbound/accept-message.ts'
import { fillTemplate, prepareTemplate } from '#outbound/compose-template.ts'
import { refusalProblem } from '#outbound/refusal-problem.ts'
import { openThreads } from '#conversations/open-threads.ts'
import { MARKETING } from '#consent/record-consents.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId, newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { parametersOf } from '#templates/render-template.ts'
import { audienceQuery } from './audience-query.ts'
import { linkPlacesOf } from './check-links.ts'
import { drawVariant } from './draw-variant.ts'
import { giveCodes, targetsOf, type Codes, type Place } from './give-codes.ts'
import { selectCampaign, type CampaignRow } from './internal/campaigns-sql.ts'
import { findPeople, selectWords } from './internal/recipients-sql.ts'
import { wabaOf } from './internal/state-sql.ts'
import { skipReasonOf } from './skip-reasons.ts'
import type { CampaignMessage, Preview } from './shapes.ts'

const SHOWN = 5

/** null: there is no such campaign. @param contact this one alone; null: some of the audience */
export async function previewCampaign(
  client: Client,
  tenant: TenantId,
  { id, contact }: { readonly id: string; readonly contact: string | null },
  now: Instant,
): Promise<Preview | null> {
  const campaign = await selectCampaign(client, tenant, id)
  if (campaign === null) return null
  const contacts = contact === null ? await someOf(client, tenant, campaign, now) : [contact].filter(isId)
  const { definition, channelId } = campaign
  const wabaId = await wabaOf(client, tenant, channelId)
  const prepared: Awaited<ReturnType<typeof prepareTemplate>>[] = []
  for (const message of definition.messages)
    prepared.push(await prepareTemplate(client, tenant, { wabaId, channel: channelId }, message))
  const people = await findPeople(client, tenant, contacts, {
    ...{ purpose: MARKETING, offersSince: null, hasAttributes: true },
  })
  const words = await selectWords(client, tenant, id, contacts)
  const items = contacts.flatMap((one): Preview['items'] => {
    const person = people.get(one)
    if (person === undefined) return []
    const message = drawVariant(id, one, definition).variant ?? 0
    const template = prepared[message]
    const known = { contactId: one, name: person.name, phone: person.phone, message }
    if (template === undefined) return []
    const nothing = { content: null, links: [] }
    const own = words.get(one) ?? null
    const places = targetsOf(definition.messages[message] ?? NO_LINKS, person, own)
    if (typeof places === 'string')
      return [{ ...known, ...nothing, problem: { reason: places, message: LINK_OPEN } }]
    const filled = template.ok
      ? fillTemplate(template.prepared, person, now, { ...own, ...sampleCodes(places) })
      : template
    if (!filled.ok)
      return [
        {
          ...known,
          ...nothing,
          problem: { reason: skipReasonOf(filled), message: refusalProblem(filled).title },
        },
      ]
    const links = template.ok ? linksShown(template.prepared.template.components, places) : []
    return [{ ...known, content: filled.kind === 'message' ? filled.content : null, links, problem: null }]
  })
  return { items }
}

const NO_LINKS = { links: {} }
const LINK_OPEN = 'It is not known where a button would lead this person'

/** Nobody follows what is only shown. */
const sampleCodes = (places: readonly Place[]): Record<string, string> =>
  Object.fromEntries(places.map(({ place }) => [place, 'code']))

function linksShown(
  components: Parameters<typeof linkPlacesOf>[0],
  places: readonly Place[],
): Preview['items'][number]['links'] {
  const buttons = new Map(linkPlacesOf(components, { all: [] }).map((one) => [one.place, one.button]))
  return places.map(({ place, url }) => ({ place, url, button: buttons.get(place) ?? '' }))
}

/** Spread over the audience, the same ones each time. */
async function someOf(
  client: Client,
  tenant: TenantId,
  campaign: CampaignRow,
  now: Instant,
): Promise<string[]> {
  const found = await audienceQuery(client, tenant, campaign, now)
  if (!found.ok) return []
  const { text, values } = found.query
  await client.query(`set local work_mem = '64MB'`)
  const { rows } = await client.query<{ id: string }>(
    `select k.id from contacts k where k.tenant_id = $1 and k.kind = 'person' and (${text}) order by k.id desc limit ${SHOWN}`,
    [...values],
  )
  return rows.map((row) => row.id)
}

export type TestItem = {
  readonly contactId: string
  readonly ok: boolean
  readonly messageId: string | null
  readonly problem: string | null
}

/** Sent at once, like any message of the team's; it is no part of the campaign's counts. null: campaign, message or a contact is not there. */
export async function testCampaign(
  client: Client,
  tenant: TenantId,
  {
    id,
    contacts,
    message,
  }: { readonly id: string; readonly contacts: readonly string[]; readonly message: number },
  now: Instant,
): Promise<{ readonly items: TestItem[]; readonly channel: string } | null> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  const wanted = campaign?.definition.messages[message]
  if (campaign === null || wanted === undefined) return null
  const known = contacts.filter(isId)
  const people = await findPeople(client, tenant, known, {
    ...{ purpose: MARKETING, offersSince: null, hasAttributes: true },
  })
  const there = known.filter((one) => people.has(one))
  if (there.length < contacts.length) return null
  const threads = await openThreads(client, tenant, campaign.channelId, there)
  const words = await selectWords(client, tenant, id, there)
  const names = await placesOf(client, tenant, campaign, wanted)
  const candidates = [...people.values()].map((person) => ({
    ...{ person, message: wanted, words: words.get(person.contact) ?? null },
  }))
  const codes = await giveCodes(client, tenant, id, candidates, now, true)
  const items: TestItem[] = []
  for (const contactId of contacts) {
    const thread = threads.get(contactId)
    if (thread === undefined) continue
    const own = codes.get(contactId) ?? {}
    if (typeof own === 'string') {
      items.push({ contactId, ok: false, messageId: null, problem: LINK_OPEN })
      continue
    }
    const accepted = await acceptMessage(
      client,
      tenant,
      {
        conversation: thread.id,
        outgoing: {
          type: 'template',
          template: withColumns(wanted, { row: words.get(contactId) ?? {}, codes: own }, names),
        },
        key: `campaign-test:${newId()}`,
        origin: 'api',
      },
      now,
    )
    items.push(
      accepted.ok
        ? { contactId, ok: true, messageId: accepted.id, problem: null }
        : { contactId, ok: false, messageId: null, problem: refusalProblem(accepted).title },
    )
  }
  return { items, channel: campaign.channelId }
}

/** What stands in their row, and their links' codes, as if they had been typed. */
function withColumns(
  wanted: CampaignMessage,
  { row, codes }: { readonly row: Readonly<Record<string, string>>; readonly codes: Exclude<Codes, string> },
  names: readonly string[],
): CampaignMessage {
  const { links: _, ...message } = wanted
  const { variables = {}, parameters } = message
  const isColumn = ([, variable]: [string, (typeof variables)[string]]): boolean => variable.from === 'column'
  const entries = Object.entries(variables)
  const typed = entries.flatMap(([name, variable]) =>
    variable.from === 'column' ? [[name, row[variable.name] ?? variable.fallback ?? ''] as const] : [],
  )
  const same = names.flatMap((name) =>
    Object.hasOwn(row, name) && !Object.hasOwn(variables, name) ? [[name, row[name] ?? ''] as const] : [],
  )
  return {
    ...message,
    parameters: { ...Object.fromEntries(same), ...Object.fromEntries(typed), ...parameters, ...codes },
    variables: Object.fromEntries(entries.filter((entry) => !isColumn(entry))),
  }
}

/** What the places of the template are called. */
async function placesOf(
  client: Client,
  tenant: TenantId,
  { channelId: channel }: CampaignRow,
  message: CampaignMessage,
): Promise<readonly string[]> {
  const wabaId = await wabaOf(client, tenant, channel)
  const found = await prepareTemplate(client, tenant, { wabaId, channel }, message)
  return found.ok ? parametersOf(found.prepared.template.components) : []
}
