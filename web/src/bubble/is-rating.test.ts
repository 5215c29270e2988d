import { describe, expect, it } from 'vitest'
import { sampleMessage } from '../conversations/samples.ts'
import { isCentred } from '../conversations/thread-rows.ts'
import { isRating } from './payload.ts'

const tap = (id: string, type = 'button_reply') =>
  sampleMessage({ type: 'interactive', content: { interactive: { type, [type]: { id, title: '😊 Good' } } } })

describe('a rating in a thread', () => {
  it('is what a customer tapped when they were asked for one, and stands in the middle', () => {
    for (const message of [tap('csat.abc.5'), tap('csat.abc.3', 'list_reply')]) {
      expect(isRating(message)).toBe(true)
      expect(isCentred(message)).toBe(true)
    }
  })

  it('is no other choice, and nothing that we said', () => {
    expect(isRating(tap('yes'))).toBe(false)
    expect(isRating({ ...tap('csat.abc.5'), direction: 'out' })).toBe(false)
    expect(isRating(sampleMessage({ text: 'csat.abc.5' }))).toBe(false)
  })
})
