import { Trans, useLingui } from '@lingui/react/macro'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Merge as MergeIcon, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { dayOf } from '../contacts/day-of.ts'
import { announce } from '../platform/announce.ts'
import { getJson, postJson } from '../platform/api.ts'
import type { ContactDetail, Merge, MergeList } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'

const MergeDialog = lazyPart(() => import('./merge-dialog.tsx').then((m) => m.MergeDialog))

const mergesQuery = (contact: string) =>
  queryOptions({
    queryKey: ['merges', contact],
    queryFn: ({ signal }) => getJson<MergeList>(`/contacts/${encodeURIComponent(contact)}/merges`, signal),
    staleTime: 0,
  })

/** Makes this contact one with another, and parts again what was merged by hand. */
export function ContactMerges({
  detail,
  mayWrite,
  onGone,
}: {
  readonly detail: ContactDetail
  readonly mayWrite: boolean
  /** This contact was merged into another, which is another page. */
  readonly onGone: () => void
}) {
  const { t } = useLingui()
  const [isMerging, setMerging] = useState(false)
  const merges = useQuery(mergesQuery(detail.id)).data?.items ?? []
  const open = merges.filter(({ undoUntil }) => undoUntil !== null)
  if (!mayWrite) return null
  return (
    <section aria-label={t`Merging`} className="grid justify-items-start gap-3 py-3">
      {open.map((merge) => (
        <UndoMerge key={merge.id} merge={merge} />
      ))}
      <Button small onClick={() => setMerging(true)}>
        <MergeIcon size={15} aria-hidden />
        <Trans>Merge with…</Trans>
      </Button>
      {isMerging && (
        <MergeDialog
          detail={detail}
          onClose={() => setMerging(false)}
          onMerged={(into) => {
            setMerging(false)
            if (into !== detail.id) onGone()
          }}
        />
      )}
    </section>
  )
}

function UndoMerge({ merge }: { readonly merge: Merge }) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: async () => postJson<ContactDetail>(`/contacts/merges/${encodeURIComponent(merge.id)}/undo`),
    onSuccess: async () => {
      announce(t`The merge is undone`)
      // Messages, conversations and lists of both are others now.
      await client.invalidateQueries()
    },
  })
  const name = merge.otherName ?? t`another contact`
  const day = dayOf(merge.at, i18n.locale)
  const until = dayOf(merge.undoUntil ?? merge.at, i18n.locale)
  const { by } = merge
  return (
    <div className="grid w-full justify-items-start gap-2 rounded-lg bg-canvas p-3 text-[13px]">
      <p className="text-pretty">
        <Trans>
          Merged with <bdi className="font-medium">{name}</bdi> on {day}, by {by}. It can be undone until{' '}
          {until}.
        </Trans>
      </p>
      <Button small disabled={undo.isPending} onClick={() => undo.mutate()}>
        <Undo2 size={15} aria-hidden />
        <Trans>Undo merge</Trans>
      </Button>
      {undo.error !== null && <ProblemLine error={undo.error} />}
    </div>
  )
}
