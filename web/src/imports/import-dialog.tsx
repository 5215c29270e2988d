import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImportDetail } from '../platform/contract.ts'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { ChooseFile } from './choose-file.tsx'
import { EarlierImports } from './earlier-imports.tsx'
import { ImportProgress } from './import-progress.tsx'
import { PlanImport } from './plan-import.tsx'
import { importQuery, importsKey, importsQuery } from './queries.ts'

/** Contacts from a file, step by step. Whoever comes back finds the one that runs. Lazy. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const list = useQuery(importsQuery)
  // null: not chosen by hand, so the one that runs; 'new': another file
  const [wanted, setWanted] = useState<string | null>(null)
  const running = list.data?.items.find(({ state }) => state === 'running')
  const shown = wanted === 'new' ? null : (wanted ?? running?.id ?? null)
  const onMade = (made: ImportDetail) => {
    client.setQueryData(importQuery(made.id).queryKey, made)
    setWanted(made.id)
    void client.invalidateQueries({ queryKey: [...importsKey, 'list'] })
  }
  return (
    <Dialog title={t`Import contacts`} shape="wide" onClose={onClose}>
      {list.isPending ? (
        <p className="p-5 text-muted">{t`Loading…`}</p>
      ) : shown === null ? (
        <div className="grid gap-6 p-5">
          <ChooseFile onMade={onMade} />
          {list.isError ? (
            <ProblemLine error={list.error} />
          ) : (
            <EarlierImports items={list.data.items} onOpen={setWanted} />
          )}
        </div>
      ) : (
        <OneImport
          key={shown}
          id={shown}
          onChanged={onMade}
          onAnother={() => setWanted('new')}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function OneImport({
  id,
  onChanged,
  onAnother,
  onClose,
}: {
  readonly id: string
  readonly onChanged: (changed: ImportDetail) => void
  readonly onAnother: () => void
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const { data, error } = useQuery(importQuery(id))
  if (data === undefined)
    return (
      <div className="p-5">
        {error === null ? <p className="text-muted">{t`Loading…`}</p> : <ProblemLine error={error} />}
      </div>
    )
  if (data.state === 'uploaded')
    return <PlanImport detail={data} onStarted={onChanged} onAnother={onAnother} />
  return <ImportProgress detail={data} onChanged={onChanged} onAnother={onAnother} onClose={onClose} />
}
