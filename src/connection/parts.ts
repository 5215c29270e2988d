import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { Secret, Vault } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import type { GraphAccounts, MetaApp } from '#whatsapp/graph-accounts.ts'
import type { GraphTemplates } from '#whatsapp/graph-templates.ts'
import type { GraphCosts } from '#whatsapp/graph-costs.ts'
import type { PhoneNumber } from '#whatsapp/graph.ts'

/** What Meta is to this installation. */
export type MetaParts = {
  readonly accounts: GraphAccounts
  readonly templates: GraphTemplates
  readonly costs: GraphCosts
  readonly getPhoneNumber: (token: Secret, phoneNumberId: string) => Promise<PhoneNumber>
  /** null: META_APP_ID is not set, and tokens are asked about themselves. */
  readonly app: MetaApp | null
  /** Of Embedded Signup; null: not set. */
  readonly configId: string | null
  /** Given if the simulator is ours: its token, with which practice numbers are connected. */
  readonly practiceToken: Secret | null
  /** Answers as Meta's verification of our webhook address would find it; null: there is no PUBLIC_URL to try. */
  readonly probeWebhook: (() => Promise<WebhookProbe>) | null
  /** Where Meta should post to, if we know: PUBLIC_URL with the path. */
  readonly webhookUrl: string | null
}

export type WebhookProbe = { readonly isOurs: boolean; readonly status: number | null }

/** What all that is done to numbers needs. */
export type ConnectionParts = {
  readonly database: Database
  readonly notifier: Notifier
  readonly vault: Vault
  readonly clock: Clock
  readonly meta: MetaParts
}
