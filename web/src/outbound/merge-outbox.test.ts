import { describe, expect, it } from 'vitest'
import { sampleMessage } from '../conversations/samples.ts'
import { type OutboxEntry, withOutbox } from './merge-outbox.ts'

function entry(clientId: string, at: number, failure: OutboxEntry['failure'] = null): OutboxEntry {
  return {
    clientId,
    conversationId: 'c1',
    outgoing: { type: 'text', text: { body: clientId } },
    at,
    bubble: { type: 'text', text: clientId, content: {}, media: null, quoted: null },
    failure,
    isRefused: false,
  }
}
const failure = { code: 'x', metaCode: null, side: 'harkara', title: '', nextStep: '' } as const

describe('what is still being said', () => {
  const server = [sampleMessage({ id: 'm1' }), sampleMessage({ id: 'm2', direction: 'out', clientId: 'k1' })]

  it('stands below what the server has, in the order of writing', () => {
    const shown = withOutbox(server, [entry('k3', 9), entry('k2', 8)])
    expect(shown.map((message) => message.id)).toEqual(['m1', 'm2', 'local:k2', 'local:k3'])
  })
  it('is gone the moment its message is there, whether event or answer brought it', () => {
    expect(withOutbox(server, [entry('k1', 9)]).map((message) => message.id)).toEqual(['m1', 'm2'])
  })
  it('is waiting until it has failed', () => {
    const [waiting, failed] = withOutbox([], [entry('k1', 1), entry('k2', 2, failure)])
    expect([waiting?.state, failed?.state]).toEqual(['queued', 'failed'])
  })
})
