/** The shapes of saved views, as zod schemas: Fastify checks with them and the web app takes their types. */
import { z } from 'zod'
import { CONVERSATION_STATUSES } from '#conversations/shapes.ts'
import { nameShape } from '#tenants/name-shapes.ts'

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'

/** What the inbox shows, in the words of its address. What is left out does not narrow it. */
export const ViewFiltersShape = z.strictObject({
  /** Whose: mine, nobody’s, one team’s (`team:<id>`); where I was named; those that a program answered; those whose window closes soon; or those that wait too long. */
  view: z
    .union([
      z.enum(['mine', 'unassigned', 'mentions', 'bot', 'closing', 'late']),
      z.string().regex(new RegExp(`^team:${UUID}$`, 'u')),
    ])
    .optional(),
  status: z.enum([...CONVERSATION_STATUSES, 'any']).optional(),
  label: z.uuid().optional(),
  filter: z.enum(['unread', 'window_open']).optional(),
  q: z.string().trim().min(1).max(100).optional(),
})

/** POST /api/v1/saved-views: a new one comes last. */
export const NewSavedViewShape = z.strictObject({
  name: nameShape(40),
  /** Everybody sees it; for that one must be allowed to change the settings. */
  isShared: z.boolean().default(false),
  filters: ViewFiltersShape,
})
/** PATCH /api/v1/saved-views/:id. What is left out stays as it is. `place`: counted from 0, among one’s own or the team’s. */
export const SavedViewPatchShape = z.strictObject({
  name: nameShape(40).optional(),
  filters: ViewFiltersShape.optional(),
  place: z.number().int().min(0).max(1000).optional(),
})
export const SavedViewShape = z.object({
  id: z.string(),
  name: z.string(),
  isShared: z.boolean(),
  filters: ViewFiltersShape,
})
/** GET /api/v1/saved-views: one’s own in their order, then the team’s in theirs. */
export const SavedViewListShape = z.object({ items: z.array(SavedViewShape) })

export type ViewFilters = z.infer<typeof ViewFiltersShape>
export type NewSavedView = z.infer<typeof NewSavedViewShape>
export type SavedViewPatch = z.infer<typeof SavedViewPatchShape>
export type SavedView = z.infer<typeof SavedViewShape>
export type SavedViewList = z.infer<typeof SavedViewListShape>
