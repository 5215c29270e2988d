/** The shapes of the segments' API, as zod schemas. Moments are milliseconds since the epoch. */
import { z } from 'zod'
import { nameShape } from '#tenants/name-shapes.ts'

/**
 * A condition like `{"kind": "wrote", "days": 7}`, or conditions joined by `{"kind": "all" | "any", "of": […]}` or
 * `{"kind": "not", "of": …}`: at most 20, three groups deep. What is wrong with it is told with its place, as `tree.of.1.days`.
 */
const TreeJson = z.record(z.string(), z.unknown())

/** POST /api/v1/segments */
export const NewSegmentShape = z.strictObject({ name: nameShape(60), tree: TreeJson })
/** PATCH /api/v1/segments/:id */
export const SegmentPatchShape = NewSegmentShape.partial()
/** POST /api/v1/segments/count */
export const CountedTreeShape = z.strictObject({ tree: TreeJson })

export const SegmentShape = z.object({
  id: z.string(),
  name: z.string(),
  tree: TreeJson,
  createdAt: z.number(),
  changedAt: z.number(),
})
/** GET /api/v1/segments: all, by name. */
export const SegmentListShape = z.object({ items: z.array(SegmentShape) })
/** Exactly so many contacts; `isCounting`: messages from before are still being counted, and it may rise. */
export const SegmentCountShape = z.object({ count: z.number(), isCounting: z.boolean() })

export type Segment = z.infer<typeof SegmentShape>
export type SegmentList = z.infer<typeof SegmentListShape>
export type SegmentCount = z.infer<typeof SegmentCountShape>
export type NewSegment = z.infer<typeof NewSegmentShape>
export type SegmentPatch = z.infer<typeof SegmentPatchShape>
