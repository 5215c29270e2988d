/** People put into a campaign one by one, by the API or a file, each perhaps with words of their own. */
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { putImported } from '#contacts/put-imported.ts'
import { createDetector } from '#imports/detect-file.ts'
import { normalisePhone } from '#contacts/normalise-phone.ts'
import { hasHeader, proposeMapping } from '#imports/propose-mapping.ts'
import { BrokenFile, isBlank, readRows } from '#imports/read-rows.ts'
import { uuidArray } from '#platform/db/arrays.ts'
import { isRace, type Client, type Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { Clock, Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { audienceQuery } from './audience-query.ts'
import { drawVariant } from './draw-variant.ts'
import { selectCampaign, setAlarm, updateCampaign, type CampaignRow } from './internal/campaigns-sql.ts'
import { insertRecipients, selectExisting, type NewRecipient } from './internal/recipients-sql.ts'
import type { Added, CampaignState, NewRecipients } from './shapes.ts'
import { zoneOf } from './write-audience.ts'

export type PutParts = { readonly database: Database; readonly notifier: Notifier; readonly clock: Clock }
export type PutRefusal =
  | { readonly ok: false; readonly because: 'not_found' | 'not_a_list' }
  | { readonly ok: false; readonly because: 'not_open'; readonly state: CampaignState }
  | { readonly ok: false; readonly because: 'not_csv' | 'empty' | 'no_phone_column' | 'too_large' }
export type PutResult = { readonly ok: true; readonly added: Added } | PutRefusal

/** As with imports: everybody's readers wait for the oldest transaction. */
const BATCH = 250
/** Of a file: some hundred thousand rows. */
const BYTES_MAX = 24 * 1024 * 1024
/** So many refused rows are named; the rest are counted by what is missing in `added` and `known`. */
const REFUSED_MAX = 1000
const SHOWN_CHARS = 60

type Row = NewRecipients[number] & { readonly row: number }

/** Who is a recipient already stays as they are. To a campaign that runs or is over they are added, and get it. */
export async function putRecipients(
  parts: PutParts,
  tenant: TenantId,
  id: string,
  recipients: NewRecipients,
): Promise<PutResult> {
  const rows = recipients.map((one, nth) => ({ ...one, row: nth + 1 }))
  return putBatch(parts, tenant, id, rows)
}

/** The columns beside number and name are words, by their headers: a template's names, `1` or `first_name`. */
export async function putFile(
  parts: PutParts,
  tenant: TenantId,
  id: string,
  file: { readonly stream: Readable; readonly isCut: () => boolean },
): Promise<PutResult> {
  const read = await readFile(file)
  if (!read.ok) return read
  const added: Added = { added: 0, known: 0, refused: [] }
  let rows: Row[] = []
  const flush = async (): Promise<PutRefusal | null> => {
    const done = await putBatch(parts, tenant, id, rows)
    rows = []
    if (!done.ok) return done
    added.added += done.added.added
    added.known += done.added.known
    for (const one of done.added.refused) if (added.refused.length < REFUSED_MAX) added.refused.push(one)
    return null
  }
  for (const row of read.rows) {
    rows.push(row)
    if (rows.length < BATCH) continue
    const refused = await flush()
    if (refused !== null) return refused
  }
  const refused = await flush()
  return refused ?? { ok: true, added }
}

async function readFile({
  stream,
  isCut,
}: {
  readonly stream: Readable
  readonly isCut: () => boolean
}): Promise<{ readonly ok: true; readonly rows: Row[] } | PutRefusal> {
  const detector = createDetector()
  const chunks: Buffer[] = []
  let bytes = 0
  const keep = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes <= BYTES_MAX) chunks.push(chunk)
      done()
    },
  })
  await pipeline(stream, detector.stream, keep)
  if (bytes > BYTES_MAX || isCut()) return { ok: false, because: 'too_large' }
  const form = detector.result()
  if (form.isBinary) return { ok: false, because: 'not_csv' }
  const cells: { readonly number: number; readonly cells: readonly string[] }[] = []
  try {
    for await (const row of readRows(Readable.from([Buffer.concat(chunks)]), form))
      if (!isBlank(row.cells)) cells.push(row)
  } catch (error) {
    if (error instanceof BrokenFile) return { ok: false, because: 'not_csv' }
    throw error
  }
  const [first, ...others] = cells
  if (first === undefined) return { ok: false, because: 'empty' }
  const isNamed = hasHeader(first.cells)
  const header = isNamed
    ? first.cells.map((cell) => cell.trim().replace(/^\uFEFF/u, ''))
    : first.cells.map(() => '')
  const data = isNamed ? others : cells
  if (data.length === 0) return { ok: false, because: 'empty' }
  const { phone, name } = proposeMapping(
    header,
    data.slice(0, 20).map((row) => row.cells),
    [],
  )
  if (phone === null) return { ok: false, because: 'no_phone_column' }
  return {
    ok: true,
    rows: data.map((row) => ({
      row: row.number,
      phone: row.cells[phone] ?? '',
      ...(name !== null &&
        (row.cells[name] ?? '').trim() !== '' && { name: (row.cells[name] ?? '').trim().slice(0, 200) }),
      words: wordsOf(header, row.cells, phone),
    })),
  }
}

