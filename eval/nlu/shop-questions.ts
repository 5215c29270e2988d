/**
 * Our own questions to shops, in ten languages and two scripts each, asked of the intents that every shop begins with; and in which language they are
 * taken to be. They were not written by who wrote the phrases.
 */
import { fileURLToPath } from 'node:url'
import { PHRASE_LANGUAGES, readShopPhrases, type PhraseLanguage } from '#nlu/read-shop-phrases.ts'
import { identifyLanguage, tagOf } from '#nlu/identify-language.ts'
import { IN_SCOPE_FROM, IntentModel } from '#nlu/intent-model.ts'
import { readCsv } from './labelled.ts'
import { figuresOf, type Figures, type Judged } from './metrics.ts'

export type Question = {
  readonly language: PhraseLanguage
  readonly script: 'native' | 'latin'
  readonly text: string
  readonly intent: string | null
}

export type LanguageResult = Figures & {
  /** `hi`, or `hi-Latn` in Latin letters. */
  readonly language: string
  readonly questions: number
}

/** How often what is of one language was taken to be of another. */
export type Confusion = ReadonlyMap<string, ReadonlyMap<string, number>>

export const readQuestions = (): Question[] =>
  PHRASE_LANGUAGES.flatMap((language) =>
    readCsv(fileURLToPath(new URL(`shop-questions/${language}.csv`, import.meta.url)), [
      'intent',
      'script',
      'text',
    ]).map(({ intent = '', script, text = '' }) => ({
      ...{ language, text, script: script === 'native' ? ('native' as const) : ('latin' as const) },
      intent: intent === 'out_of_scope' ? null : intent,
    })),
  )

const languageOf = ({ language, script }: Pick<Question, 'language' | 'script'>): string =>
  script === 'native' || language === 'en' ? language : `${language}-Latn`

export function measureQuestions(questions: readonly Question[]): {
  languages: LanguageResult[]
  all: Judged[]
} {
  const model = IntentModel.train(readShopPhrases())
  const judged = questions.map((question) => ({
    language: languageOf(question),
    expected: question.intent,
    ranked: model.classify(question.text),
  }))
  const languages = [...Map.groupBy(judged, ({ language }) => language)].map(([language, own]) => ({
    ...{ language, questions: own.length },
    ...figuresOf(own, IN_SCOPE_FROM),
  }))
  return { languages, all: judged }
}

export function confusionOf(questions: readonly Question[]): Confusion {
  const table = new Map<string, Map<string, number>>()
  for (const question of questions) {
    const row = table.get(languageOf(question)) ?? new Map<string, number>()
    table.set(languageOf(question), row)
    const found = identifyLanguage(question.text)
    const said = found === null ? 'none' : tagOf(found)
    row.set(said, (row.get(said) ?? 0) + 1)
  }
  return table
}

export function reportQuestions(languages: readonly LanguageResult[]): string {
  const header = ['language  ', 'questions', '    MCC', '  top-1', '  AUROC', '    R@3'].join('')
  const rows = languages.map(
    ({ language, questions, mcc, inScopeTop1, oosAuroc, r3 }) =>
      language.padEnd(10) +
      String(questions).padStart(9) +
      [mcc, inScopeTop1, oosAuroc, r3].map((each) => each.toFixed(3).padStart(7)).join(''),
  )
  return [header, ...rows].join('\n')
}

export function reportConfusion(table: Confusion): string {
  const said = [...new Set([...table.keys(), ...[...table.values()].flatMap((row) => [...row.keys()])])]
  const header = `is \\ taken for${said.map((each) => each.padStart(8)).join('')}   right`
  const rows = [...table].map(([is, row]) => {
    const all = [...row.values()].reduce((sum, count) => sum + count, 0)
    const right = ((row.get(is) ?? 0) / all).toFixed(3)
    return `${is.padEnd(14)}${said.map((each) => String(row.get(each) ?? '·').padStart(8)).join('')}   ${right}`
  })
  return [header, ...rows].join('\n')
}
