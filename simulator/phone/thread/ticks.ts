/** What stands beside the time of an own message. */
import type { PhoneMessage } from '#simulator/protocol.ts'

export type Tick = 'waiting' | 'failed' | PhoneMessage['ticks']

/** Messages of the business carry no tick, nor do deleted ones. */
export function tickOf(
  message: Pick<PhoneMessage, 'by' | 'ticks' | 'revokedAt'>,
  sending: 'sending' | 'failed' | null,
): Tick | null {
  if (message.by === 'business' || message.revokedAt !== null) return null
  if (sending !== null) return sending === 'failed' ? 'failed' : 'waiting'
  return message.ticks
}

/** Source: Meta, "Onboard business app users" (2025): edits within 15 minutes, deletion within about two days. */
const EDIT_WITHIN_MS = 15 * 60 * 1000
const REVOKE_WITHIN_MS = 2 * 24 * 60 * 60 * 1000

/** What the writer may still do with a message. */
export function rightsOver(
  message: Pick<PhoneMessage, 'by' | 'type' | 'at' | 'revokedAt'>,
  now: number,
): { readonly mayEdit: boolean; readonly mayRevoke: boolean } {
  const isOwn = message.by === 'customer' && message.revokedAt === null && message.type !== 'system'
  const age = now - message.at
  return {
    mayEdit: isOwn && message.type === 'text' && age <= EDIT_WITHIN_MS,
    mayRevoke: isOwn && age <= REVOKE_WITHIN_MS,
  }
}
