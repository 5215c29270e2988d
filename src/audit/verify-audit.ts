import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { FIRST_HASH, hashEntry } from './hash-entry.ts'
import { readEnds, readForward, type StoredEntry } from './internal/sql.ts'

/** `missing`: there is no such entry. `changed`: it is not what was written. `unexpected`: the head knows nothing of it. */
export type Verdict =
  | { readonly isWhole: true; readonly entries: number }
  | {
      readonly isWhole: false
      /** The first number that does not fit; everything before it does. */
      readonly brokenAt: number
      readonly because: 'missing' | 'changed' | 'unexpected'
    }

const PAGE = 1000

/**
 * Walks the whole chain of a tenant's audit log and names the first entry that does not fit. Reads a page at a time; what is
 * appended meanwhile is left for the next time.
 */
export async function verifyAudit(client: Client, tenant: TenantId, page = PAGE): Promise<Verdict> {
  const { headSeq, headHash, lastSeq } = await readEnds(client, tenant)
  let seq = 0
  let previous: Buffer = FIRST_HASH
  while (seq < headSeq) {
    // oxlint-disable-next-line no-await-in-loop -- a page follows from the one before it
    const entries = await readForward(client, tenant, seq, Math.min(page, headSeq - seq))
    for (const entry of entries) {
      const because = misfit(entry, seq + 1, previous)
      if (because !== null) return { isWhole: false, brokenAt: seq + 1, because }
      seq += 1
      previous = entry.hash
    }
    if (entries.length === 0) return { isWhole: false, brokenAt: seq + 1, because: 'missing' }
  }
  if (lastSeq > headSeq) return { isWhole: false, brokenAt: headSeq + 1, because: 'unexpected' }
  const isHeadRight = headSeq === 0 || headHash?.equals(previous) === true
  return isHeadRight
    ? { isWhole: true, entries: headSeq }
    : { isWhole: false, brokenAt: headSeq, because: 'changed' }
}

function misfit(entry: StoredEntry, seq: number, previous: Buffer): 'missing' | 'changed' | null {
  if (entry.seq !== String(seq)) return 'missing'
  const isRight = entry.previousHash.equals(previous) && hashEntry(entry, previous).equals(entry.hash)
  return isRight ? null : 'changed'
}
