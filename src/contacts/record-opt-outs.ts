import { detectOptOut } from '#consent/detect-opt-out.ts'
import type { ConsentEntry } from '#consent/consent-entry.ts'
import { consentOfMessage, recordConsents } from '#consent/record-consents.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { MessageFact } from '#whatsapp/facts.ts'
import { putPhoneWords, type PhoneWord } from './internal/sql.ts'
import { aloneOf } from './record-profiles.ts'
import type { People } from './resolve-people.ts'

/**
 * Customers who wrote STOP or START, and nothing else, among messages that are new. Not in groups: who speaks there is not who
 * the conversation is with. A word under a phone number alone concerns everybody who has or had the number.
 * No statement is made unless somebody did.
 */
export async function recordOptOuts(
  client: Client,
  tenant: TenantId,
  messages: readonly { readonly contact: string; readonly fact: MessageFact }[],
  people: People,
): Promise<void> {
  const entries: ConsentEntry[] = []
  const words: PhoneWord[] = []
  for (const { contact, fact } of messages) {
    if (fact.direction !== 'in' || (fact.type !== 'text' && fact.type !== 'button')) continue
    const state = detectOptOut(fact.text)
    if (state === null || fact.peer.group !== undefined) continue
    const { wamid, at } = fact
    const phone = aloneOf(fact.peer)
    if (phone !== undefined) words.push({ phone, word: OPT_OUT_WORD, value: state, detail: wamid, at })
    const contacts = phone === undefined ? [contact] : people.contactsOf(phone)
    entries.push(...contacts.map((one) => consentOfMessage(one, { wamid, state, at })))
  }
  if (entries.length === 0) return
  await putPhoneWords(client, tenant, words)
  await recordConsents(client, tenant, entries)
}

/** Under this name such a word waits for whoever turns out to have had the number: `shareWords`. */
const OPT_OUT_WORD = 'consent:marketing'
