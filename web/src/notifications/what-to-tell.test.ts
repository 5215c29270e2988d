import { describe, expect, it } from 'vitest'
import { sampleMessage } from '../conversations/samples.ts'
import type { NotificationSettings } from '../platform/contract.ts'
import { whatToTell } from './what-to-tell.ts'

const ALL: NotificationSettings = { scope: 'all', showsText: true, hasSound: true }
const AWAY = { isLookedAt: false, openId: null }
const message = (id: string, conversationId: string, at: number) => sampleMessage({ id, conversationId, at })
const of = (id: string) => ({ assigneeId: id === 'hers' ? 'asha' : null })
const tell = (
  messages: Parameters<typeof whatToTell>[0],
  settings: Partial<NotificationSettings> = {},
  looking: Parameters<typeof whatToTell>[2] = AWAY,
) => whatToTell(messages, { ...ALL, ...settings }, looking, of, 'asha')

describe('what came in', () => {
  it('is told once for each conversation, with its newest message', () => {
    const { notices, isHeard } = tell([message('1', 'a', 2), message('2', 'b', 1), message('3', 'a', 1)])
    expect(notices.map(({ newest, count }) => [newest.id, count])).toEqual([
      ['1', 2],
      ['2', 1],
    ])
    expect(isHeard).toBe(true)
  })
  it('is not told where it is looked at, and only heard while another conversation is', () => {
    const news = [message('1', 'a', 1)]
    expect(tell(news, {}, { isLookedAt: true, openId: 'a' })).toEqual({ notices: [], isHeard: false })
    expect(tell(news, {}, { isLookedAt: true, openId: 'b' })).toEqual({ notices: [], isHeard: true })
    expect(tell(news, {}, { isLookedAt: false, openId: 'a' }).notices).toHaveLength(1)
  })
  it('is told to nobody who wants nothing, and of one’s own to whoever wants that', () => {
    const news = [message('1', 'a', 1), message('2', 'hers', 1)]
    expect(tell(news, { scope: 'off' })).toEqual({ notices: [], isHeard: false })
    expect(tell(news, { scope: 'mine' }).notices.map(({ newest }) => newest.id)).toEqual(['2'])
    expect(tell([message('1', 'a', 1)], { scope: 'mine' })).toEqual({ notices: [], isHeard: false })
  })
  it('makes no sound for whoever wants none', () => {
    expect(tell([message('1', 'a', 1)], { hasSound: false })).toMatchObject({ isHeard: false })
  })
})
