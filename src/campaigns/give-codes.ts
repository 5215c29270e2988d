/**
 * Each recipient's own code for the buttons that lead through short links. Made in the transaction that takes them, with a handful of
 * statements however many they are; whoever is asked for again has the code of before.
 */
import { makeCodes } from '#links/make-codes.ts'
import { makeCampaignLinks, makePersonalLinks } from '#links/make-links.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { targetFor, wordsOfTarget } from './link-target.ts'
import type { Person } from './internal/recipients-sql.ts'
import type { CampaignMessage } from './shapes.ts'

export type CodeCandidate = {
  readonly person: Person
  readonly message: CampaignMessage
  /** Of their row in a list. */
  readonly words: Readonly<Record<string, string>> | null
}

/** By the names of the places; or why there are none. */
export type Codes = Readonly<Record<string, string>> | 'words_missing' | 'words_invalid'

type Asked = {
  readonly contact: string
  readonly place: string
  readonly url: string
  /** It leads them where it leads nobody else. */
  readonly isOwn: boolean
}

/**
 * By contact; those whose message has no such button are not among them. The caller holds the campaign's row.
 * @param isTest for the team's own phones: whoever follows such a link has not followed the campaign's
 */
export async function giveCodes(
  client: Client,
  tenant: TenantId,
  campaign: string,
  candidates: readonly CodeCandidate[],
  now: Instant,
  isTest = false,
): Promise<ReadonlyMap<string, Codes>> {
  const found = new Map<string, Codes>()
  const asked: Asked[] = []
  for (const { person, message, words } of candidates) {
    const places = targetsOf(message, person, words)
    if (typeof places === 'string') found.set(person.contact, places)
    else asked.push(...places.map((one) => ({ ...one, contact: person.contact })))
  }
  const [own, shared] = [asked.filter(({ isOwn }) => isOwn), asked.filter(({ isOwn }) => !isOwn)]
  const urls = shared.map(({ url }) => url)
  const links = [
    ...(await makePersonalLinks(client, tenant, campaign, own, now)),
    ...(await makeCampaignLinks(client, tenant, campaign, urls, now)),
  ]
  const all = [...own, ...shared]
  const wishes = all.map(({ contact, isOwn }, nth) => ({
    link: links[nth] ?? '',
    contact: isTest && !isOwn ? null : contact,
    campaign: isTest ? null : campaign,
  }))
  const codes = await makeCodes(client, tenant, wishes, now)
  for (const [nth, { contact, place }] of all.entries()) {
    const known = found.get(contact)
    found.set(contact, { ...(typeof known === 'object' && known), [place]: codes[nth] ?? '' })
  }
  return found
}

export type Place = Omit<Asked, 'contact'>

/** Where each of a message's short links would lead this person; or why one of them leads nowhere. */
export function targetsOf(
  { links = {} }: Pick<CampaignMessage, 'links'>,
  { name, phone, attributes }: Pick<Person, 'name' | 'phone' | 'attributes'>,
  words: Readonly<Record<string, string>> | null,
): readonly Place[] | 'words_missing' | 'words_invalid' {
  const places: Place[] = []
  for (const [place, link] of Object.entries(links)) {
    const target = targetFor(link, { name, phone, attributes, columns: words ?? {} })
    if (!target.ok) return target.because
    places.push({ place, url: target.url, isOwn: wordsOfTarget(link).length > 0 })
  }
  return places
}
