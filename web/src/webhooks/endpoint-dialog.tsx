import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { ApiError, patchJson, postJson } from '../platform/api.ts'
import type { WebhookEndpoint, WebhookEndpointWithSecret } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { endpointPath, webhooksKey } from './queries.ts'
import { SecretDialog } from './secret-view.tsx'
import { EVENT_WORDS } from './webhook-words.ts'

type EventType = WebhookEndpoint['eventTypes'][number]
const EVENT_TYPES = Object.keys(EVENT_WORDS) as EventType[]
type Wish = { readonly url: string; readonly description: string; readonly eventTypes: readonly EventType[] }

/** Adds a webhook, and then shows its secret; or changes one. */
export function EndpointDialog({
  endpoint,
  onClose,
}: {
  /** null: a new one. */
  readonly endpoint: WebhookEndpoint | null
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [secret, setSecret] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: async (wish: Wish) => {
      if (endpoint !== null) return patchJson<WebhookEndpoint>(endpointPath(endpoint.id), wish)
      const made = await postJson<WebhookEndpointWithSecret>('/webhook-endpoints', wish)
      setSecret(made.secret)
      return made
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: webhooksKey })
      if (endpoint !== null) onClose()
    },
  })
  if (secret !== null) return <SecretDialog secret={secret} isReplaced={false} onClose={onClose} />
  return (
    <Dialog title={endpoint === null ? t`Add a webhook` : t`Edit the webhook`} shape="wide" onClose={onClose}>
      <EndpointForm
        endpoint={endpoint}
        isBusy={save.isPending}
        error={save.error}
        onSave={(wish) => save.mutate(wish)}
        onCancel={onClose}
      />
    </Dialog>
  )
}

function EndpointForm({
  endpoint,
  isBusy,
  error,
  onSave,
  onCancel,
}: {
  readonly endpoint: WebhookEndpoint | null
  readonly isBusy: boolean
  readonly error: Error | null
  readonly onSave: (wish: Wish) => void
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const id = useId()
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [description, setDescription] = useState(endpoint?.description ?? '')
  const [isAll, setAll] = useState(endpoint === null || endpoint.eventTypes.length === 0)
  const [chosen, setChosen] = useState<readonly EventType[]>(endpoint?.eventTypes ?? [])
  const [tried, setTried] = useState<string | null>(null)
  const problem = useUrlProblem(error)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(url)
    onSave({ url: url.trim(), description: description.trim(), eventTypes: isAll ? [] : chosen })
  }
  return (
    <form onSubmit={submit} className="grid gap-5 p-5">
      <UrlField url={url} wrong={tried === url ? problem : null} onChange={setUrl} />
      <div>
        <label htmlFor={`${id}-description`} className="mb-1 block text-[13px] font-medium">
          {t`Note (optional)`}
        </label>
        <input
          id={`${id}-description`}
          dir="auto"
          maxLength={200}
          autoComplete="off"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          className={FIELD}
        />
      </div>
      <EventChoice isAll={isAll} chosen={chosen} onAll={setAll} onChoose={setChosen} />
      {error !== null && problem === null && <ProblemLine error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={isBusy || url.trim() === '' || (!isAll && chosen.length === 0)}
        >
          {endpoint === null ? t`Add the webhook` : t`Save`}
        </Button>
      </div>
    </form>
  )
}

function UrlField({
  url,
  wrong,
  onChange,
}: {
  readonly url: string
  /** What the server has against it. */
  readonly wrong: string | null
  readonly onChange: (url: string) => void
}) {
  const { t } = useLingui()
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {t`Address of your system`}
      </label>
      <input
        id={id}
        type="url"
        inputMode="url"
        dir="ltr"
        required
        maxLength={2000}
        placeholder="https://example.com/webhooks/harkara"
        autoComplete="off"
        spellCheck={false}
        // The dialog opens on a press, and this is where the person wants to be.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={url}
        aria-invalid={wrong !== null}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.currentTarget.value)}
        className={FIELD}
      />
      <p id={`${id}-help`} className="mt-1 text-[12.5px] text-muted">
        {wrong === null ? (
          <Trans>It must begin with https:// and be reachable on the public internet.</Trans>
        ) : (
          <span role="alert" className="text-red">
            {wrong}
          </span>
        )}
      </p>
    </div>
  )
}

/** What the server says of the address, to stand below its field; null: nothing, or it is about something else. */
function useUrlProblem(error: Error | null): string | null {
  const { t } = useLingui()
  const problem = error instanceof ApiError ? error.problem : null
  const message = problem?.errors?.find(({ path }) => path === 'url')?.message
  return message === undefined ? null : t`This address ${message}.`
}

function EventChoice({
  isAll,
  chosen,
  onAll,
  onChoose,
}: {
  readonly isAll: boolean
  readonly chosen: readonly EventType[]
  readonly onAll: (isAll: boolean) => void
  readonly onChoose: (chosen: readonly EventType[]) => void
}) {
  const { t } = useLingui()
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1 text-[13px] font-medium">
        <Trans>What it is told</Trans>
      </legend>
      {[true, false].map((choice) => (
        <label key={String(choice)} className="flex min-h-9 items-center gap-2.5 coarse:min-h-11">
          <input
            type="radio"
            name={name}
            checked={isAll === choice}
            onChange={() => onAll(choice)}
            className="size-4 accent-brand"
          />
          {choice ? t`Everything, also what is added later` : t`Only this:`}
        </label>
      ))}
      {!isAll && (
        <div className="ms-6.5 grid">
          {EVENT_TYPES.map((type) => (
            <label key={type} className="flex min-h-9 items-center gap-2.5 coarse:min-h-11">
              <input
                type="checkbox"
                checked={chosen.includes(type)}
                onChange={(event) =>
                  onChoose(
                    event.currentTarget.checked ? [...chosen, type] : chosen.filter((one) => one !== type),
                  )
                }
                className="size-4 shrink-0 accent-brand"
              />
              <span>
                {t(EVENT_WORDS[type])}
                <code className="ms-1.5 text-[11.5px] text-muted">{type}</code>
              </span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  )
}
