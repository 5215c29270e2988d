/**
 * Two contacts that a person merged are two again. What the merge moved goes back; what it changed becomes what it was, unless
 * somebody has changed it since. What came after under a name of the other's goes with that name; the rest stays.
 */
import { recordAudit } from '#audit/record-audit.ts'
import { partConsents } from '#consent/part-consents.ts'
import { conversationsOf } from '#contacts/conversations-of.ts'
import { contactEffects, type Moved } from '#conversations/merge-contacts.ts'
import { moveMessagesTo } from '#conversations/move-messages.ts'
import { recountConversations } from '#conversations/recount-conversations.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import {
  deletePlaces,
  deleteRows,
  insertRow,
  putAttributes,
  putBack,
  selectExisting,
  takeSnapshot,
  updateRow,
  type Row,
  type Snapshot,
} from './internal/journal-sql.ts'
import {
  finishMerge,
  moveClaimed,
  selectArrivals,
  selectMerge,
  selectMerges,
  selectPhones,
  type MergeJournal,
  type MergeRow,
} from './internal/merges-sql.ts'
import { UNDO_MS } from './merge-by-hand.ts'
import type { Merge } from './shapes.ts'

export type UndoOutcome =
  | { readonly ok: true; readonly contact: string; readonly other: string }
  | {
      readonly ok: false
      readonly because: 'not_found' | 'merge_undone' | 'merge_too_old' | 'merge_overtaken' | 'merge_confirmed'
    }

/** What was merged into this contact, newest first. */
export async function listMerges(
  client: Client,
  tenant: TenantId,
  contact: string,
  now: Instant,
): Promise<Merge[]> {
  const rows = await selectMerges(client, tenant, contact)
  return rows.map((row) => ({
    ...{ id: row.id, contactId: row.winner, otherId: row.loser, otherName: row.loserName },
    ...{ by: row.by, at: row.at, undoneAt: row.undoneAt },
    undoUntil: refusalOf(row, now) === null ? after(instant(row.at), UNDO_MS) : null,
  }))
}

function refusalOf(
  { undoneAt, at, isWhole }: MergeRow,
  now: Instant,
): 'merge_undone' | 'merge_too_old' | 'merge_overtaken' | null {
  if (undoneAt !== null) return 'merge_undone'
  if (now - at > UNDO_MS) return 'merge_too_old'
  return isWhole ? null : 'merge_overtaken'
}

export async function undoMerge(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, now }: { readonly id: string; readonly now: Instant },
): Promise<UndoOutcome> {
  await lockTenant(client, tenant, true)
  const merge = await selectMerge(client, tenant, id)
  if (merge === null) return { ok: false, because: 'not_found' }
  const refusal = refusalOf(merge, now)
  if (refusal !== null) return { ok: false, because: refusal }
  const phones = await selectPhones(client, tenant, merge)
  if (phones.some(({ isWinners }) => isWinners)) return { ok: false, because: 'merge_confirmed' }
  const { winner, loser } = merge
  const into = merge.before.doubled.map((pair) => pair.into)
  const from = merge.before.doubled.map((pair) => pair.from)
  const current = await takeSnapshot(client, tenant, [winner], into)
  await restoreRows(client, tenant, merge, current)
  const names = phones.flatMap(({ isNewName, claimedBy }) =>
    isNewName && claimedBy !== null ? [claimedBy] : [],
  )
  await moveClaimed(client, tenant, merge, names)
  await putBack(client, tenant, id)
  await restoreConversations(client, tenant, merge, current)
  await restoreWords(client, tenant, merge, current)
  const moved: Moved = { merged: [], changed: new Set([...from, ...into]) }
  for (const { phone, isContested } of phones)
    if (!isContested) await contactEffects(client, tenant, moved).rehome(phone, [winner, loser], () => loser)
  const arrived = await selectArrivals(client, tenant, id)
  for (const one of await moveMessagesTo(client, tenant, arrived, loser)) moved.changed.add(one)
  await partConsents(client, tenant, {
    ...{ id, winner, loser, at: now },
    ...{ before: [...merge.before.consents, ...merge.consents], added: merge.consents },
  })
  await finishMerge(client, tenant, id, now)
  const conversations = new Set([
    ...moved.changed,
    ...(await conversationsOf(client, tenant, [winner, loser])),
  ])
  await appendEvents(
    client,
    tenant,
    [...conversations].flatMap(
      (one) =>
        [
          ['conversation.updated', one],
          ['thread.changed', one],
        ] as const,
    ),
  )
  await recordAudit(client, tenant, actor, {
    action: 'contact.merge-undone',
    subject: { kind: 'contact', id: winner },
    details: { merge: id, partedContact: loser },
  })
  return { ok: true, contact: winner, other: loser }
}

