/** Webhook bodies for tests: the shortest that Meta could have sent. */
import { expect } from 'vitest'

import { instant } from '#platform/time.ts'

import type { Fact } from './facts.ts'

import { parseWebhook } from './parse-webhook.ts'

export const NOW = instant(Date.UTC(2026, 10, 22, 12))
export const SECONDS = NOW / 1000 - 60
export const NUMBER = '106540352242922'
export const METADATA = { display_phone_number: '15550783881', phone_number_id: NUMBER }
export const RIYA = { profile: { name: 'Riya', username: '@riya' }, wa_id: '919999999999', user_id: 'IN.77' }

export type Kind = Fact['kind']
export const body = (...changes: unknown[]) =>
  JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: 'WABA', changes }] })
export const change = (field: string, value: object) => ({
  field,
  value: { messaging_product: 'whatsapp', metadata: METADATA, ...value },
})
export const parse = (field: string, value: object) => parseWebhook(body(change(field, value)), NOW)
export const only = <K extends Kind>(facts: readonly Fact[], kind: K): Extract<Fact, { kind: K }> => {
  const found = facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind)
  expect(found, `facts of kind ${kind}`).toHaveLength(1)
  return found[0]!
}
