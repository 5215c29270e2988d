/** Files that Meta's reviewers see in a header: uploaded to Meta, and kept here for the preview and for other accounts. */
import { limitStream, NotKept, type Content } from '#media/limit-stream.ts'
import { keepFile } from '#media/upload-media.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { insertSample, selectSamples, type SampleRow } from './internal/samples-sql.ts'
import type { TemplateParts } from './parts.ts'
import { refusalOf, refused, type Refused } from './refusal.ts'
import type { TemplateSample } from './shapes.ts'
import { handlesOf, mapHandles } from './template-content.ts'

const MB = 1024 * 1024
type Kind = TemplateSample['kind']
/** What a header may show (Meta, "Media" and "Resumable upload API", Nov 2025). */
export const SAMPLE_KINDS: Readonly<Record<string, { readonly kind: Kind; readonly bytesMax: number }>> = {
  'image/jpeg': { kind: 'image', bytesMax: 5 * MB },
  'image/png': { kind: 'image', bytesMax: 5 * MB },
  'video/mp4': { kind: 'video', bytesMax: 16 * MB },
  'application/pdf': { kind: 'document', bytesMax: 100 * MB },
}

type SampleParts = Omit<TemplateParts, 'clock' | 'notifier'>
type NewSample = {
  readonly channelId: string
  readonly token: Secret
  readonly content: Content
  readonly mimeType: string
  readonly filename: string | null
}

/** Keeps the file, then brings it to Meta; if Meta does not take it, it is not kept either. Throws what its stream throws. */
export async function keepSample(
  parts: SampleParts,
  tenant: TenantId,
  { channelId, token, content, mimeType, filename }: NewSample,
): Promise<{ readonly ok: true; readonly sample: TemplateSample } | Refused> {
  const kind = SAMPLE_KINDS[mimeType]?.kind ?? 'document'
  const file = { channel: channelId, content, mimeType, filename, isVoice: false }
  const mediaId = await keepFile(parts, tenant, file)
  try {
    const kept = { mediaId, mimeType, filename, storageKey: `${tenant}/${mediaId}` }
    const handle = await bringToMeta(parts, tenant, channelId, token, kept)
    const sample = { handle, mediaId, url: `/api/v1/media/${mediaId}`, kind, bytes: content.bytes() }
    if (handle !== null) return { ok: true, sample: { ...sample, handle } }
  } catch (error) {
    await forget(parts, tenant, mediaId)
    return refusalOf(error)
  }
  await forget(parts, tenant, mediaId)
  return refused('meta_unreachable')
}

async function forget({ database, storage }: SampleParts, tenant: TenantId, media: string): Promise<void> {
  await database.inTenant(tenant, async (client) =>
    client.query('delete from media where tenant_id = $1 and id = $2', [tenant, media]),
  )
  await storage.remove(`${tenant}/${media}`)
}

type Kept = Pick<SampleRow, 'mediaId' | 'mimeType' | 'filename' | 'storageKey'>

/** Its handle at the app of this token; null: our copy is gone, or Meta does not say which app it is. */
async function bringToMeta(
  { database, storage, graph, appIdOf }: SampleParts,
  tenant: TenantId,
  channelId: string,
  token: Secret,
  { mediaId, mimeType, filename, storageKey }: Kept,
): Promise<string | null> {
  const appId = await appIdOf(token)
  const stored = appId === null || storageKey === null ? null : await storage.get(storageKey)
  if (appId === null || stored === null) return null
  const handle = await graph.uploadSample(token, appId, {
    ...stored,
    mimeType: mimeType ?? 'application/octet-stream',
    filename: filename ?? 'sample',
  })
  await database.inTenant(tenant, async (client) =>
    insertSample(client, tenant, { handle, channelId, mediaId }),
  )
  return handle
}

/**
 * The same template with files that this number's app knows: a handle of another number's is uploaded again from our copy, the
 * address of a file that Meta lists is fetched and uploaded. A handle that is not from here stays; Meta judges it.
 */
export async function bringSamples(
  parts: SampleParts,
  tenant: TenantId,
  channelId: string,
  token: Secret,
  definition: JsonObject,
): Promise<{ readonly ok: true; readonly definition: JsonObject } | Refused> {
  const handles = [...new Set(handlesOf(definition))]
  const known = await parts.database.inTenant(tenant, async (client) =>
    selectSamples(client, tenant, handles),
  )
  const brought = new Map<string, string>()
  for (const handle of handles) {
    const copies = known.filter((row) => row.handle === handle)
    if (copies.some((row) => row.channelId === channelId)) continue
    const [copy] = copies
    if (copy === undefined && !/^https?:\/\//u.test(handle)) continue
    try {
      const next =
        copy === undefined
          ? await fetchFromMeta(parts, tenant, channelId, token, handle)
          : await bringToMeta(parts, tenant, channelId, token, copy)
      if (next === null) return refused('sample_gone')
      brought.set(handle, next)
    } catch (error) {
      return refusalOf(error)
    }
  }
  return { ok: true, definition: mapHandles(definition, (handle) => brought.get(handle) ?? handle) }
}

async function fetchFromMeta(
  parts: SampleParts,
  tenant: TenantId,
  channelId: string,
  token: Secret,
  url: string,
): Promise<string | null> {
  const file = await parts.graph.fetchSample(url)
  const limit = file === null ? undefined : SAMPLE_KINDS[file.mimeType]
  if (file === null) return null
  if (limit === undefined) {
    file.stream.destroy()
    return null
  }
  const { stream, mimeType } = file
  const content = limitStream(stream, limit.bytesMax)
  const kept = await keepSample(parts, tenant, { channelId, token, content, mimeType, filename: null }).catch(
    (error: unknown) => {
      if (error instanceof NotKept) return null
      throw error
    },
  )
  return kept?.ok === true ? kept.sample.handle : null
}
