import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectTemplate } from './internal/library-sql.ts'
import { selectSamples } from './internal/samples-sql.ts'
import { withOurHandles } from './read-library.ts'
import { componentsIn, handlesOf } from './template-content.ts'
import { partsOf } from './template-places.ts'

/** Our copies of the files that a template was approved with, as far as they were uploaded for this number: by the path of its part. */
export async function ownSamples(
  client: Client,
  tenant: TenantId,
  channel: string,
  template: string,
): Promise<ReadonlyMap<string, string>> {
  const row = await selectTemplate(client, tenant, template)
  if (row === null) return new Map()
  const definition = await withOurHandles(client, tenant, row)
  const samples = await selectSamples(client, tenant, handlesOf(definition))
  const ours = new Map(
    samples.filter(({ channelId }) => channelId === channel).map((row) => [row.handle, row.mediaId]),
  )
  return new Map(
    partsOf(componentsIn(definition)).flatMap(({ path, header }) => {
      const mediaId = ours.get(header === null ? '' : (handlesOf(header)[0] ?? ''))
      return mediaId === undefined ? [] : [[path, mediaId] as const]
    }),
  )
}
