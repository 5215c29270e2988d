/**
 * The server speaks English; a language with a list of its sentences hears its own. A list's keys are those sentences, so
 * that one who rewords the server meets the test that misses them. What is in no list stays as it came. Pure.
 */
export type Sentences = Readonly<Record<string, string>>
export type Translate = (english: string) => string

/** Meta's own sentence about a case, which is quoted behind ours. */
const QUOTE = / WhatsApp says: (?<said>“.*”)$/su

export function translator(sentences: Sentences, saysWords: string): Translate {
  const patterns = Object.entries(sentences)
    .filter(([key]) => key.includes('{}'))
    .map(([key, words]) => ({ shape: shapeOf(key), words }))
  const one = (english: string): string => {
    const known = sentences[english]
    if (known !== undefined) return known
    for (const { shape, words } of patterns) {
      const found = shape.exec(english)
      if (found !== null)
        return words.replaceAll(/\{(\d)\}/gu, (_all, nth: string) => found[Number(nth)] ?? '')
    }
    return english
  }
  return (english) => {
    const said = QUOTE.exec(english)?.groups?.['said']
    return said === undefined ? one(english) : `${one(english.replace(QUOTE, ''))} ${saysWords} ${said}`
  }
}

function shapeOf(key: string): RegExp {
  const parts = key.split('{}').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`))
  return new RegExp(`^${parts.join('(.+?)')}$`, 'su')
}
