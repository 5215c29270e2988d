import { recordAudit } from '#audit/record-audit.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { Secret } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import { beginErasure } from './internal/begin-erasure.ts'
import { BEFORE, patternOf, STEPS } from './internal/erase-steps.ts'
import type { ErasureParts, Person, Run } from './internal/run.ts'
import { claimErasure, finishErasure, saveProgress, type ErasureRow } from './internal/erasures-sql.ts'
import { privacyKeys } from './privacy-keys.ts'
import { signReceipt } from './receipt.ts'

export type ErasureOptions = ErasureParts & {
  readonly clock: Clock
  /** Asked between two transactions; once it says so, the rest is left to the next one who looks. */
  readonly isClosing?: () => boolean
}

/** How many steps there are, for whoever shows how far it is. */
export const STEPS_TOTAL = STEPS.length + 1

const HARKARA = { kind: 'system', id: 'harkara', name: 'Harkara' } as const

/** Works off what this tenant wants erased; how many were finished. Whoever was killed at it is taken over from. */
export async function runErasures(options: ErasureOptions, tenant: TenantId): Promise<number> {
  let finished = 0
  for (;;) {
    const erasure = await options.database.inTenant(tenant, async (client) => claimErasure(client, tenant))
    if (erasure === null) return finished
    if (!(await runErasure(options, tenant, erasure))) return finished
    finished += 1
  }
}

/** Whether it came to its end. */
async function runErasure(options: ErasureOptions, tenant: TenantId, claimed: ErasureRow): Promise<boolean> {
  const { vault, database, clock } = options
  const keys = await privacyKeys(database.pool, vault)
  const seal = `erasure ${claimed.id}`
  let erasure = claimed
  let person: Person
  if (erasure.namesSealed === null) {
    const counts = { ...erasure.counts }
    const begun = await database.inTenant(tenant, async (client) => {
      const found = await beginErasure(client, {
        ...{ tenant, contact: erasure.contactId, counts, keys, now: clock() },
      })
      const namesSealed = vault.seal(new Secret(JSON.stringify(found)), seal)
      const next = { ...erasure, counts, namesSealed }
      await saveProgress(client, tenant, next)
      return { found, next }
    })
    person = begun.found
    erasure = begun.next
  } else person = JSON.parse(vault.open(erasure.namesSealed, seal).reveal()) as Person
  while (erasure.step < STEPS.length) {
    if (options.isClosing?.() === true) return false
    erasure = await takeStep(options, tenant, erasure, person)
  }
  await database.inTenant(tenant, async (client) => {
    const now = clock()
    const business = (await tenantName(client, tenant)) ?? tenant
    await finishErasure(client, tenant, erasure.id, { ...signReceipt(keys, erasure, business, now), now })
    const subject = { kind: 'erasure', id: erasure.id }
    const details = { cause: erasure.cause, removed: erasure.counts }
    await recordAudit(client, tenant, HARKARA, { action: 'contact.erased', subject, details })
  })
  return true
}

async function takeStep(
  { database, storage, vault }: ErasureOptions,
  tenant: TenantId,
  erasure: ErasureRow,
  person: Person,
): Promise<ErasureRow> {
  const step = STEPS[erasure.step]
  if (step === undefined) return erasure
  const run: Run = {
    ...{ tenant, contact: erasure.contactId, person, pattern: patternOf(person) },
    parts: { database, storage, vault },
    counts: { ...erasure.counts },
    billing: [...erasure.billing],
    place: erasure.place,
  }
  await BEFORE.get(step)?.(run)
  return database.inTenant(tenant, async (client) => {
    const hasMore = await step(client, run)
    const next: ErasureRow = {
      ...erasure,
      ...{ counts: run.counts, billing: run.billing },
      place: hasMore ? run.place : null,
      step: hasMore ? erasure.step : erasure.step + 1,
    }
    await saveProgress(client, tenant, next)
    return next
  })
}
