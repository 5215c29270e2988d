import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useEffect, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { ConnectedNumber, Signup } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { PinField } from './connect-fields.tsx'
import { channelsKey } from './queries.ts'
import type { SignupReturn } from './signup-return.ts'

/** Codes that were handed in: one works once, however often this is rendered. */
const handedIn = new Set<string>()

/** Back from Meta: the numbers that may be connected. */
export function SignupReturnDialog({
  returned: { code, state },
  onClose,
}: {
  readonly returned: SignupReturn
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const { mutate, data, error } = useMutation({
    mutationFn: async (finished: { readonly code: string; readonly state: string }) =>
      postJson<Signup>('/channels/embedded-signup', finished),
  })
  useEffect(() => {
    if (code === null || handedIn.has(state)) return
    handedIn.add(state)
    mutate({ code, state })
  }, [code, state, mutate])
  let content: ReactNode
  if (code === null) content = <p>{t`The sign-up at Meta was cancelled. Nothing was changed.`}</p>
  else if (error !== null) content = <ProblemLine error={error} />
  else if (data === undefined)
    content = <output className="text-muted">{t`Asking Meta for your numbers…`}</output>
  else if (data.numbers.length === 0)
    content = (
      <p>{t`There is no number in this WhatsApp account yet. Add one in WhatsApp Manager, then begin again.`}</p>
    )
  else return <ChooseNumber signup={data} onClose={onClose} />
  return (
    <Dialog title={t`Connect a number`} onClose={onClose}>
      <div className="grid gap-4 p-5 text-pretty">
        {content}
        <div className="flex justify-end">
          <Button onClick={onClose}>{t`Close`}</Button>
        </div>
      </div>
    </Dialog>
  )
}

function ChooseNumber({ signup, onClose }: { readonly signup: Signup; readonly onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [chosen, setChosen] = useState(signup.numbers[0]?.phoneNumberId ?? '')
  const [pin, setPin] = useState('')
  const number = signup.numbers.find(({ phoneNumberId }) => phoneNumberId === chosen)
  const needsPin = number?.needsPin === true
  const connect = useMutation({
    mutationFn: async () =>
      postJson<ConnectedNumber>('/channels/embedded-signup/connect', {
        signupId: signup.id,
        phoneNumberId: chosen,
        ...(needsPin && { pin }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: channelsKey })
      announce(t`The number is connected.`)
      onClose()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    connect.mutate()
  }
  return (
    <Dialog title={t`Which number?`} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <fieldset className="grid gap-1">
          <legend className="sr-only">{t`Numbers`}</legend>
          {signup.numbers.map((one) => (
            <label
              key={one.phoneNumberId}
              className="flex min-h-11 items-center gap-3 rounded-lg border border-line px-3 py-2 has-checked:border-brand has-checked:bg-brand-tint"
            >
              <input
                type="radio"
                name="number"
                checked={one.phoneNumberId === chosen}
                onChange={() => setChosen(one.phoneNumberId)}
              />
              <span className="min-w-0 flex-1">
                <span dir="auto" className="block truncate font-medium">
                  {one.verifiedName}
                </span>
                <bdi className="text-[13px] text-muted">{one.displayPhoneNumber}</bdi>
              </span>
              {one.isConnected && (
                <span className="text-[12.5px] text-muted">
                  <Trans>Connected</Trans>
                </span>
              )}
            </label>
          ))}
        </fieldset>
        {needsPin && <PinField pin={pin} isNeeded onChange={setPin} />}
        {connect.error !== null && <ProblemLine error={connect.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={connect.isPending || (needsPin && !/^\d{6}$/u.test(pin))}
          >
            {connect.isPending ? t`Connecting…` : t`Connect`}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
