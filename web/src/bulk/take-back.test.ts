import { describe, expect, it } from 'vitest'
import { sampleConversation as conversation } from '../conversations/samples.ts'
import { shownWith, wayBack } from './take-back.ts'

describe('the way back', () => {
  it('says a snooze again that is still to come, and opens where it is over', () => {
    const later = Date.now() + 3_600_000
    const snoozed = { ...conversation(), status: 'snoozed' as const }
    expect(wayBack({ ...snoozed, snoozedUntil: later })).toMatchObject({
      status: 'snoozed',
      snoozedUntil: later,
    })
    expect(wayBack({ ...snoozed, snoozedUntil: 1 })).toMatchObject({ status: 'open' })
    expect(wayBack({ ...snoozed, snoozedUntil: 1 }).snoozedUntil).toBeUndefined()
  })
})

describe('what is shown before the server answers', () => {
  it('leaves alone what the change says nothing about', () => {
    const known = { ...conversation(), status: 'snoozed' as const, snoozedUntil: 5, labelIds: ['x'] }
    expect(shownWith(known, { assigneeId: 'me' })).toEqual({ ...known, assigneeId: 'me' })
  })
  it('ends a snooze with any other status, and knows since when something is resolved', () => {
    const known = { ...conversation(), status: 'snoozed' as const, snoozedUntil: 5 }
    const shown = shownWith(known, { status: 'resolved' })
    expect([shown.status, shown.snoozedUntil]).toEqual(['resolved', null])
    expect(shown.resolvedAt).toBeGreaterThan(0)
  })
})
