/**
 * Meta's Graph API, as far as we use it. Sending is told in four outcomes and never throws for what happens on the
 * wire, because "refused", "nobody knows" and "never left" are three different things to do next. Everything else
 * gives its answer or throws a Fault.
 * Source: Meta, "Messages", "Media", "Message templates", "Phone numbers" (Nov 2025 to Apr 2026), Graph v25.0.
 */
import type { Readable } from 'node:stream'

import { type EgressStream, phaseOf } from '#platform/egress.ts'
import { Fault } from '#platform/errors.ts'
import type { Secret } from '#platform/secrets.ts'

import type { JsonObject } from './facts.ts'
import type { GraphError } from './graph-errors.ts'

import {
  GRAPH_URL,
  type GraphOptions,
  bearer,
  callGraph,
  graphAnswer,
  graphRequest,
  pathOf,
} from './graph-call.ts'
import { multipart } from './graph-upload.ts'
import { idOf, listOf, objectOf } from './json.ts'

/** Where a message is handed over: marketing templates may go through an edge of their own (Meta, "Marketing Messages API", 19 Nov 2025). */
export type Door = 'messages' | 'marketing_messages'

/** Beyond this an answer hardly comes any more, and its place among the calls is missed. */
const SEND_TIMEOUT_MS = 18_000
const UPLOAD_TIMEOUT_MS = 5 * 60_000
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000
/** Meta, "Media" (Nov 2025): documents have at most 100 MB, everything else less. */
const MEDIA_BYTES_MAX = 100 * 1024 * 1024
/** Meta, "Media" (Nov 2025): where media are fetched, with the token. The token goes to no other host. */
const MEDIA_ORIGIN = 'https://lookaside.fbsbx.com'
const TEMPLATES_PER_PAGE = 100
/** An account has at most 6,000 templates (Meta, "Templates", Nov 2025). */
const TEMPLATE_PAGES_MAX = 100

export type MessageStatus = 'accepted' | 'held_for_quality_assessment' | 'paused'

export type SendOutcome =
  | {
      readonly outcome: 'accepted'
      /** '' for what has no id of its own: a read mark. */
      readonly wamid: string
      /** Told for templates only. */
      readonly messageStatus: MessageStatus | null
      readonly waId: string | null
      readonly userId: string | null
    }
  /** Meta said no, and did not take it. */
  | { readonly outcome: 'refused'; readonly error: GraphError }
  /** It may have been taken: no answer came, or none that can be read. */
  | { readonly outcome: 'unknown'; readonly reason: string }
  /** Nothing was ever written. */
  | { readonly outcome: 'not_sent'; readonly reason: string }

export type MediaInfo = {
  readonly url: string
  readonly mimeType: string | null
  /** As Meta tells it: hex here, base64 in webhooks. */
  readonly sha256: string | null
  readonly bytes: number | null
}

export type MediaDownload = Pick<EgressStream, 'body'> & {
  readonly mimeType: string | null
  readonly bytes: number | null
}

/** What Meta says of a number; words as they come, null if it says nothing. */
export type PhoneNumber = {
  readonly id: string
  readonly displayPhoneNumber: string | null
  readonly verifiedName: string | null
  readonly qualityRating: string | null
  readonly status: string | null
  readonly nameStatus: string | null
  readonly platformType: string | null
  readonly isOnBusinessApp: boolean
  /** STANDARD or HIGH. */
  readonly throughput: string | null
  /** TIER_250 … TIER_UNLIMITED, of the whole portfolio. */
  readonly messagingLimit: string | null
  readonly json: JsonObject
}

export type Graph = {
  /** Sends one message. Answers, ids and statuses are the same at both doors. */
  readonly sendMessage: (
    token: Secret,
    phoneNumberId: string,
    payload: JsonObject,
    door?: Door,
    /** Called when the call is about to be written. */
    onStart?: () => void,
  ) => Promise<SendOutcome>
  /** Marks a message and all before it read; with `typing_indicator` it also shows that somebody types. */
  readonly markRead: (token: Secret, phoneNumberId: string, payload: JsonObject) => Promise<SendOutcome>
  /** Uploads a file; the id lives 30 days. A stream needs its size in `bytes`. */
  readonly uploadMedia: (
    token: Secret,
    phoneNumberId: string,
    file: Buffer | { readonly stream: Readable; readonly bytes: number },
    mimeType: string,
    filename: string,
  ) => Promise<string>
  /** Where a file can be fetched for the next five minutes. Throws `not_found` when the id is gone. */
  readonly mediaInfo: (token: Secret, mediaId: string, phoneNumberId: string) => Promise<MediaInfo>
  /** Fetches a file, from Meta's media host or Graph itself only. Throws `whatsapp.media_gone` when a new URL is needed. */
  readonly downloadMedia: (token: Secret, url: string, bytesMax?: number) => Promise<MediaDownload>
  readonly getPhoneNumber: (token: Secret, phoneNumberId: string) => Promise<PhoneNumber>
  /** Every template of an account, as it comes, page by page. */
  readonly listTemplates: (token: Secret, wabaId: string) => AsyncGenerator<JsonObject>
  /** Attaches our app to an account, without which no webhook comes. */
  readonly subscribeApp: (token: Secret, wabaId: string) => Promise<void>
}

