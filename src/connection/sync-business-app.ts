/**
 * What the WhatsApp Business app on the shop's phone knows of a number in coexistence: its address book, and up to 180 days of
 * messages. Meta is asked for each once, within 24 hours of connecting, and sends both as webhooks, which ingest stores like any other.
 * Source: Meta, "Onboard WhatsApp Business app users" (Coexistence), Nov 2025.
 */
import { z } from 'zod'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { job } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { Secret } from '#platform/secrets.ts'
import type { GraphAccounts } from '#whatsapp/graph-accounts.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import { selectCoexistence } from './internal/sql.ts'

export const syncBusinessAppJob = job({
  name: 'channels.sync-business-app',
  payload: z.object({ tenant: z.uuid(), channel: z.uuid() }),
  timeoutMs: 60_000,
  attemptsMax: 10,
  concurrency: 2,
  keyOf: ({ channel }) => channel,
})

/** The address book first, so that the history finds people's names. */
const KINDS = ['smb_app_state_sync', 'history'] as const
/** Asked for already; and longer ago than 24 hours (Meta, "Error codes", Nov 2025). */
const ALREADY = 2593107
const TOO_LATE = 2593108

/** Asks for both; does nothing for a number that is not in coexistence. May be run again: what was asked for is not asked for twice. */
export async function syncBusinessApp(
  parts: {
    readonly database: Database
    readonly accounts: Pick<GraphAccounts, 'requestSync'>
    readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
    readonly log: Log
  },
  payload: z.infer<typeof syncBusinessAppJob.payload>,
): Promise<void> {
  const tenant = tenantId(payload.tenant)
  const phoneNumberId = await parts.database.inTenant(tenant, async (client) =>
    selectCoexistence(client, tenant, payload.channel),
  )
  if (phoneNumberId === null) return
  const token = await parts.tokenOf(tenant, payload.channel)
  if (token === null) return
  for (const kind of KINDS) {
    try {
      await parts.accounts.requestSync(token, phoneNumberId, kind)
    } catch (error) {
      if (!(error instanceof GraphFault)) throw error
      const { code } = error.error
      if (code !== ALREADY && code !== TOO_LATE) throw error
      if (code === TOO_LATE)
        parts.log.warn({ evt: 'connection.sync-too-late', tenant, channel: payload.channel, kind })
    }
  }
}
