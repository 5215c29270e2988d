/**
 * Turns what customers wrote into pushes: one for each conversation and browser, with the newest message. The place up to which
 * events were read is moved in the same short transaction, before anything is sent: a push is told at most once. It is only a
 * tap on the shoulder, and one that comes late or twice is worse than none.
 */
import { findConversations, findMessagesById, type ExplainFailure } from '#conversations/read-models.ts'
import type { Message } from '#conversations/message-shapes.ts'
import type { Contact, Conversation } from '#conversations/shapes.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { endOfEvents, isRemembered, readEvents } from '#realtime/read-events.ts'
import { hasSubscriptions, lockCursor, putCursor, selectListeners, type Listener } from './internal/sql.ts'

/** What the service worker reads (web/service-worker.js). */
export type PushText = {
  readonly conversation: string
  /** The newest message, so that no tab tells it again. */
  readonly message: string
  /** Who wrote; null where the text is hidden. */
  readonly from: string | null
  /** What they wrote; null: of a kind without words, or hidden. */
  readonly text: string | null
  readonly type: string
  readonly count: number
  readonly locale: 'en' | 'hi'
  readonly isSilent: boolean
}
export type Push = { readonly to: Listener; readonly text: PushText }

const ROWS_MAX = 200
/** What is older (a history that is handed over, a break of ours) is in the list; nobody needs to be woken for it. */
const FRESH_MS = 5 * 60_000
const TEXT_MAX = 240

export async function collectPushes(
  database: Database,
  tenant: TenantId,
  explain: ExplainFailure,
  now: Instant,
): Promise<{ readonly pushes: readonly Push[]; readonly hasMore: boolean }> {
  return database.inTenant(tenant, async (client) => {
    if (!(await hasSubscriptions(client, tenant))) return NOTHING
    const cursor = await lockCursor(client, tenant)
    if (cursor === 'busy') return NOTHING
    if (cursor === null || !(await isRemembered(client, tenant, cursor))) {
      await putCursor(client, tenant, await endOfEvents(client))
      return NOTHING
    }
    const { rows, next, isCut } = await readEvents(client, tenant, cursor, ROWS_MAX)
    if (rows.length === 0) return NOTHING
    await putCursor(client, tenant, next)
    const created = rows.flatMap(({ entries }) =>
      entries.flatMap(([kind, id]) => (kind === 'message.created' && id !== undefined ? [id] : [])),
    )
    return { pushes: await pushesFor(client, tenant, created, explain, now), hasMore: isCut }
  })
}

const NOTHING = { pushes: [], hasMore: false } as const

async function pushesFor(
  client: Client,
  tenant: TenantId,
  created: readonly string[],
  explain: ExplainFailure,
  now: Instant,
): Promise<Push[]> {
  if (created.length === 0) return []
  const messages = await findMessagesById(client, tenant, [...new Set(created)], explain)
  const fresh = messages.filter(({ direction, at }) => direction === 'in' && now - at < FRESH_MS)
  const said = Map.groupBy(fresh, ({ conversationId }) => conversationId)
  if (said.size === 0) return []
  const [conversations, listeners] = [
    await findConversations(client, tenant, [...said.keys()], now),
    await selectListeners(client, tenant),
  ]
  return conversations.flatMap((conversation) => {
    const words = (said.get(conversation.id) ?? []).toSorted((a, b) => a.at - b.at)
    return listeners
      .filter((listener) => wants(listener, conversation))
      .flatMap((to) => pushFor(to, conversation, words))
  })
}

const wants = ({ scope, userId }: Listener, { assigneeId }: Conversation): boolean =>
  scope === 'all' || (scope === 'mine' && assigneeId === userId)

function pushFor(to: Listener, { id, contact }: Conversation, words: readonly Message[]): Push[] {
  const last = words.at(-1)
  if (last === undefined) return []
  const text: PushText = {
    conversation: id,
    message: last.id,
    from: to.showsText ? nameOf(contact) : null,
    text: to.showsText && last.text !== null ? shortened(last.text) : null,
    type: last.type,
    count: words.length,
    locale: to.locale,
    isSilent: !to.hasSound,
  }
  return [{ to, text }]
}

const nameOf = ({ displayName, profileName, username, phone }: Contact): string | null =>
  displayName ??
  profileName ??
  (username === null ? null : `@${username}`) ??
  (phone === null ? null : `+${phone}`)

/** Never in the middle of a letter that is written with two code units. */
const shortened = (text: string): string =>
  text.length <= TEXT_MAX
    ? text
    : `${text
        .slice(0, TEXT_MAX)
        .toWellFormed()
        .replace(/\uFFFD$/u, '')}…`
