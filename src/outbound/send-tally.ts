/** How a number's calls went, in one line of the log every ten seconds: a line for each would be thousands a second. */
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'

const TOLD_MS = 10_000
const SECOND_MS = 1000

export class SendTally {
  readonly #log: Pick<Log, 'info'>
  readonly #number: { readonly tenant: TenantId; readonly channel: string }
  #counts = new Map<string, number>()
  #calls = 0
  #sumMs = 0
  #mostMs = 0
  #since = performance.now()
  #perSecond = 0

  constructor(
    log: Pick<Log, 'info'>,
    { tenant, channel }: { readonly tenant: TenantId; readonly channel: string },
  ) {
    this.#log = log
    this.#number = { tenant, channel }
  }

  /** @param word accepted, held, unknown, retry, failed */
  count(word: string, graphMs: number): void {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1)
    this.#calls += 1
    this.#sumMs += graphMs
    this.#mostMs = Math.max(this.#mostMs, graphMs)
    if (performance.now() - this.#since > TOLD_MS) this.#tell()
  }

  /** Calls a second lately. */
  perSecond(): number {
    const seconds = (performance.now() - this.#since) / SECOND_MS
    return seconds < 1 ? this.#perSecond : this.#calls / seconds
  }

  close(): void {
    if (this.#calls > 0) this.#tell()
  }

  #tell(): void {
    this.#perSecond = this.perSecond()
    this.#log.info({
      evt: 'outbound.sent',
      ...this.#number,
      ...Object.fromEntries(this.#counts),
      perSecond: Math.round(this.#perSecond),
      graphMs: Math.round(this.#sumMs / this.#calls),
      graphMsMost: Math.round(this.#mostMs),
    })
    this.#counts = new Map()
    this.#calls = 0
    this.#sumMs = 0
    this.#mostMs = 0
    this.#since = performance.now()
  }
}
