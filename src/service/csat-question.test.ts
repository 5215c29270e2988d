import { describe, expect, it } from 'vitest'
import { checkInteractive } from '#outbound/check-interactive.ts'
import { csatQuestion, ratingOf } from './csat-question.ts'

const TOKEN = 'abcdefghijklmnopqrstuv'

describe('the question for a rating', () => {
  it('is within what WhatsApp takes, in both languages and on both scales', () => {
    for (const language of ['en', 'hi'] as const)
      for (const scale of ['faces', 'points'] as const)
        expect(checkInteractive(csatQuestion({ scale, language, question: '' }, TOKEN))).toBeNull()
  })

  it('has answers that come back as ratings, and nothing else does', () => {
    const question = JSON.stringify(csatQuestion({ scale: 'points', language: 'en', question: 'So?' }, TOKEN))
    expect(question).toContain('So?')
    for (const rating of [1, 2, 3, 4, 5]) {
      expect(question).toContain(`csat.${TOKEN}.${rating}`)
      expect(ratingOf(`csat.${TOKEN}.${rating}`)).toEqual({ token: TOKEN, rating })
    }
    for (const other of [null, 'yes', `csat.${TOKEN}.6`, `csat.${TOKEN}`, `csat.short.5`])
      expect(ratingOf(other)).toBeNull()
  })
})
