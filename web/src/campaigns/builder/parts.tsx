/** What the steps are made of. */
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { LoaderCircle, TriangleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { CampaignProblem } from '../../platform/contract.ts'
import { useCampaignWords } from '../campaign-words.ts'
import { eachOnce } from './steps.ts'

/** One step: its question, what is missing in it, and its fields. */
export function StepFrame({
  title,
  about,
  problems = [],
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly problems?: readonly CampaignProblem[]
  readonly children: ReactNode
}) {
  return (
    <section aria-label={title} className="grid gap-5 py-5">
      <div>
        <h2 className="text-[18px] font-semibold text-balance">{title}</h2>
        {about !== undefined && <p className="mt-0.5 text-pretty text-muted">{about}</p>}
      </div>
      <ProblemList problems={problems} />
      {children}
    </section>
  )
}

/** What keeps the campaign from starting, said where it is mended. */
export function ProblemList({ problems }: { readonly problems: readonly CampaignProblem[] }) {
  const { t } = useLingui()
  const words = useCampaignWords()
  if (problems.length === 0) return null
  return (
    <ul aria-label={t`Still missing`} className="grid gap-1 rounded-xl bg-amber-tint px-3 py-2.5 text-amber">
      {eachOnce(problems).map((problem) => (
        <li key={`${problem.code} ${problem.path}`} className="flex items-start gap-2 text-[13.5px]">
          <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
          <span className="text-pretty">{words.problem(problem)}</span>
        </li>
      ))}
    </ul>
  )
}

/** A part of a step, with a line above it. */
export function Group({
  title,
  about,
  children,
}: {
  readonly title: string
  readonly about?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section aria-label={title} className="grid gap-3 border-t border-line pt-5">
      <div>
        <h3 className="text-[15px] font-semibold">{title}</h3>
        {about !== undefined && <p className="text-[13px] text-pretty text-muted">{about}</p>}
      </div>
      {children}
    </section>
  )
}

type Option<T> = {
  readonly value: T
  readonly title: string
  readonly about?: string
  readonly icon?: ReactNode
  /** What is asked of whoever chose this one. */
  readonly more?: ReactNode
}

/** One of a few, each with a sentence; what the chosen one asks for stands in it. */
export function Choices<T extends string>({
  legend,
  value,
  options,
  onChoose,
}: {
  readonly legend: string
  readonly value: T | null
  readonly options: readonly Option<T>[]
  readonly onChoose: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => {
        const isChosen = option.value === value
        return (
          <div
            key={option.value}
            className={clsx(
              'min-w-0 rounded-xl border',
              isChosen ? 'border-brand bg-brand-tint' : 'border-control-line hover:bg-sunken',
            )}
          >
            <label className="flex cursor-pointer items-start gap-3 px-3 py-2.5">
              <input
                type="radio"
                name={name}
                checked={isChosen}
                onChange={() => onChoose(option.value)}
                className="mt-0.5 size-[18px] shrink-0 accent-brand"
              />
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2 font-medium">
                  {option.icon}
                  {option.title}
                </span>
                {option.about !== undefined && (
                  <span className="block text-[13px] text-pretty text-muted">{option.about}</span>
                )}
              </span>
            </label>
            {isChosen && option.more !== undefined && (
              <div className="grid min-w-0 gap-3 rounded-b-xl border-t border-brand-tint-2 bg-surface p-3">
                {option.more}
              </div>
            )}
          </div>
        )
      })}
    </fieldset>
  )
}

/** A rule that can be switched off, with what it is set to. */
export function Rule({
  title,
  about,
  isOn,
  onSwitch,
  children,
}: {
  readonly title: string
  readonly about: string
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => void
  readonly children?: ReactNode
}) {
  const id = useId()
  return (
    <div className="rounded-xl border border-line px-3 py-2.5">
      <label className="flex cursor-pointer items-start gap-3">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
          aria-describedby={id}
          className="mt-0.5 size-[18px] shrink-0 accent-brand"
        />
        <span className="font-medium">{title}</span>
      </label>
      <p id={id} className="ps-[30px] text-[13px] text-pretty text-muted">
        {about}
      </p>
      {isOn && children !== undefined && (
        <div className="mt-2 flex flex-wrap items-end gap-x-4 gap-y-2 ps-[30px]">{children}</div>
      )}
    </div>
  )
}

/** A label above its field. */
export function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="grid min-w-0 gap-1">
      <span className="text-[13px] font-medium">{label}</span>
      {children}
    </label>
  )
}

/** What stands beside it is of a moment ago. Not paler: it must be read all the same. */
export function Counting() {
  return <LoaderCircle size={14} aria-hidden className="shrink-0 animate-spin text-muted" />
}
