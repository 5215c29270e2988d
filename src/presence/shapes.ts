import { z } from 'zod'
import { PresenceShape } from '#realtime/event-shape.ts'

/** GET /api/v1/presence: the conversations in which somebody is. */
export const PresenceListShape = z.object({ items: z.array(PresenceShape) })

export type PresenceList = z.infer<typeof PresenceListShape>
