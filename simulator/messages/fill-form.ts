/** What a customer fills in when a business sent a form. Source: Meta, "Receiving Flow responses" (Nov 2025). */
import { ControlError } from '#simulator/control-error.ts'
import type { Json, Message } from '#simulator/world/world.ts'

/** The interactive object of the answer. */
export function answerWithForm(message: Message, given: unknown): Json {
  const asked = message.content['interactive'] as
    | { type?: unknown; action?: { parameters?: { flow_token?: unknown } } }
    | undefined
  if (message.by !== 'business' || asked?.type !== 'flow')
    throw new ControlError(400, 'this message opens no form')
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new ControlError(400, 'answers must be an object')
  // Meta's own token, where the business gave none.
  const token = asked.action?.parameters?.flow_token ?? 'unused'
  const response_json = JSON.stringify({ ...given, flow_token: token })
  return { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json } }
}