/** The name is a word, too: a template may greet by it. */
function wordsOf(header: readonly string[], cells: readonly string[], phone: number): Record<string, string> {
  return Object.fromEntries(
    header.flatMap((title, nth) => {
      const value = (cells[nth] ?? '').trim()
      return nth === phone || title === '' || value === '' ? [] : [[title, value.slice(0, 1024)] as const]
    }),
  )
}

/** One transaction. */
async function putBatch(
  parts: PutParts,
  tenant: TenantId,
  id: string,
  rows: readonly Row[],
): Promise<PutResult> {
  const { database, notifier, clock } = parts
  for (;;) {
    try {
      const done = await database.inTenant(tenant, async (client) => {
        await lockTenant(client, tenant, false)
        return put(client, tenant, id, rows, clock())
      })
      if (done.ok) {
        notifier.notify('events', [tenant])
        if (done.channel !== null) notifier.notify('sends', [done.channel])
      }
      return done.ok ? { ok: true, added: done.added } : done
    } catch (error) {
      if (!isRace(error)) throw error // somebody made the same contact at the same moment: it is there now
    }
  }
}

type Put = { readonly ok: true; readonly added: Added; readonly channel: string | null } | PutRefusal

async function put(
  client: Client,
  tenant: TenantId,
  id: string,
  rows: readonly Row[],
  now: Instant,
): Promise<Put> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  if (campaign === null) return { ok: false, because: 'not_found' }
  if (campaign.definition.audience?.from !== 'list') return { ok: false, because: 'not_a_list' }
  const { state } = campaign
  if (state === 'preparing' || state === 'cancelled') return { ok: false, because: 'not_open', state }
  const refused: Added['refused'] = []
  const found = await contactsOf(client, tenant, rows, refused, now)
  const isOpen = state === 'running' || state === 'paused' || state === 'completed'
  const kept = isOpen ? await keptOf(client, tenant, campaign, found, now) : null
  const recipients = found.map((one) =>
    recipientOf(campaign, one, { isOpen, isOut: kept?.has(one.contact) === false }),
  )
  const added = await insertRecipients(client, tenant, id, recipients, now)
  const isReopened = state === 'completed' && added > 0
  if (isReopened)
    await updateCampaign(client, tenant, id, { state: 'running', endedAt: null, changedAt: now })
  if (isOpen && added > 0) await setAlarm(client, tenant, id, now)
  await appendEvents(client, tenant, [['campaigns.changed']])
  return {
    ok: true,
    added: { added, known: recipients.length - added, refused },
    channel: isOpen && added > 0 ? campaign.channelId : null,
  }
}

type Found = {
  readonly contact: string
  readonly phone: string | null
  readonly words: Readonly<Record<string, string>> | null
}

