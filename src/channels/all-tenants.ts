/** Which tenant a number belongs to: asked before the tenant is known, so across all of them. Ids only, no data. */
import type { Pool } from 'pg'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'

/** A channel as the wire knows it. `wabaOnly`: found by its WABA, not by its number. */
export type Route = {
  readonly tenant: TenantId
  readonly channelId: string
  readonly phoneNumberId: string
  readonly wabaId: string
}

type Row = { tenant_id: string; channel_id: string; phone_number_id: string; waba_id: string }

export type Routes = {
  readonly byNumber: (phoneNumberId: string) => Route | undefined
  /** Any channel of the WABA: enough to know the tenant. */
  readonly byWaba: (wabaId: string) => Route | undefined
}

/** All routes, read at most every `maxAgeMs` or when a number is asked for that is not among them. */
export function createRouteTable(
  pool: Pool,
  maxAgeMs = 5000,
): { readonly load: (wanted: Iterable<string>) => Promise<Routes>; readonly forget: () => void } {
  let numbers = new Map<string, Route>()
  let wabas = new Map<string, Route>()
  let readAt = -Infinity
  const read = async (): Promise<void> => {
    const { rows } = await pool.query<Row>('select * from channel_routes order by channel_id desc')
    const routes = rows.map((row) => ({
      tenant: tenantId(row.tenant_id),
      channelId: row.channel_id,
      phoneNumberId: row.phone_number_id,
      wabaId: row.waba_id,
    }))
    numbers = new Map(routes.map((route) => [route.phoneNumberId, route]))
    wabas = new Map(routes.map((route) => [route.wabaId, route]))
    readAt = performance.now()
  }
  return {
    /** The next look is a fresh one. */
    forget: () => {
      readAt = -Infinity
    },
    load: async (wanted) => {
      const isUnknown = [...wanted].some((id) => !numbers.has(id) && !wabas.has(id))
      // An unknown number may have been connected a moment ago; a known one may have moved to another tenant.
      if (performance.now() - readAt > (isUnknown ? 100 : maxAgeMs)) await read()
      return { byNumber: (id) => numbers.get(id), byWaba: (id) => wabas.get(id) }
    },
  }
}

/** Every tenant that has or had a number, or people. */
export async function listTenants(pool: Pool): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>(
    'select tenant_id from number_leases union select tenant_id from member_routes',
  )
  return rows.map((row) => tenantId(row.tenant_id))
}
