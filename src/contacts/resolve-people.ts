/**
 * Who is it? Turns Meta's names of people into our contacts, so that the result depends on what was said and never on the
 * order in which it reached us.
 *
 * A contact is a person, known by identities. BSUIDs and parent BSUIDs are strong names: seen together, or declared to be one
 * by Meta ("user changed number"), they are one person for ever. A phone number is none: numbers are given to new people.
 * So a strong name seen with a number claims it, since the earliest moment (by Meta's clock) of the two being seen together.
 * - The number is its newest claimant's. A BSUID is made anew when its bearer changes number, so nobody gets an old pair back.
 * - What was said under the number alone belongs to whoever had it then: the newest claimant before that moment, or the first
 *   one. When a claim comes in late, such messages move (`ContactEffects.rehome`).
 * - A number that nobody has claimed is a contact by itself, until its first claimant takes that over.
 * Two people are never merged for having had the same number.
 *
 * A change of number needs names for people whom Meta names by a number alone: these we make (kind `made`): one for the person
 * who changed, one for whoever will have the abandoned number, so that a stranger's words never land in an old thread.
 *
 * What is usual (everything known, everything new, or the first names of a number) may run beside other transactions of the tenant. The rest throws
 * `NeedsTenant` unless the caller has the tenant to itself; see `lockTenant`.
 */
import assert from 'node:assert'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import type { Person } from '#whatsapp/facts.ts'
import {
  claimPhones,
  findIdentities,
  insertContacts,
  insertIdentities,
  lowerSince,
  putClaims,
  readClaims,
  shareWords,
  updateIdentity,
  type Claim,
  type Identity,
} from './internal/sql.ts'

/** Somebody was seen under these names; with `to`, Meta says that they go by those from now on. 0: it does not say when. */
export type PersonFact = { readonly person: Person; readonly at: Instant; readonly to?: Person }

/** What else hangs on a contact, and follows it. */
export type ContactEffects = {
  /** Moves everything of `loser` to `winner`; afterwards nothing speaks of `loser`. */
  readonly merge: (loser: string, winner: string) => Promise<void>
  /** Moves what was said under `phone` alone, among these contacts, to whoever had it then. */
  readonly rehome: (
    phone: string,
    contacts: readonly string[],
    holderAt: (at: Instant) => string,
  ) => Promise<void>
}

export type People = {
  /** The contact of a person who was among the facts, at the moment of that fact. */
  readonly contactOf: (person: Person, at: Instant) => string
  /** Everybody who ever had this number: what was said of the number alone concerns all of them. */
  readonly contactsOf: (phone: string) => readonly string[]
}

/** The facts need more than the usual: run the transaction again, alone with the tenant. */
export class NeedsTenant extends Error {}

export type ResolveOptions = { readonly effects: ContactEffects; readonly isAlone: boolean }

/** Finds or makes the contact of every person in `facts`; merges where Meta says that two are one. */
export async function resolvePeople(
  client: Client,
  tenant: TenantId,
  facts: readonly PersonFact[],
  options: ResolveOptions,
): Promise<People> {
  const book = new AddressBook(client, tenant, options)
  await book.read(facts.flatMap(({ person, to }) => (to === undefined ? [person] : [person, to])))
  const seen = new Map<string, Instant>()
  for (const { person, at, to } of facts) {
    if (to !== undefined) {
      await book.change(person, to, at)
      seen.clear()
      continue
    }
    // The same names again, and later, tell nothing: a message comes with a sighting of its sender.
    const names = `${person.bsuid} ${person.parentBsuid} ${person.phone} ${person.group}`
    const last = seen.get(names)
    if (last !== undefined && (at === 0 || (last !== 0 && last <= at))) continue
    seen.set(names, at)
    if (!book.isUsual(person, at)) await book.resolve(namesOf(person), person.phone, at)
  }
  await book.flush()
  return {
    contactOf: (person, at) => book.contactOf(person, at),
    contactsOf: (phone) => book.contactsOf(phone),
  }
}

