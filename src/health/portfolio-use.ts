/**
 * With how many people the business began in the last 24 hours, which is what Meta limits: people who got a template while no window
 * was open, each once, over all numbers of a portfolio (Meta, "Messaging limits", 26 Nov 2025; per portfolio since 7 Oct 2025). Who
 * was reached by a portfolio's numbers that are connected elsewhere is not known here.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, instant, type Instant } from '#platform/time.ts'
import { selectPortfolios, selectReach } from './internal/reach-sql.ts'

export type PortfolioUse = {
  /** null: Meta has not told, and the numbers of the account count together. */
  readonly portfolioId: string | null
  /** How many of the tenant's numbers count together. */
  readonly numbers: number
  readonly used: number
  /** When the next person counts no more; null: nobody counts. */
  readonly freeAt: Instant | null
  /** When there is room for one more; null: there is. */
  readonly roomAt: Instant | null
  /** By which whole hour how many count no more. */
  readonly leaving: { readonly at: number; readonly count: number }[]
}

/** @param limit null: as many as there are; undefined: not known */
export async function portfolioUse(
  client: Client,
  tenant: TenantId,
  channel: string,
  limit: number | null | undefined,
  now: Instant,
): Promise<PortfolioUse> {
  const numbers = await selectPortfolios(client, tenant)
  const own = numbers.find((number) => number.channel === channel)
  const portfolioId = own?.portfolioId ?? null
  const together = numbers
    .filter((number) =>
      portfolioId === null ? number.wabaId === own?.wabaId : number.portfolioId === portfolioId,
    )
    .map((number) => number.channel)
  const since = after(now, -DAY_MS)
  const wish = { since, now, limit: limit ?? null }
  const { used, oldestAt, blocksAt, leaving } = await selectReach(client, tenant, together, wish)
  return {
    portfolioId,
    numbers: together.length,
    used,
    freeAt: dayAfter(oldestAt),
    roomAt: dayAfter(blocksAt),
    leaving,
  }
}

const dayAfter = (at: number | null): Instant | null => (at === null ? null : after(instant(at), DAY_MS))
