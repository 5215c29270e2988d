import { Readable } from 'node:stream'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, type Clock } from '#platform/time.ts'
import type { Log } from '#platform/log.ts'
import type { Storage } from '#media/storage.ts'
import { collectPerson, ExportGone } from './internal/collect-person.ts'
import {
  claimExport,
  failExport,
  findExpired,
  finishExport,
  markExpired,
  saveExportProgress,
} from './internal/exports-sql.ts'
import { zipOf } from './zip.ts'

export type ExportParts = {
  readonly database: Database
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Log
}

/** How long a file with everything about somebody may lie about. */
const KEPT_MS = 7 * DAY_MS
const ATTEMPTS_MAX = 3

/** Makes what this tenant has asked for, and removes what is over; how many were made. */
export async function runExports(parts: ExportParts, tenant: TenantId): Promise<number> {
  const { database, log } = parts
  await removeExpired(parts, tenant)
  let made = 0
  for (;;) {
    const claimed = await database.inTenant(tenant, async (client) => claimExport(client, tenant))
    if (claimed === null) return made
    const { id, contactId, attempts } = claimed
    try {
      await makeExport(parts, tenant, id, contactId)
      made += 1
    } catch (error) {
      if (error instanceof ExportGone) continue
      log.warn({ evt: 'privacy.export-failed', tenant, export: id, attempts, err: nameOf(error) })
      await database.inTenant(tenant, async (client) =>
        failExport(client, tenant, id, attempts >= ATTEMPTS_MAX),
      )
    }
  }
}

async function makeExport(
  { database, storage, clock }: ExportParts,
  tenant: TenantId,
  id: string,
  contact: string,
): Promise<void> {
  const key = `${tenant}/export-${id}`
  let bytes = 0
  const entries = collectPerson({
    ...{ database, storage, tenant, contact },
    onFile: async (done, total) =>
      database.inTenant(tenant, async (client) => saveExportProgress(client, tenant, id, { done, total })),
  })
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of zipOf(entries)) {
      bytes += chunk.length
      yield chunk
    }
  }
  await storage.put(key, Readable.from(counted()), 'application/zip')
  const now = clock()
  const isKept = await database.inTenant(tenant, async (client) =>
    finishExport(client, tenant, id, { key, bytes, now, expiresAt: after(now, KEPT_MS) }),
  )
  if (!isKept) await storage.remove(key)
}

async function removeExpired({ database, storage, clock }: ExportParts, tenant: TenantId): Promise<void> {
  const expired = await database.inTenant(tenant, async (client) => findExpired(client, tenant, clock()))
  for (const { id, storageKey } of expired) {
    if (storageKey !== null) await storage.remove(storageKey)
    await database.inTenant(tenant, async (client) => markExpired(client, tenant, id))
  }
}

/** Messages of errors quote values. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
