import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { AlarmClock, CircleCheck, EllipsisVertical, RotateCcw, Tag, UserRoundPlus, Zap } from 'lucide-react'
import { useState } from 'react'
import { useAssignees } from '../assignment/queries.ts'
import type { Conversation } from '../platform/contract.ts'
import { withLaterWords } from '../platform/i18n.ts'
import { useShortcuts } from '../platform/shortcuts.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { meQuery } from './queries.ts'
import type { ThreadRoom } from './thread-room.ts'
import type { Triage } from './use-triage.ts'

const SnoozeMenu = lazyPart(() => import('./snooze-menu.tsx').then((m) => m.SnoozeMenu))
const SnoozeDialog = lazyPart(() => import('./snooze-dialog.tsx').then((m) => m.SnoozeDialog))
const LabelPicker = lazyPart(() => import('../labels/label-picker.tsx').then((m) => m.LabelPicker))

const AssignPicker = lazyPart(() => import('../assignment/assign-picker.tsx').then((m) => m.AssignPicker))

const MacroPicker = lazyPart(() => import('../macros/macro-picker.tsx').then((m) => m.MacroPicker))

type Open = 'menu' | 'date' | 'labels' | 'assign' | 'macros' | null

/** What is done with a conversation as a whole: resolve, snooze, label, give to somebody, macros; by hand or by E, Z, L, A, I and M. */
export function ThreadActions({
  conversation,
  room,
  onChange,
}: {
  readonly conversation: Conversation
  readonly room: ThreadRoom
  readonly onChange: Triage
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const { data: me } = useQuery(meQuery)
  /** Room for a button of its own for each. */
  const isRoomy = room !== 'for the name'
  const [open, setOpen] = useState<Open>(null)
  const [menuButton, setMenuButton] = useState<Element | null>(null)
  const [assignButton, setAssignButton] = useState<Element | null>(null)
  const people = useAssignees()
  const [macroButton, setMacroButton] = useState<Element | null>(null)
  const [labelButton, setLabelButton] = useState<Element | null>(null)
  const mayChange = me === undefined || me.permissions.includes('conversations:write')
  const isResolved = conversation.status === 'resolved'
  const toggle = () => onChange(conversation, { status: isResolved ? 'open' : 'resolved' })
  const assignToMe = async () => {
    const { assign } = await withLaterWords(() => import('../assignment/assign.ts'))
    assign(conversation, { assigneeId: people.me }, { people, onChange })
  }
  const openFromKey = (what: Open) => (event: KeyboardEvent) => {
    event.preventDefault()
    if (mayChange) setOpen(what)
  }
  useShortcuts({
    KeyE: () => mayChange && toggle(),
    KeyZ: openFromKey('menu'),
    KeyL: openFromKey('labels'),
    KeyA: openFromKey('assign'),
    KeyM: openFromKey('macros'),
    KeyI: () => mayChange && people.me !== null && void assignToMe(),
  })
  if (!mayChange) return null
  const assignee = people.people.find(({ id }) => id === conversation.assigneeId)?.name
  const team = people.teams.find(({ id }) => id === conversation.teamId)?.name
  const holder = assignee ?? team
  const close = () => setOpen(null)
  const snooze = (at: number) => onChange(conversation, { status: 'snoozed', snoozedUntil: at })
  const DoneIcon = isResolved ? RotateCcw : CircleCheck
  const MenuIcon = isRoomy ? AlarmClock : EllipsisVertical
  const doneLabel = isResolved ? t`Reopen` : t`Resolve`
  return (
    <>
      {isRoomy && (
        <button
          ref={setAssignButton}
          type="button"
          aria-label={holder === undefined ? t`Assign` : t`Assigned to ${holder}`}
          aria-keyshortcuts="A"
          aria-haspopup="dialog"
          aria-expanded={open === 'assign'}
          data-tip={holder === undefined ? t`Assign (A), to me (I)` : t`Assigned to ${holder}`}
          onClick={() => setOpen('assign')}
          className="flex h-10 max-w-36 min-w-10 items-center justify-center gap-1.5 rounded-lg px-2 text-[13px] font-medium text-muted hover:bg-sunken hover:text-ink coarse:min-h-11"
        >
          <UserRoundPlus size={19} aria-hidden className="shrink-0" />
          {holder !== undefined && room === 'for all' && <bdi className="truncate">{holder}</bdi>}
        </button>
      )}
      {isRoomy && (
        <IconButton
          ref={setLabelButton}
          label={t`Labels`}
          aria-keyshortcuts="L"
          aria-haspopup="dialog"
          aria-expanded={open === 'labels'}
          onClick={() => setOpen('labels')}
        >
          <Tag size={19} aria-hidden />
        </IconButton>
      )}
      {isRoomy && (
        <IconButton
          ref={setMacroButton}
          label={t`Macros`}
          aria-keyshortcuts="M"
          aria-haspopup="dialog"
          aria-expanded={open === 'macros'}
          onClick={() => setOpen('macros')}
        >
          <Zap size={19} aria-hidden />
        </IconButton>
      )}
      {isRoomy ? (
        <Button
          aria-keyshortcuts="E"
          onClick={toggle}
          className="order-last px-3!"
          data-tip={isResolved ? t`Reopen (E)` : t`Resolve (E)`}
          data-tip-at="start"
        >
          <DoneIcon size={18} aria-hidden />
          {isResolved ? <Trans>Reopen</Trans> : <Trans>Resolve</Trans>}
        </Button>
      ) : (
        <IconButton label={doneLabel} tipAt="start" aria-keyshortcuts="E" onClick={toggle}>
          <DoneIcon size={21} aria-hidden />
        </IconButton>
      )}
      <IconButton
        ref={setMenuButton}
        label={isRoomy ? t`Snooze` : t`Snooze, labels, assign`}
        tipAt="start"
        aria-keyshortcuts="Z"
        aria-haspopup="menu"
        aria-expanded={open === 'menu'}
        onClick={() => setOpen('menu')}
      >
        <MenuIcon size={20} aria-hidden />
      </IconButton>
      {open === 'menu' && (
        <SnoozeMenu
          anchor={menuButton}
          conversation={conversation}
          onClose={close}
          onSnooze={snooze}
          onStatus={(status) => onChange(conversation, { status })}
          onCustom={() => setOpen('date')}
          onOpen={isRoomy ? null : setOpen}
        />
      )}
      {open === 'assign' && (
        <AssignPicker
          anchor={isRoomy ? assignButton : menuButton}
          conversation={conversation}
          onChange={onChange}
          onClose={close}
        />
      )}
      {open === 'macros' && (
        <MacroPicker
          anchor={isRoomy ? macroButton : menuButton}
          onClose={close}
          onRun={async (macro) => {
            const { runMacro } = await withLaterWords(() => import('../macros/run-macro.ts'))
            await runMacro(client, conversation, macro, problemText)
          }}
        />
      )}
      {open === 'date' && <SnoozeDialog onClose={close} onSnooze={snooze} />}
      {open === 'labels' && (
        <LabelPicker
          anchor={isRoomy ? labelButton : menuButton}
          conversation={conversation}
          onClose={close}
          onLabels={(labelIds) => onChange(conversation, { labelIds })}
        />
      )}
    </>
  )
}
