import { describe, expect, test } from 'vitest'
import { fillText } from './fill-text.ts'

const values = { contactName: 'Asha Rao', agentName: 'Meera', shopName: 'Silk House' }

describe('a reply that nobody looks at before it is sent', () => {
  test('has every variable filled in', () => {
    expect(fillText('Namaste {{contact.firstName}}, {{agent.name}} of {{shop.name}} here.', values)).toBe(
      'Namaste Asha, Meera of Silk House here.',
    )
  })
  test.each([['919876543210'], ['@asha'], [null], ['🙏']])(
    'leaves out the name of a customer known only as %s',
    (contactName) => {
      expect(fillText('Hello {{contact.name}}, thank you!', { ...values, contactName })).toBe(
        'Hello, thank you!',
      )
    },
  )
  test('is signed by the shop when a program sends it', () => {
    expect(fillText('{{agent.name}}', { ...values, agentName: null })).toBe('Silk House')
  })
  test('never fills in what a name itself says', () => {
    expect(fillText('{{contact.name}}', { ...values, contactName: 'A {{shop.name}}' })).toBe(
      'A {{shop.name}}',
    )
  })
})
