/**
 * With how many people a business portfolio begins within 24 hours, which is what Meta limits: people who get a template while no
 * window is open, each once, over all numbers of the portfolio (Meta, "Messaging limits", 26 Nov 2025; per portfolio since 7 Oct 2025).
 *
 * A claim takes a place for its customer before Meta is called, under the lock of the portfolio's row, or waits until there is one. The
 * place is given back when Meta says that it did not take the message, at once or by a failed status; not where nobody knows, and not
 * where Meta's own failure may hide that it did. So whatever dies when, there are never more people than places. A place is held for a
 * day from the moment of its claim, or of its delivery if that was later; a phone that is switched on more than a day after its message
 * left is counted by Meta then, and not by us.
 */
import { inTransaction, setTenant, type Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, DAY_MS, MINUTE_MS, type Clock, type Instant } from '#platform/time.ts'
import type { Pool } from 'pg'
import {
  beginFilling,
  endFilling,
  expirePlaces,
  fillIn,
  isStillFilling,
  lockPortfolio,
  markReturned,
  putLimit,
  putPlaces,
  selectBlocking,
  selectNewestLimit,
  selectPlaced,
  selectPortfolio,
  selectReached,
  selectUse,
  type Locked,
} from './internal/places-sql.ts'

/** Meta counts from when it took the message, which is later than the claim by as much as a call may take. */
export const PLACE_MS = DAY_MS + MINUTE_MS
/** Rows of one transaction while places are filled in. */
const FILL_ROWS = 1000

/** A template to somebody with whom no window is open. */
export type PlaceWish = { readonly send: string; readonly person: string }

export type PlacesTaken = {
  /** Those that may go. */
  readonly placed: ReadonlySet<string>
  /** How many more people may be begun with; null: as many as there are. */
  readonly left: number | null
  /** When there is room for one more; null: there is. */
  readonly roomAt: Instant | null
  /** Those who were begun with must be looked for first: see `fillPlaces`. Nobody gets a place until then. */
  readonly isFilling: boolean
}

/** With how many people, as Meta writes it; null: as many as there are; undefined: it says nothing. */
export function peopleMaxOf(said: string | null): number | null | undefined {
  if (said === null) return undefined
  if (['-1', 'UNLIMITED', 'TIER_UNLIMITED'].includes(said)) return null
  const [, digits, thousands] = /^(?:TIER_)?(\d{1,9})(K?)$/u.exec(said) ?? []
  return digits === undefined ? undefined : Number(digits) * (thousands === 'K' ? 1000 : 1)
}

/** Takes a place for each of these, in their order, in the transaction of their claim. */
export async function takePlaces(
  client: Client,
  tenant: TenantId,
  channel: string,
  wishes: readonly PlaceWish[],
  now: Instant,
): Promise<PlacesTaken> {
  const all = new Set(wishes.map(({ send }) => send))
  const portfolio = await lockNow(client, tenant, channel)
  if (portfolio === null || portfolio.peopleMax === null)
    return { placed: all, left: null, roomAt: null, isFilling: false }
  const { key, peopleMax, isFilled } = portfolio
  if (!isFilled) return { placed: new Set(), left: 0, roomAt: null, isFilling: true }
  const used = await expirePlaces(client, tenant, key, after(now, -PLACE_MS))
  const known = await selectPlaced(client, tenant, key, [...new Set(wishes.map(({ person }) => person))])
  const places = new Map<string, string>()
  const placed = new Set<string>()
  let left = Math.max(0, peopleMax - used)
  let fresh = 0
  for (const { send, person } of wishes) {
    if (!known.has(person) && !places.has(person)) {
      if (left === 0) continue
      left -= 1
      fresh += 1
    }
    places.set(person, send)
    placed.add(send)
  }
  if (places.size > 0)
    await putPlaces(
      client,
      tenant,
      key,
      [...places].map(([person, send]) => ({ person, send })),
      fresh,
      now,
    )
  const roomAt = left > 0 ? null : await roomFrom(client, tenant, key, peopleMax, now)
  return { placed, left, roomAt, isFilling: false }
}

async function roomFrom(
  client: Client,
  tenant: TenantId,
  key: string,
  peopleMax: number,
  now: Instant,
): Promise<Instant> {
  const blocking = await selectBlocking(client, tenant, key, peopleMax)
  return blocking === null ? after(now, MINUTE_MS) : after(blocking, PLACE_MS)
}

