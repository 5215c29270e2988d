/** The builder's steps, and at which of them a problem is mended. Pure. */
import type { CampaignCheck, CampaignDefinition, CampaignProblem } from '../../platform/contract.ts'

export const STEPS = ['whom', 'what', 'rules', 'when', 'check'] as const
export type Step = (typeof STEPS)[number]
export const isStep = (word: string | undefined): word is Step => STEPS.some((one) => one === word)

const RULES = ['quietHours', 'frequencyCap', 'festivalCap', 'budget', 'expiresAt', 'isGuarded', 'test']

/** By where the server sees it: `definition.messages.0.parameters.1`. */
export function stepOf({ path }: Pick<CampaignProblem, 'path'>): Step {
  const [first = '', second = first] = path.split('.')
  const field = first === 'definition' ? second : first
  if (['audience', 'exceptSegmentId', 'holdOutPercent', 'recipients', 'list'].includes(field)) return 'whom'
  if (field === 'messages' || field === 'channelId') return 'what'
  if (RULES.includes(field)) return 'rules'
  return field === 'startsAt' ? 'when' : 'check'
}

/** Of the steps before the last one; what belongs to none of them is said at the end. */
export const problemsAt = (step: Step, problems: readonly CampaignProblem[]): readonly CampaignProblem[] =>
  problems.filter((problem) => stepOf(problem) === step)

const isOfField = (code: string): boolean =>
  ['word_', 'filling_', 'link_'].some((kind) => code.startsWith(kind))

/** Many places may be empty: that is said once. */
export function eachOnce(problems: readonly CampaignProblem[]): readonly CampaignProblem[] {
  const known = new Map(problems.map((one) => [`${one.code} ${isOfField(one.code) ? '' : one.path}`, one]))
  return [...known.values()]
}

/** What is missing is said once somebody has gone on without it. */
export const isTried = (step: Step, left: ReadonlySet<Step>): boolean => left.has(step) || left.has('check')

export const problemsShown = (
  step: Step,
  { problems, left }: { readonly problems: readonly CampaignProblem[]; readonly left: ReadonlySet<Step> },
): readonly CampaignProblem[] => (isTried(step, left) ? problemsAt(step, problems) : [])

/** A click may be a moment late. */
const LATE_MS = 60_000

/** What the server says, and what is wrong with what it is not told before the start. */
export function problemsOf(
  check: CampaignCheck | undefined,
  { messages }: Pick<CampaignDefinition, 'messages'>,
  startsAt: number | null,
  now: number,
): readonly CampaignProblem[] {
  if (check === undefined) return []
  const { problems, reach } = check
  const isPast = startsAt !== null && startsAt < now - LATE_MS
  const isNobodyLeft = reach !== null && reach.recipients === 0 && reach.audience > 0
  // Of a list the server lets words be missing; those that are to be the same for everybody may not be.
  const empty = messages.flatMap(({ parameters }, nth) =>
    Object.entries(parameters).flatMap(([name, text]) =>
      text.trim() === '' ? [`definition.messages.${nth}.parameters.${name}`] : [],
    ),
  )
  return [
    ...problems,
    ...empty
      .filter((path) => !problems.some((one) => one.path === path))
      .map((path) => ({ code: 'word_missing', path, message: '' })),
    ...(isNobodyLeft ? [{ code: 'nobody_left', path: 'definition.audience', message: '' }] : []),
    ...(isPast ? [{ code: 'starts_in_past', path: 'startsAt', message: '' }] : []),
  ]
}
