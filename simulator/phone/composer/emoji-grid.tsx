import { useState, type KeyboardEvent } from 'react'
import { useWords } from '../state/language.tsx'
import { findEmoji } from './emoji-data.ts'

/** A searchable grid of emoji. */
export function EmojiGrid({ onPick, onEscape }: { onPick: (emoji: string) => void; onEscape?: () => void }) {
  const { t } = useWords()
  const [query, setQuery] = useState('')
  const found = findEmoji(query)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onEscape?.()
  }
  return (
    <div className="flex flex-col gap-2">
      <input
        type="search"
        value={query}
        aria-label={t('searchEmoji')}
        placeholder={t('searchEmoji')}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="w-full rounded-lg border border-edge bg-surface px-3 py-1.5 text-[14px]"
      />
      {found.length === 0 ? (
        <output className="block py-4 text-center text-[13px] text-muted">{t('noEmoji', { query })}</output>
      ) : (
        <ul className="grid h-48 grid-cols-[repeat(auto-fill,minmax(40px,1fr))] content-start overflow-y-auto">
          {found.map(({ emoji, words }) => (
            <li key={emoji}>
              <button
                type="button"
                aria-label={words}
                title={words}
                onClick={() => onPick(emoji)}
                onKeyDown={onKeyDown}
                className="flex h-10 w-full items-center justify-center rounded-lg text-[22px] hover:bg-sunken"
              >
                {emoji}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
