import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Check, UserRoundX, UsersRound } from 'lucide-react'
import { initials } from '../contacts/naming.ts'
import type { Triage } from '../conversations/use-triage.ts'
import type { Conversation } from '../platform/contract.ts'
import { named, PickList } from '../platform/ui/pick-list.tsx'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { assign, type Holders } from './assign.ts'
import { assigneesQuery, useAssignees } from './queries.ts'

type Option = {
  readonly key: string
  readonly kind: 'person' | 'team' | 'nobody'
  readonly name: string
  readonly hint: string
  readonly isChosen: boolean
  readonly to: Holders
}

/** Who shall have the conversation: a person, a team, or both. Each choice counts at once. Lazy. */
export function AssignPicker({
  conversation,
  onChange,
  ...overlay
}: OverlayProps & { readonly conversation: Conversation; readonly onChange: Triage }) {
  const { t } = useLingui()
  const people = useAssignees()
  const query = useQuery(assigneesQuery)
  const problemText = useProblemText()
  const options = useOptions(conversation)
  return (
    <Popover {...overlay} label={t`Assign`}>
      <PickList
        label={t`People and teams`}
        fieldLabel={t`Find a person or a team`}
        optionsFor={(search) => options.filter(named(search))}
        keyOf={({ key }) => key}
        isMulti
        isChosen={({ isChosen }) => isChosen}
        onChoose={({ to }) => {
          overlay.onClose()
          assign(conversation, to, { people, onChange })
        }}
        empty={
          query.isError
            ? `${problemText(query.error).title} ${problemText(query.error).nextStep}`
            : query.isPending
              ? t`Loading…`
              : t`Nobody of this name works here.`
        }
        optionClass="min-h-10 px-2"
      >
        {(option) => (
          <>
            <Face option={option} />
            <bdi className="min-w-0 flex-1 truncate">{option.name}</bdi>
            {option.hint !== '' && <span className="shrink-0 text-[12px] text-muted">{option.hint}</span>}
            {option.isChosen && <Check size={16} aria-hidden className="shrink-0 text-brand" />}
          </>
        )}
      </PickList>
      <p className="border-t border-line px-4 py-2 text-[12.5px] text-muted max-md:hidden">
        <Trans>I takes the conversation yourself.</Trans>
      </p>
    </Popover>
  )
}

function Face({ option: { kind, name } }: { readonly option: Option }) {
  const Icon = kind === 'team' ? UsersRound : UserRoundX
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full bg-brand-tint text-[11px] font-semibold text-brand-strong"
    >
      {(kind === 'person' ? initials(name) : null) ?? <Icon size={15} />}
    </span>
  )
}

/** Whoever asks first, then people and teams by name; choosing what is chosen takes it away. */
function useOptions({ assigneeId, teamId }: Conversation): readonly Option[] {
  const { t } = useLingui()
  const { me, people, teams } = useAssignees()
  const sorted = people.toSorted((a, b) => Number(b.id === me) - Number(a.id === me))
  const persons = sorted.map(({ id, name, isAvailable }): Option => ({
    key: id,
    kind: 'person',
    name,
    hint: id === me ? t`Me` : isAvailable ? '' : t`Away`,
    isChosen: id === assigneeId,
    to: { assigneeId: id === assigneeId ? null : id },
  }))
  const groups = teams.map(({ id, name }): Option => ({
    key: id,
    kind: 'team',
    name,
    hint: t`Team`,
    isChosen: id === teamId,
    to: { teamId: id === teamId ? null : id },
  }))
  const nobody: Option = {
    key: 'nobody',
    kind: 'nobody',
    name: t`Nobody`,
    hint: '',
    isChosen: false,
    to: { assigneeId: null, teamId: null },
  }
  return [...persons, ...groups, ...(assigneeId === null && teamId === null ? [] : [nobody])]
}
