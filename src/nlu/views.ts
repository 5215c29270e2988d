/** The two ways in which the classifier looks at a sentence. Both know no scripts: what is in an Indian one is romanised first. */
import { conceptsOf } from './concepts.ts'
import { foldWord } from './fold-word.ts'
import { glossOf } from './gloss.ts'
import { loanOf } from './loan-words.ts'
import { normalise, wordsOf } from './normalise.ts'
import { isBrahmic, romanise } from './romanise.ts'

/** What stands there. */
export const surfaceView = (text: string): string[] => wordsOf(normalise(text)).map(romanise)

/** What it is about: the words in one spelling, what they mean in English, and to which concepts of a shop they belong. */
export const meaningView = (text: string): string[] =>
  wordsOf(normalise(text)).flatMap((word) => {
    const latin = romanise(word)
    const english = [...glossOf(latin), ...(isBrahmic(word) ? loanOf(latin) : [])]
    const concepts = new Set([latin, ...english].flatMap((each) => conceptsOf(each)))
    return [foldWord(latin), ...english, ...concepts]
  })

export const VIEWS = [surfaceView, meaningView] as const
