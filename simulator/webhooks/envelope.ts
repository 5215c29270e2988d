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
  for (const update of updates) {
    const entry = entries.at(-1)
    const change = entry?.changes.at(-1)
    if (before !== null && change !== undefined && joins(before, update) && random.chance(0.5)) {
      change.value = joined(change.value, update.value)
    } else {
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

/** Both values as one: contacts are not repeated. */
function joined(one: Json, next: Json): Json {
  const result: Json = { ...one }
  const contacts = [...listOf(one['contacts'])]
  const seen = new Set(contacts.map((contact) => JSON.stringify(contact)))
  for (const contact of listOf(next['contacts']))
    if (!seen.has(JSON.stringify(contact))) contacts.push(contact)
  if (contacts.length > 0) result['contacts'] = contacts
  for (const list of LISTS) {
    const items = [...listOf(one[list]), ...listOf(next[list])]
    if (items.length > 0) result[list] = items
  }
  return result
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