type Name = { readonly kind: Identity['kind']; readonly value: string }
const keyOf = ({ kind, value }: Name): string => `${kind}:${value}`

/** All but the phone number, strongest first. */
function namesOf({ bsuid, parentBsuid, group }: Person): Name[] {
  const names: Name[] = []
  if (bsuid !== undefined) names.push({ kind: 'bsuid', value: bsuid })
  if (parentBsuid !== undefined) names.push({ kind: 'parent_bsuid', value: parentBsuid })
  if (group !== undefined) names.push({ kind: 'group', value: group })
  return names
}

/** 0, an untold moment, gives way to any other. */
const earlier = (one: Instant, other: Instant): Instant =>
  one === 0 ? other : other === 0 ? one : instant(Math.min(one, other))

/** Of claims from one moment the greater name is the newer one: any rule will do that does not ask for our ids. */
const byAge = (a: Claim, b: Claim): number => a.since - b.since || (a.name < b.name ? -1 : 1)

/** The names that matter to one batch, and who bears them. The usual is gathered and written together, the rest at once. */
class AddressBook {
  readonly #client: Client
  readonly #tenant: TenantId
  readonly #options: ResolveOptions
  readonly #identities = new Map<string, Identity>()
  /** Of contested numbers. */
  readonly #claims = new Map<string, Claim[]>()
  readonly #lowered = new Set<Identity>()
  readonly #newIdentities = new Set<Identity>()
  /** Numbers that were somebody's already, and have their first claimant. */
  readonly #claimed = new Set<Identity>()
  #newContacts: { id: string; kind: 'person' | 'group' }[] = []

  constructor(client: Client, tenant: TenantId, options: ResolveOptions) {
    this.#client = client
    this.#tenant = tenant
    this.#options = options
  }

  async read(people: readonly Person[]): Promise<void> {
    const names = new Map<string, Name>()
    for (const person of people) {
      for (const name of namesOf(person)) names.set(keyOf(name), name)
      if (person.phone !== undefined)
        names.set(`phone:${person.phone}`, { kind: 'phone', value: person.phone })
    }
    await this.#find([...names.values()])
  }

