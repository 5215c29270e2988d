/**
 * Who is meant. Meta names a person by phone number, by business-scoped id, or by both, and says in `contacts` beside
 * the items which of these names belong together. From 2026 a phone number may be missing.
 * Source: Meta, "Business-scoped user IDs" (7 May 2026); usernames come with and without "@" (samples of May and Sep 2026).
 */
import type { Instant } from '#platform/time.ts'

import type { Fact, Json, JsonObject, Person } from './facts.ts'

import { idOf, listOf, objectOf, textOf } from './json.ts'

const NAME_CHARS_MAX = 256
/** Country, dot, and what is not a phone number. */
const BSUID = /^[A-Z]{2}\.[A-Za-z0-9.]+$/
const PUNCTUATION = /[\s()+.-]/g

/** Digits without "+". What cannot be a phone number is kept as it came, so that nothing is lost. */
export function phoneOf(value: Json | undefined): string | undefined {
  const phone = idOf(value)
  if (phone === undefined || isDigits(phone)) return phone
  const digits = phone.replace(PUNCTUATION, '')
  return isDigits(digits) ? digits : phone
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return text !== ''
}

/** A person under the names given, or null if there are none. A BSUID that stands in a phone's place is put right. */
export function personOf(
  phoneJson: Json | undefined,
  bsuidJson: Json | undefined,
  parentJson: Json | undefined,
): Person | null {
  const phone = phoneOf(phoneJson)
  const bsuid = idOf(bsuidJson)
  const parentBsuid = idOf(parentJson)
  if (phone !== undefined && !isDigits(phone) && BSUID.test(phone)) {
    return named(undefined, bsuid ?? phone, parentBsuid)
  }
  return named(phone, bsuid, parentBsuid)
}

function named(
  phone: string | undefined,
  bsuid: string | undefined,
  parentBsuid: string | undefined,
): Person | null {
  if (phone === undefined && bsuid === undefined && parentBsuid === undefined) return null
  const person: { -readonly [K in keyof Person]: Person[K] } = {}
  if (phone !== undefined) person.phone = phone
  if (bsuid !== undefined) person.bsuid = bsuid
  if (parentBsuid !== undefined) person.parentBsuid = parentBsuid
  return person
}

/** One person under the names of both; where they differ, the first is right. */
export function merged(first: Person | null, second: Person | null): Person | null {
  if (first === null || second === null) return first ?? second
  if (first.group !== undefined) return first
  return named(
    first.phone ?? second.phone,
    first.bsuid ?? second.bsuid,
    first.parentBsuid ?? second.parentBsuid,
  )
}

type Card = {
  readonly person: Person
  readonly pointer: string
  readonly profileName: string | null
  readonly username: string | null
  /** The latest moment at which something in the same change was said by or about this person. */
  at: Instant | null
}

/** The `contacts` of one change. */
export class Contacts {
  readonly #cards: Card[] = []
  #byName: Map<string, Card> | null = null

  /** Reads one item of `contacts`; says whether it names anybody. */
  add(item: JsonObject, pointer: string): boolean {
    const person = personOf(item['wa_id'], item['user_id'], item['parent_user_id'])
    if (person === null) return false
    const profile = objectOf(item['profile'])
    this.#cards.push({
      person,
      pointer,
      profileName: textOf(profile?.['name'], NAME_CHARS_MAX),
      username: usernameOf(profile?.['username'] ?? item['username']),
      at: null,
    })
    return true
  }

  /** Reads a whole list; what names nobody is passed over, since `contacts` only comments on other items. */
  addAll(value: Json | undefined, pointer: string): void {
    const list = listOf(value)
    if (list === null) return
    for (let i = 0; i < list.length; i++) {
      const item = objectOf(list[i])
      if (item !== null) this.add(item, `${pointer}/${i}`)
    }
  }

  /** The same person with every name that `contacts` knows for them. Without any name: the only contact there is. */
  complete(person: Person | null, at: Instant): Person | null {
    const card = person === null ? this.#only() : this.#find(person)
    if (card === undefined) return person
    if (card.at === null || at > card.at) card.at = at
    return merged(person, card.person)
  }

  /** One sighting for each contact that tells more than a single name. */
  sightings(phoneNumberId: string, fallback: Instant, facts: Fact[]): void {
    for (const { person, pointer, profileName, username, at } of this.#cards) {
      const names = Object.keys(person).length
      if (names < 2 && profileName === null && username === null) continue
      facts.push({
        kind: 'sighting',
        pointer,
        phoneNumberId,
        person,
        at: at ?? fallback,
        profileName,
        username,
      })
    }
  }

  #only(): Card | undefined {
    return this.#cards.length === 1 ? this.#cards[0] : undefined
  }

  #find(person: Person): Card | undefined {
    if (this.#cards.length > 8) return this.#lookUp(person) // a batch of 1,000 must not cost 1,000 × 1,000
    return (
      this.#cards.find((card) => person.bsuid !== undefined && card.person.bsuid === person.bsuid) ??
      this.#cards.find((card) => person.phone !== undefined && card.person.phone === person.phone) ??
      this.#cards.find(
        (card) => person.parentBsuid !== undefined && card.person.parentBsuid === person.parentBsuid,
      )
    )
  }

  #lookUp(person: Person): Card | undefined {
    this.#byName ??= new Map(
      this.#cards.flatMap((card) => namesOf(card.person).map((name) => [name, card] as const)),
    )
    for (const name of namesOf(person)) {
      const card = this.#byName.get(name)
      if (card !== undefined) return card
    }
    return undefined
  }
}

const namesOf = (person: Person): string[] =>
  [
    person.bsuid !== undefined && `b${person.bsuid}`,
    person.phone !== undefined && `p${person.phone}`,
    person.parentBsuid !== undefined && `e${person.parentBsuid}`,
  ].filter((name) => name !== false)

/** Without the leading "@" that some samples have. */
export function usernameOf(value: Json | undefined): string | null {
  const username = textOf(value, NAME_CHARS_MAX)
  return username?.startsWith('@') === true ? textOf(username.slice(1)) : username
}
