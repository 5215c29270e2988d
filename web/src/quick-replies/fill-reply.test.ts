import { describe, expect, it } from 'vitest'
import { fillReply, findReplies, firstName, personalName, putReply, slashAt } from './fill-reply.ts'

const VALUES = {
  'contact.name': 'Asha Verma',
  'contact.firstName': 'Asha',
  'agent.name': 'Ravi',
  'shop.name': 'Saree House',
}

describe('a quick reply', () => {
  it('has its variables filled, however they are spaced and as often as they occur', () => {
    expect(
      fillReply(
        'Hi {{contact.firstName}}, {{ agent.name }} of {{shop.name}}. {{contact.firstName}}!',
        VALUES,
      ),
    ).toBe('Hi Asha, Ravi of Saree House. Asha!')
  })
  it('keeps what is no variable, and takes a name literally', () => {
    expect(fillReply('{{order.id}} {{toString}} {name}', VALUES)).toBe('{{order.id}} {{toString}} {name}')
    expect(fillReply('{{contact.name}}', { ...VALUES, 'contact.name': '$& $1 {{shop.name}}' })).toBe(
      '$& $1 {{shop.name}}',
    )
  })
  it('calls nobody by a number or a handle', () => {
    expect([null, '', '+91 98765 43210', '919876543210', '@asha', '🙏'].map(personalName)).toEqual(
      Array.from({ length: 6 }, () => null),
    )
    expect(personalName(' आशा वर्मा ')).toBe('आशा वर्मा')
    expect(firstName('आशा वर्मा')).toBe('आशा')
  })
})

describe('the slash', () => {
  it('counts at the beginning of a word, up to the caret', () => {
    expect(slashAt('/', 1)).toEqual({ at: 0, search: '' })
    expect(slashAt('hello /th', 9)).toEqual({ at: 6, search: 'th' })
    expect(slashAt('a\n/पता', 6)).toEqual({ at: 2, search: 'पता' })
    expect(slashAt('/thanks later', 3)).toEqual({ at: 0, search: 'th' })
  })
  it('does not count inside a word, in an address, or once the word is over', () => {
    expect(slashAt('and/or', 6)).toBeNull()
    expect(slashAt('https://x', 9)).toBeNull()
    expect(slashAt('/thanks ', 8)).toBeNull()
  })
  it('gives its place to the reply, and leaves the rest', () => {
    expect(putReply('Hi /th see you', { at: 3, search: 'th' }, 'thank you')).toEqual({
      text: 'Hi thank you see you',
      caret: 12,
    })
  })
})

describe('finding a quick reply', () => {
  const replies = [
    { shortcut: 'address', text: 'We are in Pune' },
    { shortcut: 'thanks', text: 'Thank you' },
    { shortcut: 'no-thanks', text: 'Sorry' },
    { shortcut: 'bye', text: 'Many THANKS' },
  ]
  it('puts what begins with the letters first, then what holds them', () => {
    expect(findReplies(replies, 'Thanks').map(({ shortcut }) => shortcut)).toEqual([
      'thanks',
      'no-thanks',
      'bye',
    ])
  })
  it('shows all of them to a bare slash, and none to nonsense', () => {
    expect(findReplies(replies, '')).toHaveLength(4)
    expect(findReplies(replies, 'zzz')).toEqual([])
  })
})
