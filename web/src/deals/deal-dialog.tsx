import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { AlarmClock } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { deleteJson, getJson, patchJson, postJson } from '../platform/api.ts'
import type { Deal } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { dealsKey, remindersQuery } from './queries.ts'
import { useStages } from './use-stages.ts'
import { ReminderForm } from './reminder-form.tsx'
import { RemindersList } from './reminders-list.tsx'

export type DealOf = {
  readonly contactId: string
  readonly contactName: string
  readonly conversationId: string | null
}

const FIELD =
  'h-10 w-full min-w-0 rounded-lg border border-control-line bg-surface px-3 font-normal coarse:h-11 coarse:text-[16px]'

/** Makes a deal or changes one. Lazy. `of`: whose it will be; null: they are chosen here. */
export function DealDialog({
  deal,
  of,
  onClose,
}: {
  readonly deal: Deal | null
  readonly of: DealOf | null
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const stages = useStages().data?.items ?? []
  const [title, setTitle] = useState(deal?.title ?? '')
  const [rupees, setRupees] = useState(deal === null ? '' : String(deal.valuePaise / 100))
  const [stageId, setStageId] = useState(deal?.stageId ?? '')
  const [closeOn, setCloseOn] = useState(deal?.expectedCloseOn ?? '')
  const [ownerId, setOwnerId] = useState(deal?.owner?.id ?? '')
  const [lostReason, setLostReason] = useState(deal?.lostReason ?? '')
  const [contactId, setContactId] = useState(of?.contactId ?? '')
  const [isBusy, setBusy] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const stage = stages.find(({ id }) => id === stageId) ?? stages[0]
  const attempt = async (act: () => Promise<unknown>, said: string) => {
    setBusy(true)
    try {
      await act()
      announce(said)
      void client.invalidateQueries({ queryKey: dealsKey })
      onClose()
    } catch (error) {
      const words = problemText(error)
      setProblem(`${words.title} ${words.nextStep}`)
      setBusy(false)
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    const valuePaise = Math.round(Number(rupees === '' ? 0 : rupees) * 100)
    const common = { title, valuePaise, ownerId: ownerId || null, expectedCloseOn: closeOn || null }
    const inStage = stage === undefined || stage.id === deal?.stageId ? {} : { stageId: stage.id }
    void attempt(
      async () =>
        deal === null
          ? postJson('/deals', {
              ...{ ...common, ...inStage, contactId, conversationId: of?.conversationId ?? null },
            })
          : patchJson(`/deals/${encodeURIComponent(deal.id)}`, {
              ...{ ...common, ...inStage },
              ...(stage?.kind === 'lost' && { lostReason: lostReason.trim() || null }),
            }),
      t`Saved`,
    )
  }
  return (
    <Dialog title={deal === null ? t`New deal` : t`Deal`} onClose={onClose}>
      <form onSubmit={save} className="grid gap-3 p-4">
        {of === null && deal === null ? (
          <ContactChoice chosen={contactId} onChoose={setContactId} />
        ) : (
          <p className="text-[13px] text-muted">
            <bdi>{deal?.contact.displayName ?? of?.contactName}</bdi>
          </p>
        )}
        <Labelled label={t`What is it about?`}>
          <input
            required
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            placeholder={t`For example: 40 sarees for a wedding`}
            className={FIELD}
          />
        </Labelled>
        <div className="grid grid-cols-2 gap-3">
          <Labelled label={t`Value in ₹`}>
            <input
              type="number"
              min={0}
              step="0.01"
              value={rupees}
              onChange={(event) => setRupees(event.currentTarget.value)}
              className={FIELD}
            />
          </Labelled>
          <Labelled label={t`Expected on`}>
            <input
              type="date"
              value={closeOn}
              onChange={(event) => setCloseOn(event.currentTarget.value)}
              className={FIELD}
            />
          </Labelled>
        </div>
        <Labelled label={t`Stage`}>
          <select
            value={stage?.id ?? ''}
            onChange={(event) => setStageId(event.currentTarget.value)}
            className={FIELD}
          >
            {stages.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Labelled>
        {stage?.kind === 'lost' && deal !== null && (
          <Labelled label={t`Why was it lost?`}>
            <input
              maxLength={300}
              value={lostReason}
              onChange={(event) => setLostReason(event.currentTarget.value)}
              className={FIELD}
            />
          </Labelled>
        )}
        <OwnerChoice chosen={ownerId} owner={deal?.owner ?? null} onChoose={setOwnerId} />
        {problem !== null && (
          <p role="alert" className="text-[13px] text-red">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          {deal !== null && (
            <Button
              variant="danger"
              className="me-auto"
              disabled={isBusy}
              onClick={() =>
                isAsking
                  ? void attempt(
                      async () => deleteJson(`/deals/${encodeURIComponent(deal.id)}`),
                      t`Deal deleted`,
                    )
                  : setAsking(true)
              }
            >
              {isAsking ? <Trans>Really delete?</Trans> : <Trans>Delete</Trans>}
            </Button>
          )}
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={isBusy || title.trim() === '' || (deal === null && contactId === '')}
          >
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
      {deal !== null && <DealReminders dealId={deal.id} />}
    </Dialog>
  )
}

/** When somebody wants to be reminded of this deal. */
function DealReminders({ dealId }: { readonly dealId: string }) {
  const { t } = useLingui()
  const reminders = useQuery(remindersQuery(null)).data?.items ?? []
  const [isSetting, setSetting] = useState(false)
  return (
    <section aria-label={t`Reminders`} className="border-t border-line p-4">
      <RemindersList
        reminders={reminders.filter((reminder) => reminder.dealId === dealId)}
        mayWrite
        isLinked={false}
      />
      {isSetting ? (
        <ReminderForm of={{ conversationId: null, dealId }} onDone={() => setSetting(false)} />
      ) : (
        <Button small onClick={() => setSetting(true)}>
          <AlarmClock size={16} aria-hidden />
          <Trans>Remind me</Trans>
        </Button>
      )}
    </section>
  )
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/label-has-associated-control -- the field is the child
    <label className="grid min-w-0 gap-1 text-[13px] font-medium">
      {label}
      {children}
    </label>
  )
}

type MemberName = { readonly id: string; readonly name: string }

/** Who works on it; only where the team may be seen. */
function OwnerChoice({
  chosen,
  owner,
  onChoose,
}: {
  readonly chosen: string
  readonly owner: MemberName | null
  readonly onChoose: (id: string) => void
}) {
  const { t } = useLingui()
  const { data } = useQuery({
    queryKey: ['member-names'],
    queryFn: ({ signal }) => getJson<{ items: MemberName[] }>('/members', signal),
    retry: false,
  })
  const members = data?.items ?? (owner === null ? [] : [owner])
  if (members.length === 0) return null
  return (
    <Labelled label={t`Whose deal`}>
      <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value)} className={FIELD}>
        <option value="">{t`Nobody’s`}</option>
        {members.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

/** Finds somebody by name or number. */
function ContactChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: string
  readonly onChoose: (id: string) => void
}) {
  const { t } = useLingui()
  const [q, setQ] = useState('')
  const { data } = useQuery({
    queryKey: ['contacts', 'choice', q.trim()],
    queryFn: async ({ signal }) =>
      getJson<{ items: { id: string; displayName: string | null; phone: string | null }[] }>(
        `/contacts?limit=20${q.trim() === '' ? '' : `&q=${encodeURIComponent(q.trim())}`}`,
        signal,
      ),
  })
  const items = data?.items ?? []
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-1.5">
      <legend className="text-[13px] font-medium">
        <Trans>With whom?</Trans>
      </legend>
      <input
        type="search"
        aria-label={t`Search names and numbers`}
        placeholder={t`Search names and numbers`}
        maxLength={100}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        className={FIELD}
      />
      <div className="max-h-44 overflow-y-auto rounded-lg border border-line">
        {items.map(({ id, displayName, phone }) => (
          <label
            key={id}
            className="flex min-h-10 cursor-pointer items-center gap-2.5 px-3 has-checked:bg-brand-tint coarse:min-h-11"
          >
            <input
              type="radio"
              name="deal-contact"
              checked={chosen === id}
              onChange={() => onChoose(id)}
              className="size-4 accent-brand"
            />
            <bdi className="min-w-0 truncate">
              {displayName ?? (phone === null ? t`WhatsApp user` : phoneNumber(phone))}
            </bdi>
          </label>
        ))}
        {items.length === 0 && (
          <p className="p-3 text-[13px] text-muted">
            <Trans>Nobody found</Trans>
          </p>
        )}
      </div>
    </fieldset>
  )
}
