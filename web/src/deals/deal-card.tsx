import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { AlarmClock, CalendarDays, MessageCircle } from 'lucide-react'
import type { DragEvent, KeyboardEvent } from 'react'
import { dayOf } from '../contacts/day-of.ts'
import { useNow } from '../platform/clock.ts'
import type { Deal, DealStage } from '../platform/contract.ts'
import { dateAndTime, money } from '../platform/format.ts'

export const DRAG_TYPE = 'application/x-harkara-deal'

/** One deal: pressed, it opens; dragged, moved with its menu or with Shift and an arrow, it goes elsewhere. */
export function DealCard({
  deal,
  stages,
  mayWrite,
  onOpen,
  onMoveTo,
  onKey,
  onDropBefore,
}: {
  readonly deal: Deal
  readonly stages: readonly DealStage[]
  readonly mayWrite: boolean
  readonly onOpen: () => void
  readonly onMoveTo: (stage: DealStage) => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly onDropBefore: (event: DragEvent) => void
}) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000)
  const { title, owner, expectedCloseOn, reminderAt } = deal
  const isOverdue = reminderAt !== null && reminderAt <= now
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dragging has its menu and keys beside it
    <li
      draggable={mayWrite}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAG_TYPE, deal.id)
        event.dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDropBefore}
      className="rounded-xl border border-line bg-surface p-2.5 shadow-xs"
    >
      <button
        type="button"
        data-deal={deal.id}
        aria-haspopup="dialog"
        aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight Shift+ArrowUp Shift+ArrowDown"
        onClick={onOpen}
        onKeyDown={onKey}
        className="block w-full rounded-md text-start"
      >
        <bdi className="block text-[14px] font-medium [overflow-wrap:anywhere] hover:underline">{title}</bdi>
        <span className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-[13px]">
          <span className="font-semibold tabular-nums">{money(deal.valuePaise / 100, 'INR')}</span>
          <bdi className="min-w-0 truncate text-muted">{deal.contact.displayName ?? t`WhatsApp user`}</bdi>
        </span>
      </button>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-[12px] text-muted">
        {reminderAt !== null && (
          <span className={clsx('inline-flex items-center gap-1', isOverdue && 'font-medium text-amber')}>
            <AlarmClock size={13} aria-hidden />
            <span className="sr-only">{isOverdue ? t`Reminder, due since` : t`Reminder at`}</span>
            {dateAndTime(reminderAt, i18n.locale)}
          </span>
        )}
        {expectedCloseOn !== null && (
          <span className="inline-flex items-center gap-1">
            <CalendarDays size={13} aria-hidden />
            <span className="sr-only">{t`Expected on`}</span>
            {dayOf(new Date(`${expectedCloseOn}T12:00:00`).getTime(), i18n.locale)}
          </span>
        )}
        {owner !== null && <bdi>{owner.name}</bdi>}
        {deal.lostReason !== null && <bdi className="w-full">{deal.lostReason}</bdi>}
      </div>
      <div className="mt-1.5 flex items-center gap-1">
        {mayWrite && (
          <select
            aria-label={t`Move “${title}” to…`}
            value=""
            onChange={(event) => {
              const stage = stages.find(({ id }) => id === event.currentTarget.value)
              if (stage !== undefined) onMoveTo(stage)
            }}
            className="h-8 min-w-0 flex-1 rounded-lg border border-line bg-surface px-1.5 text-[12.5px] text-muted coarse:h-11 coarse:text-[16px]"
          >
            <option value="">{t`Move to…`}</option>
            {stages
              .filter(({ id }) => id !== deal.stageId)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        )}
        {deal.conversationId !== null && (
          <Link
            to="/inbox/$id"
            params={{ id: deal.conversationId }}
            search={{}}
            aria-label={t`Open the conversation about “${title}”`}
            className="inline-grid size-8 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
          >
            <MessageCircle size={16} aria-hidden />
          </Link>
        )}
      </div>
    </li>
  )
}
