import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { postJson } from '../platform/api.ts'
import type { NewApiKey, Permission } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { NewKeySecret } from './new-key-secret.tsx'
import { PERMISSION_WORDS } from './permission-words.ts'
import { FIELD, ProblemLine } from './section-frame.tsx'

const DAY_MS = 86_400_000
const RATE = 600
const RATE_MAX = 6000

type Wish = {
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly ratePerMinute: number
  readonly expiresAt: number | null
}

/** Makes a key, and then shows it: the one time that anybody sees it whole. */
export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [isCopied, setCopied] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const create = useMutation({
    mutationFn: async (wish: Wish) => postJson<NewApiKey>('/keys', wish),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['keys'] })
      void client.invalidateQueries({ queryKey: ['audit'] })
    },
  })
  const made = create.data
  // The key cannot be seen again, so a slip of the finger must not close it.
  const close = () => {
    if (made === undefined || isCopied || isLeaving) onClose()
    else setLeaving(true)
  }
  return (
    <Dialog
      title={made === undefined ? t`Make an API key` : t`Copy the key now`}
      shape={made === undefined ? 'wide' : 'centre'}
      onClose={close}
    >
      {made === undefined ? (
        <KeyForm
          isBusy={create.isPending}
          error={create.error}
          onCreate={(wish) => create.mutate(wish)}
          onCancel={onClose}
        />
      ) : (
        <NewKeySecret made={made} isLeaving={isLeaving} onCopied={() => setCopied(true)} onClose={close} />
      )}
    </Dialog>
  )
}

function KeyForm({
  isBusy,
  error,
  onCreate,
  onCancel,
}: {
  readonly isBusy: boolean
  readonly error: Error | null
  readonly onCreate: (wish: Wish) => void
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const id = useId()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set())
  const [days, setDays] = useState('')
  const [rate, setRate] = useState(String(RATE))
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const expiresAt = days === '' ? null : Date.now() + Number(days) * DAY_MS
    onCreate({ name: name.trim(), permissions: [...chosen], ratePerMinute: Number(rate), expiresAt })
  }
  return (
    <form onSubmit={submit} className="grid gap-5 p-5">
      <div>
        <Label htmlFor={`${id}-name`}>{t`Name`}</Label>
        <input
          id={`${id}-name`}
          value={name}
          required
          maxLength={80}
          dir="auto"
          autoComplete="off"
          // The dialog opens on a press, and this is where the person wants to be.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-describedby={`${id}-name-help`}
          onChange={(event) => setName(event.currentTarget.value)}
          className={FIELD}
        />
        <p id={`${id}-name-help`} className="mt-1 text-[12.5px] text-muted">
          <Trans>The program that will use it, for instance “Billing software”.</Trans>
        </p>
      </div>
      <PermissionChoice chosen={chosen} onChoose={setChosen} />
      <div className="grid gap-4 sm:grid-cols-2">
        <div>
          <Label htmlFor={`${id}-days`}>{t`Expires`}</Label>
          <select
            id={`${id}-days`}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            className={FIELD}
          >
            <option value="">{t`Never`}</option>
            <option value="30">{t`In 30 days`}</option>
            <option value="90">{t`In 90 days`}</option>
            <option value="365">{t`In a year`}</option>
          </select>
        </div>
        <div>
          <Label htmlFor={`${id}-rate`}>{t`Requests a minute, at most`}</Label>
          <input
            id={`${id}-rate`}
            type="number"
            inputMode="numeric"
            min={1}
            max={RATE_MAX}
            step={1}
            required
            value={rate}
            onChange={(event) => setRate(event.currentTarget.value)}
            className={FIELD}
          />
        </div>
      </div>
      {error !== null && <ProblemLine error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" variant="primary" disabled={isBusy || name.trim() === '' || chosen.size === 0}>
          <Trans>Make the key</Trans>
        </Button>
      </div>
    </form>
  )
}

function Label({ htmlFor, children }: { readonly htmlFor: string; readonly children: string }) {
  return (
    <label htmlFor={htmlFor} className="mb-1 block text-[13px] font-medium">
      {children}
    </label>
  )
}

/** Nobody gives what they do not have, so only that is offered. */
function PermissionChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: ReadonlySet<Permission>
  readonly onChoose: (chosen: ReadonlySet<Permission>) => void
}) {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  const offered = (Object.keys(PERMISSION_WORDS) as Permission[]).filter(
    (one) => one !== 'keys:write' && me?.permissions.includes(one) === true,
  )
  const isAll = offered.every((one) => chosen.has(one))
  const toggle = (one: Permission, isOn: boolean) => {
    const next = new Set(chosen)
    if (isOn) next.add(one)
    else next.delete(one)
    onChoose(next)
  }
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium">
        <Trans>What it may do</Trans>
      </legend>
      <div className="mb-2 flex items-center justify-between gap-2">
        <p className="text-[12.5px] text-muted">
          <Trans>Give it only what it needs. No key can make other keys.</Trans>
        </p>
        <Button
          small
          variant="quiet"
          className="shrink-0"
          onClick={() => onChoose(isAll ? new Set() : new Set(offered))}
        >
          {isAll ? t`Choose none` : t`Choose all`}
        </Button>
      </div>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {offered.map((one) => (
          <label key={one} className="flex min-h-9 items-center gap-2.5 coarse:min-h-11">
            <input
              type="checkbox"
              checked={chosen.has(one)}
              onChange={(event) => toggle(one, event.currentTarget.checked)}
              className="size-4 shrink-0 accent-brand"
            />
            <span>
              {t(PERMISSION_WORDS[one])}
              <code className="ms-1.5 text-[11.5px] text-muted">{one}</code>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
