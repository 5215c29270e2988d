/** Brings a customer's file from Meta to our storage: asked for anew when its five minutes are over, checked by its hash. */
import { createHash } from 'node:crypto'
import { pipeline, Transform, type Readable } from 'node:stream'
import type { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { Fault } from '#platform/errors.ts'
import type { Secret } from '#platform/secrets.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { fetchMediaJob } from './jobs.ts'
import type { Storage } from './storage.ts'

export type FetchParts = {
  readonly database: Database
  readonly graph: Graph
  readonly storage: Storage
  readonly notifier: Notifier
  readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
}

type Row = {
  channel_id: string
  phone_number_id: string
  meta_media_id: string
  sha256: string | null
  mime_type: string | null
  state: string
}

/** Meta: incoming media over 100 MB cannot be fetched at all (131052). */
const BYTES_MAX = 100 * 1024 * 1024

/** Throws while it may still work; on the last try, or when Meta has it no longer, the media is marked unavailable, with why. */
export async function fetchMedia(
  parts: FetchParts,
  payload: z.infer<typeof fetchMediaJob.payload>,
  { isLast }: { readonly isLast: boolean },
): Promise<void> {
  const tenant = tenantId(payload.tenant)
  const row = await parts.database.inTenant(tenant, async (client) =>
    findPending(client, tenant, payload.media),
  )
  if (row === null) return
  try {
    const token = await parts.tokenOf(tenant, row.channel_id)
    if (token === null) throw new Fault('forbidden', 'media.no_token', 'no readable access token')
    const info = await parts.graph.mediaInfo(token, row.meta_media_id, row.phone_number_id)
    const { body, mimeType } = await parts.graph.downloadMedia(token, info.url, BYTES_MAX)
    const file = checkedFile(body, row.sha256)
    const key = `${tenant}/${payload.media}`
    await parts.storage.put(key, file.stream, row.mime_type ?? mimeType ?? 'application/octet-stream')
    const isKept = await settle(parts, tenant, payload.media, {
      state: 'stored',
      key,
      bytes: file.bytes(),
      problem: null,
      mimeType,
    })
    if (!isKept) await parts.storage.remove(key) // its message was erased while we fetched it
  } catch (error) {
    const isGone = error instanceof Fault && (error.kind === 'not_found' || error.kind === 'invalid')
    if (!isGone && !isLast) throw error
    const problem = error instanceof Fault ? error.code : 'media.failed'
    await settle(parts, tenant, payload.media, {
      state: 'unavailable',
      key: null,
      bytes: null,
      problem,
      mimeType: null,
    })
  }
}

/**
 * Lets the file through as it comes, never whole in memory, and breaks at its end if it is not the one that the webhook spoke of:
 * whatever stores it keeps nothing then. Webhooks give the hash in base64, Graph in hex; fixtures of Meta's own have neither, so
 * something else is no proof.
 */
function checkedFile(
  body: AsyncIterable<Buffer>,
  expected: string | null,
): { readonly stream: Readable; readonly bytes: () => number } {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
    flush: (done) => done(isOther(hash.digest(), expected) ? wrongHash() : null),
  })
  pipeline(body, stream, () => {}) // what breaks breaks whoever reads `stream` too
  return { stream, bytes: () => bytes }
}

function isOther(digest: Buffer, expected: string | null): boolean {
  if (expected === null) return false
  const isHash = /^[\da-f]{64}$/u.test(expected) || Buffer.from(expected, 'base64').length === digest.length
  return isHash && expected !== digest.toString('base64') && expected !== digest.toString('hex')
}

const wrongHash = (): Fault =>
  new Fault('upstream', 'media.wrong_hash', 'the bytes are not those that the webhook spoke of')

async function findPending(client: Client, tenant: TenantId, media: string): Promise<Row | null> {
  const { rows } = await client.query<Row>(
    `select m.channel_id, c.phone_number_id, m.meta_media_id, m.sha256, m.mime_type, m.state from media m
     join channels c on c.tenant_id = m.tenant_id and c.id = m.channel_id
     where m.tenant_id = $1 and m.id = $2 and m.state = 'pending' and m.meta_media_id is not null`,
    [tenant, media],
  )
  return rows[0] ?? null
}

type Settled = {
  readonly state: 'stored' | 'unavailable'
  readonly key: string | null
  readonly bytes: number | null
  readonly problem: string | null
  readonly mimeType: string | null
}

async function settle(
  { database, notifier }: FetchParts,
  tenant: TenantId,
  media: string,
  settled: Settled,
): Promise<boolean> {
  const isKept = await database.inTenant(tenant, async (client) => {
    const { rowCount } = await client.query(
      `update media set state = $3, storage_key = $4, bytes = $5, problem = $6, mime_type = coalesce(mime_type, $7)
       where tenant_id = $1 and id = $2 and state = 'pending'`,
      [tenant, media, settled.state, settled.key, settled.bytes, settled.problem, settled.mimeType],
    )
    const { rows } = await client.query<{ id: string }>(
      'select id from messages where tenant_id = $1 and media_id = $2',
      [tenant, media],
    )
    await appendEvents(
      client,
      tenant,
      rows.map(({ id }) => ['message.updated', id] as const),
    )
    if (rowCount === 1) return true
    const { rowCount: there } = await client.query('select 1 from media where tenant_id = $1 and id = $2', [
      tenant,
      media,
    ])
    return there === 1
  })
  notifier.notify('events', [tenant])
  return isKept
}
