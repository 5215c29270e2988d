/**
 * Meta's Graph API around templates: making, editing and deleting them, and the files that their reviewers see. Making and
 * editing are told in four outcomes and do not throw for what happens on the wire: a template that nobody answered for may be there.
 * Source: Meta, "Message templates" and "Resumable upload API" (Nov 2025 to Apr 2026), "Template archival" (2 Jun 2026), Graph v25.0.
 */
import { Readable } from 'node:stream'

import { phaseOf } from '#platform/egress.ts'
import { Fault } from '#platform/errors.ts'
import type { Secret } from '#platform/secrets.ts'

import type { JsonObject } from './facts.ts'

import {
  GRAPH_URL,
  GraphFault,
  type GraphCall,
  type GraphOptions,
  callGraph,
  graphAnswer,
  graphRequest,
  pathOf,
} from './graph-call.ts'
import { type GraphError, fateOf } from './graph-errors.ts'
import { idOf, listOf, objectOf, textOf } from './json.ts'

const SUBMIT_TIMEOUT_MS = 30_000
const UPLOAD_TIMEOUT_MS = 5 * 60_000
/** A header's document has at most 100 MB (Meta, "Media", Nov 2025). */
const SAMPLE_BYTES_MAX = 100 * 1024 * 1024
/** Where the files are that Meta lists as samples; nothing is fetched from anywhere else. */
const SAMPLE_HOSTS = /^(?:[\w-]+\.)*(?:whatsapp\.net|fbcdn\.net|fbsbx\.com)$/u
/** An upload's name is Meta's, and goes into an address with our token. */
const SESSION = /^upload:[\w=:+/%-]+(?:\?sig=[\w-]+)?$/u

export type SubmitOutcome =
  | {
      readonly outcome: 'accepted'
      /** null: an edit's answer names none. */
      readonly id: string | null
      readonly status: string | null
      readonly category: string | null
    }
  /** Meta said no, and did not take it. */
  | { readonly outcome: 'refused'; readonly error: GraphError }
  /** It may have been taken. */
  | { readonly outcome: 'unknown' }
  /** Nothing was ever written. */
  | { readonly outcome: 'not_sent' }

export type SampleFile = {
  readonly stream: Readable
  readonly bytes: number
  readonly mimeType: string
  readonly filename: string
}

export type GraphTemplates = {
  readonly create: (token: Secret, wabaId: string, definition: JsonObject) => Promise<SubmitOutcome>
  /** Replaces all components. */
  readonly edit: (token: Secret, templateId: string, change: JsonObject) => Promise<SubmitOutcome>
  /** Of one language if `templateId` is given, else of all. Throws a GraphFault for a refusal. */
  readonly remove: (token: Secret, wabaId: string, name: string, templateId: string | null) => Promise<void>
  readonly unpause: (token: Secret, templateId: string) => Promise<void>
  /** At most 100 at once. What Meta does not answer for is in neither part. */
  readonly archive: (token: Secret, wabaId: string, templateIds: readonly string[]) => Promise<Archived>
  readonly unarchive: (token: Secret, wabaId: string, templateIds: readonly string[]) => Promise<Archived>
  /** Uploads a file for `example.header_handle`; gives its handle. */
  readonly uploadSample: (token: Secret, appId: string, file: SampleFile) => Promise<string>
  /** A file that Meta lists as a sample; null: it is not at Meta, or gone. The token stays here. */
  readonly fetchSample: (
    url: string,
  ) => Promise<{ readonly stream: Readable; readonly mimeType: string } | null>
}

export type Archived = {
  /** Ids of those with which it was done. */
  readonly done: ReadonlySet<string>
  /** Of those with which it was not: why, in Meta's words. */
  readonly failed: ReadonlyMap<string, string>
}

/** Binds the calls to one way out, one address and one version. */
export const createGraphTemplates = (options: GraphOptions): GraphTemplates => ({
  create: (token, wabaId, json) =>
    submit(options, token, { method: 'POST', path: pathOf(wabaId, 'message_templates'), json }),
  edit: (token, templateId, json) =>
    submit(options, token, { method: 'POST', path: pathOf(templateId), json }),
  remove: async (token, wabaId, name, templateId) => {
    const query = { name, ...(templateId !== null && { hsm_id: templateId }) }
    await callGraph(options, token, { method: 'DELETE', path: pathOf(wabaId, 'message_templates'), query })
  },
  unpause: async (token, templateId) => {
    await callGraph(options, token, { method: 'POST', path: pathOf(templateId, 'unpause') })
  },
  archive: (token, wabaId, ids) => moveToArchive(options, token, { wabaId, ids, verb: 'archive' }),
  unarchive: (token, wabaId, ids) => moveToArchive(options, token, { wabaId, ids, verb: 'unarchive' }),
  uploadSample: (token, appId, file) => uploadSample(options, token, appId, file),
  fetchSample: (url) => fetchSample(options, url),
})

