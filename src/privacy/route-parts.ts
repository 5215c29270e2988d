import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { Vault } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import type { Storage } from '#media/storage.ts'

/** What the routes of this folder need. */
export type PrivacyRoutes = {
  readonly database: Database
  readonly storage: Storage
  readonly clock: Clock
  readonly notifier: Notifier
  readonly vault: Vault
  /** After so many days this installation forgets raw webhooks; null: never. */
  readonly deliveriesDays: number | null
}