/** Binds the calls to one way out, one address and one version. */
export const createGraph = (options: GraphOptions): Graph => ({
  sendMessage: (token, phoneNumberId, payload, door = 'messages', onStart) =>
    send(options, token, pathOf(phoneNumberId, door), payload, acceptedMessage, onStart),
  markRead: (token, phoneNumberId, payload) =>
    send(options, token, pathOf(phoneNumberId, 'messages'), payload, acceptedMark),
  uploadMedia: (token, phoneNumberId, file, mimeType, filename) =>
    uploadMedia(options, token, phoneNumberId, multipart(file, mimeType, filename)),
  mediaInfo: (token, mediaId, phoneNumberId) => mediaInfo(options, token, mediaId, phoneNumberId),
  downloadMedia: (token, url, bytesMax = MEDIA_BYTES_MAX) => downloadMedia(options, token, url, bytesMax),
  getPhoneNumber: (token, phoneNumberId) => getPhoneNumber(options, token, phoneNumberId),
  listTemplates: (token, wabaId) => listTemplates(options, token, wabaId),
  subscribeApp: async (token, wabaId) => {
    await callGraph(options, token, { method: 'POST', path: pathOf(wabaId, 'subscribed_apps') })
  },
})

type Accepted = Extract<SendOutcome, { outcome: 'accepted' }>

async function send(
  options: GraphOptions,
  token: Secret,
  path: string,
  json: JsonObject,
  read: (answer: JsonObject) => Accepted | null,
  onStart?: () => void,
): Promise<SendOutcome> {
  const request = graphRequest(options, token, { method: 'POST', path, json, timeoutMs: SEND_TIMEOUT_MS })
  const asked = onStart === undefined ? request : { ...request, onStart }
  try {
    const { status, json: answer, error } = graphAnswer(await options.egress.request(asked))
    if (error !== null) return { outcome: 'refused', error }
    const accepted = answer === null || status < 200 || status > 299 ? null : read(answer)
    return accepted ?? { outcome: 'unknown', reason: `unreadable answer with status ${status}` }
  } catch (error) {
    const reason = error instanceof Fault ? error.code : 'whatsapp.no_answer'
    return { outcome: phaseOf(error) === 'not_sent' ? 'not_sent' : 'unknown', reason }
  }
}

function acceptedMessage(answer: JsonObject): Accepted | null {
  const message = objectOf(listOf(answer['messages'])?.[0])
  const wamid = idOf(message?.['id'])
  if (wamid === undefined) return null
  const contact = objectOf(listOf(answer['contacts'])?.[0])
  return {
    outcome: 'accepted',
    wamid,
    messageStatus: messageStatusOf(message?.['message_status']),
    waId: idOf(contact?.['wa_id']) ?? null,
    userId: idOf(contact?.['user_id']) ?? null,
  }
}

const acceptedMark = (answer: JsonObject): Accepted | null =>
  answer['success'] === true
    ? { outcome: 'accepted', wamid: '', messageStatus: null, waId: null, userId: null }
    : null

const messageStatusOf = (status: JsonObject[string] | undefined): MessageStatus | null =>
  status === 'accepted' || status === 'held_for_quality_assessment' || status === 'paused' ? status : null

async function uploadMedia(
  options: GraphOptions,
  token: Secret,
  phoneNumberId: string,
  form: ReturnType<typeof multipart>,
): Promise<string> {
  const path = pathOf(phoneNumberId, 'media')
  const answer = await callGraph(options, token, {
    method: 'POST',
    path,
    timeoutMs: UPLOAD_TIMEOUT_MS,
    ...form,
  })
  return required(idOf(answer['id']), 'an upload without id')
}

