import { clsx } from 'clsx'
import { createContext, use } from 'react'
import { useWords } from '../state/language.tsx'
import type { Theme } from '../state/preferences.ts'
import type { Language } from '../strings.ts'

type Choices = {
  readonly theme: Theme
  readonly setTheme: (theme: Theme) => void
  readonly setLanguage: (language: Language) => void
}

/** The choices and how to change them; set by the app. */
export const ChoicesContext = createContext<Choices | null>(null)

/** Theme and language. */
export function Preferences() {
  const { t, language } = useWords()
  const choices = use(ChoicesContext)
  if (choices === null) return null
  return (
    <div className="flex flex-col gap-3">
      <Segments
        label={t('theme')}
        value={choices.theme}
        options={[
          ['system', t('themeSystem')],
          ['light', t('themeLight')],
          ['dark', t('themeDark')],
        ]}
        onChange={choices.setTheme}
      />
      <Segments
        label={t('language')}
        value={language}
        options={[
          ['en', 'English'],
          ['hi', 'हिन्दी'],
        ]}
        onChange={choices.setLanguage}
      />
    </div>
  )
}

function Segments<T extends string>(props: {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}) {
  return (
    <fieldset className="flex gap-1 rounded-lg bg-sunken p-1">
      <legend className="sr-only">{props.label}</legend>
      {props.options.map(([value, words]) => (
        <button
          key={value}
          type="button"
          lang={value === 'hi' || value === 'en' ? value : undefined}
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
          className={clsx(
            'min-h-8 flex-1 rounded-md px-2 text-[13px]',
            value === props.value
              ? 'bg-surface font-semibold text-ink shadow-sm'
              : 'text-muted hover:text-ink',
          )}
        >
          {words}
        </button>
      ))}
    </fieldset>
  )
}
