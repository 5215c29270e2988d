/**
 * One keep-alive HTTP/1.1 connection that posts prepared bytes, one request at a time.
 *
 * Hand-written because the generator shares two cores with what it measures: every microsecond it spends is taken from
 * the system under test. It understands exactly what is needed: a status line, a length or chunks, and the end.
 */
import { connect } from 'node:net'
import type { Socket } from 'node:net'

const HEAD_END = Buffer.from('\r\n\r\n')
const CHUNKS_END = Buffer.from('0\r\n\r\n')
/** Meta gives up on a delivery after some seconds; so do we, and deliver again. */
const ANSWER_PATIENCE_MS = 15_000
const RECONNECT_MS = 25

export type WireEvents = {
  /** The connection stands, for the first time. */
  opened(): void
  /** An answer to the request that was posted last. */
  answered(status: number): void
  /** The connection ended while a request waited for its answer; it stands again, and the request must be posted again. */
  broken(): void
}

export class Wire {
  readonly #host: string
  readonly #port: number
  readonly #head: Buffer
  readonly #events: WireEvents
  #socket: Socket | null = null
  #rest: Buffer | null = null
  #isOpen = false
  #wasOpen = false
  #isWaiting = false
  #isClosed = false

  constructor(url: URL, events: WireEvents) {
    this.#host = url.hostname
    this.#port = Number(url.port)
    this.#head = Buffer.from(
      `POST ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\n`,
    )
    this.#events = events
    this.#connect()
  }

  /** Posts signature header, length and body, prepared by the caller; without a connection, `broken` follows. */
  post(prepared: Buffer): void {
    const socket = this.#socket
    this.#isWaiting = true
    if (socket === null || !this.#isOpen) return
    socket.setTimeout(ANSWER_PATIENCE_MS)
    socket.cork()
    socket.write(this.#head)
    socket.write(prepared)
    socket.uncork()
  }

  close(): void {
    this.#isClosed = true
    this.#socket?.destroy()
  }

  #connect(): void {
    if (this.#isClosed) return
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true })
    this.#socket = socket
    this.#rest = null
    socket.once('connect', () => this.#connected())
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => undefined) // 'close' follows
    socket.once('close', () => {
      this.#isOpen = false
      setTimeout(() => this.#connect(), RECONNECT_MS)
    })
  }

  #connected(): void {
    this.#isOpen = true
    const isFirst = !this.#wasOpen
    this.#wasOpen = true
    if (isFirst) this.#events.opened()
    else if (this.#isWaiting) this.#events.broken()
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk])
    const status = completeAnswer(bytes)
    this.#rest = status === null ? bytes : null
    if (status === null || !this.#isWaiting) return
    this.#isWaiting = false
    this.#socket?.setTimeout(0)
    this.#events.answered(status)
  }
}

/** The status of a complete answer, or null while bytes are missing. */
export function completeAnswer(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd === -1) return null
  const head = bytes.toString('latin1', 0, headEnd)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const isComplete =
    length === undefined
      ? !/\r\ntransfer-encoding: *chunked/i.test(head) ||
        bytes.subarray(-CHUNKS_END.length).equals(CHUNKS_END)
      : bytes.length >= headEnd + HEAD_END.length + Number(length)
  return isComplete ? Number(head.slice(9, 12)) : null
}
