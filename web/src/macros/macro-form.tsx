import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useAssignees } from '../assignment/queries.ts'
import { LabelDot } from '../labels/label-marks.tsx'
import { useLabels } from '../labels/queries.ts'
import type { Macro, MacroAction } from '../platform/contract.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { VARIABLES } from '../quick-replies/fill-reply.ts'
import { quickRepliesQuery } from '../quick-replies/queries.ts'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'

export type MacroWords = Pick<Macro, 'name' | 'actions'>
type Kind = MacroAction['kind']

/** In the order in which they are offered; a status and a snooze exclude each other. */
const NEW: Readonly<Record<Kind, MacroAction>> = {
  reply: { kind: 'reply', text: '' },
  note: { kind: 'note', text: '' },
  status: { kind: 'status', status: 'resolved' },
  snooze: { kind: 'snooze', hours: 24 },
  assignee: { kind: 'assignee', assigneeId: 'me' },
  team: { kind: 'team', teamId: null },
  'add-labels': { kind: 'add-labels', labelIds: [] },
  'remove-labels': { kind: 'remove-labels', labelIds: [] },
}
const KINDS = Object.keys(NEW) as readonly Kind[]

/** A name, and what is done under it. What the server refuses is said below. */
export function MacroForm({
  initial,
  onSubmit,
  onCancel,
}: {
  readonly initial: MacroWords
  readonly onSubmit: (words: MacroWords) => Promise<void>
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const id = useId()
  const [name, setName] = useState(initial.name)
  const [actions, setActions] = useState<readonly MacroAction[]>(initial.actions)
  const { mutate, isPending, error } = useMutation({ mutationFn: onSubmit })
  const names = useKindNames()
  const isWhole = name.trim() !== '' && actions.length > 0 && actions.every(isFilled)
  const isTaken = (kind: Kind) =>
    actions.some(
      (action) => action.kind === kind || (EXCLUSIVE.includes(kind) && EXCLUSIVE.includes(action.kind)),
    )
  const offered = KINDS.filter((kind) => !isTaken(kind))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole && !isPending) mutate({ name: name.trim(), actions: [...actions] })
      }}
      className="grid gap-3 py-2"
    >
      <label className="grid gap-1.5 text-[13px] font-medium">
        <Trans>Name</Trans>
        <input
          type="text"
          value={name}
          maxLength={40}
          dir="auto"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form was opened by a press of its own button
          autoFocus
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-problem`}
          onChange={(event) => setName(event.currentTarget.value)}
          className={`${FIELD} text-[14.5px] font-normal`}
        />
      </label>
      {actions.map((action, place) => (
        <fieldset key={action.kind} className="grid gap-2 rounded-lg border border-line p-3">
          <legend className="sr-only">{names[action.kind]}</legend>
          <div className="flex items-center gap-2">
            <span aria-hidden className="min-w-0 flex-1 text-[13px] font-medium">
              {names[action.kind]}
            </span>
            <IconButton
              small
              tipAt="start"
              label={t`Leave this out`}
              onClick={() => setActions(actions.filter((_, nth) => nth !== place))}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </div>
          <ActionField
            action={action}
            label={names[action.kind]}
            onChange={(next) => setActions(actions.map((old, nth) => (nth === place ? next : old)))}
          />
        </fieldset>
      ))}
      {offered.length > 0 && (
        <fieldset>
          <legend className="mb-1.5 text-[13px] font-medium">
            {actions.length === 0 ? <Trans>What shall it do?</Trans> : <Trans>And also</Trans>}
          </legend>
          <div className="flex flex-wrap gap-1.5">
            {offered.map((kind) => (
              <Button
                key={kind}
                small
                onClick={() => setActions([...actions, NEW[kind]])}
                className="coarse:min-h-11"
              >
                {names[kind]}
              </Button>
            ))}
          </div>
        </fieldset>
      )}
      {error !== null && <ProblemLine id={`${id}-problem`} error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" variant="primary" disabled={isPending || !isWhole}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  )
}

const EXCLUSIVE: readonly Kind[] = ['status', 'snooze']

function isFilled(action: MacroAction): boolean {
  if ('text' in action) return action.text.trim() !== ''
  return !('labelIds' in action) || action.labelIds.length > 0
}

function useKindNames(): Readonly<Record<Kind, string>> {
  const { t } = useLingui()
  return {
    reply: t`Send a message`,
    note: t`Write a note for the team`,
    status: t`Set the status`,
    snooze: t`Snooze`,
    assignee: t`Assign to a person`,
    team: t`Give to a team`,
    'add-labels': t`Put labels on`,
    'remove-labels': t`Take labels off`,
  }
}

type FieldProps<A> = {
  readonly action: A
  readonly label: string
  readonly onChange: (action: MacroAction) => void
}

function ActionField({ action, label, onChange }: FieldProps<MacroAction>): ReactNode {
  const { t } = useLingui()
  const { people, teams } = useAssignees()
  switch (action.kind) {
    case 'status':
      return (
        <Choice
          label={label}
          value={action.status}
          options={[
            ['resolved', t`Resolved`],
            ['pending', t`Pending`],
            ['open', t`Open`],
          ]}
          onChange={(status) =>
            onChange({ kind: 'status', status: status as 'open' | 'pending' | 'resolved' })
          }
        />
      )
    case 'snooze':
      return (
        <label className="flex items-center gap-2 text-[14px]">
          <input
            type="number"
            min={1}
            max={720}
            required
            value={action.hours}
            aria-label={t`Hours`}
            onChange={(event) =>
              onChange({
                kind: 'snooze',
                hours: Math.min(720, Math.max(1, Math.round(event.currentTarget.valueAsNumber) || 1)),
              })
            }
            className={`${FIELD} max-w-28`}
          />
          <Trans>hours</Trans>
        </label>
      )
    case 'assignee':
      return (
        <Choice
          label={label}
          value={action.assigneeId ?? ''}
          options={[
            ['me', t`Whoever runs it`],
            ...people.map((person) => [person.id, person.name] as const),
            ['', t`Nobody`],
          ]}
          onChange={(to) => onChange({ kind: 'assignee', assigneeId: to === '' ? null : to })}
        />
      )
    case 'team':
      return (
        <Choice
          label={label}
          value={action.teamId ?? ''}
          options={[...teams.map((team) => [team.id, team.name] as const), ['', t`No team`]]}
          onChange={(to) => onChange({ kind: 'team', teamId: to === '' ? null : to })}
        />
      )
    case 'add-labels':
    case 'remove-labels':
      return <LabelChoice action={action} label={label} onChange={onChange} />
    case 'note':
      return (
        <textarea
          value={action.text}
          rows={2}
          maxLength={4000}
          dir="auto"
          aria-label={label}
          onChange={(event) => onChange({ kind: 'note', text: event.currentTarget.value })}
          className={AREA}
        />
      )
    case 'reply':
      return <ReplyField action={action} label={label} onChange={onChange} />
    default:
      return action satisfies never
  }
}

const AREA =
  'block field-sizing-content max-h-60 min-h-16 w-full resize-y rounded-lg border border-control-line bg-surface px-3 py-2 text-[14.5px] leading-[21px] coarse:text-[16px]'

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, name: string])[]
  readonly onChange: (value: string) => void
}) {
  const { t } = useLingui()
  const isKnown = options.some(([key]) => key === value)
  return (
    <select
      value={value}
      aria-label={label}
      onChange={(event) => onChange(event.currentTarget.value)}
      className={`${FIELD} max-w-sm`}
    >
      {!isKnown && <option value={value}>{t`Somebody who has left`}</option>}
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  )
}

function LabelChoice({
  action,
  onChange,
}: FieldProps<Extract<MacroAction, { readonly labelIds: string[] }>>) {
  const labels = useLabels()
  const { labelIds, kind } = action
  if (labels.length === 0)
    return (
      <p className="text-[13.5px] text-muted">
        <Trans>There are no labels yet: make one in Labels.</Trans>
      </p>
    )
  const toggle = (id: string) => {
    const known = labelIds.filter((one) => labels.some((label) => label.id === one))
    onChange({ kind, labelIds: known.includes(id) ? known.filter((one) => one !== id) : [...known, id] })
  }
  return (
    <div className="grid max-h-60 gap-x-4 overflow-y-auto sm:grid-cols-2">
      {labels.map(({ id, name, color }) => (
        <label key={id} className="flex min-h-9 items-center gap-2.5 coarse:min-h-11">
          <input
            type="checkbox"
            checked={labelIds.includes(id)}
            onChange={() => toggle(id)}
            className="size-4 shrink-0 accent-brand"
          />
          <LabelDot color={color} />
          <bdi className="min-w-0 truncate">{name}</bdi>
        </label>
      ))}
    </div>
  )
}

/** Words of one's own, or those of a quick reply to begin with. */
function ReplyField({ action, label, onChange }: FieldProps<Extract<MacroAction, { kind: 'reply' }>>) {
  const { t } = useLingui()
  const replies = useQuery(quickRepliesQuery).data?.items ?? []
  const variables = {
    'contact.name': t`Customer’s name`,
    'contact.firstName': t`Customer’s first name`,
    'agent.name': t`Your name`,
    'shop.name': t`Shop’s name`,
  } as const
  const put = (text: string) => onChange({ kind: 'reply', text })
  return (
    <>
      <textarea
        value={action.text}
        rows={3}
        maxLength={4096}
        dir="auto"
        aria-label={label}
        onChange={(event) => put(event.currentTarget.value)}
        className={AREA}
      />
      <div className="flex flex-wrap items-center gap-1.5">
        {replies.length > 0 && (
          <select
            value=""
            aria-label={t`Take a quick reply`}
            onChange={(event) => {
              const reply = replies.find(({ id }) => id === event.currentTarget.value)
              if (reply !== undefined) put(reply.text)
            }}
            className={`${FIELD} h-8! w-auto! text-[13px] coarse:h-11!`}
          >
            <option value="">{t`Take a quick reply`}</option>
            {replies.map(({ id, shortcut }) => (
              <option key={id} value={id}>
                /{shortcut}
              </option>
            ))}
          </select>
        )}
        {VARIABLES.map((name) => (
          <Button
            key={name}
            small
            onClick={() => put(`${action.text}{{${name}}}`)}
            className="coarse:min-h-11"
          >
            {variables[name]}
          </Button>
        ))}
      </div>
      <p className="text-[12.5px] text-pretty text-muted">
        <Trans>
          It is sent at once. Where 24 hours have passed since the customer wrote, the macro does nothing and
          says so.
        </Trans>
      </p>
    </>
  )
}
