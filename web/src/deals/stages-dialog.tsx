import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { DealStage } from '../platform/contract.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { dealsKey } from './queries.ts'
import { useStages } from './use-stages.ts'

const FIELD =
  'h-10 min-w-0 flex-1 rounded-lg border border-control-line bg-surface px-3 coarse:h-11 coarse:text-[16px]'

/** The stages of the board: their names, their order, more of them or fewer. Lazy. */
export function StagesDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const stages = useStages().data?.items ?? []
  const [problem, setProblem] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [kind, setKind] = useState<DealStage['kind']>('open')
  const kinds: Readonly<Record<DealStage['kind'], string>> = {
    open: t`Open`,
    won: t`Won`,
    lost: t`Lost`,
  }
  const act = async (change: () => Promise<unknown>): Promise<boolean> => {
    setProblem(null)
    try {
      await change()
      await client.invalidateQueries({ queryKey: dealsKey })
      return true
    } catch (error) {
      const words = problemText(error)
      setProblem(`${words.title} ${words.nextStep}`)
      return false
    }
  }
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (await act(async () => postJson('/deal-stages', { name, kind }))) setName('')
  }
  return (
    <Dialog title={t`Stages`} onClose={onClose}>
      <div className="grid gap-3 p-4">
        <ol className="grid gap-2">
          {stages.map((stage, at) => (
            <li key={stage.id} className="flex flex-wrap items-center gap-1">
              <StageName
                key={stage.name}
                stage={stage}
                onName={async (next) => act(async () => patchJson(pathOf(stage), { name: next }))}
              />
              <IconButton
                label={t`Move up`}
                disabled={at === 0}
                onClick={() =>
                  void act(async () => patchJson(pathOf(stage), { beforeId: stages[at - 1]?.id }))
                }
              >
                <ArrowUp size={17} aria-hidden />
              </IconButton>
              <IconButton
                label={t`Move down`}
                disabled={at === stages.length - 1}
                onClick={() =>
                  void act(async () => patchJson(pathOf(stage), { beforeId: stages[at + 2]?.id ?? null }))
                }
              >
                <ArrowDown size={17} aria-hidden />
              </IconButton>
              <IconButton
                label={t`Delete the stage`}
                tipAt="start"
                onClick={() => void act(async () => deleteJson(pathOf(stage)))}
              >
                <Trash2 size={17} aria-hidden />
              </IconButton>
              <span className="w-full ps-1 text-[12.5px] text-muted">
                {kinds[stage.kind]} · <DealCount count={stage.dealCount} />
              </span>
            </li>
          ))}
        </ol>
        {problem !== null && (
          <p role="alert" className="text-[13px] text-red">
            {problem}
          </p>
        )}
        <form
          onSubmit={(event) => void add(event)}
          className="flex flex-wrap gap-2 border-t border-line pt-3"
        >
          <input
            required
            maxLength={40}
            aria-label={t`Name of the new stage`}
            placeholder={t`New stage`}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            className={FIELD}
          />
          <select
            aria-label={t`Kind of stage`}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as DealStage['kind'])}
            className={`${FIELD} flex-none`}
          >
            {(Object.keys(kinds) as DealStage['kind'][]).map((one) => (
              <option key={one} value={one}>
                {kinds[one]}
              </option>
            ))}
          </select>
          <Button type="submit" variant="primary" disabled={name.trim() === ''}>
            <Trans>Add</Trans>
          </Button>
        </form>
      </div>
    </Dialog>
  )
}

const DealCount = ({ count }: { readonly count: number }) => (
  <Plural value={count} one="# deal" other="# deals" />
)

/** Saved when the field is left, or by Enter; what cannot be saved goes back to what it was. */
function StageName({
  stage,
  onName,
}: {
  readonly stage: DealStage
  readonly onName: (name: string) => Promise<boolean>
}) {
  const { t } = useLingui()
  const [text, setText] = useState(stage.name)
  const save = async () => {
    const next = text.trim()
    if (next === stage.name) return
    if (next === '' || !(await onName(next))) setText(stage.name)
  }
  const { name } = stage
  return (
    <input
      aria-label={t`Name of the stage “${name}”`}
      maxLength={40}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
      className={FIELD}
    />
  )
}

const pathOf = ({ id }: DealStage) => `/deal-stages/${encodeURIComponent(id)}`
