import { Trans, useLingui } from '@lingui/react/macro'
import { BellOff, BellRing } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { Consent, ContactDetail } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useConsentWords } from './consent-words.ts'

/** Whether they want offers, how we know, and a way to write down what they said elsewhere. */
export function ConsentCard({
  detail,
  mayWrite,
  onChanged,
}: {
  readonly detail: ContactDetail
  readonly mayWrite: boolean
  readonly onChanged: (changed: ContactDetail) => void
}) {
  const { t } = useLingui()
  const words = useConsentWords()
  const [recording, setRecording] = useState<Consent['state'] | null>(null)
  const holding = detail.consents.find(({ purpose }) => purpose === 'marketing')
  const isOff = detail.isSuppressed
  const Icon = isOff ? BellOff : BellRing
  return (
    <section aria-label={t`Offers`} className="py-3">
      <h3 className="text-[12px] text-muted">
        <Trans>Offers</Trans>
      </h3>
      <p className="mt-0.5 flex items-start gap-2 text-pretty">
        <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${isOff ? 'text-amber' : 'text-muted'}`} />
        <span>{holding === undefined ? t`Has not said whether they want offers` : words(holding)}</span>
      </p>
      {mayWrite && recording === null && (
        <div className="mt-2 flex flex-wrap gap-1.5">
          {!isOff && (
            <Button small onClick={() => setRecording('withdrawn')}>
              <Trans>Record: wants no offers</Trans>
            </Button>
          )}
          {(isOff || holding === undefined) && (
            <Button small onClick={() => setRecording('granted')}>
              <Trans>Record: wants offers</Trans>
            </Button>
          )}
        </div>
      )}
      {recording !== null && (
        <RecordForm
          key={recording}
          contact={detail.id}
          state={recording}
          onDone={(changed) => {
            if (changed !== null) onChanged(changed)
            setRecording(null)
          }}
        />
      )}
      {detail.consents.length > 0 && <History consents={detail.consents} />}
    </section>
  )
}

function RecordForm({
  contact,
  state,
  onDone,
}: {
  readonly contact: string
  readonly state: Consent['state']
  readonly onDone: (changed: ContactDetail | null) => void
}) {
  const { t } = useLingui()
  const problemText = useProblemText()
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const record = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const path = `/contacts/${encodeURIComponent(contact)}/consents`
      const changed = await postJson<ContactDetail>(path, { purpose: 'marketing', state, note: note.trim() })
      announce(t`Recorded`)
      onDone(changed)
    } catch (error) {
      const { title, nextStep } = problemText(error)
      setProblem(`${title} ${nextStep}`)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void record(event)} className="mt-2 grid gap-2">
      <label className="grid gap-1 text-[13px]">
        {state === 'withdrawn'
          ? t`How did they say that they want no offers?`
          : t`How did they agree to offers?`}
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press that opened it is about this field
          autoFocus
          required
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            onDone(null)
          }}
          placeholder={t`For example: said so on the phone`}
          className="h-9 w-full min-w-0 rounded-lg border border-control-line bg-surface px-2.5 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]"
        />
      </label>
      {problem !== null && (
        <p role="alert" className="text-[13px] text-red">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-1.5">
        <Button small onClick={() => onDone(null)}>
          <Trans>Cancel</Trans>
        </Button>
        <Button small type="submit" variant="primary" disabled={isBusy || note.trim() === ''}>
          <Trans>Record</Trans>
        </Button>
      </div>
    </form>
  )
}

function History({ consents }: { readonly consents: readonly Consent[] }) {
  const { t, i18n } = useLingui()
  const words = useConsentWords()
  const count = consents.length
  return (
    <details className="mt-2 text-[13px]">
      <summary className="min-h-8 rounded py-1 text-muted">{t`History (${count})`}</summary>
      <ol className="grid gap-2 pt-1">
        {consents.map((consent) => (
          <li key={consent.id} className="text-pretty">
            {words(consent)}
            {consent.note !== null && (
              <q dir="auto" className="block text-muted [overflow-wrap:anywhere]">
                {consent.note}
              </q>
            )}
            <time dateTime={new Date(consent.at).toISOString()} className="block text-[12px] text-muted">
              {dateAndTime(consent.at, i18n.locale)}
            </time>
          </li>
        ))}
      </ol>
    </details>
  )
}
