/** What the web app asks first: for whom it is open, with which numbers, and what may be done. */
import { z } from 'zod'
import { OpenAlarmShape } from './open-alarm-shape.ts'

export const ChannelShape = z.object({
  id: z.string(),
  displayPhoneNumber: z.string(),
  verifiedName: z.string().nullable(),
  qualityRating: z.string().nullable(),
  status: z.string(),
})

/** GET /api/v1/me */
export const MeShape = z.object({
  tenant: z.object({ id: z.string(), name: z.string() }),
  /** Who asks; a person's id is the same everywhere. */
  actor: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() }),
  channels: z.array(ChannelShape),
  /** Where the simulator's phone is, if one runs: the inbox links to it. */
  phoneUrl: z.string().nullable(),
  /** What the one who asks may do: the web app hides what they may not. */
  permissions: z.array(z.string()),
  /** What seems to be wrong with numbers at the moment, without what this person has put away. */
  alarms: z.array(OpenAlarmShape),
})

export type Me = z.infer<typeof MeShape>
