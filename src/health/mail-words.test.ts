import { expect, test } from 'vitest'
import { alarmMail } from './mail-words.ts'

const ABOUT = { business: 'Asha Sarees', number: '+919812345678', url: 'https://x.example/n' }

test('a mail about a segment’s customers names them, in both languages', () => {
  const { subject, text } = alarmMail('failed_rate', { ...ABOUT, segment: 'Old\ncustomers' })
  expect(subject).toBe(
    '+919812345678: Segment “Old customers”: Many more messages to these customers fail than the week before.',
  )
  expect(text).toContain('समूह “Old customers”: इन ग्राहकों')
})

test('a mail about a number or its templates is about all customers', () => {
  const { subject } = alarmMail('failed_rate', { ...ABOUT, segment: null })
  expect(subject).toBe('+919812345678: Many more messages fail than usual.')
})
