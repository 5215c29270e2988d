/** The shapes of the privacy API, as zod schemas. Moments are milliseconds since the epoch. */
import { z } from 'zod'

export const KEPT_NAMES = [
  'refusals',
  'consents',
  'audit',
  'billing',
  'receipt',
  'answers',
  'others_words',
  'backups',
] as const

export const ErasurePreviewShape = z.object({
  conversations: z.number(),
  messages: z.number(),
  files: z.number(),
  notes: z.number(),
  sendsWaiting: z.number(),
  refusals: z.number(),
  consents: z.number(),
  /** Rows of further tables, by table. */
  other: z.record(z.string(), z.number()),
  /** What stays without saying who it was. */
  stays: z.array(z.enum(KEPT_NAMES)),
})

export const ErasureShape = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'done']),
  cause: z.enum(['request', 'inactive']),
  requestedBy: z.string(),
  requestedAt: z.number(),
  finishedAt: z.number().nullable(),
  /** 0 to 1. */
  progress: z.number(),
  /** Rows that went, by table. */
  removed: z.record(z.string(), z.number()),
})
export const ErasureDetailShape = ErasureShape.extend({
  /** The exact text that is signed, JSON; null until it is done. */
  receipt: z.string().nullable(),
  /** HMAC-SHA256 over the receipt, hex. */
  signature: z.string().nullable(),
  /** The stored receipt is what this installation signed. */
  isGenuine: z.boolean(),
})
export const ErasurePageShape = z.object({ items: z.array(ErasureShape), nextCursor: z.string().nullable() })

/** Typed or copied by whoever asks: the contact’s id. It cannot be undone. */
export const EraseShape = z.strictObject({ confirm: z.string() })

export const ExportShape = z.object({
  id: z.string(),
  contactId: z.string(),
  state: z.enum(['waiting', 'running', 'ready', 'failed', 'expired']),
  requestedBy: z.string(),
  requestedAt: z.number(),
  finishedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  filesDone: z.number(),
  filesTotal: z.number(),
  bytes: z.number().nullable(),
  /** Where to fetch it; null unless it is ready. */
  download: z.string().nullable(),
})
export const ExportListShape = z.object({ items: z.array(ExportShape) })

const Days = (min: number) => z.number().int().min(min).max(3650).nullable()
export const RetentionChangeShape = z.strictObject({
  /** Files of messages go after so many days; null: they stay. */
  mediaDays: Days(1),
  /** Texts of messages go after so many days. */
  textDays: Days(1),
  /** Contacts with whom nothing was said for so many days are erased. */
  inactiveDays: Days(30),
})
export const RetentionShape = RetentionChangeShape.extend({
  /** Nobody is erased for inactivity before. */
  inactiveFrom: z.number().nullable(),
  changedAt: z.number().nullable(),
  /** Files and texts that went so far. */
  mediaCount: z.number(),
  textCount: z.number(),
  /** Raw webhooks of this installation; null: they stay. Set by whoever runs it. */
  deliveriesDays: z.number().nullable(),
})
export const DueShape = z.object({
  /** Who would be erased first: the longest silent. */
  items: z.array(z.object({ contactId: z.string(), name: z.string().nullable(), lastActiveAt: z.number() })),
  total: z.number(),
})

export const NoticeShape = z.object({
  version: z.string(),
  validFrom: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
  isCurrent: z.boolean(),
  texts: z.array(z.object({ language: z.string(), text: z.string() })),
})
export const NoticeListShape = z.object({ items: z.array(NoticeShape) })
export const NewNoticeShape = z.strictObject({
  version: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,60}$/u, 'must be letters, digits, “.”, “_” or “-”'),
  /** Left out: at once. */
  validFrom: z.number().int().min(0).max(8_000_000_000_000).optional(),
  texts: z
    .array(
      z.strictObject({
        language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/u, 'must be a language such as en or hi'),
        text: z.string().trim().min(1).max(20_000),
      }),
    )
    .min(1)
    .max(30),
})

export const TimelineItemShape = z.object({
  id: z.string(),
  at: z.number(),
  kind: z.enum([
    ...(['first_seen', 'messages', 'template', 'consent', 'note', 'merged'] as const),
    ...(['changed', 'export', 'deal', 'imported'] as const),
  ]),
  conversationId: z.string().nullable(),
  /** Who did it; null: the customer, or nobody in particular. */
  actor: z.string().nullable(),
  /** What the kind needs: counts of messages, a template’s name, a consent’s purpose and state, an audited action and its details. */
  details: z.record(z.string(), z.unknown()),
})
export const TimelinePageShape = z.object({
  items: z.array(TimelineItemShape),
  nextCursor: z.string().nullable(),
})

export type ErasurePreview = z.infer<typeof ErasurePreviewShape>
export type Erasure = z.infer<typeof ErasureShape>
export type ErasureDetail = z.infer<typeof ErasureDetailShape>
export type PersonExport = z.infer<typeof ExportShape>
export type Retention = z.infer<typeof RetentionShape>
export type RetentionChange = z.infer<typeof RetentionChangeShape>
export type Due = z.infer<typeof DueShape>
export type Notice = z.infer<typeof NoticeShape>
export type TimelineItem = z.infer<typeof TimelineItemShape>
export type TimelinePage = z.infer<typeof TimelinePageShape>
