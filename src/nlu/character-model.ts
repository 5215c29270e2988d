/**
 * How likely a word is in a language, letter by letter: an interpolated n-gram model of characters (Witten and Bell, 1991), which needs a few hundred
 * lines of a language, and no more than counting.
 */
const ORDER = 5
/** Of a letter of which nothing is known. */
const FLOOR = 1 / 60
const START = '^'
const END = '$'

export class CharacterModel {
  /** How often a letter followed these, by both; and how often anything did, and how many different ones. */
  readonly #pairs = new Map<string, number>()
  readonly #contexts = new Map<string, { count: number; kinds: number }>()

  static of(words: Iterable<string>): CharacterModel {
    const model = new CharacterModel()
    for (const word of words) model.#learn(word)
    return model
  }

  #learn(word: string): void {
    const letters = lettersOf(word)
    for (let at = ORDER - 1; at < letters.length; at += 1)
      for (let length = 0; length < ORDER; length += 1) {
        const context = letters.slice(at - length, at).join('')
        const pair = `${context}\t${letters[at] ?? ''}`
        const seen = this.#pairs.get(pair) ?? 0
        this.#pairs.set(pair, seen + 1)
        const known = this.#contexts.get(context) ?? { count: 0, kinds: 0 }
        this.#contexts.set(context, { count: known.count + 1, kinds: known.kinds + (seen === 0 ? 1 : 0) })
      }
  }

  /** The logarithm of the probability of the word with its end. */
  logProbability(word: string): number {
    const letters = lettersOf(word)
    let sum = 0
    for (let at = ORDER - 1; at < letters.length; at += 1) sum += Math.log(this.#probability(letters, at))
    return sum
  }

  #probability(letters: readonly string[], at: number): number {
    let probability = FLOOR
    for (let length = 0; length < ORDER; length += 1) {
      const context = letters.slice(at - length, at).join('')
      const known = this.#contexts.get(context)
      if (known === undefined) break
      const pair = this.#pairs.get(`${context}\t${letters[at] ?? ''}`) ?? 0
      probability = (pair + known.kinds * probability) / (known.count + known.kinds)
    }
    return probability
  }
}

const lettersOf = (word: string): string[] => Array.from(`${START.repeat(ORDER - 1)}${word}${END}`)
