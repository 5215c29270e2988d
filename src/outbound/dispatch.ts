/** The one call that says something to a customer. What it needs is looked up before; nothing is decided here. */
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import type { Door, Graph } from '#whatsapp/graph.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Answer } from './decide-outcome.ts'
import { mediaWithin, withMediaWithin, withMetaMedia } from './header-media.ts'
import type { Candidate } from './internal/candidates-sql.ts'

export type DispatchParts = {
  readonly graph: Graph
  /** The number's access token; null if it cannot be read. */
  readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
  /** Meta's id of one of our files, uploaded there if need be; null if the file is gone. Throws if Meta cannot be reached. */
  readonly metaMediaId: (tenant: TenantId, channel: string, media: string) => Promise<string | null>
}

export type Dispatch = (
  number: { readonly tenant: TenantId; readonly channel: string; readonly phoneNumberId: string },
  send: Candidate,
  /**
   * Asked last of all, when nothing is left but the call itself: whoever froze in between, or spent minutes on an upload,
   * must not call Meta beside the number's next owner.
   */
  isOurs: () => boolean,
  /** Left out: the ordinary one. */
  door?: Door,
  /** Called when the call is about to be written: a free connection is there. */
  onStart?: () => void,
) => Promise<Answer>

const LEASE_OVER: Answer = { outcome: 'not_sent', reason: 'outbound.lease_over' }

/**
 * Meanwhile the template may have been paused. It is claimed again, which looks at that, and by then its file is at Meta.
 */
const UPLOAD_MS_MAX = 3000
const UPLOADED_SLOWLY: Answer = { outcome: 'not_sent', reason: 'outbound.uploaded_slowly' }

export const createDispatch =
  ({ graph, tokenOf, metaMediaId }: DispatchParts): Dispatch =>
  async ({ tenant, channel, phoneNumberId }, send, isOurs, door = 'messages', onStart) => {
    let token: Secret | null
    try {
      token = await tokenOf(tenant, channel)
    } catch {
      return { outcome: 'not_sent', reason: 'the database is away' }
    }
    if (token === null) return { outcome: 'impossible', reason: 'outbound.no_token' }
    if (send.kind === 'read')
      return isOurs() ? graph.markRead(token, phoneNumberId, send.payload) : LEASE_OVER
    const address = addressOf(send)
    if (address === null) return { outcome: 'impossible', reason: 'outbound.no_address' }
    const startedAt = performance.now()
    const files = await bringFiles(send, async (media) => metaMediaId(tenant, channel, media))
    if (!files.ok) return files.answer
    const isTemplate = send.payload['type'] === 'template'
    if (isTemplate && performance.now() - startedAt > UPLOAD_MS_MAX) return UPLOADED_SLOWLY
    if (!isOurs()) return LEASE_OVER
    const message: JsonObject = {
      messaging_product: 'whatsapp',
      ...address,
      ...files.payload,
      // What Meta cannot send as a marketing message it sends the ordinary way, within the same call.
      ...(door === 'marketing_messages' && { product_policy: 'CLOUD_API_FALLBACK' }),
      biz_opaque_callback_data: send.id,
    }
    return graph.sendMessage(token, phoneNumberId, message, door, onStart)
  }

type Brought =
  | { readonly ok: true; readonly payload: JsonObject }
  | { readonly ok: false; readonly answer: Answer }

/** The message with Meta's ids of its files, which are uploaded there if need be. */
async function bringFiles(
  { payload, mediaId }: Candidate,
  idOf: (media: string) => Promise<string | null>,
): Promise<Brought> {
  // A template's own file is named within it too.
  const within = mediaWithin(payload)
  const own = payload['type'] === 'template' ? null : mediaId
  const files = own === null ? within : [own, ...within]
  const ids = new Map<string, string>()
  for (const file of files) {
    try {
      const id = await idOf(file)
      if (id === null)
        return { ok: false, answer: { outcome: 'impossible', reason: 'outbound.media_missing' } }
      ids.set(file, id)
    } catch (error) {
      const answer: Answer =
        error instanceof GraphFault
          ? { outcome: 'refused', error: error.error }
          : { outcome: 'not_sent', reason: 'the file could not be uploaded' }
      return { ok: false, answer }
    }
  }
  const filled = within.length === 0 ? payload : withMediaWithin(payload, (file) => ids.get(file) ?? file)
  const id = own === null ? undefined : ids.get(own)
  return { ok: true, payload: id === undefined ? filled : withMetaMedia(filled, id) }
}

/**
 * A phone number goes to `to`, with "+" or Meta would add its own country code; a BSUID goes to `recipient`; a group's id to
 * `to` as it is (Meta, "Send messages", 23 Apr 2026).
 */
function addressOf({ phone, bsuid, group }: Candidate): JsonObject | null {
  if (group !== null) return { recipient_type: 'group', to: group }
  if (phone !== null) return { recipient_type: 'individual', to: `+${phone}` }
  return bsuid === null ? null : { recipient_type: 'individual', recipient: bsuid }
}
