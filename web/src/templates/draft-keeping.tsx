import { Trans, useLingui } from '@lingui/react/macro'
import { CloudCheck, CloudOff, LoaderCircle, OctagonAlert } from 'lucide-react'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { timeOfDay } from '../platform/format.ts'
import type { Keeping } from './keep-draft.ts'
import type { DraftEditor } from './use-draft.ts'

/** Whether what is written is kept. */
export function KeepingLine({ keeping }: { readonly keeping: Keeping<unknown> }) {
  const { t } = useLingui()
  const problem = useProblemText()(keeping.state === 'refused' ? keeping.error : null)
  const words = {
    kept: t`Saved`,
    waiting: t`Saving…`,
    keeping: t`Saving…`,
    unheard: t`Not saved: no answer from the server. We try again.`,
    refused: `${problem.title} ${problem.nextStep}`,
    conflict: t`Not saved`,
  }[keeping.state]
  const Icon = {
    ...{ kept: CloudCheck, waiting: LoaderCircle, keeping: LoaderCircle },
    ...{ unheard: CloudOff, refused: OctagonAlert, conflict: OctagonAlert },
  }[keeping.state]
  const isBad = keeping.state === 'unheard' || keeping.state === 'refused' || keeping.state === 'conflict'
  return (
    <output
      className={`flex items-center gap-1 text-[12.5px] ${isBad ? 'text-red' : 'text-muted'}`}
      data-kept={keeping.state === 'kept'}
    >
      <Icon size={14} aria-hidden className="shrink-0" />
      <span className="min-w-0">{words}</span>
    </output>
  )
}

/** Two people wrote at once: who, and whose words stay. */
export function DraftConflict({ editor }: { readonly editor: DraftEditor }) {
  const { t, i18n } = useLingui()
  const { keeping } = editor
  if (keeping.state !== 'conflict') return null
  const who = keeping.theirs.updatedBy ?? t`Somebody`
  const time = timeOfDay(keeping.theirs.updatedAt, i18n.locale)
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b border-line bg-amber-tint px-4 py-2 text-[13.5px] text-amber"
    >
      <p className="min-w-52 flex-1 text-pretty">
        <Trans>
          {who} changed this draft at {time}, while you were writing. Whose words shall stay?
        </Trans>
      </p>
      <Button small className="bg-surface coarse:min-h-11" onClick={editor.takeTheirs}>
        <Trans>Theirs</Trans>
      </Button>
      <Button small className="bg-surface coarse:min-h-11" onClick={editor.keepMine}>
        <Trans>Mine</Trans>
      </Button>
    </div>
  )
}
