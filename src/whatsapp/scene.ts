/** What all the items of one change share while they are read. Internal to the parser. */
import type { Instant } from '#platform/time.ts'

import type { Fact, Json, JsonObject } from './facts.ts'
import type { Contacts } from './people.ts'

import { isShallow, momentOf, objectOf } from './json.ts'

export type Scene = {
  /** Where facts are collected. */
  readonly facts: Fact[]
  readonly field: string
  readonly entryId: string
  readonly wabaId: string
  readonly entryAt: Instant | null
  readonly receivedAt: Instant
  readonly phoneNumberId: string | undefined
  /** Digits of the business's own number. */
  readonly businessPhone: string | undefined
  readonly contacts: Contacts
}

/** When an item happened: by its own stamp, else by the entry's, else when we received it. */
export const momentOfItem = (scene: Scene, stamp: Json | undefined): Instant =>
  momentOf(stamp, scene.receivedAt) ?? scene.entryAt ?? scene.receivedAt

/** Keeps what cannot be understood. */
export function bad(
  facts: Fact[],
  pointer: string,
  code: string,
  detail: string,
  item: Json | undefined,
): void {
  facts.push({ kind: 'bad', pointer, code, detail, item: isShallow(item) ? item : undefined })
}

/** The item as an object, or null after saying why it is bad. */
export function readableItem(scene: Scene, item: Json | undefined, pointer: string): JsonObject | null {
  const object = objectOf(item)
  if (object === null) bad(scene.facts, pointer, 'malformed_item', 'not an object', item)
  else if (!isShallow(object)) bad(scene.facts, pointer, 'too_deep', 'nested too deep to store', undefined)
  else return object
  return null
}
