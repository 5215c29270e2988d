/** What was so, and what was said. */
export type Judgement = { readonly is: boolean; readonly said: boolean }
export type Counts = { readonly right: number; readonly extra: number; readonly missed: number }
/** Shares from 0 to 1; with nothing to find, or nothing said, nothing was wrong: 1. */
export type Rates = { readonly precision: number; readonly recall: number; readonly counts: Counts }

export function ratesOf(judgements: readonly Judgement[]): Rates {
  const number = (which: (one: Judgement) => boolean): number => judgements.filter(which).length
  const counts = {
    right: number(({ is, said }) => is && said),
    extra: number(({ is, said }) => !is && said),
    missed: number(({ is, said }) => is && !said),
  }
  const share = (others: number): number =>
    counts.right + others === 0 ? 1 : counts.right / (counts.right + others)
  return { precision: share(counts.extra), recall: share(counts.missed), counts }
}
