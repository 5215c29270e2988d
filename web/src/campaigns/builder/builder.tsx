import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { ArrowLeft, ArrowRight, Check } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useNow } from '../../platform/clock.ts'
import { loadStored, store } from '../../platform/storage.ts'
import type { Campaign, CampaignProblem } from '../../platform/contract.ts'
import { KeepingLine } from '../../templates/draft-keeping.tsx'
import { checkQuery } from '../queries.ts'
import { CheckStep, StartButton } from './check-step.tsx'
import { isStep, isTried, problemsAt, problemsOf, type Step, STEPS } from './steps.ts'
import { type StepProps, useStepWords } from './step-props.ts'
import { Summary, SummaryLine } from './summary.tsx'
import { type CampaignEditor, useCampaignEditor } from './use-campaign-draft.ts'
import { WhatStep } from './what-step.tsx'
import { WhenStep } from './when-step.tsx'
import { WhomStep } from './whom-step.tsx'
import { RulesStep } from './rules-step.tsx'

export function CampaignBuilder({ campaign }: { readonly campaign: Campaign }) {
  const editor = useCampaignEditor(campaign)
  const { step: asked } = useSearch({ from: '/shell/campaigns/$campaignId/edit' })
  const step = isStep(asked) ? asked : 'whom'
  const [startsAt, setStartsAt] = useStartsAt(campaign)
  const query = useQuery(checkQuery(campaign.id, editor.revision, startsAt))
  const isCounting = editor.keeping.state !== 'kept' || query.isPlaceholderData || query.isPending
  const left = useStepsLeft(step)
  const now = useNow(30_000)
  const problems = problemsOf(query.data, editor.draft.definition, startsAt, now)
  const props: StepProps = {
    editor,
    check: query.data,
    problems,
    left,
    isCounting,
    startsAt,
    onStartsAt: setStartsAt,
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <Header editor={editor} />
      <Stepper step={step} problems={problems} left={left} isKnown={query.data !== undefined} />
      <div className="flex min-h-0 flex-1">
        {/* Each step begins at its top. */}
        <div key={step} className="relative min-w-0 flex-1 overflow-y-auto px-4 md:px-6">
          <div className={clsx('mx-auto min-w-0 pb-8', step === 'what' ? 'max-w-5xl' : 'max-w-2xl')}>
            <StepBody step={step} {...props} />
          </div>
        </div>
        <Summary {...props} className="max-lg:hidden" />
      </div>
      <footer className="border-t border-line bg-surface px-3 py-2 md:px-6 md:py-3">
        <Ways step={step} last={<StartButton {...props} />}>
          <SummaryLine {...props} className="lg:hidden" />
        </Ways>
      </footer>
    </div>
  )
}

function StepBody({ step, ...props }: StepProps & { readonly step: Step }) {
  switch (step) {
    case 'whom':
      return <WhomStep {...props} />
    case 'what':
      return <WhatStep {...props} />
    case 'rules':
      return <RulesStep {...props} />
    case 'when':
      return <WhenStep {...props} />
    case 'check':
      return <CheckStep {...props} />
    default:
      return step satisfies never
  }
}

function useStepsLeft(step: Step): ReadonlySet<Step> {
  const [here, setHere] = useState(step)
  const [left, setLeft] = useState<ReadonlySet<Step>>(new Set())
  if (here !== step) {
    setHere(step)
    setLeft(new Set([...left, here]))
  }
  return left
}

/** When it shall begin is said with the start; until then this browser remembers it. */
function useStartsAt({ id, startsAt }: Campaign) {
  const key = `harkara.campaign.startsAt.${id}`
  const [value, setValue] = useState(() => loadStored<number | null>(key, startsAt))
  return [
    value,
    (next: number | null) => {
      setValue(next)
      store(key, next)
    },
  ] as const
}

