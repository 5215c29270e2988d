/** Writing systems of India by the Unicode property, named as in ISO 15924. */
export const SCRIPTS = [
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Arab',
  'Latn',
] as const
export type Script = (typeof SCRIPTS)[number]

const LETTERS: readonly (readonly [Script, RegExp])[] = SCRIPTS.map((script) => [
  script,
  new RegExp(`\\p{Script=${script}}`, 'gu'),
])

/** How many characters of each writing system there are, the most frequent first; empty: no letter of any. */
export function scriptsOf(text: string): { readonly script: Script; readonly count: number }[] {
  return LETTERS.map(([script, letters]) => ({ script, count: text.match(letters)?.length ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
}
