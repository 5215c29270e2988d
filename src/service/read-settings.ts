/** How a business wants to serve its customers, and what holds until it has said so. */
import type { z } from 'zod'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { selectSettings } from './internal/settings-sql.ts'
import {
  AwayReplyShape,
  BusinessHoursShape,
  CsatSettingsShape,
  ReplyTargetsShape,
  type AwayReply,
  type BusinessHoursSetting,
  type CsatSettings,
  type ReplyTargets,
} from './shapes.ts'

export type Settings = {
  readonly hours: BusinessHoursSetting
  readonly targets: ReplyTargets
  readonly away: AwayReply
  readonly csat: CsatSettings
}
export type Part = keyof Settings

/** What most shops in India keep. */
const WEEKDAY = [{ from: '10:00', to: '19:00' }]
const DEFAULTS: Settings = {
  hours: {
    timeZone: 'Asia/Kolkata',
    week: [[], WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY],
    holidays: [],
  },
  targets: { firstMinutes: null, nextMinutes: null, resolutionMinutes: null, warnMinutes: 15 },
  away: {
    isOn: false,
    text: 'Thank you for your message! We are closed now and will answer you when we open: {{opens}}.',
    holidayText: '',
    quietMinutes: 30,
    language: 'en',
  },
  csat: { isOn: false, delayMinutes: 5, scale: 'faces', language: 'en', question: '', quietDays: 7 },
}

/** All parts. What is stored and no longer valid counts as not said. */
export async function readSettings(client: Client, tenant: TenantId): Promise<Settings> {
  const stored = await selectSettings(client, tenant)
  const read = <T>(part: Part, shape: z.ZodType<T>, otherwise: T): T => {
    const parsed = shape.safeParse(stored.get(part))
    return parsed.success ? parsed.data : otherwise
  }
  return {
    hours: read('hours', BusinessHoursShape, DEFAULTS.hours),
    targets: read('targets', ReplyTargetsShape, DEFAULTS.targets),
    away: read('away', AwayReplyShape, DEFAULTS.away),
    csat: read('csat', CsatSettingsShape, DEFAULTS.csat),
  }
}

/** Whether anything was promised. */
export const hasTargets = ({ firstMinutes, nextMinutes, resolutionMinutes }: ReplyTargets): boolean =>
  firstMinutes !== null || nextMinutes !== null || resolutionMinutes !== null
