import { createHash } from 'node:crypto'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

const hashOf = (handle: string): Buffer => createHash('sha256').update(handle).digest()

export type SampleRow = {
  readonly handle: string
  readonly channelId: string
  readonly mediaId: string
  readonly mimeType: string | null
  readonly filename: string | null
  readonly storageKey: string | null
}

export async function insertSample(
  client: Client,
  tenant: TenantId,
  { handle, channelId, mediaId }: Pick<SampleRow, 'handle' | 'channelId' | 'mediaId'>,
): Promise<void> {
  await client.query(
    `insert into template_samples (tenant_id, channel_id, handle_hash, handle, media_id) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [tenant, channelId, hashOf(handle), handle, mediaId],
  )
}

/** Our copies of these, whichever number they were uploaded for. */
export async function selectSamples(
  client: Client,
  tenant: TenantId,
  handles: readonly string[],
): Promise<SampleRow[]> {
  if (handles.length === 0) return []
  const { rows } = await client.query<SampleRow>(
    `select s.handle, s.channel_id as "channelId", s.media_id as "mediaId", m.mime_type as "mimeType", m.filename,
       m.storage_key as "storageKey"
     from template_samples s join media m on m.tenant_id = s.tenant_id and m.id = s.media_id
     where s.tenant_id = $1 and s.handle_hash = any($2)`,
    [tenant, handles.map(hashOf)],
  )
  return rows
}
