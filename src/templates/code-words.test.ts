import { expect, test } from 'vitest'
import { codeBody, codeWords } from './code-words.ts'
import { renderTemplate } from './render-template.ts'

test('what Meta writes for a code is in the template’s language, and in English where we do not know', () => {
  expect(codeBody('en_US', true)).toBe(
    '*{{1}}* is your verification code. For your security, do not share this code.',
  )
  expect(codeBody('fr', false)).toBe('*{{1}}* is your verification code.')
  expect(codeWords('hi').expires(10)).toBe('इस कोड की समय-सीमा 10 मिनट में समाप्त हो जाएगी')
  expect(codeWords('mr').expires(10)).toBe('हा कोड १० मिनिटांमध्ये कालबाह्य होतो.')
  // A code has one place everywhere.
  for (const language of ['bn', 'en', 'gu', 'hi', 'kn', 'mr', 'ta', 'te'])
    expect(codeWords(language).body.match(/\{\{1\}\}/gu)).toHaveLength(1)
})

test('a code in Hindi reads in Hindi before Meta has listed it', () => {
  const components = [
    { type: 'BODY', add_security_recommendation: true },
    { type: 'FOOTER', code_expiration_minutes: 5 },
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
  ]
  const rendering = renderTemplate({ name: 'x', language: 'hi', components }, { '1': '123456' })
  expect(rendering.ok && rendering.rendered.body).toBe(
    '*123456* आपका वेरिफ़िकेशन कोड है. अपनी सुरक्षा के लिए, इस कोड को किसी के साथ शेयर न करें.',
  )
  expect(rendering.ok && rendering.rendered.footer).toContain('5 मिनट')
})
