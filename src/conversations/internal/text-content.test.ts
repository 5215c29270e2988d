import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withText, withoutText } from './text-content.ts'

const content = fc.oneof(
  fc.constant({}),
  fc.record({
    text: fc.record(
      { body: fc.constantFrom('hi', 'ho'), preview_url: fc.boolean() },
      { requiredKeys: ['body'] },
    ),
  }),
  fc.dictionary(fc.constantFrom('text', 'image', 'odd'), fc.jsonValue()),
)
const said = fc.record({
  type: fc.constantFrom('text', 'image'),
  text: fc.constantFrom('hi', 'ho', null),
  content,
})

test('what was left out of a message comes back as it was', () => {
  fc.assert(
    fc.property(said, (message) => {
      const isEmptyText = message.type === 'text' && Object.keys(message.content).length === 0
      fc.pre(!isEmptyText) // Meta says what the text is
      expect(withText({ ...message, content: withoutText(message) })).toEqual(message.content)
    }),
  )
})

test('a plain text is stored once', () => {
  expect(withoutText({ type: 'text', text: 'hi', content: { text: { body: 'hi' } } })).toEqual({})
})
