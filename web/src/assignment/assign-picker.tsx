/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- a combobox: the field keeps the focus and takes the keys for its options */
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Check, UserRoundX, UsersRound } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { initials } from '../contacts/naming.ts'
import type { Triage } from '../conversations/use-triage.ts'
import type { Conversation } from '../platform/contract.ts'
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
  const listId = useId()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const options = useOptions(conversation, search)
  const active = Math.min(at, options.length - 1)
  useEffect(() => {
    list.current?.querySelector(`[data-option="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const choose = (option: Option | undefined) => {
    if (option === undefined) return
    overlay.onClose()
    assign(conversation, option.to, { people, onChange })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && options.length > 0) setAt((active + step + options.length) % options.length)
    else if (event.key === 'Enter') choose(options[active])
    else return
    event.preventDefault()
  }
  return (
    <Popover {...overlay} label={t`Assign`}>
      <div className="w-72 max-w-full">
        <input
          role="combobox"
          type="text"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
          aria-label={t`Find a person or a team`}
          placeholder={t`Find a person or a team`}
          value={search}
          dir="auto"
          autoComplete="off"
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKey}
          className="m-2 h-10 w-[calc(100%-16px)] rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]"
        />
        <div
          ref={list}
          id={listId}
          role="listbox"
          onMouseDown={(event) => event.preventDefault()} // The field keeps the focus.
          aria-label={t`People and teams`}
          aria-multiselectable
          className="max-h-72 overflow-y-auto px-1.5 pb-1.5"
        >
          {options.map((option, index) => (
            <div
              key={option.key}
              id={`${listId}-${index}`}
              data-option={index}
              role="option"
              aria-selected={option.isChosen}
              onPointerMove={() => setAt(index)}
              onClick={() => choose(option)}
              className={clsx(
                'flex min-h-10 items-center gap-2.5 rounded-lg px-2 text-[14px] coarse:min-h-11',
                index === active && 'bg-sunken',
              )}
            >
              <Face option={option} />
              <bdi className="min-w-0 flex-1 truncate">{option.name}</bdi>
              {option.hint !== '' && <span className="shrink-0 text-[12px] text-muted">{option.hint}</span>}
              {option.isChosen && <Check size={16} aria-hidden className="shrink-0 text-brand" />}
            </div>
          ))}
        </div>
        {options.length === 0 && (
          <p className="px-4 pb-4 text-[13.5px] text-muted">
            {query.isError
              ? `${problemText(query.error).title} ${problemText(query.error).nextStep}`
              : query.isPending
                ? t`Loading…`
                : t`Nobody of this name works here.`}
          </p>
        )}
        <p className="border-t border-line px-4 py-2 text-[12.5px] text-muted max-md:hidden">
          <Trans>I takes the conversation yourself.</Trans>
        </p>
      </div>
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
function useOptions({ assigneeId, teamId }: Conversation, search: string): readonly Option[] {
  const { t } = useLingui()
  const { me, people, teams } = useAssignees()
  const wanted = search.trim().toLocaleLowerCase()
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
  const all = [...persons, ...groups, ...(assigneeId === null && teamId === null ? [] : [nobody])]
  return all.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
}
