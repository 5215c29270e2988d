/** Sequences as they are written: made, changed while they are not on, copied, turned on and off, and thrown away. */
import { recordAudit } from '#audit/record-audit.ts'
import { findStanding } from '#channels/find-standing.ts'
import { storedFiles } from '#outbound/stored-files.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { findProblems } from './check-sequence.ts'
import {
  insertSequence,
  selectLabels,
  selectSequence,
  updateSequence,
  wakeAt,
  type SequenceRow,
} from './internal/sequences-sql.ts'
import { findSequence } from './read-sequences.ts'
import type { Definition, NewSequence, Problem, Sequence, SequencePatch } from './shapes.ts'

export type SequenceRefusal =
  | { readonly ok: false; readonly because: 'not_found' | 'channel_not_found' | 'is_on' }
  /** It names a label or a file that is not there. */
  | { readonly ok: false; readonly because: 'not_there'; readonly path: string }
  | { readonly ok: false; readonly because: 'has_problems'; readonly problems: readonly Problem[] }
export type SequenceResult = { readonly ok: true; readonly sequence: Sequence } | SequenceRefusal

const NAME_MAX = 120

export async function addSequence(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, channelId, definition }: NewSequence,
  now: Instant,
): Promise<SequenceResult> {
  if ((await findStanding(client, tenant, channelId)) === null)
    return { ok: false, because: 'channel_not_found' }
  const path = await whatIsNotThere(client, tenant, channelId, definition)
  if (path !== null) return { ok: false, because: 'not_there', path }
  const id = newId()
  await insertSequence(client, tenant, { id, channelId, name, definition, createdBy: actor.name }, now)
  return told(client, tenant, actor, { id, name, action: 'sequence.created' }, now)
}

/** Whoever is in it goes on by the new one: what they wait for comes at the moment that was said, the rest as it is written now. */
export async function changeSequence(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: SequencePatch },
  now: Instant,
): Promise<SequenceResult> {
  const row = await lockWritable(client, tenant, id)
  if (!row.ok) return row
  const { name, channelId, definition } = patch
  if (channelId !== undefined && (await findStanding(client, tenant, channelId)) === null)
    return { ok: false, because: 'channel_not_found' }
  const path =
    definition === undefined
      ? null
      : await whatIsNotThere(client, tenant, channelId ?? row.sequence.channelId, definition)
  if (path !== null) return { ok: false, because: 'not_there', path }
  await updateSequence(client, tenant, id, patch, now)
  // Of a draft every keystroke would be an entry; what people are in is another matter.
  if (row.sequence.state !== 'off') {
    await appendEvents(client, tenant, [['campaigns.changed']])
    return found(client, tenant, id, now)
  }
  return told(client, tenant, actor, { id, name: name ?? row.sequence.name, action: 'sequence.changed' }, now)
}

/** A new draft of the same. */
export async function copySequence(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<SequenceResult> {
  const row = await selectSequence(client, tenant, id)
  if (row === null || row.state === 'deleted') return { ok: false, because: 'not_found' }
  return addSequence(client, tenant, actor, { ...row, name: copyName(row.name) }, now)
}

/** From now on people come in, and whoever is in it goes on. */
export async function turnOn(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<SequenceResult> {
  const row = await selectSequence(client, tenant, id, 'update')
  if (row === null || row.state === 'deleted') return { ok: false, because: 'not_found' }
  if (row.state === 'on') return found(client, tenant, id, now)
  const problems = await findProblems(client, tenant, row, now)
  if (problems.length > 0) return { ok: false, because: 'has_problems', problems }
  await updateSequence(client, tenant, id, { state: 'on' }, now)
  await wakeAt(client, tenant, id, now)
  return told(client, tenant, actor, { id, name: row.name, action: 'sequence.turned-on' }, now)
}

/** Nobody comes in and nobody gets anything from here on; whoever is in it stays where they are. */
export async function turnOff(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<SequenceResult> {
  const row = await selectSequence(client, tenant, id, 'update')
  if (row === null || row.state === 'deleted') return { ok: false, because: 'not_found' }
  if (row.state !== 'on') return found(client, tenant, id, now)
  await updateSequence(client, tenant, id, { state: 'off' }, now)
  return told(client, tenant, actor, { id, name: row.name, action: 'sequence.turned-off' }, now)
}

/** It is gone for everybody at once; its rows go part by part. */
export async function deleteSequence(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<{ readonly ok: true } | SequenceRefusal> {
  const row = await lockWritable(client, tenant, id)
  if (!row.ok) return row
  await updateSequence(client, tenant, id, { state: 'deleted' }, now)
  await wakeAt(client, tenant, id, now)
  await told(client, tenant, actor, { id, name: row.sequence.name, action: 'sequence.deleted' }, now)
  return { ok: true }
}

async function lockWritable(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<{ readonly ok: true; readonly sequence: SequenceRow } | SequenceRefusal> {
  const sequence = await selectSequence(client, tenant, id, 'update')
  if (sequence === null || sequence.state === 'deleted') return { ok: false, because: 'not_found' }
  return sequence.state === 'on' ? { ok: false, because: 'is_on' } : { ok: true, sequence }
}

const copyName = (name: string): string => {
  const [, words = name, number] = /^(.*?)(?: \((\d{1,3})\))?$/su.exec(name) ?? []
  const end = ` (${Number(number ?? 1) + 1})`
  return `${words.slice(0, NAME_MAX - end.length)}${end}`
}

/** Those who look at lists and at this one fetch them anew. */
async function told(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, action, name }: { readonly id: string; readonly action: string; readonly name: string },
  now: Instant,
): Promise<SequenceResult> {
  await appendEvents(client, tenant, [['campaigns.changed']])
  const result = await found(client, tenant, id, now)
  await recordAudit(client, tenant, actor, { action, subject: { kind: 'sequence', id }, details: { name } })
  return result
}

async function found(client: Client, tenant: TenantId, id: string, now: Instant): Promise<SequenceResult> {
  const sequence = await findSequence(client, tenant, id, now)
  return sequence === null ? { ok: false, because: 'not_found' } : { ok: true, sequence }
}

/** The first place that names something which this business does not have; null: there is none. */
async function whatIsNotThere(
  client: Client,
  tenant: TenantId,
  channel: string,
  { exits, steps }: Definition,
): Promise<string | null> {
  const labels = await selectLabels(client, tenant, exits.labelIds)
  if (exits.labelIds.some((id) => !labels.has(id))) return 'definition.exits.labelIds'
  const files = steps.flatMap(({ message }) =>
    message === null
      ? []
      : [message.header, ...(message.cards ?? []).map((card) => card.header)].flatMap(
          (one) => one?.mediaId ?? [],
        ),
  )
  const known = await storedFiles(client, tenant, channel, files)
  return files.some((file) => !known.has(file)) ? 'definition.steps' : null
}
