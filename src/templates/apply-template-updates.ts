/**
 * What Meta's webhooks tell of templates moves the mirror at once. A webhook tells one aspect and may come late, twice or not at
 * all: the newest word by Meta's time counts, each word stands in the history once, and the pull that follows tells everything.
 * A webhook about the parts themselves tells only some of them; a mixture of two versions was never at Meta, so that is left to
 * the pull. Source: Meta, "Webhooks reference" (13 Apr 2026).
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject, UpdateFact } from '#whatsapp/facts.ts'
import { idOf, objectOf, textOf } from '#whatsapp/json.ts'
import {
  addHistory,
  lockAccount,
  moveRows,
  selectMirror,
  type HistoryWord,
  type MirrorRow,
} from './internal/mirror-sql.ts'
import { applyWord, toldBy, type Word } from './mirror.ts'

const NAME_CHARS_MAX = 512
const TEXT_CHARS_MAX = 2000

/** Moves what these updates speak of; says whether anything is another now. `now` is ours. */
export async function applyTemplateUpdates(
  client: Client,
  tenant: TenantId,
  updates: readonly UpdateFact[],
  now: number,
): Promise<boolean> {
  const byAccount = Map.groupBy(
    updates.flatMap((update) => saidBy(update, now)),
    ({ wabaId }) => wabaId,
  )
  let isChanged = false
  // In one order, so that two who lock several accounts cannot wait for each other.
  for (const [wabaId, said] of [...byAccount].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    isChanged = (await applyToAccount(client, tenant, wabaId, said, now)) || isChanged
  return isChanged
}

type Said = {
  readonly wabaId: string
  readonly metaTemplateId: string | null
  readonly name: string
  readonly language: string
  readonly word: Word
}

async function applyToAccount(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  said: readonly Said[],
  now: number,
): Promise<boolean> {
  await lockAccount(client, tenant, wabaId)
  const names = said.map(({ name }) => name)
  const metaIds = said.flatMap(({ metaTemplateId }) => metaTemplateId ?? [])
  const known = await selectMirror(client, tenant, wabaId, { names, metaIds })
  const rows = new Map(known.map((row) => [row.id, row]))
  const moved = new Set<string>()
  const words: HistoryWord[] = []
  for (const one of said.toSorted((a, b) => a.word.at - b.word.at)) {
    const row = rowOf([...rows.values()], one)
    const told = toldBy(one.word, row)
    const { name, language } = row ?? one
    if (told !== null) words.push({ wabaId, name, language, told, source: 'webhook', by: null })
    if (row === null) continue
    const next = applyWord(row, one.word, now)
    if (next === row) continue
    rows.set(row.id, { ...row, ...next })
    moved.add(row.id)
  }
  await moveRows(
    client,
    tenant,
    [...moved].flatMap((id) => rows.get(id) ?? []),
    now,
  )
  await addHistory(client, tenant, words)
  return moved.size > 0 || words.length > 0
}

/** The row that is meant. One of that name with another id of Meta's is a later template, of which nothing was said. */
function rowOf(rows: readonly MirrorRow[], { name, language, metaTemplateId }: Said): MirrorRow | null {
  const named = rows.find((row) => row.name === name && row.language === language)
  if (named !== undefined)
    return metaTemplateId === null || named.metaTemplateId === metaTemplateId ? named : null
  return rows.find((row) => row.metaTemplateId === metaTemplateId) ?? null
}

function saidBy(update: UpdateFact, now: number): Said[] {
  const value = objectOf(update.value)
  if (value === null) return []
  const name = textOf(value['message_template_name'], NAME_CHARS_MAX)
  if (name === null) return []
  const about = {
    wabaId: update.wabaId,
    metaTemplateId: idOf(value['message_template_id']) ?? null,
    name,
    // Webhooks write “en-US” where lists write “en_US”.
    language: (idOf(value['message_template_language']) ?? '').replaceAll('-', '_'),
  }
  return wordsOf(update.field, value, update.at ?? now).map((word) => ({ ...about, word }))
}

/** The category comes first: one that is moved as it is approved was never sent in the other. */
function wordsOf(field: string, value: JsonObject, at: number): Word[] {
  const category = idOf(value['message_template_category'])
  const mention = {
    aspect: 'category',
    at,
    category,
    previous: null,
    correct: null,
    isMention: true,
  } as const
  const word = wordOf(field, value, at)
  return [...(category === undefined ? [] : [{ ...mention, category }]), ...(word === null ? [] : [word])]
}

function wordOf(field: string, value: JsonObject, at: number): Word | null {
  switch (field) {
    // Meta's own sample of a quality update has the other field's name.
    case 'message_template_status_update':
    case 'message_template_quality_update': {
      if (value['new_quality_score'] === undefined) return statusWord(value, at)
      const quality = idOf(value['new_quality_score'])
      const previous = idOf(value['previous_quality_score']) ?? null
      return quality === undefined ? null : { aspect: 'quality', at, quality, previous }
    }
    case 'template_category_update':
      return categoryWord(value, at)
    case 'template_correct_category_detection': {
      const correct = idOf(value['correct_category']) ?? idOf(value['new_category'])
      return correct === undefined
        ? null
        : { aspect: 'category', at, category: null, previous: null, correct }
    }
    default:
      return null
  }
}

function statusWord(value: JsonObject, at: number): Word | null {
  const event = idOf(value['event'])
  if (event === undefined) return null
  const rejection = objectOf(value['rejection_info'])
  return {
    ...{ aspect: 'status', at, event },
    reason: idOf(value['reason']) ?? idOf(objectOf(value['disable_info'])?.['disable_date']) ?? null,
    detail: textOf(rejection?.['reason'], TEXT_CHARS_MAX),
    recommendation: textOf(rejection?.['recommendation'], TEXT_CHARS_MAX),
    pause: idOf(objectOf(value['other_info'])?.['title']) ?? null,
  }
}

/** Announced a day before, with the category that it has as the new one; or done. */
function categoryWord(value: JsonObject, at: number): Word | null {
  const [category, correct] = [idOf(value['new_category']), idOf(value['correct_category']) ?? null]
  if (category === undefined) return null
  const isAnnounced = correct !== null && correct !== category
  const previous = idOf(value['previous_category']) ?? null
  return isAnnounced
    ? { aspect: 'category', at, category: null, previous: null, correct }
    : { aspect: 'category', at, category, previous, correct: null }
}
