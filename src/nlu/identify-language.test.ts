import { describe, expect, test } from 'vitest'
import { identifyLanguage, tagOf } from './identify-language.ts'

const tag = (text: string): string | null => {
  const found = identifyLanguage(text)
  return found === null ? null : tagOf(found)
}

describe('the language of a message', () => {
  test.each([
    ['where is my order, it has been five days', 'en'],
    ['bhai mera order kahan hai abhi tak nahi aaya', 'hi-Latn'],
    ['मेरा ऑर्डर अभी तक नहीं आया', 'hi'],
    ['माझी ऑर्डर अजून आली नाही', 'mr'],
    ['amar order ta ekhono asheni', 'bn-Latn'],
    ['ஆர்டர் எப்போ வரும்', 'ta'],
    ['ఆర్డర్ ఎప్పుడు వస్తుంది', 'te'],
    ['ಆರ್ಡರ್ ಯಾವಾಗ ಬರುತ್ತೆ', 'kn'],
    ['ഓർഡർ എപ്പോ വരും', 'ml'],
    ['ઓર્ડર ક્યારે આવશે', 'gu'],
    ['ਆਰਡਰ ਕਦੋਂ ਆਵੇਗਾ', 'pa'],
  ])('%s: %s', (text, expected) => {
    expect(tag(text)).toBe(expected)
  })

  test('of a few words that could be any is the one written before', () => {
    expect(identifyLanguage('ok', 'hi')?.language).toBe('hi')
  })

  test('is nothing where there are no letters', () => {
    expect(identifyLanguage('👍 123')).toBeNull()
  })

  test('is told with the English words among it', () => {
    expect(identifyLanguage('mera refund kab milega please batao')).toMatchObject({
      ...{ language: 'hi', isRomanised: true, isCodeMixed: true },
    })
  })
})
