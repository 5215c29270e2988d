/** Fields inside a sentence: as high as a button, and never smaller than what phones zoom into. */
export const SELECT =
  'h-9 min-w-0 max-w-full rounded-lg border border-control-line bg-surface px-2.5 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]'
