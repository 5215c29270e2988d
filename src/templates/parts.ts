import type { Storage } from '#media/storage.ts'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import type { GraphTemplates } from '#whatsapp/graph-templates.ts'

/** What all that is done to templates needs. */
export type TemplateParts = {
  readonly database: Database
  readonly storage: Storage
  readonly clock: Clock
  readonly notifier: Notifier
  readonly graph: GraphTemplates
  readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
  /** Which app of Meta's the token is of: files of samples are uploaded to it. null: Meta does not say. */
  readonly appIdOf: (token: Secret) => Promise<string | null>
}