  async #find(names: readonly Name[]): Promise<void> {
    const missing = names.filter((name) => !this.#identities.has(keyOf(name)))
    if (missing.length === 0) return
    const found = await findIdentities(this.#client, this.#tenant, missing)
    for (const identity of found) this.#identities.set(keyOf(identity), identity)
    const contested = found.flatMap(({ isContested, value }) => (isContested ? [value] : []))
    if (contested.length === 0) return
    for (const phone of contested) this.#claims.set(phone, [])
    const claims = await readClaims(this.#client, this.#tenant, contested)
    for (const { phone, ...claim } of claims) this.#claims.get(phone)?.push(claim)
    await this.#find(claims.map(({ name }) => nameOf(name)))
  }

  contactOf(person: Person, at: Instant): string {
    const [strongest] = namesOf(person)
    if (strongest !== undefined) return this.#owner(keyOf(strongest))
    const claims = this.#claims.get(person.phone ?? '')
    return claims === undefined
      ? this.#owner(`phone:${person.phone ?? ''}`)
      : this.#owner(holderAt(claims, at).name)
  }

  contactsOf(phone: string): readonly string[] {
    const claims = this.#claims.get(phone)
    return claims === undefined
      ? [this.#owner(`phone:${phone}`)]
      : [...new Set(claims.map(({ name }) => this.#owner(name)))]
  }

  #owner(key: string): string {
    const identity = this.#identities.get(key)
    assert(identity, 'a person who was not resolved')
    return identity.contact
  }

  /**
   * Whether nothing has to be thought about: everything is new, or new but for a number that nobody has claimed, or everything is known and of
   * one owner.
   */
  isUsual(person: Person, at: Instant): boolean {
    const names = namesOf(person)
    const phone = person.phone === undefined ? undefined : this.#identities.get(`phone:${person.phone}`)
    const known = names.flatMap((name) => this.#identities.get(keyOf(name)) ?? [])
    if (known.length === 0 && phone === undefined) {
      this.#create(names, person.phone, at)
      return true
    }
    if (names.length === 0) return true // a number alone, and known
    if (known.length === 0 && phone?.claimedBy === null) {
      this.#takeOver(phone, names, at)
      return true
    }
    if (known.length < names.length || known.some(({ contact }) => contact !== known[0]?.contact))
      return false
    if (person.phone !== undefined) {
      if (phone === undefined || phone.claimedBy !== keyOf(names[0] as Name)) return false
      const isEarlier = earlier(phone.since, at) !== phone.since
      if (isEarlier && phone.isContested) return false
      known.push(phone)
    }
    for (const identity of known) this.#lower(identity, at)
    return true
  }

  #lower(identity: Identity, at: Instant): void {
    const since = earlier(identity.since, at)
    if (since === identity.since) return
    identity.since = since
    if (!this.#newIdentities.has(identity)) this.#lowered.add(identity)
  }

  /** The number's contact goes by these names, too. */
  #takeOver(phone: Identity, names: readonly Name[], at: Instant): void {
    const [strongest] = names
    if (strongest === undefined) return
    for (const name of names) this.#add(name, phone.contact, at)
    Object.assign(phone, { claimedBy: keyOf(strongest), since: at })
    if (!this.#newIdentities.has(phone)) this.#claimed.add(phone)
  }

  #create(names: readonly Name[], phone: string | undefined, since: Instant): string {
    const contact = newId()
    this.#newContacts.push({ id: contact, kind: names[0]?.kind === 'group' ? 'group' : 'person' })
    for (const name of names) this.#add(name, contact, since)
    if (phone !== undefined) this.#addPhone(phone, contact, since, names[0])
    return contact
  }

  #add(name: Name, contact: string, since: Instant): void {
    const identity: Identity = { ...name, contact, since, claimedBy: null, isContested: false }
    this.#identities.set(keyOf(name), identity)
    this.#newIdentities.add(identity)
  }

  #addPhone(phone: string, contact: string, since: Instant, by: Name | undefined): void {
    const identity: Identity = {
      kind: 'phone',
      value: phone,
      contact,
      since,
      claimedBy: by === undefined ? null : keyOf(by),
      isContested: false,
    }
    this.#identities.set(`phone:${phone}`, identity)
    this.#newIdentities.add(identity)
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    await insertContacts(this.#client, this.#tenant, this.#newContacts)
    await insertIdentities(this.#client, this.#tenant, [...this.#newIdentities])
    await claimPhones(this.#client, this.#tenant, [...this.#claimed])
    await lowerSince(this.#client, this.#tenant, [...this.#lowered])
    this.#newContacts = []
    this.#newIdentities.clear()
    this.#claimed.clear()
    this.#lowered.clear()
  }

  /** Somebody under strong names, some of which are new, or of several contacts, or not known to have this number. */
  async resolve(names: readonly Name[], phone: string | undefined, at: Instant): Promise<string> {
    if (!this.#options.isAlone) throw new NeedsTenant()
    await this.flush()
    const known = names.flatMap((name) => this.#identities.get(keyOf(name)) ?? [])
    let contact = known[0]?.contact
    for (const other of known.slice(1))
      if (contact !== undefined) contact = await this.#merge(contact, other.contact)
    const unclaimed = phone === undefined ? undefined : this.#identities.get(`phone:${phone}`)
    if (contact === undefined && unclaimed?.claimedBy === null) contact = unclaimed.contact
    if (contact === undefined) contact = this.#create(names, undefined, at)
    for (const name of names) {
      const identity = this.#identities.get(keyOf(name))
      if (identity === undefined) this.#add(name, contact, at)
      else this.#lower(identity, at)
    }
    await this.flush()
    const [strongest] = names
    if (phone === undefined || strongest === undefined) return contact
    await this.#claim(phone, strongest, at)
    return this.#owner(keyOf(strongest))
  }

  /** Meta says: `from` goes by `to` from `at` on. */
  async change(from: Person, to: Person, at: Instant): Promise<void> {
    const before = [...namesOf(from), ...madeFor(from)]
    const behind = [...namesOf(to), ...madeFor(to)]
    const left: Name[] =
      from.phone === undefined || from.phone === to.phone
        ? []
        : [{ kind: 'made', value: `after ${from.phone} ${at}` }]
    await this.#find([...before, ...behind, ...left])
    const one = await this.resolve(before, from.phone, after(at, -1))
    await this.resolve(behind, to.phone, at)
    const other = this.#owner(keyOf(behind[0] as Name))
    const [first] = before
    await this.#merge(first === undefined ? one : this.#owner(keyOf(first)), other)
    if (left.length > 0) await this.resolve(left, from.phone, at)
  }

  async #claim(phone: string, by: Name, at: Instant): Promise<void> {
    const name = keyOf(by)
    const contact = this.#owner(name)
    const identity = this.#identities.get(`phone:${phone}`)
    if (identity === undefined) {
      this.#addPhone(phone, contact, at, by)
      return this.flush()
    }
    if (identity.claimedBy === null) {
      const owner = await this.#merge(identity.contact, contact)
      Object.assign(identity, { contact: owner, claimedBy: name, since: at })
      return updateIdentity(this.#client, this.#tenant, identity)
    }
    if (identity.claimedBy === name && !identity.isContested) {
      this.#lower(identity, at)
      return this.flush()
    }
    await this.#find([nameOf(identity.claimedBy)])
    const claims = this.#claims.get(phone) ?? [{ name: identity.claimedBy, since: identity.since }]
    const known = claims.find((claim) => claim.name === name)
    const since = known === undefined ? at : earlier(known.since, at)
    if (known?.since === since) return
    this.#claims.set(phone, [...claims.filter((claim) => claim !== known), { name, since }])
    await this.#settle(phone, identity)
    if (known === undefined) await shareWords(this.#client, this.#tenant, phone, contact)
  }

  /** The number is its newest claimant's; what was said under it alone is whose it was then. */
  async #settle(phone: string, identity: Identity): Promise<void> {
    const claims = (this.#claims.get(phone) ?? []).toSorted(byAge)
    const newest = claims.at(-1)
    if (newest === undefined) return
    Object.assign(identity, {
      contact: this.#owner(newest.name),
      claimedBy: newest.name,
      since: newest.since,
      isContested: true,
    })
    await putClaims(this.#client, this.#tenant, phone, claims)
    await updateIdentity(this.#client, this.#tenant, identity)
    await this.#options.effects.rehome(phone, this.contactsOf(phone), (at) =>
      this.#owner(holderAt(claims, at).name),
    )
  }

  /** The older id stays, whichever way round we met them. */
  async #merge(one: string, other: string): Promise<string> {
    if (one === other) return one
    const [winner, loser] = one < other ? [one, other] : [other, one]
    await this.#options.effects.merge(loser, winner)
    for (const identity of this.#identities.values())
      if (identity.contact === loser) identity.contact = winner
    return winner
  }
}

const nameOf = (key: string): Name => {
  const colon = key.indexOf(':')
  return { kind: key.slice(0, colon) as Name['kind'], value: key.slice(colon + 1) }
}

/** Whoever is named by a number alone gets a name from us: the person who had this number when somebody changed number. */
const madeFor = ({ bsuid, parentBsuid, phone }: Person): Name[] =>
  bsuid === undefined && parentBsuid === undefined && phone !== undefined
    ? [{ kind: 'made', value: phone }]
    : []

/** Who had the number at this moment: the newest claimant before it, or else the first. */
function holderAt(claims: readonly Claim[], at: Instant): Claim {
  const sorted = claims.toSorted(byAge)
  const holder = sorted.findLast(({ since }) => since <= at) ?? sorted[0]
  assert(holder, 'a contested number without claims')
  return holder
}