async function submit(options: GraphOptions, token: Secret, call: GraphCall): Promise<SubmitOutcome> {
  const request = graphRequest(options, token, { ...call, timeoutMs: SUBMIT_TIMEOUT_MS })
  try {
    const { status, json, error } = graphAnswer(await options.egress.request(request))
    // Whoever says that something went wrong on their side may have done it before that.
    if (error !== null)
      return fateOf(error).fate === 'retry_backoff' && error.httpStatus !== 429
        ? { outcome: 'unknown' }
        : { outcome: 'refused', error }
    if (json === null || status < 200 || status > 299) return { outcome: 'unknown' }
    const [id = null, state = null, category = null] = ['id', 'status', 'category'].map((key) =>
      idOf(json[key]),
    )
    return id === null && json['success'] !== true
      ? { outcome: 'unknown' }
      : { outcome: 'accepted', id, status: state, category }
  } catch (error) {
    return { outcome: phaseOf(error) === 'not_sent' ? 'not_sent' : 'unknown' }
  }
}

async function moveToArchive(
  options: GraphOptions,
  token: Secret,
  {
    wabaId,
    ids,
    verb,
  }: {
    readonly wabaId: string
    readonly ids: readonly string[]
    readonly verb: 'archive' | 'unarchive'
  },
): Promise<Archived> {
  const answer = await callGraph(options, token, {
    ...{ method: 'POST', isApi: true, path: pathOf(wabaId, 'message_templates', verb) },
    json: { hsm_ids: ids },
  })
  const failed = Object.entries(objectOf(answer['failed_templates']) ?? {})
  return {
    done: new Set((listOf(answer[`${verb}d_templates`]) ?? []).flatMap((id) => idOf(id) ?? [])),
    failed: new Map(failed.map(([id, why]) => [id, textOf(why) ?? textOf(objectOf(why)?.['error']) ?? ''])),
  }
}

async function uploadSample(
  options: GraphOptions,
  token: Secret,
  appId: string,
  { stream, bytes, mimeType, filename }: SampleFile,
): Promise<string> {
  try {
    const query = { file_length: String(bytes), file_type: mimeType, file_name: filename }
    const session = await callGraph(options, token, { method: 'POST', path: pathOf(appId, 'uploads'), query })
    const path = required(idOf(session['id']), 'an upload without id')
    if (!SESSION.test(path)) throw new Fault('upstream', 'whatsapp.bad_answer', 'an upload of another form')
    const answer = await callGraph(options, token, {
      method: 'POST',
      path,
      body: stream,
      timeoutMs: UPLOAD_TIMEOUT_MS,
      headers: {
        authorization: `OAuth ${token.reveal()}`,
        file_offset: '0',
        'content-type': mimeType,
        'content-length': String(bytes),
      },
    })
    return required(handleOf(answer['h']), 'an upload without handle')
  } finally {
    stream.destroy()
  }
}

/** A handle is longer than an id may be. */
const handleOf = (value: JsonObject[string] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 4096 ? value : undefined

async function fetchSample(
  { egress, baseUrl = GRAPH_URL }: GraphOptions,
  address: string,
): Promise<{ readonly stream: Readable; readonly mimeType: string } | null> {
  const url = URL.parse(address)
  const isMetas = url?.protocol === 'https:' && SAMPLE_HOSTS.test(url.hostname)
  if (url === null || (!isMetas && url.origin !== new URL(baseUrl).origin)) return null
  const { status, headers, body } = await egress.stream({
    url,
    timeoutMs: UPLOAD_TIMEOUT_MS,
    responseBytesMax: SAMPLE_BYTES_MAX,
  })
  const stream = Readable.from(body, { objectMode: false })
  const mimeType = headers['content-type']?.split(';')[0]
  if (status === 200 && mimeType !== undefined) return { stream, mimeType }
  stream.destroy()
  return null
}

/** What Meta has against a call whose refusal stops the work; null: something else went wrong. */
export const graphErrorIn = (error: unknown): GraphError | null =>
  error instanceof GraphFault ? error.error : null

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Fault('upstream', 'whatsapp.bad_answer', `Graph answered with ${what}`)
  return value
}
