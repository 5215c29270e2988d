import { describe, expect, it } from 'vitest'
import { instant } from '#platform/time.ts'
import { awayText } from './away-text.ts'

const open = [{ from: '10:00', to: '19:00' }]
const hours = {
  timeZone: 'Asia/Kolkata',
  week: [[], open, open, open, open, open, open],
  holidays: [{ date: '2026-03-04', name: 'Holi' }],
}
const away = {
  isOn: true,
  text: 'Closed. Open {{opens}}.',
  holidayText: 'Happy {{ holiday }}! Open {{opens}}. {{name}}',
  quietMinutes: 30,
  language: 'en' as const,
}
const at = (text: string) => instant(Date.parse(text))

describe('the reply while closed', () => {
  it('says when the shop opens next, by its own clock', () => {
    expect(awayText(hours, away, at('2026-03-01T12:00:00+05:30'))).toBe('Closed. Open Monday, 10:00 am.')
    expect(awayText(hours, { ...away, language: 'hi' }, at('2026-03-01T12:00:00+05:30'))).toContain('सोमवार')
  })

  it('is another on a holiday, with its name; what is no variable stays as it is', () => {
    expect(awayText(hours, away, at('2026-03-04T12:00:00+05:30'))).toMatch(
      /^Happy Holi! Open Thursday.* \{\{name\}\}$/u,
    )
    expect(awayText(hours, { ...away, holidayText: '' }, at('2026-03-04T12:00:00+05:30'))).toMatch(/^Closed/u)
  })

  it('promises nothing where no opening is known', () => {
    const never = { ...hours, week: hours.week.map(() => []) }
    expect(awayText(never, away, at('2026-03-02T12:00:00+05:30'))).toBe('Closed. Open soon.')
  })
})