/** Each contact once: of two rows with one number the first counts. */
async function contactsOf(
  client: Client,
  tenant: TenantId,
  rows: readonly Row[],
  refused: Added['refused'],
  now: Instant,
): Promise<Found[]> {
  const byPhone = new Map<string, Row>()
  const byId = new Map<string, Row>()
  for (const row of rows) {
    if (row.contactId !== undefined) {
      if (isId(row.contactId))
        byId.set(row.contactId.toLowerCase(), byId.get(row.contactId.toLowerCase()) ?? row)
      else
        refused.push({
          row: row.row,
          reason: 'contact_not_found',
          value: row.contactId.slice(0, SHOWN_CHARS),
        })
      continue
    }
    const read = normalisePhone(row.phone ?? '', 'IN')
    if ('phone' in read) byPhone.set(read.phone, byPhone.get(read.phone) ?? row)
    else refused.push({ row: row.row, reason: read.because, value: (row.phone ?? '').slice(0, SHOWN_CHARS) })
  }
  const put = await putImported(
    client,
    tenant,
    [...byPhone].map(([phone, row]) => ({ phone, name: row.name ?? null, attributes: {} })),
    { known: 'skip', now },
  )
  const existing = await selectExisting(client, tenant, [...byId.keys()])
  for (const [contact, row] of byId)
    if (!existing.has(contact)) refused.push({ row: row.row, reason: 'contact_not_found', value: contact })
  const found = new Map<string, Found>()
  const add = (one: Found): void => void (found.has(one.contact) || found.set(one.contact, one))
  for (const { phone, contact } of put) add({ contact, phone, words: byPhone.get(phone)?.words ?? null })
  for (const [contact, row] of byId)
    if (existing.has(contact)) add({ contact, phone: null, words: row.words ?? null })
  return [...found.values()]
}

/** Those of them who are not in the segment that is left out; null: none is. A draft’s are sorted out when it starts. */
async function keptOf(
  client: Client,
  tenant: TenantId,
  { id, definition }: CampaignRow,
  found: readonly Found[],
  now: Instant,
): Promise<ReadonlySet<string> | null> {
  if (definition.exceptSegmentId === null) return null
  const everyone = { ...definition, audience: { from: 'everyone' } as const }
  const out = await audienceQuery(client, tenant, { id, definition: everyone }, now)
  if (!out.ok) return null
  const { text, values } = out.query
  const { rows } = await client.query<{ id: string }>(
    `select k.id from contacts k where k.tenant_id = $1 and k.id = any($${values.length + 1}::uuid[]) and (${text})`,
    [...values, uuidArray(found.map(({ contact }) => contact))],
  )
  return new Set(rows.map((row) => row.id))
}

/** In a draft, who gets which message is drawn when it starts. */
function recipientOf(
  { id, definition }: CampaignRow,
  { contact, phone, words }: Found,
  { isOpen, isOut }: { readonly isOpen: boolean; readonly isOut: boolean },
): NewRecipient {
  const { variant, isHeldOut } = isOpen
    ? drawVariant(id, contact, definition)
    : { variant: null, isHeldOut: false }
  const hasWords = words !== null && Object.keys(words).length > 0
  return {
    contact,
    variant,
    zone: zoneOf(phone),
    reason: isOut ? 'removed' : isHeldOut ? 'held_out' : null,
    words: hasWords ? words : null,
  }
}

/** Empties a draft's list, part by part. */
export async function clearRecipients(
  { database, notifier }: PutParts,
  tenant: TenantId,
  id: string,
): Promise<{ readonly ok: true } | PutRefusal> {
  for (;;) {
    const done = await database.inTenant(tenant, async (client): Promise<number | PutRefusal> => {
      const campaign = await selectCampaign(client, tenant, id, 'update')
      if (campaign === null) return { ok: false, because: 'not_found' }
      if (campaign.definition.audience?.from !== 'list') return { ok: false, because: 'not_a_list' }
      if (campaign.state !== 'draft') return { ok: false, because: 'not_open', state: campaign.state }
      const { rowCount } = await client.query(
        `delete from campaign_recipients where tenant_id = $1 and campaign_id = $2 and contact_id = any(array(
           select contact_id from campaign_recipients where tenant_id = $1 and campaign_id = $2 limit 2000))`,
        [tenant, id],
      )
      await appendEvents(client, tenant, [['campaigns.changed']])
      return rowCount ?? 0
    })
    if (typeof done !== 'number') return done
    if (done === 0) break
  }
  notifier.notify('events', [tenant])
  return { ok: true }
}