function Header({ editor }: { readonly editor: CampaignEditor }) {
  const { t } = useLingui()
  const id = useId()
  const { name } = editor.draft
  const isEmpty = name.trim() === ''
  return (
    <header className="flex items-center gap-1 border-b border-line p-2 md:px-4">
      <Link
        to="/campaigns"
        aria-label={t`All campaigns`}
        className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
      >
        <ArrowLeft size={20} aria-hidden className="rtl:rotate-180" />
      </Link>
      <h1 className="sr-only">{name}</h1>
      <div className="min-w-0 flex-1 md:max-w-lg">
        <label htmlFor={id} className="sr-only">{t`Name of the campaign`}</label>
        <input
          id={id}
          dir="auto"
          value={name}
          maxLength={120}
          autoComplete="off"
          aria-invalid={isEmpty}
          aria-describedby={`${id}-bad`}
          onChange={(event) => editor.edit({ name: event.currentTarget.value })}
          className="h-9 w-full min-w-0 truncate rounded-lg border border-transparent bg-transparent px-2 text-[16px] font-semibold hover:border-control-line focus:border-control-line aria-invalid:border-red coarse:h-11"
        />
        <div className="px-2">
          {isEmpty ? (
            <p id={`${id}-bad`} className="text-[12.5px] text-red">{t`It needs a name.`}</p>
          ) : (
            <KeepingLine keeping={editor.keeping} />
          )}
        </div>
      </div>
    </header>
  )
}

/** Where one is among the five, and where something is still missing. */
function Stepper({
  step,
  problems,
  left,
  isKnown,
}: {
  readonly step: Step
  readonly problems: readonly CampaignProblem[]
  readonly left: ReadonlySet<Step>
  readonly isKnown: boolean
}) {
  const { t } = useLingui()
  const words = useStepWords()
  return (
    <nav aria-label={t`Steps`} className="border-b border-line md:px-4">
      <ol className="mx-auto flex max-w-3xl">
        {STEPS.map((one, index) => {
          const count = one === 'check' ? problems.length : problemsAt(one, problems).length
          const isDone = isKnown && count === 0 && one !== 'check'
          const isHere = one === step
          const isBad = count > 0 && one !== 'check' && isTried(one, left)
          return (
            <li key={one} className="min-w-0 flex-1">
              <Link
                to="."
                search={{ step: one }}
                replace
                aria-current={isHere ? 'step' : undefined}
                className={clsx(
                  'flex min-h-12 items-center justify-center gap-2 border-b-2 px-1 py-1.5 text-[13.5px] outline-offset-[-3px] max-md:flex-col max-md:gap-0.5 max-md:text-[12px]',
                  isHere
                    ? 'border-brand font-semibold text-brand-strong'
                    : 'border-transparent text-muted hover:bg-sunken hover:text-ink',
                )}
              >
                <span
                  aria-hidden
                  className={clsx(
                    'grid size-6 shrink-0 place-items-center rounded-full text-[12.5px] font-semibold tabular-nums',
                    isHere
                      ? 'bg-brand text-on-brand'
                      : isDone
                        ? 'bg-brand-tint-2 text-brand-strong'
                        : 'bg-sunken text-muted',
                    !isHere && isBad && 'bg-amber-tint! text-amber!',
                  )}
                >
                  {isDone && !isHere ? <Check size={14} strokeWidth={2.6} /> : index + 1}
                </span>
                <span className="max-w-full truncate">{words[one]}</span>
                {isBad && <span className="sr-only">{t`Something is missing here`}</span>}
              </Link>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

/** One step back, one on. */
function Ways({
  step,
  last,
  children,
}: {
  readonly step: Step
  /** What stands where there is no step to go on to. */
  readonly last: ReactNode
  readonly children: ReactNode
}) {
  const words = useStepWords()
  const at = STEPS.indexOf(step)
  const before = STEPS[at - 1]
  const next = STEPS[at + 1]
  return (
    <div className="flex items-center justify-between gap-3">
      {before !== undefined && (
        <Link
          to="."
          search={{ step: before }}
          replace
          aria-label={words[before]}
          className={`${WAY} border border-control-line hover:bg-sunken max-md:px-3`}
        >
          <ArrowLeft size={17} aria-hidden className="rtl:rotate-180" />
          <span className="max-md:hidden">{words[before]}</span>
        </Link>
      )}
      <div className="min-w-0 flex-1">{children}</div>
      {next === undefined ? (
        last
      ) : (
        <Link
          to="."
          search={{ step: next }}
          replace
          className={`${WAY} shrink-0 bg-brand text-on-brand hover:bg-brand-strong`}
        >
          <Trans>Next: {words[next]}</Trans>
          <ArrowRight size={17} aria-hidden className="rtl:rotate-180" />
        </Link>
      )}
    </div>
  )
}

const WAY =
  'inline-flex min-h-10 items-center justify-center gap-1.5 rounded-lg px-4 text-[14px] font-medium coarse:min-h-11'
