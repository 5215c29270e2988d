/**
 * What people call themselves, what the business calls them, and what they do not want to hear. The newest word counts. A word
 * about a phone number alone concerns everybody who has or had the number.
 */
import { consentOfPreference, recordConsents } from '#consent/record-consents.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { BookEntryFact, Person, PreferenceFact, SightingFact } from '#whatsapp/facts.ts'
import {
  putPhoneWords,
  putPreferences,
  putProfiles,
  type PhoneWord,
  type PreferenceRow,
  type ProfileFact,
} from './internal/sql.ts'
import type { People } from './resolve-people.ts'

/** Stores the words about people who were resolved before. Returns those who want something else now than they did. */
export async function recordWords(
  client: Client,
  tenant: TenantId,
  facts: readonly (SightingFact | BookEntryFact | PreferenceFact)[],
  people: People,
): Promise<readonly string[]> {
  const profiles: ProfileFact[] = []
  const preferences: PreferenceRow[] = []
  const words: PhoneWord[] = []
  for (const fact of facts) {
    const phone = aloneOf(fact.person)
    const contacts = phone === undefined ? [people.contactOf(fact.person, fact.at)] : people.contactsOf(phone)
    if (phone !== undefined) words.push(...wordsOf(phone, fact))
    for (const contact of contacts) {
      if (fact.kind === 'preference') preferences.push({ contact, ...fact })
      else if (fact.kind === 'book-entry')
        profiles.push({ contact, profileName: null, username: null, bookName: fact.name, at: fact.at })
      else profiles.push({ contact, ...fact, bookName: undefined })
    }
  }
  await putPhoneWords(client, tenant, words)
  await putProfiles(client, tenant, profiles)
  if (preferences.length === 0) return []
  await putPreferences(client, tenant, preferences)
  const consents = preferences.flatMap((row) => consentOfPreference(row.contact, row) ?? [])
  return recordConsents(client, tenant, consents)
}

/** The phone number of somebody of whom Meta said nothing else. */
export const aloneOf = ({ phone, bsuid, parentBsuid, group }: Person): string | undefined =>
  bsuid === undefined && parentBsuid === undefined && group === undefined ? phone : undefined

function wordsOf(phone: string, fact: SightingFact | BookEntryFact | PreferenceFact): PhoneWord[] {
  const { at } = fact
  const word = (name: string, value: string | null, detail: string | null = null): PhoneWord => ({
    phone,
    word: name,
    value,
    detail,
    at,
  })
  if (fact.kind === 'preference') return [word(`preference:${fact.category}`, fact.value, fact.detail)]
  if (fact.kind === 'book-entry') return [word('book_name', fact.name)]
  return [
    ...(fact.profileName === null ? [] : [word('profile_name', fact.profileName)]),
    ...(fact.username === null ? [] : [word('username', fact.username)]),
  ]
}
