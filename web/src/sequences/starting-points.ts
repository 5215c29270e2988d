/** What a new sequence begins with: an example of what they are good for, or nothing. */
import { FREQUENCY_CAP, QUIET_HOURS } from '../campaigns/new-definition.ts'
import type { SequenceDefinition, SequenceStep } from '../platform/contract.ts'

export const HOUR = 60
export const DAY = 24 * HOUR

export const newStep = (waitMinutes: number): SequenceStep => ({
  id: crypto.randomUUID().slice(0, 8),
  waitMinutes,
  message: null,
})

const definition = (
  trigger: SequenceDefinition['trigger'],
  waits: readonly number[],
  exits: Partial<SequenceDefinition['exits']> = {},
): SequenceDefinition => ({
  trigger,
  steps: waits.map(newStep),
  exits: { replied: true, events: [], labelIds: [], ...exits },
  ...{ reentryDays: 30, quietHours: QUIET_HOURS, frequencyCap: FREQUENCY_CAP },
})

export type StartingPoint = 'cart' | 'review' | 'welcome' | 'empty'
export const STARTING_POINTS = ['cart', 'review', 'welcome', 'empty'] as const

export function definitionOf(point: StartingPoint): SequenceDefinition {
  switch (point) {
    case 'cart':
      return definition({ on: 'event', event: 'cart_updated' }, [HOUR, DAY], { events: ['order_placed'] })
    case 'review':
      return definition({ on: 'event', event: 'order_delivered' }, [3 * DAY])
    case 'welcome':
      return definition({ on: 'hand' }, [0, 2 * DAY])
    case 'empty':
      return definition(null, [HOUR])
    default:
      return point satisfies never
  }
}
