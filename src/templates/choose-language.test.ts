import { describe, expect, test } from 'vitest'
import { chooseLanguage, languageChain } from './choose-language.ts'

const there = (...languages: string[]) => languages.map((language) => ({ language, status: 'APPROVED' }))
const chosen = (languages: string[], asked: string, fallbacks?: string[]): string | null =>
  chooseLanguage(there(...languages), asked, fallbacks)?.language ?? null

describe('the language of a template', () => {
  test('is the asked one where it is there', () => {
    expect(chosen(['en', 'hi', 'en_US'], 'en_US')).toBe('en_US')
    expect(chosen(['pt_BR', 'pt_PT'], 'pt_PT')).toBe('pt_PT')
  })

  test('is else the same without its country, and English of another country', () => {
    expect(languageChain('hi_IN')).toEqual(['hi_IN', 'hi'])
    expect(languageChain('en_IN')).toEqual(['en_IN', 'en', 'en_US', 'en_GB'])
    expect(languageChain('en-US')).toEqual(['en_US', 'en', 'en_GB'])
    expect(chosen(['hi'], 'hi_IN')).toBe('hi')
    expect(chosen(['en_GB', 'en_US'], 'en')).toBe('en_US')
  })

  test('is then the first of those that were named, likewise, in their order', () => {
    expect(chosen(['en', 'hi'], 'ta', ['hi_IN', 'en'])).toBe('hi')
    expect(chosen(['en', 'hi'], 'ta', ['te', 'en'])).toBe('en')
  })

  test('is never one that nobody asked for', () => {
    expect(chosen(['en', 'mr'], 'hi')).toBeNull()
    expect(chosen(['pt_PT'], 'pt_BR')).toBeNull()
    expect(chosen(['en'], 'e')).toBeNull()
    expect(chosen([], 'en', ['hi'])).toBeNull()
  })

  test('that is not approved gives way to the next; if none is, the first is told', () => {
    const hi = { language: 'hi', status: 'PAUSED' }
    const en = { language: 'en', status: 'APPROVED' }
    expect(chooseLanguage([hi, en], 'hi', ['en'])).toBe(en)
    expect(chooseLanguage([hi, en], 'hi')).toBe(hi)
    expect(chooseLanguage([{ ...en, status: 'DISABLED' }, hi], 'hi', ['en'])).toBe(hi)
  })
})
