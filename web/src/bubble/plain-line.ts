/** How much of a text one line can show at most. */
const SHOWN_MAX = 200

/** A text as one line without the markers of formatting, for lists and quotes. Pure. */
export function plainLine(text: string): string {
  const line = text.slice(0, SHOWN_MAX).replaceAll(/\s+/g, ' ').trim()
  return strip(strip(line)) // Twice: markers nest.
}

function strip(line: string): string {
  return line.replaceAll(/(^|[\s(*_~])([*_~`]{1,3})(\S|\S.*?\S)\2(?=[\s).,!?:;*_~]|$)/g, '$1$3')
}
