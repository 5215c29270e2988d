/**
 * Updates and the envelope that carries them: one entry per account, one change per update, or several updates in
 * one change where they are of one kind and of one number. Source: cloud-api reference, a.2.
 */
import type { Random } from '#simulator/world/random.ts'
import type { Json } from '#simulator/world/world.ts'

/** One thing to tell the app. */
export type Update = {
  /** Updates of one lane go out one after the other: a chat's, or an account's own. */
  readonly lane: string
  readonly wabaId: string
  /** The number it is about, if it is about one. */
  readonly number: string | null
  readonly field: string
  readonly value: Json
  /** `entry[].time` in seconds; only fields of management have it. */
  readonly time: number | null
  /** The customer's message that it tells of: its second tick comes when the app has answered 200. */
  readonly wamid: string | null
}

type Change = { value: Json; readonly field: string }
type Entry = { readonly id: string; readonly time?: number; readonly changes: Change[] }

/** Lists inside a `value` of field `messages` that may be joined. */
const LISTS = ['messages', 'statuses'] as const

/** Folds updates into one body, in their order. Chance decides which neighbours share a change. */
export function fold(updates: readonly Update[], random: Random): Json {
  const entries: Entry[] = []
  let before: Update | null = null
  /** Of the change that grows: what its contacts are, so that none is repeated. */
  let contacts: Set<string> | null = null
  for (const update of updates) {
    const entry = entries.at(-1)
    const change = entry?.changes.at(-1)
    if (before !== null && change !== undefined && joins(before, update) && random.chance(0.5)) {
      if (contacts === null) {
        change.value = copyOf(change.value)
        contacts = new Set(listOf(change.value['contacts']).map((contact) => JSON.stringify(contact)))
      }
      joinTo(change.value, update.value, contacts)
    } else {
      contacts = null
      const fresh: Change = { value: update.value, field: update.field }
      const isSameEntry = entry?.id === update.wabaId && entry.time === (update.time ?? undefined)
      if (entry !== undefined && isSameEntry) entry.changes.push(fresh)
      else
        entries.push({
          id: update.wabaId,
          ...(update.time === null ? {} : { time: update.time }),
          changes: [fresh],
        })
    }
    before = update
  }
  return { object: 'whatsapp_business_account', entry: entries }
}

function joins(one: Update, next: Update): boolean {
  if (one.field !== 'messages' || next.field !== 'messages' || one.number !== next.number) return false
  return LISTS.some((list) => list in one.value && list in next.value)
}

/** A value whose lists may grow. */
function copyOf(value: Json): Json {
  const copy: Json = { ...value }
  for (const list of ['contacts', ...LISTS]) if (list in value) copy[list] = [...listOf(value[list])]
  return copy
}

/** Adds what another value has; contacts are not repeated. */
function joinTo(value: Json, next: Json, seen: Set<string>): void {
  for (const list of LISTS) growList(value, list, listOf(next[list]))
  const fresh = listOf(next['contacts']).filter((contact) => {
    const key = JSON.stringify(contact)
    return !seen.has(key) && seen.add(key)
  })
  growList(value, 'contacts', fresh)
}

function growList(value: Json, list: string, more: readonly unknown[]): void {
  const there = value[list]
  if (more.length === 0) return
  if (Array.isArray(there)) there.push(...more)
  else value[list] = [...more]
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
