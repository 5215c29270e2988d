/** A round picture with the first letter, in one of eight colours that belong to the name. */
import { clsx } from 'clsx'

// Each is at least 4.5:1 against the white letter.
const COLOURS = [
  '#0b7d63',
  '#8a4b08',
  '#7a3ea1',
  '#1d5fa8',
  '#a8325e',
  '#4f6b12',
  '#5b5bb5',
  '#9c3b2b',
] as const

/** The letter is a whole grapheme, so that "क्षमा" begins with "क्ष". */
export function Avatar({ name, size = 'md' }: { name: string; size?: 'sm' | 'md' | 'lg' }) {
  const [first] = new Intl.Segmenter().segment(name.trim())
  const sum = Array.from(name).reduce(
    (total, char) => (total * 33 + (char.codePointAt(0) ?? 0)) % 65_521,
    5381,
  )
  return (
    <span
      aria-hidden="true"
      style={{ background: COLOURS[(sum >> 5) % COLOURS.length] }}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-white select-none',
        size === 'sm' && 'size-7 text-[12px]',
        size === 'md' && 'size-9 text-[14px]',
        size === 'lg' && 'size-12 text-[18px]',
      )}
    >
      {first?.segment.toUpperCase() ?? '?'}
    </span>
  )
}
