import { describe, expect, test } from 'vitest'
import { lintTemplate } from '../lint/lint-template.ts'
import { readTemplate } from '../template-model.ts'
import { LANGUAGES, templateOf } from './starter.ts'
import { STARTERS } from './starters.ts'

const written = STARTERS.flatMap((starter) =>
  LANGUAGES.flatMap((language) => {
    const template = templateOf(starter, language)
    return template === null ? [] : [{ label: `${starter.name} ${language}`, starter, language, template }]
  }),
)
const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name = '']) => name).toSorted()

describe('templates to start from', () => {
  test('are at least 60, in English and Hindi, 15 of them in six more languages, for everything that shops send', () => {
    expect(STARTERS.length).toBeGreaterThanOrEqual(60)
    expect(new Set(STARTERS.map(({ name }) => name)).size).toBe(STARTERS.length)
    expect(new Set(STARTERS.map(({ use }) => use)).size).toBe(15)
    const everywhere = STARTERS.filter(({ words }) =>
      LANGUAGES.every((language) => words[language] !== undefined),
    )
    expect(everywhere.length).toBeGreaterThanOrEqual(15)
  })

  test.for(written)('have nothing that the linter minds: $label', ({ template }) => {
    expect(
      lintTemplate(readTemplate(template)).map(({ rule, path, detail }) => `${rule} ${path} ${detail}`),
    ).toEqual([])
  })

  test('have the same variables and as many words on buttons in each language', () => {
    for (const { name, buttons, words } of STARTERS) {
      for (const [language, one] of Object.entries(words)) {
        expect(one.buttons?.length ?? 0, `${name} ${language}`).toBe(buttons?.length ?? 0)
        if (language === 'en' || language === 'hi')
          expect(namesIn(one.body), `${name} ${language}`).toEqual(namesIn(words.en.body))
      }
    }
  })
})
