import type { Outgoing } from './outgoing-shape.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { fillingAgain } from '#templates/filling-again.ts'

type Row = {
  conversation_id: string
  type: string
  content: Record<string, Record<string, unknown>>
  media_id: string | null
  quoted: string | null
}

/**
 * What an agent said that failed, or was never confirmed, as something to say once more: a new message, through the same
 * door. Null if there is no such message, or it did not fail.
 */
export async function outgoingAgain(
  client: Client,
  tenant: TenantId,
  message: string,
): Promise<{ readonly conversation: string; readonly outgoing: Outgoing } | null> {
  const { rows } = await client.query<Row>(
    `select m.conversation_id, m.type, m.content, m.media_id,
       (select q.id from messages q where q.tenant_id = m.tenant_id and q.channel_id = m.channel_id and q.wamid = m.context ->> 'id') as quoted
     from messages m join sends s on s.tenant_id = m.tenant_id and s.id = m.id
     where m.tenant_id = $1 and m.id = $2 and m.direction = 'out'
       and (s.state in ('failed', 'unknown') or (m.failed_at is not null and m.status_rank < 2))`,
    [tenant, message],
  )
  const row = rows[0]
  if (row === undefined) return null
  const outgoing = outgoingOf(row)
  return outgoing === null ? null : { conversation: row.conversation_id, outgoing }
}

function outgoingOf({ type, content, media_id, quoted }: Row): Outgoing | null {
  const reply = quoted === null ? {} : { replyTo: quoted }
  const object = content[type] ?? {}
  if (type === 'text')
    return {
      type,
      text: {
        body: typeof object['body'] === 'string' ? object['body'] : '',
        ...(typeof object['preview_url'] === 'boolean' && { preview_url: object['preview_url'] }),
      },
      ...reply,
    }
  if (type === 'interactive')
    return { type, interactive: object, ...(media_id !== null && { mediaId: media_id }), ...reply }
  if (type === 'contacts')
    return {
      type,
      contacts: content[type] as unknown as Extract<Outgoing, { type: 'contacts' }>['contacts'],
      ...reply,
    }
  if (type === 'location')
    return { type, location: object as Extract<Outgoing, { type: 'location' }>['location'], ...reply }
  if (type === 'template')
    return { type, template: fillingAgain(object) as Extract<Outgoing, { type: 'template' }>['template'] }
  if (media_id === null) return null
  return {
    type: type as Extract<Outgoing, { mediaId: string }>['type'],
    mediaId: media_id,
    ...(typeof object['caption'] === 'string' && { caption: object['caption'] }),
    ...(typeof object['filename'] === 'string' && { filename: object['filename'] }),
    ...(object['voice'] === true && { voice: true }),
    ...reply,
  }
}
