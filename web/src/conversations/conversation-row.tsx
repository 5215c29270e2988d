import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { AlarmClock, Ban, Pencil } from 'lucide-react'
import { memo } from 'react'
import { plainLine } from '../bubble/plain-line.ts'
import { TickIcon } from '../bubble/ticks.tsx'
import { TypeIcon, useTypeLabel } from '../bubble/type-label.tsx'
import { useAssignees, useIsMentioned } from '../assignment/queries.ts'
import { Avatar, useContactName } from '../contacts/avatar.tsx'
import { initials } from '../contacts/naming.ts'
import type { Conversation } from '../platform/contract.ts'
import { listTime, wholeNumber } from '../platform/format.ts'
import { LabelDots } from '../labels/label-marks.tsx'
import { PresenceMark } from '../presence/presence-mark.tsx'
import { labelsOf, useLabels } from '../labels/queries.ts'
import { SlaMark } from './sla-mark.tsx'
import { StatusMark } from './thread-status.tsx'
import { viewWindow } from './window.ts'
import { useRingText } from './window-words.tsx'

/** One conversation in the list: who, what was said last, when, how many unread, and how long one may still answer. */
export const ConversationRow = memo(function ConversationRow({
  conversation,
  draft,
  now,
}: {
  readonly conversation: Conversation
  readonly draft: string | null
  readonly now: number
}) {
  const { t, i18n } = useLingui()
  const name = useContactName()(conversation.contact)
  const view = viewWindow(conversation.window, now)
  const ringText = useRingText()(view)
  const { unreadCount, lastMessageAt, reminderFor } = conversation
  const isUnread = unreadCount > 0
  const labels = labelsOf(useLabels(), conversation.labelIds)
  const assignee = useAssignees().people.find(({ id }) => id === conversation.assigneeId)
  const isMentioned = useIsMentioned(conversation.id)
  return (
    <>
      <Avatar contact={conversation.contact} window={view} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span
            className={clsx(
              'min-w-0 flex-1 truncate text-[14.5px]',
              isUnread ? 'font-semibold' : 'font-medium',
            )}
          >
            <bdi>{name}</bdi>
          </span>
          <span className="sr-only">, {ringText}, </span>
          <StatusMark status={conversation.status} />
          {conversation.sla !== undefined && <SlaMark sla={conversation.sla} now={now} />}
          {reminderFor !== null && (
            <span className="inline-flex shrink-0 self-center text-amber">
              <AlarmClock size={15} aria-hidden />
              <span className="sr-only">{t`Reminder for ${reminderFor}`}</span>
            </span>
          )}
          {lastMessageAt !== null && (
            <span
              className={clsx(
                'shrink-0 text-[12px]',
                isUnread ? 'font-semibold text-brand-strong' : 'text-muted',
              )}
            >
              {listTime(lastMessageAt, now, i18n.locale)}
            </span>
          )}
        </span>
        <span className="mt-0.5 flex items-center gap-2">
          <span
            className={clsx(
              'flex min-w-0 flex-1 items-center gap-1 text-[13px]',
              isUnread ? 'text-ink' : 'text-muted',
            )}
          >
            {draft === null ? <Preview conversation={conversation} /> : <DraftPreview text={draft} />}
          </span>
          <PresenceMark conversationId={conversation.id} />
          <LabelDots labels={labels} />
          {isMentioned && (
            <span className="grid size-5 shrink-0 place-items-center rounded-full bg-amber-tint text-[12px] font-bold text-amber">
              <span aria-hidden>@</span>
              <span className="sr-only">{t`You were mentioned`}</span>
            </span>
          )}
          {assignee !== undefined && (
            <span
              title={assignee.name}
              className="grid h-5 min-w-5 shrink-0 place-items-center rounded-full border border-line bg-surface px-1 text-[10px] font-semibold text-muted"
            >
              <span aria-hidden>{initials(assignee.name) ?? '·'}</span>
              <span className="sr-only">{t`With ${assignee.name}`}</span>
            </span>
          )}
          {isUnread && (
            <span className="grid h-5 min-w-5 place-items-center rounded-full bg-brand px-1.5 text-[11.5px] leading-none font-semibold text-on-brand">
              <span aria-hidden>{unreadCount > 99 ? '99+' : wholeNumber(unreadCount, i18n.locale)}</span>
              <span className="sr-only">
                <Plural value={unreadCount} one="# unread" other="# unread" />
              </span>
            </span>
          )}
          {conversation.contact.kind === 'group' && <span className="sr-only">{t`Group`}</span>}
        </span>
      </span>
    </>
  )
})

function DraftPreview({ text }: { readonly text: string }) {
  return (
    <>
      <Pencil size={13} aria-hidden className="shrink-0 text-amber" />
      <span className="shrink-0 text-amber">
        <Trans>Draft:</Trans>
      </span>
      <span className="truncate">
        <bdi>{text}</bdi>
      </span>
    </>
  )
}

function Preview({ conversation }: { readonly conversation: Conversation }) {
  const label = useTypeLabel()
  const last = conversation.lastMessage
  if (last === null) return <Trans>No messages yet</Trans>
  if (last.isRevoked) {
    return (
      <>
        <Ban size={14} aria-hidden className="shrink-0" />
        <span className="truncate italic">
          <Trans>Deleted message</Trans>
        </span>
      </>
    )
  }
  return (
    <>
      {last.direction === 'out' && <TickIcon state={last.state} size={15} />}
      <TypeIcon type={last.type} />
      <span className="truncate">
        <bdi>{last.text === null || last.text === '' ? label(last.type) : plainLine(last.text)}</bdi>
      </span>
    </>
  )
}
