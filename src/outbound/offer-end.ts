import type { JsonObject } from '#whatsapp/facts.ts'
import { fillingAgain } from '#templates/filling-again.ts'

/** When the offer in a template is over, in milliseconds; null: it is none, or has no end. */
export function offerEnd(payload: JsonObject): number | null {
  const { template } = payload
  if (payload['type'] !== 'template' || typeof template !== 'object' || template === null) return null
  return fillingAgain(template as JsonObject).offerExpiresAt ?? null
}
