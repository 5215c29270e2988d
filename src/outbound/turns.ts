/**
 * So many of a process at a time, one after the other: first the business that has waited longest since its last turn, then of its
 * numbers the one that came first. So however many numbers one has, it keeps nobody else waiting for more than one turn.
 */
export type Turn = {
  /** Takes it if it may; else it is told when it may. Whoever is told takes it or leaves. */
  readonly take: () => boolean
  readonly giveBack: () => void
  /** It wants none any more. */
  readonly leave: () => void
}

type Waiting = { readonly tenant: string; readonly onTurn: () => void }

export class Turns {
  #left: number
  #nth = 0
  readonly #waiting = new Set<Waiting>()
  /** Which turn was a business's last one; who has not waited since is forgotten. */
  readonly #lastOf = new Map<string, number>()

  constructor(count: number) {
    this.#left = count
  }

  join(tenant: string, onTurn: () => void): Turn {
    const one: Waiting = { tenant, onTurn }
    return {
      take: () => {
        this.#waiting.add(one)
        if (this.#left === 0 || this.#first() !== one) return false
        this.#waiting.delete(one)
        this.#left -= 1
        this.#lastOf.set(tenant, (this.#nth += 1))
        return true
      },
      giveBack: () => {
        this.#left += 1
        this.#tell()
      },
      leave: () => {
        const wasFirst = this.#first() === one
        this.#waiting.delete(one)
        if (this.#waiting.size === 0) this.#lastOf.clear()
        if (wasFirst) this.#tell()
      },
    }
  }

  #first(): Waiting | undefined {
    let first: Waiting | undefined
    for (const one of this.#waiting)
      if (first === undefined || this.#turnOf(one) < this.#turnOf(first)) first = one
    return first
  }

  #turnOf({ tenant }: Waiting): number {
    return this.#lastOf.get(tenant) ?? 0
  }

  #tell(): void {
    if (this.#left > 0) this.#first()?.onTurn()
  }
}
