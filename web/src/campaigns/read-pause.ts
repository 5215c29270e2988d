/** Why a campaign is paused, from what the server keeps of it: whoever wrote it, a part may be missing. Pure. */
import type { Campaign } from '../platform/contract.ts'

/** What was counted, and what would have been usual. */
export type Sign = {
  readonly kind: string
  readonly count: number
  readonly of: number
  readonly observed: number
  readonly usual: number
}
export type Pause =
  | { readonly by: 'person'; readonly name: string | null }
  | { readonly by: 'guard'; readonly sign: Sign | null }
  /** `title` and `nextStep`: as the server says them. */
  | {
      readonly by: 'template'
      readonly name: string | null
      readonly title: string | null
      readonly nextStep: string | null
    }
  | { readonly by: 'number' }
  | { readonly by: 'audience'; readonly code: string }
  | { readonly by: 'budget' }
  | { readonly by: 'unknown' }

export function readPause({ pausedBecause, guard }: Pick<Campaign, 'pausedBecause' | 'guard'>): Pause {
  const said = pausedBecause ?? {}
  switch (said['by']) {
    case 'person':
      return { by: 'person', name: textOf(said['name']) }
    case 'guard':
      return { by: 'guard', sign: signOf(said) ?? signOf(guard?.because) }
    case 'template':
      return {
        ...{ by: 'template', name: textOf(said['template']) },
        ...{ title: textOf(said['title']), nextStep: textOf(said['nextStep']) },
      }
    case 'number':
      return { by: 'number' }
    case 'audience':
      return { by: 'audience', code: textOf(said['code']) ?? 'no_audience' }
    case 'budget':
      return { by: 'budget' }
    default:
      return { by: 'unknown' }
  }
}

function signOf(value: unknown): Sign | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null
  const { kind, count, of, observed, usual } = value as Record<string, unknown>
  if (typeof kind !== 'string') return null
  return {
    ...{ kind, count: numberOf(count), of: numberOf(of) },
    ...{ observed: numberOf(observed), usual: numberOf(usual) },
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0)
