/**
 * The ledger of what people agreed to and took back, and what follows from it. What is told is kept for ever and counts once;
 * what holds is the newest word, and of two from one moment the withdrawal. So repetition and order cannot matter.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { ConsentEntry, ConsentState } from './consent-entry.ts'
import { lockConsents } from './hold-consents.ts'
import { insertConsent, lockContacts, newestConsent, putSuppression } from './internal/sql.ts'

/** The purpose of what a shop advertises; others are Meta's or the business's words. */
export const MARKETING = 'marketing'

/**
 * Writes entries down, and changes who is suppressed, in the caller's transaction. Returns the contacts for whom something
 * changed that senders and agents see. Locks these contacts' rows in order of id, until the end of the transaction: two
 * transactions that both add a word would otherwise each decide without the other's.
 */
export async function recordConsents(
  client: Client,
  tenant: TenantId,
  entries: readonly ConsentEntry[],
): Promise<readonly string[]> {
  if (entries.length === 0) return []
  await lockContacts(client, tenant, [...new Set(entries.map(({ contact }) => contact))])
  const pairs = new Map<string, ConsentEntry>()
  for (const entry of entries) {
    const isNew = await insertConsent(client, tenant, newId(), entry)
    if (isNew) pairs.set(`${entry.contact} ${entry.purpose}`, entry)
  }
  const changed = new Set<string>()
  for (const { contact, purpose } of pairs.values())
    if (await decideSuppression(client, tenant, contact, purpose)) changed.add(contact)
  return [...changed]
}

/** Brings the suppression in line with the ledger; whether it changed. The contact's row is locked. */
export async function decideSuppression(
  client: Client,
  tenant: TenantId,
  contact: string,
  purpose: string,
): Promise<boolean> {
  const newest = await newestConsent(client, tenant, contact, purpose)
  if (newest?.state === 'withdrawn') await lockConsents(client, tenant)
  return putSuppression(client, tenant, contact, purpose, newest?.state === 'withdrawn' ? newest : null)
}

/** Meta's one category (Nov 2026) is what we call marketing; what else may come keeps its name. */
const PURPOSES: Readonly<Record<string, string>> = { marketing_messages: MARKETING }
const STATES: Readonly<Record<string, ConsentState>> = {
  stop: 'withdrawn',
  resume: 'granted',
  signup: 'granted',
}

/** What Meta's `user_preferences` says, as an entry; null for a value that we do not understand. */
export function consentOfPreference(
  contact: string,
  { category, value, at }: { readonly category: string; readonly value: string; readonly at: Instant },
): ConsentEntry | null {
  const state = STATES[value.toLowerCase()]
  if (state === undefined) return null
  return {
    contact,
    purpose: PURPOSES[category] ?? category,
    state,
    source: 'user_preferences',
    cause: `preference:${category}:${value.toLowerCase()}:${at}`,
    evidence: { webhook: 'user_preferences', category, value: value.toLowerCase() },
    at,
  }
}

/** What somebody said in so many words: STOP or START, as the whole message. */
export const consentOfMessage = (
  contact: string,
  said: { readonly wamid: string; readonly state: ConsentState; readonly at: Instant },
): ConsentEntry => ({
  contact,
  purpose: MARKETING,
  state: said.state,
  source: 'message',
  cause: `message:${said.wamid}`,
  evidence: { wamid: said.wamid },
  at: said.at,
})
