/** The hours in which nobody wants an offer, by the clock on the recipient's own wall. Pure. */
import { after, instant, MINUTE_MS, type Instant } from '#platform/time.ts'

/** "21:00" to "09:00": over midnight is meant where `to` is not after `from`. */
export type QuietHours = { readonly from: string; readonly to: string }

/** Where most of a country's people live; where a country has several clocks, the one that most of them read. */
const ZONES: Readonly<Record<string, string>> = {
  ...{ IN: 'Asia/Kolkata', PK: 'Asia/Karachi', BD: 'Asia/Dhaka', LK: 'Asia/Colombo', NP: 'Asia/Kathmandu' },
  ...{
    BT: 'Asia/Thimphu',
    MV: 'Indian/Maldives',
    AF: 'Asia/Kabul',
    MM: 'Asia/Yangon',
    MU: 'Indian/Mauritius',
  },
  ...{ AE: 'Asia/Dubai', OM: 'Asia/Muscat', QA: 'Asia/Qatar', BH: 'Asia/Bahrain', KW: 'Asia/Kuwait' },
  ...{ SA: 'Asia/Riyadh', YE: 'Asia/Aden', IQ: 'Asia/Baghdad', IR: 'Asia/Tehran', IL: 'Asia/Jerusalem' },
  ...{ JO: 'Asia/Amman', LB: 'Asia/Beirut', TR: 'Europe/Istanbul', EG: 'Africa/Cairo', KE: 'Africa/Nairobi' },
  ...{ TZ: 'Africa/Dar_es_Salaam', UG: 'Africa/Kampala', ET: 'Africa/Addis_Ababa', NG: 'Africa/Lagos' },
  ...{ GH: 'Africa/Accra', ZA: 'Africa/Johannesburg', ZM: 'Africa/Lusaka', ZW: 'Africa/Harare' },
  ...{ MZ: 'Africa/Maputo', MA: 'Africa/Casablanca', GB: 'Europe/London', IE: 'Europe/Dublin' },
  ...{ PT: 'Europe/Lisbon', ES: 'Europe/Madrid', FR: 'Europe/Paris', DE: 'Europe/Berlin', IT: 'Europe/Rome' },
  ...{ NL: 'Europe/Amsterdam', BE: 'Europe/Brussels', CH: 'Europe/Zurich', AT: 'Europe/Vienna' },
  ...{ SE: 'Europe/Stockholm', NO: 'Europe/Oslo', DK: 'Europe/Copenhagen', FI: 'Europe/Helsinki' },
  ...{ PL: 'Europe/Warsaw', CZ: 'Europe/Prague', RO: 'Europe/Bucharest', GR: 'Europe/Athens' },
  ...{ UA: 'Europe/Kyiv', RU: 'Europe/Moscow', US: 'America/Chicago', CA: 'America/Toronto' },
  ...{ MX: 'America/Mexico_City', BR: 'America/Sao_Paulo', AR: 'America/Argentina/Buenos_Aires' },
  ...{ CL: 'America/Santiago', CO: 'America/Bogota', PE: 'America/Lima', TT: 'America/Port_of_Spain' },
  ...{ GY: 'America/Guyana', SR: 'America/Paramaribo', FJ: 'Pacific/Fiji', AU: 'Australia/Sydney' },
  ...{ NZ: 'Pacific/Auckland', SG: 'Asia/Singapore', MY: 'Asia/Kuala_Lumpur', ID: 'Asia/Jakarta' },
  ...{
    TH: 'Asia/Bangkok',
    VN: 'Asia/Ho_Chi_Minh',
    PH: 'Asia/Manila',
    HK: 'Asia/Hong_Kong',
    CN: 'Asia/Shanghai',
  },
  ...{ TW: 'Asia/Taipei', JP: 'Asia/Tokyo', KR: 'Asia/Seoul', KZ: 'Asia/Almaty', UZ: 'Asia/Tashkent' },
}

/** By whose clock somebody of this country lives; `fallback` where nobody knows. */
export const zoneOfCountry = (country: string, fallback: string): string => ZONES[country] ?? fallback

const DAY_MINUTES = 24 * 60
const formats = new Map<string, Intl.DateTimeFormat>()

/** How far a zone's clock is before UTC at a moment. */
export function offsetMinutesOf(zone: string, at: Instant): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    })
    formats.set(zone, format)
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
  return Math.round((wall - Math.floor(at / MINUTE_MS) * MINUTE_MS) / MINUTE_MS)
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** When they end where somebody lives, if it is quiet there now; null: it is not. */
export function quietUntil(quiet: QuietHours | null, zone: string, now: Instant): Instant | null {
  if (quiet === null || quiet.from === quiet.to) return null
  const local = (((now / MINUTE_MS + offsetMinutesOf(zone, now)) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)]
  const isQuiet = from < to ? local >= from && local < to : local >= from || local < to
  if (!isQuiet) return null
  const left = (((to - local) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
  const end = after(now, Math.ceil(left * MINUTE_MS))
  // Where clocks are put forward or back in between, the wall says another time then.
  const shift = offsetMinutesOf(zone, now) - offsetMinutesOf(zone, end)
  return instant(end + shift * MINUTE_MS)
}
