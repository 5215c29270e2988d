/** The world as text and back, and the file that holds it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Update } from '#simulator/webhooks/envelope.ts'
import { exactNumber } from '#simulator/webhooks/wire.ts'
import { NEW_TEMPLATE, templateKey, type Portfolio, type World } from '#simulator/world/world.ts'

/** What is written besides the world: what makes ids unique, and the webhooks that have not got through. */
export type Saved = {
  readonly starts: number
  readonly counter: number
  /** A virtual clock goes on from here. */
  readonly now: number
  readonly seed: number
  readonly world: unknown
  readonly waiting: readonly Update[]
}

const MAPS = ['wabas', 'numbers', 'customers', 'chats', 'media', 'templates', 'faultsByNumber'] as const
/** What older files do not have. */
const LATER_MAPS = [
  'ledger',
  'delivered',
  'uploads',
  'blockedNames',
  'violations',
  'marketed',
  'held',
] as const

/** Plain JSON of the world. Indexes are left out; they are built again. */
export function dumpWorld(world: World): unknown {
  const maps = Object.fromEntries([...MAPS, ...LATER_MAPS].map((name) => [name, [...world[name]]]))
  const { app, sends, faults, complaints, storms, population, reviewRules, rateChanges, templateOrder } =
    world
  const portfolios = [...world.portfolios.values()].map((portfolio) => ({
    ...portfolio,
    day: [...portfolio.day],
    week: [...portfolio.week],
    byNumber: [...portfolio.byNumber].map(([number, reached]) => [number, [...reached]]),
  }))
  const lists = { sends, complaints, storms, reviewRules, rateChanges, portfolios }
  return { app, faults, population, templateOrder, ...lists, ...maps }
}

/** Fills an empty world from what `dumpWorld` gave. */
export function loadWorld(world: World, dumped: unknown): void {
  const read = dumped as Record<string, unknown>
  for (const name of MAPS) {
    const entries = read[name] as [string, never][]
    for (const [key, value] of entries) world[name].set(key, value)
  }
  world.app = read['app'] as World['app']
  world.sends = read['sends'] as World['sends']
  world.faults = read['faults'] as World['faults']
  loadLater(world, read)
  for (const customer of world.customers.values()) {
    world.customerByPhone.set(customer.phone, customer.id)
    world.customerByBsuid.set(customer.bsuid, customer.id)
  }
  for (const { wabaId, name, language, id } of world.templates.values()) {
    world.templateByName.set(templateKey(wabaId, name, language), id)
  }
  for (const chat of world.chats.values())
    for (const message of chat.messages) world.messages.set(message.wamid, message)
}

/** What was not there from the beginning: an older file is read as if nothing of it had happened. */
function loadLater(world: World, read: Record<string, unknown>): void {
  for (const name of LATER_MAPS) {
    for (const [key, value] of (read[name] ?? []) as [string, never][]) world[name].set(key, value)
  }
  world.complaints = (read['complaints'] ?? []) as World['complaints']
  world.population = (read['population'] ?? null) as World['population']
  world.storms = (read['storms'] ?? []) as World['storms']
  world.reviewRules = (read['reviewRules'] ?? []) as World['reviewRules']
  world.rateChanges = (read['rateChanges'] ?? []) as World['rateChanges']
  type Reached = [string, number][]
  type Kept = Omit<Portfolio, 'day' | 'week' | 'byNumber'> &
    Record<'day' | 'week', Reached> & { byNumber?: [string, Reached][] }
  for (const kept of (read['portfolios'] ?? []) as Kept[]) {
    const byNumber = (kept.byNumber ?? []).map(([number, reached]) => [number, new Map(reached)] as const)
    const maps = { day: new Map(kept.day), week: new Map(kept.week), byNumber: new Map(byNumber) }
    world.portfolios.set(kept.id, { ...kept, ...maps })
  }
  for (const [id, template] of world.templates) {
    const order = template.order ?? ++world.templateOrder
    world.templates.set(id, { ...NEW_TEMPLATE, ...template, order })
  }
  world.templateOrder = Math.max(world.templateOrder, Number(read['templateOrder'] ?? 0))
}

/** What a file holds; null if there is none. A file that cannot be read stops the start: it may be worth saving. */
export function readSaved(file: string): Saved | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  try {
    return JSON.parse(text, keepDigits) as Saved
  } catch (cause) {
    throw new Error(`${file} holds no simulator state; move it away to start anew`, { cause })
  }
}

/** Ids of templates in waiting webhooks have more digits than a number holds. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isTooLong = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isTooLong && context?.source !== undefined ? exactNumber(context.source) : value
}

/** Written beside and moved into place: a crash leaves the old file or the new one, never half of one. */
export function writeSavedNow(file: string, saved: Saved): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(saved))
  renameSync(`${file}.new`, file)
}

export type Saver = { touch(): void; close(): void }

const WAIT_MS = 500
/** A large state takes long to write; writing may take a tenth of the time, not more. */
const WAIT_TIMES_COST = 10

/** Writes soon after a change, not after every change. */
export function createSaver(file: string, save: () => Saved): Saver {
  let timer: NodeJS.Timeout | null = null
  let waitMs = WAIT_MS
  let isClosed = false
  async function write(): Promise<void> {
    const began = performance.now()
    await writeFile(`${file}.next`, JSON.stringify(save()))
    // Closed meanwhile: the file already holds what is newer.
    if (isClosed) return
    await rename(`${file}.next`, file)
    waitMs = Math.max(WAIT_MS, WAIT_TIMES_COST * (performance.now() - began))
  }
  return {
    touch() {
      if (timer !== null || isClosed) return
      timer = setTimeout(() => {
        timer = null
        write().catch(() => {
          // The folder may be gone with the test that made it; the next change tries again.
        })
      }, waitMs)
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      isClosed = true
      writeSavedNow(file, save())
    },
  }
}
