import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { announce } from '../platform/announce.ts'
import { patchJson, postJson } from '../platform/api.ts'
import type { Segment, Tree } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { type Group, groupOf, type Lack, lackOf, newPart, treeOf } from './edit-tree.ts'
import { GroupEditor } from './group-editor.tsx'
import { countQuery, segmentsQuery } from './queries.ts'

/** A pause in changing things before the server counts. */
const COUNT_PAUSE_MS = 300

/** Makes a segment or changes one, and says all the while how many people are in it. Lazy. */
export function SegmentDialog({
  segment,
  onClose,
  onSaved,
}: {
  readonly segment: Segment | null
  readonly onClose: () => void
  readonly onSaved: (segment: Segment) => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const [name, setName] = useState(segment?.name ?? '')
  const [group, setGroup] = useState<Group>(() =>
    segment === null
      ? { join: 'all', of: [newPart({ row: { isNot: false, condition: { kind: 'wrote', days: 30 } } })] }
      : groupOf(segment.tree as Tree),
  )
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const lack = lackOf(group)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const body = { name, tree: treeOf(group) }
    try {
      const saved =
        segment === null
          ? await postJson<Segment>('/segments', body)
          : await patchJson<Segment>(`/segments/${encodeURIComponent(segment.id)}`, body)
      await client.invalidateQueries({ queryKey: segmentsQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['contacts', 'segment', saved.id] })
      announce(t`Saved`)
      onSaved(saved)
    } catch (error) {
      const { title, nextStep } = problemText(error)
      setProblem(`${title} ${nextStep}`)
      setBusy(false)
    }
  }
  return (
    <Dialog title={segment === null ? t`New segment` : t`Change segment`} shape="wide" onClose={onClose}>
      <form onSubmit={(event) => void save(event)} className="flex min-h-full flex-col">
        <div className="grid flex-1 grid-cols-1 content-start gap-4 p-4">
          <label className="grid gap-1 text-[13px] font-medium">
            <Trans>Name</Trans>
            <input
              required
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              placeholder={t`For example: regular customers in Pune`}
              className="h-10 min-w-0 rounded-lg border border-control-line bg-surface px-3 font-normal coarse:h-11 coarse:text-[16px]"
            />
          </label>
          <GroupEditor group={group} depth={1} onChange={setGroup} />
        </div>
        <footer className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-surface p-3">
          <Count group={group} lack={lack} />
          {problem !== null && (
            <p role="alert" className="w-full text-[13px] text-red">
              {problem}
            </p>
          )}
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" variant="primary" disabled={isBusy || lack !== null || name.trim() === ''}>
            <Trans>Save</Trans>
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** How many there are: the last number stays until the next is known. */
function Count({ group, lack }: { readonly group: Group; readonly lack: Lack | null }) {
  const { t, i18n } = useLingui()
  const [tree, setTree] = useState<Tree | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setTree(lack === null ? treeOf(group) : null), COUNT_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [group, lack])
  const query = useQuery(countQuery(tree))
  const problem = useProblemText()(query.error)
  const lacks: Readonly<Record<Lack, string>> = {
    empty: t`Add a condition.`,
    unfilled: t`Fill in what is still empty.`,
    'too-deep': t`Groups go at most three deep.`,
    'too-many': t`At most 20 conditions are possible.`,
  }
  const count = query.data?.count
  const shown = count === undefined ? '' : wholeNumber(count, i18n.locale)
  return (
    <output className="me-auto text-[14px]" aria-live="polite">
      {lack !== null ? (
        <span className="text-muted">{lacks[lack]}</span>
      ) : query.isError ? (
        <span className="text-red">{problem.title}</span>
      ) : count === undefined ? (
        <span className="text-muted">
          <Trans>Counting…</Trans>
        </span>
      ) : (
        <span className={query.isFetching ? 'text-muted' : ''}>
          <b className="font-semibold">
            <Plural value={count} one={`${shown} contact`} other={`${shown} contacts`} />
          </b>
          {query.data?.isCounting === true && (
            <span className="block text-[12.5px] text-muted">
              <Trans>Older messages are still being counted.</Trans>
            </span>
          )}
        </span>
      )}
    </output>
  )
}
