/** Whether the files above a carousel's cards are here, belong to this number and are what the cards call them. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { cardFiles } from './header-media.ts'
import { findMediaOf } from './internal/targets.ts'
import type { Refusal } from './refusal.ts'

/** null: nothing to object to. */
export async function checkCardFiles(
  client: Client,
  tenant: TenantId,
  channel: string,
  interactive: JsonObject,
): Promise<Refusal | null> {
  const files = cardFiles(interactive)
  if (files.length === 0) return null
  const found = await findMediaOf(
    client,
    tenant,
    channel,
    files.map(({ mediaId }) => mediaId),
  )
  if (files.some(({ mediaId }) => !found.has(mediaId))) return { because: 'media_not_found' }
  const odd = files.find(({ mediaId, kind }) => !isOfKind(found.get(mediaId)?.mimeType ?? '', kind))
  return odd === undefined
    ? null
    : {
        because: 'invalid_content',
        path: odd.path,
        message: `is no ${odd.kind} that WhatsApp shows on a card`,
      }
}

/** No WebP: that is a sticker (Meta, "Media", Nov 2025). */
const isOfKind = (mimeType: string, kind: string): boolean =>
  (kind === 'image' ? /^image\/(?:jpeg|png)$/u : /^video\/(?:mp4|3gpp)$/u).test(mimeType)
