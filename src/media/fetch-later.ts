import type { StoredMessage } from '#conversations/record-facts.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JobQueue } from '#platform/jobs.ts'
import { fetchMediaJob } from './jobs.ts'

export type MediaJobs = Pick<JobQueue, 'enqueue'>

/** Notes what is to be fetched from Meta, and queues it. Meta keeps it for 7 days (Meta, "Media", Nov 2025). */
export async function fetchLater(
  client: Client,
  tenant: TenantId,
  messages: readonly StoredMessage[],
  jobs: MediaJobs,
): Promise<void> {
  const rows = messages.flatMap(({ fact: { media }, channel, mediaId }) =>
    media === null || mediaId === null
      ? []
      : [
          {
            id: mediaId,
            channel_id: channel,
            meta_media_id: media.metaMediaId,
            mime_type: media.mimeType,
            filename: media.filename,
            is_voice: media.isVoice,
            sha256: media.sha256,
          },
        ],
  )
  await client.query({
    name: 'insert_pending_media',
    text: `insert into media (tenant_id, id, channel_id, meta_media_id, state, mime_type, filename, is_voice, sha256)
      select $1, id, channel_id, meta_media_id, 'pending', mime_type, filename, is_voice, sha256
      from json_to_recordset($2) as r (id uuid, channel_id uuid, meta_media_id text, mime_type text, filename text, is_voice boolean, sha256 text)
      on conflict do nothing`,
    values: [tenant, JSON.stringify(rows)],
  })
  await jobs.enqueue(
    client,
    fetchMediaJob,
    rows.map(({ id }) => ({ tenant, media: id })),
  )
}