async function mediaInfo(
  options: GraphOptions,
  token: Secret,
  mediaId: string,
  phoneNumberId: string,
): Promise<MediaInfo> {
  const query = { phone_number_id: phoneNumberId }
  const answer = await callGraph(options, token, { path: pathOf(mediaId), query })
  const url = answer['url']
  return {
    url: required(typeof url === 'string' ? url : undefined, 'media without a URL'),
    mimeType: idOf(answer['mime_type']) ?? null,
    sha256: idOf(answer['sha256']) ?? null,
    bytes: bytesOf(idOf(answer['file_size'])),
  }
}

async function downloadMedia(
  options: GraphOptions,
  token: Secret,
  url: string,
  bytesMax: number,
): Promise<MediaDownload> {
  const parsed = URL.parse(url)
  const graphOrigin = new URL(options.baseUrl ?? GRAPH_URL).origin
  if (parsed === null || (parsed.origin !== MEDIA_ORIGIN && parsed.origin !== graphOrigin)) {
    throw new Fault('invalid', 'whatsapp.foreign_media', 'media at a host that may not see our token')
  }
  const { status, headers, body } = await options.egress.stream({
    url: parsed,
    headers: bearer(token),
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
    responseBytesMax: bytesMax,
  })
  if (status === 200) {
    return { body, mimeType: headers['content-type'] ?? null, bytes: bytesOf(headers['content-length']) }
  }
  await leave(body)
  if (status === 404 || status === 410) {
    throw new Fault('not_found', 'whatsapp.media_gone', 'the URL is over; ask for a new one')
  }
  const kind = status === 401 || status === 403 ? 'forbidden' : 'upstream'
  throw new Fault(kind, 'whatsapp.media_refused', `media answered with ${status}`)
}

/** Frees the connection of an answer that nobody reads. A generator that was never started has no end to run. */
async function leave(body: AsyncIterable<Buffer>): Promise<void> {
  try {
    for await (const _ of body) break
  } catch {
    // It failed on its way to the bin.
  }
}

/** Fields: Meta, "Phone numbers" (Nov 2025); `whatsapp_business_manager_messaging_limit` since 7 Oct 2025. */
export const PHONE_NUMBER_FIELDS =
  'id,display_phone_number,verified_name,quality_rating,status,name_status,platform_type,is_on_biz_app,throughput,whatsapp_business_manager_messaging_limit'

async function getPhoneNumber(
  options: GraphOptions,
  token: Secret,
  phoneNumberId: string,
): Promise<PhoneNumber> {
  const query = { fields: PHONE_NUMBER_FIELDS }
  return phoneNumberOf(await callGraph(options, token, { path: pathOf(phoneNumberId), query }))
}

/** A number as Graph lists it. */
export function phoneNumberOf(json: JsonObject): PhoneNumber {
  const word = (key: string): string | null => idOf(json[key]) ?? null
  return {
    id: required(idOf(json['id']), 'a number without id'),
    displayPhoneNumber: word('display_phone_number'),
    verifiedName: word('verified_name'),
    qualityRating: word('quality_rating'),
    status: word('status'),
    nameStatus: word('name_status'),
    platformType: word('platform_type'),
    isOnBusinessApp: json['is_on_biz_app'] === true,
    throughput: idOf(objectOf(json['throughput'])?.['level']) ?? null,
    messagingLimit: word('whatsapp_business_manager_messaging_limit'),
    json,
  }
}

const TEMPLATE_FIELDS =
  'id,name,language,status,category,correct_category,previous_category,quality_score,parameter_format,components,rejected_reason,sub_category,message_send_ttl_seconds'

/** Ends with the last page, or when a cursor leads back to itself. */
async function* listTemplates(
  options: GraphOptions,
  token: Secret,
  wabaId: string,
): AsyncGenerator<JsonObject> {
  const path = pathOf(wabaId, 'message_templates')
  const query: Record<string, string> = { fields: TEMPLATE_FIELDS, limit: String(TEMPLATES_PER_PAGE) }
  for (let page = 0; page < TEMPLATE_PAGES_MAX; page++) {
    const answer = await callGraph(options, token, { path, query })
    for (const item of listOf(answer['data']) ?? []) {
      const template = objectOf(item)
      if (template !== null) yield template
    }
    const paging = objectOf(answer['paging'])
    const after = objectOf(paging?.['cursors'])?.['after']
    if (typeof after !== 'string' || paging?.['next'] === undefined || after === query['after']) return
    query['after'] = after
  }
}

function bytesOf(text: string | undefined): number | null {
  const bytes = Number(text)
  return text !== undefined && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Fault('upstream', 'whatsapp.bad_answer', `Graph answered with ${what}`)
  return value
}
