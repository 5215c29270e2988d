import { z } from 'zod'
import { ALARM_KINDS } from './alarm-kinds.ts'

/** Something that seems to be wrong with a number. */
export const OpenAlarmShape = z.object({
  id: z.string(),
  channelId: z.string(),
  /** `no_statuses`: Meta takes messages and says nothing more about them. `no_messages`: far fewer messages come in than usual. */
  kind: z.enum(ALARM_KINDS),
  /**
   * Which one, of what a number may have several: a restriction, a template (`name/language`), a segment's customers
   * (`segment:name`); '' for the number itself.
   */
  subject: z.string(),
  severity: z.enum(['warning', 'critical']),
  openedAt: z.number(),
})
