import { useLingui } from '@lingui/react/macro'

const FACES = ['😠', '🙁', '😐', '🙂', '😊'] as const

/** A rating of 1 to 5 in words, with its face. */
export function useRatingWords(): (rating: number) => string {
  const { t } = useLingui()
  return (rating) => {
    const words = [t`Very bad`, t`Bad`, t`Okay`, t`Good`, t`Very good`]
    return `${FACES[rating - 1] ?? ''} ${words[rating - 1] ?? ''}`.trim()
  }
}
