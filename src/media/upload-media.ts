/** Files of ours: kept in our storage, and brought to Meta when they are first sent. */
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Secret } from '#platform/secrets.ts'
import { DAY_MS, type Clock } from '#platform/time.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { Content } from './limit-stream.ts'
import type { Storage } from './storage.ts'

export type NewFile = {
  readonly channel: string
  readonly content: Content
  readonly mimeType: string
  readonly filename: string | null
  readonly isVoice: boolean
}

/** Stores a file that an agent attaches, as it comes; returns its id. Throws what its stream throws, and then nothing is kept. */
export async function keepFile(
  parts: { readonly database: Database; readonly storage: Storage },
  tenant: TenantId,
  { channel, content, mimeType, filename, isVoice }: NewFile,
): Promise<string> {
  const id = newId()
  const key = `${tenant}/${id}`
  await parts.storage.put(key, content.stream, mimeType)
  try {
    await parts.database.inTenant(tenant, async (client) =>
      client.query(
        `insert into media (tenant_id, id, channel_id, state, mime_type, filename, is_voice, bytes, storage_key)
         values ($1, $2, $3, 'stored', $4, $5, $6, $7, $8)`,
        [tenant, id, channel, mimeType, filename, isVoice, content.bytes(), key],
      ),
    )
  } catch (error) {
    await parts.storage.remove(key) // nobody would ever ask for it
    throw error
  }
  return id
}

/** Uploaded media live 30 days (Meta, "Media", Nov 2025); a day before that we bring them again. */
const META_KEEPS_MS = 29 * DAY_MS

/** Gives Meta's id of a file, uploading it first if Meta does not have it (any more); null if the file is gone. */
export const createMetaUploads =
  (parts: {
    readonly database: Database
    readonly storage: Storage
    readonly graph: Graph
    readonly clock: Clock
    readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
  }) =>
  async (tenant: TenantId, channel: string, media: string): Promise<string | null> => {
    const { database, storage, graph, clock, tokenOf } = parts
    const row = await database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<Row>(
        `select m.meta_media_id, m.meta_uploaded_at, m.mime_type, m.filename, m.storage_key, c.phone_number_id
         from media m join channels c on c.tenant_id = m.tenant_id and c.id = m.channel_id
         where m.tenant_id = $1 and m.id = $2 and m.channel_id = $3`,
        [tenant, media, channel],
      )
      return rows[0] ?? null
    })
    if (row === null) return null
    const isFresh = row.meta_uploaded_at !== null && clock() - row.meta_uploaded_at.getTime() < META_KEEPS_MS
    if (row.meta_media_id !== null && isFresh) return row.meta_media_id
    const token = await tokenOf(tenant, channel)
    if (token === null || row.storage_key === null) return null
    const stored = await storage.get(row.storage_key) // last: it opens the file
    if (stored === null) return null
    const id = await graph.uploadMedia(
      token,
      row.phone_number_id,
      stored,
      row.mime_type ?? 'application/octet-stream',
      row.filename ?? 'file',
    )
    await database.inTenant(tenant, async (client) =>
      client.query(
        'update media set meta_media_id = $3, meta_uploaded_at = $4 where tenant_id = $1 and id = $2',
        [tenant, media, id, new Date(clock())],
      ),
    )
    return id
  }

type Row = {
  meta_media_id: string | null
  meta_uploaded_at: Date | null
  mime_type: string | null
  filename: string | null
  storage_key: string | null
  phone_number_id: string
}
