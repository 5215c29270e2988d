/**
 * Since 1 Oct 2026 answers without a template are charged; the first 1,000 that are delivered in a month are free for each
 * number, and those left over are lost (Meta, "Pricing", section on free service messages, read 10 Oct 2026). Which are free
 * Meta says itself, of each message; here they are counted.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { listChannels } from '#channels/read-channels.ts'
import { selectService } from './internal/ledger-sql.ts'
import { billedMonth, readAccounts, runningMonth } from './months.ts'
import type { Allowance } from './shapes.ts'

export const FREE_SERVICE = 1000
/** Before it, all service messages were free. */
export const CHARGED_SINCE = '2026-10'

export async function readAllowance(
  client: Client,
  tenant: TenantId,
  wish: { readonly month: string | null },
  now: number,
): Promise<Allowance> {
  const accounts = await readAccounts(client, tenant)
  const channels = new Map((await listChannels(client, tenant)).map((channel) => [channel.id, channel]))
  const month = wish.month ?? runningMonth(accounts, now)
  const items: Allowance['items'] = []
  for (const account of accounts) {
    const span = await billedMonth(client, account, month)
    const counted = new Map((await selectService(client, tenant, span)).map((row) => [row.channelId, row]))
    for (const channelId of account.channels) {
      const channel = channels.get(channelId)
      if (channel === undefined || (channel.status !== 'connected' && !counted.has(channelId))) continue
      const { free: used, billed } = counted.get(channelId) ?? { free: 0, billed: 0 }
      const free = month < CHARGED_SINCE ? null : FREE_SERVICE
      const left = free === null ? null : billed > 0 ? 0 : Math.max(0, free - used)
      items.push({
        channelId,
        number: channel.displayPhoneNumber,
        name: channel.verifiedName,
        ...{ free, used, left, billed },
        usedUpAt: usedUpAt({ used, left }, span, now),
        resetsAt: span.to,
      })
    }
  }
  return { month, items }
}

/** At the pace of the month so far. */
function usedUpAt(
  { used, left }: { readonly used: number; readonly left: number | null },
  { from, to }: { readonly from: number; readonly to: number },
  now: number,
): number | null {
  if (left === null || left === 0 || used === 0 || now <= from || now >= to) return null
  const at = now + (left * (now - from)) / used
  return at < to ? Math.round(at) : null
}
