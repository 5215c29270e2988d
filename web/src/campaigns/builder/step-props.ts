import { useLingui } from '@lingui/react/macro'
import type { CampaignCheck, CampaignProblem } from '../../platform/contract.ts'
import type { Step } from './steps.ts'
import type { CampaignEditor } from './use-campaign-draft.ts'

/** What each step gets. */
export type StepProps = {
  readonly editor: CampaignEditor
  /** What the server says of the draft as it is kept; undefined: it has not answered yet. */
  readonly check: CampaignCheck | undefined
  /** It speaks of an older state of the draft. */
  readonly isCounting: boolean
  /** What the server finds missing, and what only this page knows. */
  readonly problems: readonly CampaignProblem[]
  /** Steps that were left once: what is missing in the others is not said yet. */
  readonly left: ReadonlySet<Step>
  /** null: as soon as it is started. */
  readonly startsAt: number | null
  readonly onStartsAt: (startsAt: number | null) => void
}

/** What the steps are called. */
export function useStepWords(): Readonly<Record<Step, string>> {
  const { t } = useLingui()
  return { whom: t`Whom`, what: t`What`, rules: t`Rules`, when: t`When`, check: t`Check` }
}
