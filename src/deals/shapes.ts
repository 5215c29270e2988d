/** The shapes of the deals' API, as zod schemas. Moments are milliseconds since the epoch, days are like 2026-05-03. */
import { z } from 'zod'

const line = (max: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim().replaceAll(/\s+/gu, ' '))
    .pipe(z.string().min(1, 'must not be empty').max(max, `must have at most ${max} characters`))
export const STAGE_KINDS = ['open', 'won', 'lost'] as const
const StageKind = z.enum(STAGE_KINDS)
/** Paise: ₹1 is 100. At most ₹1,000 crore, more than any shop sells at once. */
const Paise = z.number().int('must be whole paise').min(0).max(1_000_000_000_000)
const Day = z.iso.date('must be a date like 2026-05-03')

export const DealStageShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: StageKind,
  dealCount: z.number(),
})
/** GET /api/v1/deal-stages: in the team's order. */
export const DealStageListShape = z.object({ items: z.array(DealStageShape) })
/** POST /api/v1/deal-stages: a new one comes last among those of its kind, unless said otherwise. */
export const NewDealStageShape = z.strictObject({ name: line(40), kind: StageKind.default('open') })
/** PATCH /api/v1/deal-stages/:id. `beforeId`: the stage that shall follow it; null: none. */
export const DealStagePatchShape = z.strictObject({
  name: line(40).optional(),
  beforeId: z.uuid().nullable().optional(),
})

export const DealShape = z.object({
  id: z.string(),
  title: z.string(),
  valuePaise: z.number(),
  currency: z.literal('INR'),
  contact: z.object({ id: z.string(), displayName: z.string().nullable() }),
  conversationId: z.string().nullable(),
  /** Whose it is: a member of the team. */
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  expectedCloseOn: z.string().nullable(),
  stageId: z.string(),
  /** Its place within the stage: compared byte by byte. */
  position: z.string(),
  lostReason: z.string().nullable(),
  /** Since when it is won or lost. */
  closedAt: z.number().nullable(),
  createdAt: z.number(),
  changedAt: z.number(),
  /** The earliest of its reminders that nobody has done. */
  reminderAt: z.number().nullable(),
})
/** By stage and place within it. `sums`: all of a stage, also those that are not among the items. */
export const DealPageShape = z.object({
  items: z.array(DealShape),
  sums: z.array(z.object({ stageId: z.string(), dealCount: z.number(), valuePaise: z.number() })),
})

/** POST /api/v1/deals: it comes first in its stage. */
export const NewDealShape = z.strictObject({
  title: line(120),
  valuePaise: Paise.default(0),
  contactId: z.uuid(),
  conversationId: z.uuid().nullable().default(null),
  ownerId: z.uuid().nullable().default(null),
  expectedCloseOn: Day.nullable().default(null),
  /** Left out: the first stage. */
  stageId: z.uuid().optional(),
})
/** PATCH /api/v1/deals/:id. What is left out stays as it is. */
export const DealPatchShape = z.strictObject({
  title: line(120).optional(),
  valuePaise: Paise.optional(),
  ownerId: z.uuid().nullable().optional(),
  expectedCloseOn: Day.nullable().optional(),
  stageId: z.uuid().optional(),
  /** The deal that shall follow it in its stage; null: none, it comes last. Of another stage by now: it comes first. */
  beforeId: z.uuid().nullable().optional(),
  /** Only in a stage of the kind `lost`; moved elsewhere, a deal forgets it. */
  lostReason: line(300).nullable().optional(),
})

export type DealStage = z.infer<typeof DealStageShape>
export type DealStageList = z.infer<typeof DealStageListShape>
export type NewDealStage = z.infer<typeof NewDealStageShape>
export type DealStagePatch = z.infer<typeof DealStagePatchShape>
export type Deal = z.infer<typeof DealShape>
export type DealPage = z.infer<typeof DealPageShape>
export type NewDeal = z.infer<typeof NewDealShape>
export type DealPatch = z.infer<typeof DealPatchShape>
