/**
 * What Meta does with archived templates. Source: Meta, "Template archival" (2 Jun 2026). Pure: browsers use it too.
 */

/** So long after it was archived it is deleted, unless somebody brings it back before. */
export const ARCHIVED_MS = 28 * 24 * 60 * 60 * 1000

/** Only these may be archived by hand; what was not used for 12 months Meta archives whatever it is. */
const ARCHIVABLE: ReadonlySet<string> = new Set(['APPROVED', 'REJECTED'])

export const isArchivable = (status: string): boolean => ARCHIVABLE.has(status)
