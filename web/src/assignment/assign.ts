import { t } from '@lingui/core/macro'
import { offerUndo } from '../conversations/undo.ts'
import type { Triage } from '../conversations/use-triage.ts'
import type { Assignees, Conversation } from '../platform/contract.ts'

/** Whose it shall be; what is left out stays. */
export type Holders = { readonly assigneeId?: string | null; readonly teamId?: string | null }

/** Gives a conversation to somebody, or takes it away, and offers to take that back. Lazy. */
export function assign(
  conversation: Conversation,
  to: Holders,
  { people, onChange }: { readonly people: Assignees; readonly onChange: Triage },
): void {
  const { assigneeId = conversation.assigneeId, teamId = conversation.teamId } = to
  if (assigneeId === conversation.assigneeId && teamId === conversation.teamId) return
  onChange(conversation, to)
  const before: Holders = {
    ...(to.assigneeId !== undefined && { assigneeId: conversation.assigneeId }),
    ...(to.teamId !== undefined && { teamId: conversation.teamId }),
  }
  offerUndo({
    text: wordsFor(to, people),
    undo: () => onChange({ ...conversation, ...to }, before),
  })
}

function wordsFor({ assigneeId, teamId }: Holders, { me, people, teams }: Assignees): string {
  const isPerson = assigneeId !== undefined
  const name = isPerson
    ? people.find(({ id }) => id === assigneeId)?.name
    : teams.find(({ id }) => id === teamId)?.name
  if (assigneeId === me && me !== null) return t`It is yours now`
  if (name !== undefined) return t`Given to ${name}`
  return isPerson ? t`Nobody has it now` : t`No team has it now`
}
