import type { CampaignAudience, CampaignDefinition } from '../platform/contract.ts'

/** What a campaign begins with: rules that customers and Meta do not mind. */
export const newDefinition = (audience: CampaignAudience | null): CampaignDefinition => ({
  audience,
  exceptSegmentId: null,
  messages: [],
  test: null,
  holdOutPercent: 0,
  quietHours: QUIET_HOURS,
  frequencyCap: FREQUENCY_CAP,
  festivalCap: FESTIVAL_CAP,
  budget: null,
  expiresAt: null,
  isGuarded: true,
})

export const QUIET_HOURS = { from: '21:00', to: '09:00' } as const
export const FREQUENCY_CAP = { messages: 2, days: 7 } as const
export const FESTIVAL_CAP = { messages: 1 } as const
/** A fifth of the people tell which message is better; after four hours most who will read have read. */
export const MESSAGE_TEST = { percent: 20, winner: 'read', afterMinutes: 240 } as const
