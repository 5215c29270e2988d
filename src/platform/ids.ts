/**
 * Ids are UUIDs of version 7 (RFC 9562): they sort by the moment they were made, which keeps indexes compact, and within
 * one process they never go backwards, so they also say in which order one owner did things.
 */
import { randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(8192)
let poolAt = pool.length
let lastMs = 0
let counter = 0

/** A new id, greater than every id that this process made before. */
export function newId(): string {
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    counter = random16() & 0x7ff // leaves room to count up within the millisecond
  } else if (++counter > 0xfff) {
    lastMs += 1 // more than 2,048 in one millisecond: borrow from the next
    counter = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const tail = random16() & 0x3fff
  const a = (0x7000 | counter).toString(16)
  const b = (0x8000 | tail).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${randomHex(6)}`
}

/** Whether this text has the form of an id; anything else can be no key of ours, and PostgreSQL would refuse to compare it. */
export const isId = (text: string): boolean =>
  /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu.test(text)

function take(bytes: number): number {
  if (poolAt + bytes > pool.length) {
    randomFillSync(pool)
    poolAt = 0
  }
  const at = poolAt
  poolAt += bytes
  return at
}

const random16 = (): number => {
  const at = take(2)
  return pool.readUInt16BE(at)
}
function randomHex(bytes: number): string {
  const at = take(bytes) // first: it may refill the pool
  return pool.toString('hex', at, at + bytes)
}
