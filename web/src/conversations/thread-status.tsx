import { Trans, useLingui } from '@lingui/react/macro'
import { AlarmClock, CircleCheck, Hourglass } from 'lucide-react'
import { LabelChip } from '../labels/label-marks.tsx'
import { labelsOf, useLabels } from '../labels/queries.ts'
import type { Conversation } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'

/** Under the header, where there is something to say: in which pile the conversation lies, and its labels. */
export function ThreadStatus({
  conversation,
  onReopen,
}: {
  readonly conversation: Conversation
  readonly onReopen: () => void
}) {
  const labels = labelsOf(useLabels(), conversation.labelIds)
  const isOpen = conversation.status === 'open'
  if (isOpen && labels.length === 0) return null
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-surface px-4 py-1.5 text-[13px]">
      {!isOpen && (
        <p className="flex items-center gap-1.5">
          <StatusIcon status={conversation.status} size={16} />
          <StatusWords conversation={conversation} />
          {conversation.status !== 'resolved' && ( // For these the header has a button.
            <button
              type="button"
              onClick={onReopen}
              className="min-h-7 rounded px-1.5 font-semibold text-brand-strong underline-offset-2 hover:underline coarse:min-h-10"
            >
              {conversation.status === 'snoozed' ? <Trans>Wake up now</Trans> : <Trans>Back to open</Trans>}
            </button>
          )}
        </p>
      )}
      {labels.length > 0 && (
        <ul className="flex min-w-0 flex-wrap gap-1.5">
          {labels.map((label) => (
            <li key={label.id} className="flex min-w-0">
              <LabelChip label={label} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function StatusWords({
  conversation: { status, snoozedUntil, resolvedAt },
}: {
  readonly conversation: Conversation
}) {
  const { i18n } = useLingui()
  const at = status === 'snoozed' ? snoozedUntil : resolvedAt
  const when = at === null ? '' : dateAndTime(at, i18n.locale)
  if (status === 'snoozed') return <Trans>Snoozed until {when}</Trans>
  if (status === 'pending') return <Trans>Pending: waiting for the customer</Trans>
  return at === null ? <Trans>Resolved</Trans> : <Trans>Resolved on {when}</Trans>
}

/** Which pile: nothing for the open ones. */
function StatusIcon({ status, size }: { readonly status: Conversation['status']; readonly size: number }) {
  if (status === 'open') return null
  const Icon = status === 'snoozed' ? AlarmClock : status === 'pending' ? Hourglass : CircleCheck
  return (
    <Icon
      size={size}
      aria-hidden
      className={status === 'resolved' ? 'shrink-0 text-brand' : 'shrink-0 text-amber'}
    />
  )
}

/** For a row of the list: the mark, and its name for those who cannot see it. */
export function StatusMark({ status }: { readonly status: Conversation['status'] }) {
  const { t } = useLingui()
  if (status === 'open') return null
  const words = status === 'snoozed' ? t`Snoozed` : status === 'pending' ? t`Pending` : t`Resolved`
  return (
    <span title={words} className="shrink-0 self-center">
      <StatusIcon status={status} size={14} />
      <span className="sr-only">{words},</span>
    </span>
  )
}
