/** A day in somebody's own words: 12/10, 12 October, next Monday, kal, पर्सों. In India's order and time. */
import * as chrono from 'chrono-node'
import { foldedWords } from '#nlu/alike.ts'
import { asciiDigits } from '#platform/ascii-digits.ts'
import { after, DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '#platform/time.ts'

/** Shops and their customers are there. */
const INDIA_MINUTES = 5.5 * 60

/** @property date as YYYY-MM-DD @property days from today on */
export type DateSaid = { readonly date: string; readonly days: number }

/** In whole days. "kal" is asked about what is to come. */
const WORDS: readonly (readonly [number, readonly string[]])[] = (
  [
    [0, 'aaj aj today tdy ivala ivattu innaiku innu indru ajj aaje आज আজ આજે ਅੱਜ இன்று ఈరోజు ఇవాళ ಇಂದು ಇವತ್ತು ഇന്ന്'],
    [
      1,
      'kal tomorrow tmrw tmr kale udya repu naale naalai nalaiku naalaiku कल काल उद्या কাল কালকে કાલે ਕੱਲ੍ਹ நாளை రేపు ನಾಳೆ നാളെ',
    ],
    [
      2,
      'parso parson parva ellundi naaladdu naadiddu परसों परवा পরশু પરમ દિવસે ਪਰਸੋਂ நாளன்னிக்கு ఎల్లుండి ನಾಡಿದ್ದು മറ്റന്നാൾ',
    ],
  ] as const
).map(([days, words]) => [days, foldedWords(words)])

const WEEKDAYS: readonly (readonly string[])[] = [
  'ravivar itwar sunday rabibar nyayiru adivaram bhanuvara रविवार इतवार রবিবার રવિવાર ਐਤਵਾਰ ஞாயிறு ఆదివారం ಭಾನುವಾರ ഞായർ',
  'somvar sombar monday tingal somavaram somavara सोमवार সোমবার સોમવાર ਸੋਮਵਾਰ திங்கள் సోమవారం ಸೋಮವಾರ തിങ്കൾ',
  'mangalvar mangalbar tuesday sevvai mangalavaram mangalavara मंगलवार মঙ্গলবার મંગળવાર ਮੰਗਲਵਾਰ செவ்வாய் మంగళవారం ಮಂಗಳವಾರ ചൊവ്വ',
  'budhvar budhbar wednesday budhan budhavaram budhavara बुधवार বুধবার બુધવાર ਬੁੱਧਵਾਰ புதன் బుధవారం ಬುಧವಾರ ബുധൻ',
  'guruvar brihaspativar thursday vyazhan guruvaram guruvara गुरुवार বৃহস্পতিবার ગુરુવાર ਵੀਰਵਾਰ வியாழன் గురువారం ಗುರುವಾರ വ്യാഴം',
  'shukravar shukrabar friday velli shukravaram shukravara शुक्रवार শুক্রবার શુક્રવાર ਸ਼ੁੱਕਰਵਾਰ வெள்ளி శుక్రవారం ಶುಕ್ರವಾರ വെള്ളി',
  'shanivar shonibar saturday sani shanivaram shanivara शनिवार শনিবার શનિવાર ਸ਼ਨੀਵਾਰ சனி శనివారం ಶನಿವಾರ ശനി',
].map(foldedWords)

/** null: no day is named. A day without a year is the next one that is so called. */
export function readDate(text: string, at: Instant): DateSaid | null {
  const today = startOfDay(at)
  const plain = asciiDigits(text)
  const words = foldedWords(plain)
  const said = WORDS.find(([, names]) => words.some((word) => names.includes(word)))
  if (said !== undefined) return dayAfter(today, said[0])
  const weekday = WEEKDAYS.findIndex((names) => words.some((word) => names.includes(word)))
  if (weekday >= 0) return dayAfter(today, (weekday - new Date(today).getUTCDay() + 7) % 7 || 7)
  const [found] = chrono.en.GB.parse(
    plain,
    { instant: new Date(at), timezone: INDIA_MINUTES },
    { forwardDate: true },
  )
  if (found?.start.isCertain('day') !== true && found?.start.isCertain('weekday') !== true) {
    if (found === undefined || found.start.isCertain('hour')) return null
  }
  const [year, month, day] = [found.start.get('year'), found.start.get('month'), found.start.get('day')]
  if (year === null || month === null || day === null) return null
  return dayAfter(today, Math.round((Date.UTC(year, month - 1, day) - today) / DAY_MS))
}

/** Of the wall clock in India, as if it were UTC. */
function startOfDay(at: Instant): number {
  const there = after(at, INDIA_MINUTES * MINUTE_MS)
  return there - (there % (24 * HOUR_MS))
}

const dayAfter = (today: number, days: number): DateSaid => ({
  date: new Date(today + days * DAY_MS).toISOString().slice(0, 10),
  days,
})
