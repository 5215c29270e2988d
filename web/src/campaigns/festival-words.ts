import { useLingui } from '@lingui/react/macro'
import type { FestivalDays } from '../platform/contract.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'

type Day = FestivalDays['items'][number]

/** "29 Oct 2027" */
export const dayText = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(`${locale}-IN-u-nu-latn`, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** Festivals by their names; the calendar’s own are translated. */
export function useFestivalWords(): (days: readonly Day[]) => string {
  const { i18n } = useLingui()
  const translate = useServerWords()
  return (days) =>
    new Intl.ListFormat(`${i18n.locale}-IN`, { type: 'conjunction' }).format(
      days.map(({ day, name }) => `${translate(name)} (${dayText(day, i18n.locale)})`),
    )
}
