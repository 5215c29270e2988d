import { useLingui } from '@lingui/react/macro'
import { useAssignees } from '../assignment/queries.ts'
import { labelsOf, useLabels } from '../labels/queries.ts'
import type { MacroAction } from '../platform/contract.ts'

/** What one action does, in a few words. */
export function useActionWords(): (action: MacroAction) => string {
  const { t } = useLingui()
  const { people, teams } = useAssignees()
  const labels = useLabels()
  const named = (ids: readonly string[]) =>
    labelsOf(labels, ids)
      .map(({ name }) => name)
      .join(', ')
  const gone = t`somebody who has left`
  return (action) => {
    switch (action.kind) {
      case 'status':
        return { open: t`Open again`, pending: t`Set to pending`, resolved: t`Resolve` }[action.status]
      case 'snooze': {
        const { hours } = action
        return t`Snooze for ${hours} h`
      }
      case 'assignee': {
        if (action.assigneeId === 'me') return t`Assign to whoever runs it`
        if (action.assigneeId === null) return t`Take away from its person`
        const name = people.find(({ id }) => id === action.assigneeId)?.name ?? gone
        return t`Assign to ${name}`
      }
      case 'team': {
        const name = teams.find(({ id }) => id === action.teamId)?.name
        return name === undefined ? t`Take away from its team` : t`Give to the team ${name}`
      }
      case 'add-labels': {
        const names = named(action.labelIds)
        return t`Put on: ${names}`
      }
      case 'remove-labels': {
        const names = named(action.labelIds)
        return t`Take off: ${names}`
      }
      case 'note': {
        const { text } = action
        return t`Note: ${text}`
      }
      case 'reply': {
        const { text } = action
        return t`Send: ${text}`
      }
      default:
        return action satisfies never
    }
  }
}
