import { pipeline, type Readable } from 'node:stream'
import type { Storage } from '#media/storage.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, DAY_MS, type Clock } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { createDetector } from './detect-file.ts'
import { deleteStale, insertImport } from './internal/sql.ts'
import { hasHeader } from './propose-mapping.ts'
import { BrokenFile, isBlank, readRows, type FileForm } from './read-rows.ts'

export type ImportParts = { readonly database: Database; readonly storage: Storage; readonly clock: Clock }
export type UploadRefusal =
  | 'import_too_large'
  | 'import_not_csv'
  | 'import_empty'
  | 'import_too_wide'
  | 'import_broken'
export type UploadOutcome =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly because: UploadRefusal }

const SAMPLE_ROWS = 20
const COLUMNS_MAX = 500
/** Of a cell in the first rows: enough to know it by. */
const SAMPLE_CHARS = 200
/** A file that nobody started to import is forgotten: it is full of people's numbers. */
const STALE_MS = DAY_MS

/** Stores a file of contacts as it comes, finds out what kind of text it is, and reads its first rows. */
export async function uploadImport(
  { database, storage, clock }: ImportParts,
  tenant: TenantId,
  actor: Actor,
  file: {
    readonly stream: Readable
    readonly filename: string
    /** Asked after the end: whether there was more of it than we take. */
    readonly isCut: () => boolean
  },
): Promise<UploadOutcome> {
  const id = newId()
  const storageKey = `${tenant}/imports/${id}`
  const detector = createDetector()
  const refuse = async (because: UploadRefusal): Promise<UploadOutcome> => {
    await storage.remove(storageKey)
    return { ok: false, because }
  }
  pipeline(file.stream, detector.stream, () => {}) // what breaks breaks `put` too
  await storage.put(storageKey, detector.stream, 'text/csv')
  if (file.isCut()) return refuse('import_too_large')
  const found = detector.result()
  if (found.isBinary) return refuse('import_not_csv')
  const rows = await readSample(storage, storageKey, found)
  if (rows === null) return refuse('import_broken')
  const [first] = rows
  if (first === undefined) return refuse('import_empty')
  const isNamed = hasHeader(first)
  const columns = Math.max(...rows.map((cells) => cells.length))
  if (columns > COLUMNS_MAX) return refuse('import_too_wide')
  const sample = rows.slice(isNamed ? 1 : 0, SAMPLE_ROWS + (isNamed ? 1 : 0))
  if (sample.length === 0) return refuse('import_empty')
  const header = Array.from({ length: columns }, (_, nth) => (isNamed ? (first[nth] ?? '').trim() : ''))
  const at = clock()
  const stale = await database.inTenant(tenant, async (client) => {
    const { encoding, hasBom, delimiter, bytes, lines } = found
    const kind = { encoding, hasBom, delimiter, bytes, lines, hasHeader: isNamed, header, sample }
    await insertImport(client, tenant, { id, storageKey, filename: file.filename, ...kind, actor, at })
    return deleteStale(client, tenant, after(at, -STALE_MS))
  })
  for (const key of stale) await storage.remove(key)
  return { ok: true, id }
}

/** The header and the first rows that are not empty; null: it cannot be read. */
async function readSample(storage: Storage, key: string, form: FileForm): Promise<string[][] | null> {
  const stored = await storage.get(key)
  if (stored === null) return null
  const rows: string[][] = []
  try {
    for await (const { cells } of readRows(stored.stream, form)) {
      if (isBlank(cells)) continue
      rows.push(cells.map((cell) => cell.replaceAll('\0', '').toWellFormed().slice(0, SAMPLE_CHARS)))
      if (rows.length > SAMPLE_ROWS) break
    }
  } catch (error) {
    if (error instanceof BrokenFile) return null
    throw error
  }
  return rows
}
