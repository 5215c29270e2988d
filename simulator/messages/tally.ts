/**
 * What was sent, counted: how many messages Meta took, how many reached a phone, and whether one of them came twice. Of a
 * message only 64 bits of its `biz_opaque_callback_data` are kept, so that a million sends cost some tens of megabytes at most.
 */
import type { SendsSummary } from '#simulator/protocol.ts'

type Count = SendsSummary['byNumber'][string]

export type Tally = {
  /** Meta took it, whether or not the answer got through. */
  accept(send: { callback: string | null; number: string; template: string | null }): void
  /** It is on a phone. */
  reach(send: { callback: string | null; number: string; template: string | null }): void
  /** It was taken, and then Meta said that it failed. */
  fail(code: number): void
  /** How many Meta took. */
  accepted(): number
  summary(): SendsSummary
  clear(): void
}

/** An empty one. */
export function createTally(): Tally {
  let prints = createPrints()
  let total = { accepted: 0, reached: 0, secondCopies: 0 }
  let failed: Record<string, number> = {}
  let byNumber = new Map<string, Count>()
  let byTemplate = new Map<string, Count>()
  const countsOf = (number: string, template: string | null): readonly Count[] => [
    total,
    countOf(byNumber, number),
    ...(template === null ? [] : [countOf(byTemplate, template)]),
  ]
  return {
    accept({ callback, number, template }) {
      for (const count of countsOf(number, template)) count.accepted++
      if (callback !== null) prints.mark(callback, ACCEPTED)
    },
    reach({ callback, number, template }) {
      const isCopy = callback !== null && prints.mark(callback, REACHED)
      for (const count of countsOf(number, template)) {
        count.reached++
        if (isCopy) count.secondCopies++
      }
    },
    fail(code) {
      failed[code] = (failed[code] ?? 0) + 1
    },
    accepted: () => total.accepted,
    summary: () => ({
      ...total,
      distinctCallbacks: prints.size(),
      failed,
      byNumber: Object.fromEntries(byNumber),
      byTemplate: Object.fromEntries(byTemplate),
    }),
    clear() {
      prints = createPrints()
      total = { accepted: 0, reached: 0, secondCopies: 0 }
      failed = {}
      byNumber = new Map()
      byTemplate = new Map()
    },
  }
}

function countOf(counts: Map<string, Count>, key: string): Count {
  const known = counts.get(key)
  if (known !== undefined) return known
  const count = { accepted: 0, reached: 0, secondCopies: 0 }
  counts.set(key, count)
  return count
}

const ACCEPTED = 1
const REACHED = 2
const FULL_FROM = 0.6

/** A set of texts by 64 bits of each, with marks: open addressing in typed arrays. */
function createPrints() {
  let capacity = 1024
  let high = new Uint32Array(capacity)
  let low = new Uint32Array(capacity)
  let marks = new Uint8Array(capacity)
  let size = 0

  function placeOf(one: number, other: number): number {
    let place = other & (capacity - 1)
    while (marks[place] !== 0 && (high[place] !== one || low[place] !== other))
      place = (place + 1) & (capacity - 1)
    return place
  }

  function grow(): void {
    const before = { high, low, marks }
    capacity *= 2
    high = new Uint32Array(capacity)
    low = new Uint32Array(capacity)
    marks = new Uint8Array(capacity)
    for (const [index, mark] of before.marks.entries()) {
      if (mark === 0) continue
      const one = before.high[index] ?? 0
      const other = before.low[index] ?? 0
      const place = placeOf(one, other)
      high[place] = one
      low[place] = other
      marks[place] = mark
    }
  }

  return {
    /** Marks a text; true if it had that mark before. */
    mark(text: string, mark: number): boolean {
      if (size > capacity * FULL_FROM) grow()
      const [one, other] = printOf(text)
      const place = placeOf(one, other)
      const before = marks[place] ?? 0
      if (before === 0) {
        high[place] = one
        low[place] = other
        size++
      }
      marks[place] = before | mark
      return (before & mark) !== 0
    },
    size: () => size,
  }
}

/** Two hashes of 32 bits (cyrb53's rounds). */
function printOf(text: string): [number, number] {
  let one = 0xdeadbeef
  let other = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    one = Math.imul(one ^ code, 2654435761)
    other = Math.imul(other ^ code, 1597334677)
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909)
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
  return [one >>> 0, other >>> 0]
}
