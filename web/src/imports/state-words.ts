import { useLingui } from '@lingui/react/macro'
import type { Import } from '../platform/contract.ts'

/** How far an import is, in words. */
export function useStateWords(): (state: Import['state']) => string {
  const { t } = useLingui()
  return (state) => {
    switch (state) {
      case 'uploaded':
        return t`Not started yet`
      case 'running':
        return t`Running`
      case 'done':
        return t`Done`
      case 'cancelled':
        return t`Cancelled`
      case 'failed':
        return t`Could not be read to the end`
      default:
        return state satisfies never
    }
  }
}
