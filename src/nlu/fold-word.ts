/**
 * One spelling for the many in which a word of an Indian language is typed in Latin letters, or for that in which an English word stands in an Indian
 * script: kahaan, kahan and kaha are one; so are zyada and jyaada, nhi and nahi are not. For comparing alone: nobody is shown it.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/c(?=[eiy])/gu, 's'],
  [/ck|q/gu, 'k'],
  [/c(?!h)/gu, 'k'],
  [/x/gu, 'ks'],
  [/ph/gu, 'f'],
  [/w/gu, 'v'],
  [/z(?!h)/gu, 'j'],
  [/ch+/gu, 'C'],
  [/(?<=[bdgjkprstz])h/gu, ''],
  [/ey$/gu, 'e'],
  [/ee|ea|ii|ey/gu, 'i'],
  [/oo|uu|ou/gu, 'u'],
  [/a[iy]e?|ei/gu, 'e'],
  [/(.)\1+/gu, '$1'],
  [/y$/gu, 'i'],
  [/(?<=[aeiou])h$/gu, ''],
  [/(?<=..[aeiou])[nm]$/gu, ''],
]

/** @param word in lower case; other scripts are not changed. */
export function foldWord(word: string): string {
  if (!/^[a-z]+$/u.test(word)) return word
  return RULES.reduce((folded, [pattern, by]) => folded.replace(pattern, by), word)
}
