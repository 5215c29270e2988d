import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { inputTime, tomorrowMorning } from '../conversations/snooze-times.ts'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'

const FIELD =
  'h-9 w-full min-w-0 rounded-lg border border-control-line bg-surface px-2.5 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]'

/** When to be reminded, and of what. */
export function ReminderForm({
  of,
  onDone,
}: {
  readonly of: { readonly conversationId: string | null; readonly dealId: string | null }
  readonly onDone: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const [when, setWhen] = useState(() => inputTime(tomorrowMorning(Date.now())))
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const dueAt = new Date(when).getTime()
    if (!(dueAt > Date.now())) {
      setProblem(t`Choose a moment in the future.`)
      return
    }
    setBusy(true)
    try {
      await postJson('/reminders', { ...of, note, dueAt })
      await client.invalidateQueries({ queryKey: ['reminders'] })
      announce(t`Reminder set`)
      onDone()
    } catch (error) {
      const { title, nextStep } = problemText(error)
      setProblem(`${title} ${nextStep}`)
      setBusy(false)
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves any of its fields
    <form
      noValidate
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onDone()
      }}
      className="mt-2 grid gap-2"
    >
      <label className="grid gap-1 text-[13px]">
        <Trans>Remind me at</Trans>
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press that opened it is about this field
          autoFocus
          type="datetime-local"
          value={when}
          onChange={(event) => setWhen(event.currentTarget.value)}
          className={FIELD}
        />
      </label>
      <label className="grid gap-1 text-[13px]">
        <Trans>Note</Trans>
        <input
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          placeholder={t`For example: ask whether the cloth has come`}
          className={FIELD}
        />
      </label>
      {problem !== null && (
        <p role="alert" className="text-[13px] text-red">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-1.5">
        <Button small onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
        <Button small type="submit" variant="primary" disabled={isBusy}>
          <Trans>Set the reminder</Trans>
        </Button>
      </div>
    </form>
  )
}
