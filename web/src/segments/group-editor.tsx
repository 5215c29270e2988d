import { Trans, useLingui } from '@lingui/react/macro'
import { FolderPlus, Plus, X } from 'lucide-react'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { ConditionRow } from './condition-row.tsx'
import { type Group, type Join, newPart, type Part } from './edit-tree.ts'
import { SELECT } from './styles.ts'

/** Conditions and groups of conditions, one below the other, and how they are joined. */
export function GroupEditor({
  group,
  depth,
  onChange,
  onRemove,
}: {
  readonly group: Group
  readonly depth: number
  readonly onChange: (group: Group) => void
  readonly onRemove?: () => void
}) {
  const { t } = useLingui()
  const joins: Readonly<Record<Join, string>> = {
    all: t`All of this is true`,
    any: t`At least one of this is true`,
    none: t`None of this is true`,
    'not-all': t`Not all of this is true`,
  }
  const replace = (part: Part, next: Part | null) =>
    onChange({
      ...group,
      of: group.of.flatMap((one) => (one.key !== part.key ? [one] : next === null ? [] : [next])),
    })
  const add = (part: Part) => onChange({ ...group, of: [...group.of, part] })
  return (
    <fieldset className={depth > 1 ? 'min-w-0 rounded-xl border border-line bg-canvas p-3' : 'min-w-0'}>
      <legend className="sr-only">{joins[group.join]}</legend>
      <div className="flex items-center gap-2">
        <select
          aria-label={t`How the conditions are joined`}
          value={group.join}
          onChange={(event) => onChange({ ...group, join: event.currentTarget.value as Join })}
          className={`${SELECT} font-medium`}
        >
          {(Object.keys(joins) as Join[]).map((join) => (
            <option key={join} value={join}>
              {joins[join]}
            </option>
          ))}
        </select>
        {onRemove !== undefined && (
          <IconButton label={t`Remove the group`} tipAt="start" className="ms-auto" onClick={onRemove}>
            <X size={18} aria-hidden />
          </IconButton>
        )}
      </div>
      <ul className="mt-2 grid grid-cols-1 gap-2">
        {group.of.map((part) => (
          <li key={part.key}>
            {'group' in part ? (
              <GroupEditor
                group={part.group}
                depth={depth + 1}
                onChange={(inner) => replace(part, { key: part.key, group: inner })}
                onRemove={() => replace(part, null)}
              />
            ) : (
              <ConditionRow
                row={part.row}
                onChange={(row) => replace(part, { key: part.key, row })}
                onRemove={() => replace(part, null)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button small onClick={() => add(freshRow())}>
          <Plus size={16} aria-hidden />
          <Trans>Add a condition</Trans>
        </Button>
        {depth < 3 && (
          <Button
            small
            variant="quiet"
            onClick={() => add(newPart({ group: { join: 'any', of: [freshRow()] } }))}
          >
            <FolderPlus size={16} aria-hidden />
            <Trans>Add a group</Trans>
          </Button>
        )}
      </div>
    </fieldset>
  )
}

const freshRow = () => newPart({ row: { isNot: false, condition: { kind: 'wrote', days: 7 } } })
