import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { AlarmClock, Check, Trash2 } from 'lucide-react'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson } from '../platform/api.ts'
import type { Reminder } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'

/** Reminders that nobody has done yet, the earliest first; those that are due stand out. */
export function RemindersList({
  reminders,
  mayWrite,
  isLinked,
}: {
  readonly reminders: readonly Reminder[]
  readonly mayWrite: boolean
  /** Whether each says with whom it is, and leads there. */
  readonly isLinked: boolean
}) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  const act = async (change: () => Promise<unknown>, said: string) => {
    try {
      await change()
      announce(said)
    } catch (error) {
      tellProblem(error)
    }
    void client.invalidateQueries({ queryKey: ['reminders'] })
  }
  return (
    <ul className="grid gap-1">
      {reminders.map((reminder) => {
        const name = reminder.for.name
        return (
          <li key={reminder.id} className="flex items-start gap-1.5 text-[13px]">
            <AlarmClock
              size={16}
              aria-hidden
              className={clsx('mt-2 shrink-0', reminder.state === 'due' ? 'text-amber' : 'text-muted')}
            />
            <span className="min-w-0 flex-1 py-1.5">
              <span className={reminder.state === 'due' ? 'font-medium text-amber' : 'text-muted'}>
                {reminder.state === 'due' && (
                  <>
                    <Trans>Due since</Trans>{' '}
                  </>
                )}
                {dateAndTime(reminder.dueAt, i18n.locale)}
              </span>
              {isLinked && reminder.conversationId !== null && (
                <Link
                  to="/inbox/$id"
                  params={{ id: reminder.conversationId }}
                  search={{}}
                  className="ms-2 font-medium text-link underline-offset-2 hover:underline"
                >
                  <bdi>{reminder.contactName ?? t`WhatsApp user`}</bdi>
                </Link>
              )}
              {reminder.dealTitle !== null && (
                <span className="ms-2">
                  <bdi>{reminder.dealTitle}</bdi>
                </span>
              )}
              {reminder.note !== '' && (
                <span dir="auto" className="block [overflow-wrap:anywhere]">
                  {reminder.note}
                </span>
              )}
              <span className="block text-[12px] text-muted">{t`for ${name}`}</span>
            </span>
            {mayWrite && (
              <>
                <IconButton
                  small
                  label={t`Done`}
                  onClick={() =>
                    void act(async () => patchJson(pathOf(reminder), { isDone: true }), t`Reminder done`)
                  }
                >
                  <Check size={17} aria-hidden />
                </IconButton>
                <IconButton
                  small
                  label={t`Delete the reminder`}
                  tipAt="start"
                  onClick={() => void act(async () => deleteJson(pathOf(reminder)), t`Reminder deleted`)}
                >
                  <Trash2 size={16} aria-hidden />
                </IconButton>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const pathOf = ({ id }: Reminder) => `/reminders/${encodeURIComponent(id)}`
