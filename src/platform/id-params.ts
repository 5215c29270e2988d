import { z } from 'zod'

/** Of a route with an id in its path. */
export const IdParams = z.object({ id: z.uuid() })
