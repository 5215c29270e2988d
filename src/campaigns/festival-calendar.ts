/**
 * The days of a year on which shops in India send more offers than on others. On such days Meta holds more of them back (131049),
 * and people mind them more.
 *
 * Dates: python-holidays 0.105 (github.com/vacanza/holidays, for India; by timeanddate.com), read on 23 Nov 2026; Dhanteras is two
 * days before Diwali. Both Eids depend on the moon and may be a day later. Whoever keeps this table adds the next year each autumn;
 * a business may change the days that count for it.
 */
import { after, instant, MINUTE_MS, type Instant } from '#platform/time.ts'
import { offsetMinutesOf } from './quiet-hours.ts'

/** `day`: "2027-10-29", by the calendar on the wall of whoever is written to. */
export type FestivalDay = { readonly day: string; readonly name: string }

export const INDIA: readonly FestivalDay[] = [
  { day: '2026-11-24', name: 'Guru Nanak Jayanti' },
  { day: '2026-12-25', name: 'Christmas' },
  { day: '2027-01-01', name: 'New Year' },
  { day: '2027-01-15', name: 'Makar Sankranti and Pongal' },
  { day: '2027-01-26', name: 'Republic Day' },
  { day: '2027-03-10', name: 'Eid al-Fitr' },
  { day: '2027-03-22', name: 'Holi' },
  { day: '2027-04-07', name: 'Gudi Padwa and Ugadi' },
  { day: '2027-04-14', name: 'Baisakhi' },
  { day: '2027-05-17', name: 'Eid al-Adha' },
  { day: '2027-08-15', name: 'Independence Day' },
  { day: '2027-08-17', name: 'Raksha Bandhan' },
  { day: '2027-08-25', name: 'Janmashtami' },
  { day: '2027-09-04', name: 'Ganesh Chaturthi' },
  { day: '2027-09-12', name: 'Onam' },
  { day: '2027-10-09', name: 'Dussehra' },
  { day: '2027-10-27', name: 'Dhanteras' },
  { day: '2027-10-29', name: 'Diwali' },
  { day: '2027-10-31', name: 'Bhai Dooj' },
  { day: '2027-11-14', name: 'Guru Nanak Jayanti' },
  { day: '2027-12-25', name: 'Christmas' },
  { day: '2028-01-01', name: 'New Year' },
  { day: '2028-01-15', name: 'Makar Sankranti and Pongal' },
  { day: '2028-01-26', name: 'Republic Day' },
]

/** What day it is somewhere. */
export const dayAt = (zone: string, at: Instant): string =>
  new Date(at + offsetMinutesOf(zone, at) * MINUTE_MS).toISOString().slice(0, 10)

/** When this day began there, if it is one of these days; null: it is none. */
export function festivalSince(days: ReadonlySet<string>, zone: string, now: Instant): Instant | null {
  const day = dayAt(zone, now)
  if (!days.has(day)) return null
  const midnight = instant(Date.parse(`${day}T00:00:00Z`))
  // Where clocks are put forward in between, midnight had another time than now has.
  return after(
    midnight,
    -offsetMinutesOf(zone, after(midnight, -offsetMinutesOf(zone, now) * MINUTE_MS)) * MINUTE_MS,
  )
}

/** Those of the days on which something may go out from one moment to another, by somebody’s clock. */
export function festivalsBetween(
  days: readonly FestivalDay[],
  zone: string,
  from: Instant,
  until: Instant,
): FestivalDay[] {
  const [first, last] = [dayAt(zone, from), dayAt(zone, until)]
  return days.filter(({ day }) => first <= day && day <= last)
}
