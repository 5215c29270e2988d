/** Endings of English that tell nothing of what is wanted: prices, pricing and priced are about price. Light on purpose: parts of words are compared, too. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[a-z]{2})ies$/u, 'y'],
  [/(?<=[a-z](?:ss|sh|ch|x|zz))es$/u, ''],
  [/(?<=[a-z]{2}[^su])s$/u, ''],
  [/(?<=[a-z]{3})ing$/u, ''],
  [/(?<=[a-z]{2}[^e])ed$/u, ''],
]
const DOUBLED = /([bdgmnprt])\1$/u
const SILENT_E = /(?<=[a-z]{3})e$/u

export function stemEnglish(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/u.test(word)) return word
  const stem = ENDINGS.reduce((left, [ending, by]) => left.replace(ending, by), word)
  return (stem === word ? word : stem.replace(DOUBLED, '$1')).replace(SILENT_E, '')
}
