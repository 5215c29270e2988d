import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { inputTime, tomorrowMorning } from './snooze-times.ts'

/** Any moment to come back at. Lazy. */
export function SnoozeDialog({
  onClose,
  onSnooze,
}: {
  readonly onClose: () => void
  readonly onSnooze: (at: number) => void
}) {
  const { t } = useLingui()
  const [text, setText] = useState(() => inputTime(tomorrowMorning(Date.now())))
  const [earliest] = useState(() => inputTime(Date.now()))
  const [isWrong, setWrong] = useState(false)
  const submit = () => {
    const at = new Date(text).getTime()
    if (!(at > Date.now())) {
      setWrong(true)
      return
    }
    onClose()
    onSnooze(at)
  }
  return (
    <Dialog title={t`Snooze until`} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
        className="grid gap-3 p-4"
      >
        <label className="grid gap-1.5 text-[13px] font-medium">
          <Trans>Date and time</Trans>
          <input
            type="datetime-local"
            value={text}
            min={earliest}
            aria-invalid={isWrong}
            aria-describedby={isWrong ? 'snooze-problem' : undefined}
            onChange={(event) => {
              setText(event.currentTarget.value)
              setWrong(false)
            }}
            className="h-11 rounded-lg border border-control-line bg-surface px-3 text-[15px] font-normal coarse:text-[16px]"
          />
        </label>
        {isWrong && (
          <p id="snooze-problem" role="alert" className="text-[13px] text-red">
            <Trans>Choose a moment in the future.</Trans>
          </p>
        )}
        <p className="text-[13px] text-pretty text-muted">
          <Trans>It comes back to the open conversations then, or as soon as the customer writes.</Trans>
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" variant="primary">
            <Trans>Snooze</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
