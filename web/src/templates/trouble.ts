import type { LibraryTemplate } from '../platform/contract.ts'

/** A halt is remembered also when its reason is over: it is shown while it says something about now. */
export function isHaltShown({
  haltedBecause,
  status,
  quality,
}: Pick<LibraryTemplate, 'haltedBecause' | 'status' | 'quality'>): boolean {
  if (status === 'ARCHIVED') return true
  if (haltedBecause === null) return false
  if (haltedBecause === 'quality') return quality === 'RED' || quality === 'YELLOW'
  return haltedBecause === 'recategorised'
    ? status === 'APPROVED'
    : status !== 'APPROVED' && status !== 'PENDING'
}
