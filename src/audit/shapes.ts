/** The shapes of the audit log's API. Moments are milliseconds since the epoch. */
import { z } from 'zod'

const ActorShape = z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() })

export const AuditRowShape = z.object({
  /** 1, 2, 3 …, without gaps. */
  seq: z.number(),
  at: z.number(),
  actor: ActorShape,
  /** `thing.what-happened`. */
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  details: z.record(z.string(), z.unknown()),
  /** Hex; the next entry carries it as its `previousHash`. */
  hash: z.string(),
  previousHash: z.string(),
})

export const AuditPageShape = z.object({ items: z.array(AuditRowShape), nextCursor: z.string().nullable() })

/** What can be filtered by: only what occurs. */
export const AuditFiltersShape = z.object({ actions: z.array(z.string()), actors: z.array(ActorShape) })

export const AuditVerdictShape = z.object({
  isWhole: z.boolean(),
  /** How many entries were checked and fit. */
  entries: z.number(),
  /** The first number that does not fit, and why: it is missing, is not what was written, or stands behind the recorded end. */
  brokenAt: z.number().nullable(),
  because: z.enum(['missing', 'changed', 'unexpected']).nullable(),
})

export type AuditRow = z.infer<typeof AuditRowShape>
export type AuditPage = z.infer<typeof AuditPageShape>
export type AuditFilters = z.infer<typeof AuditFiltersShape>
export type AuditVerdict = z.infer<typeof AuditVerdictShape>
