/** The one call that says something to a customer. What it needs is looked up before; nothing is decided here. */
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Answer } from './decide-outcome.ts'
import { withMetaMedia } from './header-media.ts'
import type { Candidate } from './internal/sql.ts'

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
) => Promise<Answer>

const LEASE_OVER: Answer = { outcome: 'not_sent', reason: 'outbound.lease_over' }

export const createDispatch =
  ({ graph, tokenOf, metaMediaId }: DispatchParts): Dispatch =>
  async ({ tenant, channel, phoneNumberId }, send, isOurs) => {
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
    let payload = send.payload
    if (send.mediaId !== null) {
      try {
        const id = await metaMediaId(tenant, channel, send.mediaId)
        if (id === null) return { outcome: 'impossible', reason: 'outbound.media_missing' }
        payload = withMetaMedia(payload, id)
      } catch (error) {
        if (error instanceof GraphFault) return { outcome: 'refused', error: error.error }
        return { outcome: 'not_sent', reason: 'the file could not be uploaded' }
      }
    }
    if (!isOurs()) return LEASE_OVER
    return graph.sendMessage(token, phoneNumberId, {
      messaging_product: 'whatsapp',
      ...address,
      ...payload,
      biz_opaque_callback_data: send.id,
    })
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
