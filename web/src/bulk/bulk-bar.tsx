import { Menu } from '@base-ui/react/menu'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import {
  AlarmClock,
  CheckCheck,
  CircleCheck,
  Hourglass,
  Inbox,
  Tag,
  UserRoundPlus,
  X,
  Zap,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useAssignees } from '../assignment/queries.ts'
import { useMay } from '../conversations/queries.ts'
import { snoozeChoices } from '../conversations/snooze-times.ts'
import { LabelCombobox } from '../labels/label-combobox.tsx'
import { useLabels } from '../labels/queries.ts'
import { MacroPicker } from '../macros/macro-picker.tsx'
import type { BulkChange, Conversation } from '../platform/contract.ts'
import { weekdayAndTime } from '../platform/format.ts'
import { useShortcuts } from '../platform/shortcuts.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { Popover } from '../platform/ui/popover.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { changeMany } from './change-many.ts'
import { clearSelection, selectAll, useSelection } from './selection.ts'

type Open = {
  readonly what: 'snooze' | 'labels' | 'assign' | 'macros'
  readonly anchor: Element
}

/** What can be done with all that were chosen in the list. Lazy. */
export function BulkBar({
  items,
  onClose,
}: {
  /** Those that are shown. */
  readonly items: readonly Conversation[]
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const ids = useSelection((state) => state.ids)
  const [open, setOpen] = useState<Open | null>(null)
  const chosen = items.filter(({ id }) => ids.has(id))
  const mayWrite = useMay('conversations:write')
  const close = () => setOpen(null)
  useShortcuts({ Escape: () => open === null && onClose() })
  const run = async (change: BulkChange) => {
    close()
    onClose()
    await changeMany(client, [...ids], change, problemText)
  }
  const status = (to: 'open' | 'pending' | 'resolved') => void run({ kind: 'patch', patch: { status: to } })
  const all = items.length > 0 && items.every(({ id }) => ids.has(id))
  const button = (what: Open['what'], label: string, icon: ReactNode) => (
    <IconButton
      label={label}
      aria-haspopup="dialog"
      aria-expanded={open?.what === what}
      onClick={(event) => setOpen({ what, anchor: event.currentTarget })}
    >
      {icon}
    </IconButton>
  )
  return (
    <section aria-label={t`Chosen conversations`} className="border-y border-line bg-brand-tint px-2 py-1">
      <div className="flex items-center gap-2 ps-1">
        <output className="min-w-0 flex-1 truncate text-[13.5px] font-semibold">
          <Plural value={ids.size} one="# chosen" other="# chosen" />
        </output>
        <button
          type="button"
          aria-pressed={all}
          onClick={() => (all ? clearSelection() : selectAll(items.map(({ id }) => id)))}
          className="min-h-8 rounded-lg px-2 text-[13px] font-medium text-link hover:underline coarse:min-h-11"
        >
          {all ? <Trans>Choose none</Trans> : <Trans>Choose all shown</Trans>}
        </button>
        <IconButton small tipAt="start" label={t`Choose none`} onClick={onClose}>
          <X size={17} aria-hidden />
        </IconButton>
      </div>
      {mayWrite && (
        <div className="flex flex-wrap items-center">
          <IconButton tipAt="end" label={t`Resolve`} onClick={() => status('resolved')}>
            <CircleCheck size={19} aria-hidden />
          </IconButton>
          {button('snooze', t`Snooze`, <AlarmClock size={19} aria-hidden />)}
          {button('assign', t`Assign`, <UserRoundPlus size={19} aria-hidden />)}
          {button('labels', t`Labels`, <Tag size={19} aria-hidden />)}
          {button('macros', t`Macros`, <Zap size={19} aria-hidden />)}
          <IconButton label={t`Mark as read`} onClick={() => void run({ kind: 'read' })}>
            <CheckCheck size={19} aria-hidden />
          </IconButton>
          <IconButton label={t`Set to pending`} onClick={() => status('pending')}>
            <Hourglass size={18} aria-hidden />
          </IconButton>
          <IconButton tipAt="start" label={t`Open again`} onClick={() => status('open')}>
            <Inbox size={18} aria-hidden />
          </IconButton>
        </div>
      )}
      {open?.what === 'snooze' && (
        <SnoozeAll
          anchor={open.anchor}
          onClose={close}
          onSnooze={(at) => void run({ kind: 'patch', patch: { status: 'snoozed', snoozedUntil: at } })}
        />
      )}
      {open?.what === 'assign' && (
        <AssignAll
          anchor={open.anchor}
          onClose={close}
          onAssign={(patch) => void run({ kind: 'patch', patch })}
        />
      )}
      {open?.what === 'labels' && (
        <LabelAll
          anchor={open.anchor}
          chosen={chosen}
          onClose={close}
          onLabel={(change) => void run({ kind: 'labels', ...change })}
        />
      )}
      {open?.what === 'macros' && (
        <MacroPicker
          anchor={open.anchor}
          onClose={close}
          onRun={async ({ id }) => run({ kind: 'macro', macroId: id })}
        />
      )}
    </section>
  )
}

type Panel = { readonly anchor: Element; readonly onClose: () => void }

function ChoiceMenu({
  anchor,
  label,
  onClose,
  children,
}: Panel & { readonly label: string; readonly children: ReactNode }) {
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-[60] outline-none"
        >
          <Menu.Popup
            aria-label={label}
            className="overlay-panel max-h-(--available-height) w-64 overflow-y-auto p-1.5 text-[14px] outline-none"
            finalFocus={() => (anchor instanceof HTMLElement && anchor.isConnected ? anchor : true)}
          >
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1 outline-none select-none data-highlighted:bg-sunken coarse:min-h-11'

function SnoozeAll({ onSnooze, ...panel }: Panel & { readonly onSnooze: (at: number) => void }) {
  const { t, i18n } = useLingui()
  const [choices] = useState(() => snoozeChoices(Date.now()))
  const names = {
    'one-hour': t`In 1 hour`,
    'three-hours': t`In 3 hours`,
    tomorrow: t`Tomorrow`,
    monday: t`Monday`,
  } as const
  return (
    <ChoiceMenu {...panel} label={t`Snooze until`}>
      {choices.map(({ key, at }) => (
        <Menu.Item key={key} onClick={() => onSnooze(at)} className={ITEM}>
          <span className="min-w-0 flex-1">{names[key]}</span>
          <span className="shrink-0 text-[12.5px] text-muted">{weekdayAndTime(at, i18n.locale)}</span>
        </Menu.Item>
      ))}
    </ChoiceMenu>
  )
}

type Holders = { readonly assigneeId?: string | null; readonly teamId?: string | null }

function AssignAll({ onAssign, ...panel }: Panel & { readonly onAssign: (to: Holders) => void }) {
  const { t } = useLingui()
  const { me, people, teams } = useAssignees()
  const sorted = people.toSorted((a, b) => Number(b.id === me) - Number(a.id === me))
  return (
    <ChoiceMenu {...panel} label={t`Assign`}>
      {sorted.map(({ id, name }) => (
        <Menu.Item key={id} onClick={() => onAssign({ assigneeId: id })} className={ITEM}>
          <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
          {id === me && <span className="text-[12px] text-muted">{t`Me`}</span>}
        </Menu.Item>
      ))}
      {teams.map(({ id, name }) => (
        <Menu.Item key={id} onClick={() => onAssign({ teamId: id })} className={ITEM}>
          <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
          <span className="text-[12px] text-muted">{t`Team`}</span>
        </Menu.Item>
      ))}
      <Menu.Separator className="mx-2 my-1.5 h-px bg-line" />
      <Menu.Item onClick={() => onAssign({ assigneeId: null, teamId: null })} className={ITEM}>
        {t`Nobody`}
      </Menu.Item>
    </ChoiceMenu>
  )
}

/** A label that all of them have is taken off all; any other is put on all. */
function LabelAll({
  chosen,
  onLabel,
  ...panel
}: Panel & {
  readonly chosen: readonly Conversation[]
  readonly onLabel: (change: { readonly add: string[]; readonly remove: string[] }) => void
}) {
  const { t } = useLingui()
  const labels = useLabels()
  const worn = labels
    .filter(({ id }) => chosen.length > 0 && chosen.every(({ labelIds }) => labelIds.includes(id)))
    .map(({ id }) => id)
  return (
    <Popover {...panel} label={t`Labels`}>
      <LabelCombobox
        labels={labels}
        chosen={worn}
        isMulti
        onChoose={({ id }) =>
          onLabel(worn.includes(id) ? { add: [], remove: [id] } : { add: [id], remove: [] })
        }
      />
    </Popover>
  )
}
