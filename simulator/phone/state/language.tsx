/** The language of the interface: `useWords()` gives `t` and the dates and numbers that go with it. */
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react'
import { fill, strings, type Language, type StringKey } from '../strings.ts'
import { daysBetween } from '../thread/runs.ts'

export type Words = {
  readonly language: Language
  readonly t: (key: StringKey, values?: Readonly<Record<string, string | number>>) => string
  readonly time: (at: number) => string
  readonly dayAndTime: (at: number) => string
  /** "Today", "Yesterday", a weekday within a week, else the date. */
  readonly day: (at: number, now: number) => string
  /** The whole date with its weekday. */
  readonly date: (at: number) => string
  readonly money: (amount: number, currency: string) => string
}

const WordsContext = createContext<Words | null>(null)

/** Words in the chosen language; also tells the browser which language the page is in. */
export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${strings[language].appTitle} · ${strings[language].simulator}`
  }, [language])
  const words = useMemo(() => wordsIn(language), [language])
  return <WordsContext value={words}>{children}</WordsContext>
}

/** The words in use. */
export function useWords(): Words {
  const words = use(WordsContext)
  if (words === null) throw new Error('useWords outside of LanguageProvider')
  return words
}

function wordsIn(language: Language): Words {
  // Western digits in both: phones in India show them, and columns of figures stay readable.
  const locale = language === 'hi' ? 'hi-IN-u-nu-latn' : 'en-IN-u-nu-latn'
  const t: Words['t'] = (key, values) => fill(strings[language][key], values)
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, options)
    return (at: number) => made.format(at)
  }
  const time = format({ hour: 'numeric', minute: '2-digit' })
  const weekday = format({ weekday: 'long' })
  const date = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const fullDate = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayAndTime = format({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  })
  return {
    language,
    t,
    time,
    dayAndTime,
    date: fullDate,
    day: (at, now) => {
      const ago = daysBetween(at, now)
      if (ago === 0) return t('today')
      if (ago === 1) return t('yesterday')
      return ago > 1 && ago < 7 ? weekday(at) : date(at)
    },
    money: (amount, currency) => {
      try {
        return new Intl.NumberFormat('en-IN', {
          style: 'currency',
          currency,
          maximumFractionDigits: 2,
        }).format(amount)
      } catch {
        return `${amount} ${currency}` // not a currency code
      }
    },
  }
}
