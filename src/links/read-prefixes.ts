/** How this business's short links begin. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/** Where codes are on our own address. */
export const OUR_PATH = '/r/'

export type Prefixes = {
  /** What new links begin with. */
  readonly current: string
  /** Everything that leads to a code: a template that was approved with one of these is still sent with codes. */
  readonly all: readonly string[]
}

/** Where people open us; without PUBLIC_URL the address by which this machine was asked, so that links are for whoever asks there. */
export const oursOf = (
  publicUrl: string | null,
  { protocol, host }: { readonly protocol: string; readonly host: string },
): string => publicUrl ?? `${protocol}://${host}`

/** @param ours where people open us: PUBLIC_URL, or the address by which this machine was asked. */
export async function readPrefixes(client: Client, tenant: TenantId, ours: string): Promise<Prefixes> {
  const { rows } = await client.query<{ hostname: string; state: string }>({
    name: 'link_prefixes',
    text: `select d.hostname, d.state from link_domains d join link_domain_routes r on r.tenant_id = d.tenant_id
      where d.tenant_id = $1 and r.is_confirmed`,
    values: [tenant],
  })
  const here = new URL(OUR_PATH, ours).href
  const all = [here, ...sameMachine(here)]
  const [domain] = rows
  if (domain === undefined) return { current: here, all }
  const own = `https://${domain.hostname}/`
  return { current: domain.state === 'works' ? own : here, all: [own, ...all] }
}

/** By whichever of its names somebody opens this machine, its links are the same. */
function sameMachine(here: string): string[] {
  const url = new URL(here)
  const other = { '127.0.0.1': 'localhost', localhost: '127.0.0.1' }[url.hostname]
  if (other === undefined) return []
  url.hostname = other
  return [url.href]
}

/** Whether an approved button's URL ends with a code of ours: `https://go.shop.in/{{1}}`. */
export const isTrackedButton = (url: string, { all }: Pick<Prefixes, 'all'>): boolean =>
  all.some((prefix) => url === `${prefix}{{1}}`)