/** The portfolio of a number under its lock, with what Meta says of it at this moment; null: the number is gone. */
async function lockNow(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<(Locked & { readonly key: string }) | null> {
  const known = await selectPortfolio(client, tenant, channel)
  if (known === null) return null
  const { key, channels } = known
  const limit = peopleMaxOf(await selectNewestLimit(client, tenant, channels)) ?? null
  const isFree = known.peopleMax === null && limit === null
  const locked = await lockPortfolio(client, tenant, key, isFree ? 'share' : 'update')
  // Somebody has begun to take places since we looked. Their lock is another one than ours, so the next claim does it.
  if (isFree) return { key, ...locked, ...(locked.peopleMax !== null && { isFilled: false }) }
  // Read again: what was committed before we had the lock holds.
  const peopleMax = peopleMaxOf(await selectNewestLimit(client, tenant, channels)) ?? null
  if (peopleMax === locked.peopleMax) return { key, ...locked }
  await putLimit(client, tenant, key, peopleMax)
  const isFilled = locked.isFilled && locked.peopleMax !== null && peopleMax !== null
  return { key, peopleMax, used: locked.used, isFilled }
}

/**
 * Finds everybody who was begun with while no places were taken, and gives each a place. It reads without a lock and writes in small
 * steps; until its end nobody is begun with. May be killed at any moment: the next one begins anew.
 */
export async function fillPlaces(pool: Pool, tenant: TenantId, channel: string, clock: Clock): Promise<void> {
  const filler = newId()
  const begun = await inTransaction(pool, async (client) => {
    await setTenant(client, tenant)
    const portfolio = await lockNow(client, tenant, channel)
    return portfolio !== null && (await beginFilling(client, tenant, portfolio.key, filler))
      ? portfolio.key
      : null
  })
  if (begun === null) return
  const reached = await inTransaction(pool, async (client) => {
    await setTenant(client, tenant)
    const portfolio = await selectPortfolio(client, tenant, channel)
    const since = after(clock(), -PLACE_MS)
    return portfolio === null ? [] : selectReached(client, tenant, portfolio.channels, since)
  })
  const write = async (work: (client: Client) => Promise<void>): Promise<boolean> =>
    inTransaction(pool, async (client) => {
      await setTenant(client, tenant)
      if (!(await isStillFilling(client, tenant, begun, filler))) return false
      await work(client)
      return true
    })
  for (let from = 0; from < reached.length; from += FILL_ROWS) {
    const rows = reached.slice(from, from + FILL_ROWS)
    if (!(await write(async (client) => fillIn(client, tenant, begun, rows)))) return
  }
  await write(async (client) => endFilling(client, tenant, begun))
}

/** Meta did not take these. Whoever locks rows of `sends` as well does so after this. */
export const returnPlaces = async (
  client: Client,
  tenant: TenantId,
  sends: readonly string[],
): Promise<void> => markReturned(client, tenant, sends)

export type PlacesLeft = {
  /**
   * How many more people may be begun with now; below zero: so many more were than may be by now. null: as many as there are, or Meta has
   * not told.
   */
  readonly left: number | null
  /** When there is room for one more; null: there is. */
  readonly roomAt: Instant | null
  /** By when how many places are free again, whole minutes, the earliest first. */
  readonly leaving: readonly { readonly at: Instant; readonly count: number }[]
}

/** What is left of the 24 hours of the portfolio that a number is in. Changes nothing and takes no lock. */
export async function placesLeft(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
): Promise<PlacesLeft> {
  const portfolio = await selectPortfolio(client, tenant, channel)
  if (portfolio === null) return UNLIMITED
  const peopleMax = peopleMaxOf(await selectNewestLimit(client, tenant, portfolio.channels)) ?? null
  if (peopleMax === null) return UNLIMITED
  const since = after(now, -PLACE_MS)
  const { used, blocksAt, leaving } =
    portfolio.isFilled && portfolio.peopleMax !== null
      ? await selectUse(client, tenant, portfolio.key, since, peopleMax)
      : useOf(
          (await selectReached(client, tenant, portfolio.channels, since)).map(({ at }) => at),
          peopleMax,
        )
  return {
    left: peopleMax - used,
    roomAt: blocksAt === null ? null : after(blocksAt, PLACE_MS),
    leaving,
  }
}

const UNLIMITED: PlacesLeft = { left: null, roomAt: null, leaving: [] }

/** The same as `selectUse`, of those who have no place yet. */
function useOf(moments: readonly Instant[], peopleMax: number): Awaited<ReturnType<typeof selectUse>> {
  const sorted = moments.toSorted((one, other) => one - other)
  const minutes = new Map<number, number>()
  for (const at of sorted) {
    const leaves = (Math.floor(at / MINUTE_MS) + 1) * MINUTE_MS + PLACE_MS
    minutes.set(leaves, (minutes.get(leaves) ?? 0) + 1)
  }
  return {
    used: sorted.length,
    blocksAt: sorted.length < peopleMax ? null : (sorted[sorted.length - peopleMax] ?? null),
    leaving: [...minutes].map(([at, count]) => ({ at: at as Instant, count })),
  }
}
