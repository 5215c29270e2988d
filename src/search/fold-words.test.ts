import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldWords, queriesOf } from './fold-words.ts'

describe('words', () => {
  test.for([
    ['Kurta in BLUE, size M?', ['kurta', 'in', 'blue', 'size', 'm']],
    ['Café ＡＢＣ', ['cafe', 'abc']],
    ['नमस्ते! क्या यह कुर्ता मिलेगा?', ['नमस्ते', 'क्या', 'यह', 'कुर्ता', 'मिलेगा']],
    ['வணக்கம் சேலை உள்ளதா', ['வணக்கம்', 'சேலை', 'உள்ளதா']],
    ['order 20418 का status', ['order', '20418', 'का', 'status']],
    ['مَرحَبا', ['مرحبا']],
    ['ขอบคุณครับ', ['ขอบคุณ', 'ครับ']],
    ['🙏👍 …', []],
    ['', []],
  ] as const)('of %s', ([text, words]) => {
    expect(foldWords(text)).toEqual(words)
  })

  test('are the same however a letter was put together, with a dot below or without', () => {
    expect(foldWords('\u0915\u093C\u0932\u092E')).toEqual(foldWords('\u0915\u0932\u092E'))
    expect(foldWords('\u0958\u0932\u092E')).toEqual(foldWords('\u0915\u0932\u092E'))
    expect(foldWords('é')).toEqual(foldWords('e\u0301'))
  })

  test('are few and short, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const words = foldWords(text)
        expect(words.length).toBeLessThanOrEqual(300)
        for (const word of words) {
          expect(word.length).toBeLessThanOrEqual(40)
          expect(word.isWellFormed()).toBe(true)
        }
      }),
    )
  })
})

describe('a query', () => {
  test('asks for every word, by its beginning if it is long enough', () => {
    expect(queriesOf('Blue kurta m')).toEqual([`'blue':*`, `'kurta':*`, `'m'`])
    expect(queriesOf('… 🙏')).toEqual([])
  })

  test('has no operators but ours', () => {
    for (const query of queriesOf(`it's a\\b | !c & (d) <-> e:*`))
      expect(query).toMatch(/^'(?:[^'\\]|''|\\\\)+'(?::\*)?$/u)
  })
})
