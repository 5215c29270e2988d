/**
 * How many calls of one process run at Meta's host at once, shared fairly: first between tenants, then between the numbers of each. So
 * one number that floods, a tenant that floods through thirty, or one that Meta answers slowly, leaves the others their part. What is
 * urgent (one-time codes and replies) has room of its own: however slowly campaigns are answered, no reply waits for one of them.
 *
 * Work-conserving: as long as nobody else waits, a number may use all that is free. Once another tenant does, no tenant takes more than
 * its even part; once another number of the same tenant does, none takes more than its even part of that. What is given back goes to
 * those who wait and may have it, one after the other.
 */

/** Calls of one kind at once. A connection each, far below what one process can hold open. */
export const BULK_CALLS_MAX = 384
export const URGENT_CALLS_MAX = 128

export type Share = {
  /** How many more calls this number may begin now; where it is less than `wanted`, it is told when there is more. */
  readonly room: (wanted: number) => number
  readonly take: () => void
  readonly giveBack: () => void
  /** It begins no more calls; those that run are given back still. */
  readonly leave: () => void
}

/** Calls under way, of a tenant or of one of its numbers. */
type Used = { count: number }
type Tenant = Used & { readonly callers: Set<Caller> }
type Caller = Used & { readonly tenant: Tenant; readonly onRoom: () => void }

export class HostCap {
  readonly #max: number
  /** Those that call or wait. */
  readonly #tenants = new Map<string, Tenant>()
  /** Whoever has waited longest comes first. */
  readonly #waiting = new Set<Caller>()
  #total = 0

  constructor(max: number) {
    this.#max = max
  }

  /**
   * @param tenant whose number it is
   * @param onRoom called when there may be room, after there was too little
   */
  join(tenant: string, onRoom: () => void): Share {
    let number: Caller | null = null
    const here = (): Caller => {
      number = this.#enter(number, tenant, onRoom)
      return number
    }
    return {
      room: (wanted) => this.#room(here(), tenant, wanted),
      take: () => {
        const one = here()
        this.#total += 1
        one.count += 1
        one.tenant.count += 1
      },
      giveBack: () => this.#giveBack(here(), tenant),
      leave: () => {
        if (number === null) return
        this.#waiting.delete(number)
        this.#forget(number, tenant)
      },
    }
  }

  #enter(known: Caller | null, id: string, onRoom: () => void): Caller {
    const tenant = this.#tenants.get(id) ?? { count: 0, callers: new Set() }
    this.#tenants.set(id, tenant)
    const number = known !== null && known.tenant === tenant ? known : { count: 0, tenant, onRoom }
    tenant.callers.add(number)
    return number
  }

  /** Who neither calls nor waits takes no part away from anybody. */
  #forget(number: Caller, id: string): void {
    if (number.count > 0 || this.#waiting.has(number)) return
    number.tenant.callers.delete(number)
    if (number.tenant.callers.size === 0 && this.#tenants.get(id) === number.tenant) this.#tenants.delete(id)
  }

  #room(number: Caller, id: string, wanted: number): number {
    this.#waiting.delete(number)
    const room = Math.min(wanted, this.#left(number))
    if (room < wanted) this.#waiting.add(number)
    else this.#forget(number, id)
    return room
  }

  /** How many more it may begin now. */
  #left(number: Caller): number {
    const { tenant } = number
    let [isForeigner, isSibling] = [false, false]
    for (const other of this.#waiting)
      if (other.tenant !== tenant) isForeigner = true
      else if (other !== number) isSibling = true
    const ofTenant = isForeigner ? evenly(this.#max, this.#tenants.size) : this.#max
    const ofNumber = isSibling ? evenly(ofTenant, tenant.callers.size) : ofTenant
    return Math.max(0, Math.min(ofNumber - number.count, ofTenant - tenant.count, this.#max - this.#total))
  }

  #giveBack(number: Caller, id: string): void {
    this.#total -= 1
    number.count -= 1
    number.tenant.count -= 1
    this.#forget(number, id)
    // Whoever has waited longest and may have it is told; it stands at the end again if it takes less than it wanted.
    for (const waiting of this.#waiting) {
      if (this.#left(waiting) === 0) continue
      this.#waiting.delete(waiting)
      this.#waiting.add(waiting)
      waiting.onRoom()
      return
    }
  }
}

const evenly = (all: number, among: number): number => Math.max(1, Math.floor(all / Math.max(1, among)))
