/** The shapes of merges by hand, as zod schemas. Moments are milliseconds since the epoch. */
import { z } from 'zod'
import { AttributeValueShape } from '#contacts/shapes.ts'

export const NewMergeShape = z.strictObject({
  /** Who is the same person. */
  otherId: z.uuid(),
  /** What the team calls them from now on; left out: what it calls the one that stays, or else the other. */
  name: z.string().trim().min(1).max(120).optional(),
  /** By key; a field that is left out keeps the value of the one that stays, or else the other's. */
  attributes: z.record(z.string().max(40), AttributeValueShape).optional(),
})
export const MergeShape = z.object({
  id: z.string(),
  /** The contact that stayed. */
  contactId: z.string(),
  /** The one that was merged into it, and its name then. */
  otherId: z.string(),
  otherName: z.string().nullable(),
  by: z.string(),
  at: z.number(),
  undoneAt: z.number().nullable(),
  /** Until when it can be undone; null: it cannot any more. */
  undoUntil: z.number().nullable(),
})
export const MergeListShape = z.object({ items: z.array(MergeShape) })

export type NewMerge = z.infer<typeof NewMergeShape>
export type Merge = z.infer<typeof MergeShape>
export type MergeList = z.infer<typeof MergeListShape>
