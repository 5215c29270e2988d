/**
 * What Meta says about a number becomes its timeline, its state and its alarms, in the caller's transaction. All updates of the
 * number's account are read again and all words are kept by a permanent key, so the order and the number of times in which they came
 * cannot matter. Of Meta's last answer every word counts from the moment it was asked: a webhook that speaks of an earlier moment
 * does not outlive it, however late it comes.
 */
import { HEALTH_FIELDS } from '#channels/health-fields.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents, type EventEntry } from '#realtime/append-events.ts'
import {
  insertWords,
  lockNumber,
  putPoll,
  raiseThroughput,
  selectChanges,
  selectNumber,
  selectPoll,
  selectState,
  selectUpdates,
  type WordRow,
} from './internal/words-sql.ts'
import { moveAlarms } from './move-state-alarms.ts'
import { impliedBy } from './words-of-poll.ts'
import { isPoint, markOf, severityOf, wordsOfUpdate, type Word } from './words.ts'

/** An answer of Meta's, and when it was asked. */
export type Answer = { readonly at: Instant; readonly words: readonly Word[] }

/** Returns how many words were new. A number that is not connected has no health. */
export async function recordWords(
  client: Client,
  tenant: TenantId,
  channel: string,
  now: Instant,
  answer: Answer | null = null,
): Promise<number> {
  await lockNumber(client, channel)
  const number = await selectNumber(client, tenant, channel)
  if (number === null) return 0
  if (answer !== null) await putPoll(client, tenant, channel, answer.at, answer.words)
  const updates = await selectUpdates(client, tenant, number.wabaId, HEALTH_FIELDS)
  const told = updates.flatMap(({ key, at, ...update }) =>
    wordsOfUpdate(update, number).map((word) => rowOf(word, at, 'webhook', key)),
  )
  const ids = await insertWords(client, tenant, channel, told)
  ids.push(...(await insertWords(client, tenant, channel, await polledWords(client, tenant, channel))))
  const changes = await selectChanges(client, tenant, channel, ids)
  const entries: EventEntry[] = changes.map((id) => ['number.health_changed', id])
  if (ids.length > 0) await appendEvents(client, tenant, [['channels.changed'], ...entries])
  const state = await selectState(client, tenant, channel)
  if (state.some(({ kind, to }) => kind === 'throughput' && to === 'HIGH'))
    await raiseThroughput(client, tenant, channel)
  await moveAlarms(client, tenant, channel, now)
  return ids.length
}

/** Those words of the last answer that say something else than the newest word up to then. */
async function polledWords(client: Client, tenant: TenantId, channel: string): Promise<WordRow[]> {
  const poll = await selectPoll(client, tenant, channel)
  if (poll === null) return []
  const state = await selectState(client, tenant, channel)
  const known = new Map(state.map((word) => [`${word.kind}/${word.subject}`, word]))
  const knownOf = (word: Word) => known.get(`${word.kind}/${word.subject}`)
  return [...poll.words, ...impliedBy(poll.words).filter((word) => knownOf(word) !== undefined)]
    .filter((word) => {
      const newest = knownOf(word)
      return newest === undefined || (newest.at <= poll.at && newest.mark !== markOf(word))
    })
    .map((word) => rowOf(word, poll.at, 'poll', `poll:${poll.at}:${markOf(word)}`))
}

const rowOf = (word: Word, at: Instant, source: WordRow['source'], cause: string): WordRow => ({
  ...word,
  at,
  mark: markOf(word),
  severity: severityOf(word),
  isPoint: isPoint(word.kind),
  source,
  cause,
})
