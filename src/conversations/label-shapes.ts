/** Labels over HTTP. */
import { z } from 'zod'
import { visibleNameShape } from '#tenants/name-shapes.ts'

export const LABEL_COLORS = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'] as const

/** POST /api/v1/labels */
export const NewLabelShape = z.strictObject({ name: visibleNameShape(40), color: z.enum(LABEL_COLORS) })

/** PATCH /api/v1/labels/:id */
export const LabelPatchShape = NewLabelShape.partial()

export const LabelShape = z.object({
  id: z.string(),
  name: z.string(),
  color: z.enum(LABEL_COLORS),
  /** How many conversations have it, counted up to 1,000, which stands for “1,000 or more”. */
  conversationCount: z.number(),
})

/** GET /api/v1/labels: all, by name. */
export const LabelListShape = z.object({ items: z.array(LabelShape) })

export type Label = z.infer<typeof LabelShape>
export type LabelList = z.infer<typeof LabelListShape>
export type NewLabel = z.infer<typeof NewLabelShape>
export type LabelPatch = z.infer<typeof LabelPatchShape>
