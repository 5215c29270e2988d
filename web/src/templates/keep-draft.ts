/** Keeps a draft at the server while somebody writes: after a pause, one at a time, again where nobody answered. No React. */
import { ApiError } from '../platform/api.ts'

/** A pause in writing before it is kept; and how long until it is tried again where there was no answer. */
const PAUSE_MS = 700
const AGAIN_MS = 4000

type Kept = { readonly revision: number }
export type Keeping<D> =
  | { readonly state: 'kept' | 'waiting' | 'keeping' | 'unheard' }
  | { readonly state: 'refused'; readonly error: unknown }
  /** Somebody else has changed it in the meantime. */
  | { readonly state: 'conflict'; readonly theirs: D }

type Server<T, D> = {
  readonly put: (what: T, revision: number) => Promise<D>
  readonly read: () => Promise<D>
  readonly onState: (keeping: Keeping<D>) => void
}

export class DraftKeeper<T, D extends Kept> {
  readonly #server: Server<T, D>
  #revision: number
  #wanted: { readonly what: T } | null = null
  #running: Promise<boolean> | null = null
  #isConflict = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor({ revision }: Kept, server: Server<T, D>) {
    this.#revision = revision
    this.#server = server
  }

  get revision(): number {
    return this.#revision
  }

  /** Nothing of what is written here is still to be kept. */
  get isIdle(): boolean {
    return this.#wanted === null && this.#running === null
  }

  /** This is what is written now. */
  want(now: T): void {
    this.#wanted = { what: now }
    if (!this.#isConflict) this.#wait(PAUSE_MS)
  }

  /** Keeps at once what is not kept; false: it could not be. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer)
    if (this.#running !== null) {
      await this.#running
      return this.flush()
    }
    if (this.#wanted === null) return true
    if (this.#isConflict) return false
    this.#running = this.#keep(this.#wanted).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** The server's, over what is written here. */
  adopt({ revision }: Kept): void {
    this.#revision = revision
    this.#wanted = null
    this.#isConflict = false
    this.#server.onState({ state: 'kept' })
  }

  /** What is written here, over the server's. */
  insist(now: T, { revision }: Kept): void {
    this.#revision = revision
    this.#wanted = { what: now }
    this.#isConflict = false
    this.#wait(0)
  }

  #wait(ms: number): void {
    this.#server.onState({ state: 'waiting' })
    this.#later(ms)
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), ms)
  }

  async #keep(one: { readonly what: T }): Promise<boolean> {
    this.#server.onState({ state: 'keeping' })
    try {
      const { revision } = await this.#server.put(one.what, this.#revision)
      this.#revision = revision
      if (this.#wanted === one) this.#wanted = null
      this.#server.onState({ state: this.#wanted === null ? 'kept' : 'waiting' })
      return true
    } catch (error) {
      const keeping = await this.#failed(error)
      this.#isConflict = keeping.state === 'conflict'
      this.#server.onState(keeping)
      return false
    }
  }

  async #failed(error: unknown): Promise<Keeping<D>> {
    const problem = error instanceof ApiError ? error.problem : null
    if (problem !== null && problem.code !== 'draft_changed') return { state: 'refused', error }
    if (problem !== null) {
      const theirs = await this.#read()
      if (theirs !== null) return { state: 'conflict', theirs }
    }
    this.#later(AGAIN_MS)
    return { state: 'unheard' }
  }

  async #read(): Promise<D | null> {
    try {
      return await this.#server.read()
    } catch {
      return null
    }
  }
}
