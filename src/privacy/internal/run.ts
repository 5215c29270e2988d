/** What a running erasure hands from step to step. */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Vault } from '#platform/secrets.ts'
import type { Storage } from '#media/storage.ts'
import type { PersonName } from '../hash-name.ts'
import type { Billed } from './erasures-sql.ts'

export type ErasureParts = {
  readonly database: Database
  readonly storage: Storage
  readonly vault: Vault
}

/** Who is being erased, as they were when it began. Sealed in the erasure until it is done. */
export type Person = {
  readonly names: readonly PersonName[]
  readonly conversations: readonly string[]
  readonly beganAt: number
  /** How far each lane was: what came later is somebody who writes anew. */
  readonly lanes: readonly { readonly lane: number; readonly xid: string; readonly id: string }[]
  readonly numbers: readonly string[]
  readonly wabas: readonly string[]
}

/** What a step works on; what it changes of it is saved with it. */
export type Run = {
  readonly tenant: TenantId
  readonly contact: string
  readonly person: Person
  readonly pattern: string | null
  readonly parts: ErasureParts
  counts: Record<string, number>
  billing: Billed[]
  place: string | null
}
/** Whether there is more of this step to do. */
export type Step = (client: Client, run: Run) => Promise<boolean>

export const count = (run: Run, table: string, rows: number | null): void => {
  if (rows !== null && rows > 0) run.counts[table] = (run.counts[table] ?? 0) + rows
}