const of = (snapshot: Snapshot, table: string): readonly Row[] => snapshot[table] ?? []
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The other contact with its words and conversations, as they were. */
async function restoreRows(
  client: Client,
  tenant: TenantId,
  { before, loser }: MergeJournal,
  current: Snapshot,
): Promise<void> {
  const conversations = of(before.rows, 'conversations')
  const existing = await selectExisting(client, tenant, {
    labels: of(before.rows, 'conversation_labels').map((row) => row['label_id']),
    members: conversations.map((row) => row['assignee_id']),
    teams: conversations.map((row) => row['team_id']),
  })
  const still = (value: unknown): unknown => (existing.has(value) ? value : null)
  for (const table of ['contacts', 'contact_attributes', 'contact_preferences'] as const)
    for (const row of of(before.rows, table))
      if (row[table === 'contacts' ? 'id' : 'contact_id'] === loser) await insertRow(client, table, row)
  const gone = new Map(before.doubled.map((pair) => [pair.from, pair.into]))
  for (const row of conversations) {
    const into = gone.get(String(row['id']))
    if (into === undefined) continue
    // Whoever has read the one conversation has read both.
    const now = of(current, 'conversations').find((other) => other['id'] === into)
    const unread = Math.min(Number(row['unread_count']), Number(now?.['unread_count'] ?? 0))
    const people = { assignee_id: still(row['assignee_id']), team_id: still(row['team_id']) }
    await insertRow(client, 'conversations', { ...row, ...people, unread_count: unread })
  }
  await deletePlaces(client, tenant, [...gone.keys()])
  for (const row of of(before.rows, 'conversation_labels'))
    if (gone.has(String(row['conversation_id'])) && existing.has(row['label_id']))
      await insertRow(client, 'conversation_labels', row)
  for (const row of of(before.rows, 'assignment_queue'))
    if (gone.has(String(row['conversation_id']))) await insertRow(client, 'assignment_queue', row)
}

/** These belong together: either all of them are as the merge left them, or somebody has changed them. */
const CONVERSATION_GROUPS = [
  ['status', 'snoozed_until', 'resolved_at'],
  ['assignee_id', 'team_id', 'is_assignee_done'],
  ['referral_answered_at'],
] as const
/** What follows from the messages. */
const COUNTED = [
  ...['last_inbound_at', 'last_inbound_wamid', 'last_referral_at', 'last_message_at', 'last_message_id'],
] as const

/** Makes the conversations that stayed what they were, as far as nobody has changed them since. */
async function restoreConversations(
  client: Client,
  tenant: TenantId,
  { before, after: left }: MergeJournal,
  current: Snapshot,
): Promise<void> {
  const recounted: string[] = []
  for (const { from, into } of before.doubled) {
    const find = (snapshot: Snapshot) => of(snapshot, 'conversations').find((row) => row['id'] === into)
    const [old, made, now] = [find(before.rows), find(left), find(current)]
    if (old === undefined || made === undefined || now === undefined) continue
    const restored: Record<string, unknown> = { id: into }
    for (const group of CONVERSATION_GROUPS)
      if (group.every((column) => same(made[column], now[column])))
        for (const column of group) restored[column] = old[column]
    const other = of(before.rows, 'conversations').find((row) => row['id'] === from)
    const unread = Number(now['unread_count'])
    restored['unread_count'] = same(made['unread_count'], now['unread_count'])
      ? old['unread_count']
      : Math.max(0, unread - Number(other?.['unread_count'] ?? 0))
    const isSame = COUNTED.every((column) => same(made[column], now[column]))
    if (isSame) for (const column of COUNTED) restored[column] = old[column]
    else recounted.push(from, into)
    await updateRow(client, tenant, 'conversations', restored)
    const had = labelsOf(before.rows, into)
    const given = labelsOf(before.rows, from)
    const extra = of(left, 'conversation_labels').filter(
      (row) => row['conversation_id'] === into && given.has(row['label_id']) && !had.has(row['label_id']),
    )
    await deleteRows(client, tenant, 'conversation_labels', extra)
  }
  if (recounted.length > 0) await recountConversations(client, tenant, recounted)
}

const labelsOf = (snapshot: Snapshot, conversation: string): ReadonlySet<unknown> =>
  new Set(
    of(snapshot, 'conversation_labels').flatMap((row) =>
      row['conversation_id'] === conversation ? [row['label_id']] : [],
    ),
  )

const NAME_GROUPS = [
  ['given_name'],
  ['profile_name', 'profile_name_at'],
  ['username', 'username_at'],
  ['book_name', 'book_name_at'],
] as const

/** What the contact that stayed is called, and what is known of it. */
async function restoreWords(
  client: Client,
  tenant: TenantId,
  { before, after: left, winner }: MergeJournal,
  current: Snapshot,
): Promise<void> {
  const mine = (snapshot: Snapshot, table: string): readonly Row[] =>
    of(snapshot, table).filter((row) => row[table === 'contacts' ? 'id' : 'contact_id'] === winner)
  const [old, made, now] = [before.rows, left, current].map((snapshot) => mine(snapshot, 'contacts')[0])
  const names: Record<string, unknown> = { id: winner }
  for (const group of NAME_GROUPS)
    if (group.every((column) => same(made?.[column], now?.[column])))
      for (const column of group) names[column] = old?.[column]
  await updateRow(client, tenant, 'contacts', names)
  const values = (snapshot: Snapshot): Row | undefined =>
    mine(snapshot, 'contact_attributes')[0]?.['attributes'] as Row | undefined
  const [had, got, has] = [values(before.rows), values(left), values(current)]
  const fields: Record<string, unknown> = { ...has }
  for (const key of Object.keys({ ...got, ...has, ...had })) {
    if (!same(got?.[key], has?.[key])) continue
    if (had?.[key] === undefined) Reflect.deleteProperty(fields, key)
    else fields[key] = had[key]
  }
  const isEmpty = Object.keys(fields).length === 0 && had === undefined
  await putAttributes(client, tenant, winner, isEmpty ? null : fields)
  const wishes = (snapshot: Snapshot): readonly Row[] => mine(snapshot, 'contact_preferences')
  const unchanged = wishes(left).filter((row) => wishes(current).some((other) => same(row, other)))
  await deleteRows(client, tenant, 'contact_preferences', unchanged)
  for (const row of wishes(before.rows)) await insertRow(client, 'contact_preferences', row)
}
