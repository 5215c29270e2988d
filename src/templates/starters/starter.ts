/**
 * A template to start from: its words in several languages, with the same variables and buttons in each. Pure: the web app has it too.
 */
import type { Json, JsonObject } from '../template-model.ts'

/** What a shop looks for. */
export type Use =
  | 'orders'
  | 'shipping'
  | 'cash on delivery'
  | 'carts'
  | 'payments'
  | 'appointments'
  | 'feedback'
  | 'stock'
  | 'festivals'
  | 'codes'
  | 'warranty'
  | 'classes'
  | 'clinics'
  | 'restaurants'
  | 'salons'

export const LANGUAGES = ['en', 'hi', 'ta', 'te', 'kn', 'bn', 'mr', 'gu'] as const
export type Language = (typeof LANGUAGES)[number]
export type Words = {
  readonly header?: string
  readonly body: string
  readonly footer?: string
  /** What stands on the buttons, in their order. */
  readonly buttons?: readonly string[]
}
export type StarterButton = { readonly reply: true } | { readonly url: string } | { readonly phone: string }

export type Starter = {
  /** The template's name. */
  readonly name: string
  readonly use: Use
  readonly category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION'
  readonly buttons?: readonly StarterButton[]
  readonly words: Readonly<Partial<Record<Language, Words>>> & { readonly en: Words; readonly hi: Words }
}

export const REPLY: StarterButton = { reply: true }

/** What stands for each variable before reviewers, in every language's own form. */
const SAMPLES: Readonly<Record<string, string | Partial<Record<Language, string>>>> = {
  name: { en: 'Asha', hi: 'आशा', ta: 'ஆஷா', te: 'ఆశ', kn: 'ಆಶಾ', bn: 'আশা', mr: 'आशा', gu: 'આશા' },
  shop: 'Kala Handlooms',
  order_no: 'KH-2203',
  amount: '1,499',
  due: '750',
  items: {
    en: 'Blue cotton kurta, size M',
    hi: 'नीला सूती कुर्ता, M',
    ta: 'நீல பருத்தி குர்தா, M',
    te: 'నీలం కాటన్ కుర్తా, M',
    kn: 'ನೀಲಿ ಹತ್ತಿ ಕುರ್ತಾ, M',
    bn: 'নীল সুতির কুর্তা, M',
    mr: 'निळा सुती कुर्ता, M',
    gu: 'વાદળી સુતરાઉ કુર્તા, M',
  },
  date: {
    en: '15 August',
    hi: '15 अगस्त',
    ta: '15 ஆகஸ்ட்',
    te: '15 ఆగస్టు',
    kn: '15 ಆಗಸ್ಟ್',
    bn: '15 আগস্ট',
    mr: '15 ऑगस्ट',
    gu: '15 ઑગસ્ટ',
  },
  time: '11:30 am',
  courier: 'Delhivery',
  tracking_no: 'DL123456789',
  agent: { en: 'Ravi', hi: 'रवि' },
  phone: '+91 98765 43210',
  code: 'SAVE10',
  product: {
    en: 'Indigo saree',
    hi: 'नील की साड़ी',
    ta: 'இண்டிகோ புடவை',
    te: 'ఇండిగో చీర',
    kn: 'ಇಂಡಿಗೊ ಸೀರೆ',
    bn: 'নীল শাড়ি',
    mr: 'निळी साडी',
    gu: 'ઇન્ડિગો સાડી',
  },
  price: '2,199',
  percent: '20',
  place: { en: 'MG Road, Jaipur', hi: 'एमजी रोड, जयपुर' },
  doctor: { en: 'Dr Mehta', hi: 'डॉ. मेहता' },
  course: { en: 'Class 10 Maths', hi: 'कक्षा 10 गणित' },
  student: { en: 'Rohan', hi: 'रोहन' },
  marks: '42/50',
  table: '4',
  guests: '4',
  service: { en: 'Haircut', hi: 'हेयरकट' },
  reason: { en: 'heavy rain', hi: 'तेज़ बारिश' },
  months: '12',
  serial_no: 'SN-88217',
  ticket_no: 'T-1042',
  invoice_no: 'INV-311',
  days: '5',
}

const VARIABLE = /\{\{([a-z_]+)\}\}/gu
const namesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name)),
]
function sampleOf(name: string, language: Language): string {
  const sample = SAMPLES[name]
  if (sample === undefined) throw new Error(`no sample for ${name}`)
  return typeof sample === 'string' ? sample : (sample[language] ?? sample.en ?? name)
}

/** Meta writes the words of a code, in every language. */
const CODE: JsonObject = {
  category: 'AUTHENTICATION',
  components: [
    { type: 'BODY', add_security_recommendation: true },
    { type: 'FOOTER', code_expiration_minutes: 10 },
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
  ],
}

/** What is sent to Meta; null: it is not in this language. */
export function templateOf(starter: Starter, language: Language): JsonObject | null {
  const words = starter.words[language]
  if (words === undefined) return null
  if (starter.category === 'AUTHENTICATION') return { name: starter.name, language, ...CODE }
  const components: Json[] = []
  const samples = (text: string): Json =>
    namesIn(text).map((name) => ({ param_name: name, example: sampleOf(name, language) }))
  if (words.header !== undefined)
    components.push({
      ...{ type: 'HEADER', format: 'TEXT', text: words.header },
      ...(namesIn(words.header).length > 0 && {
        example: { header_text_named_params: samples(words.header) },
      }),
    })
  components.push({
    ...{ type: 'BODY', text: words.body },
    ...(namesIn(words.body).length > 0 && { example: { body_text_named_params: samples(words.body) } }),
  })
  if (words.footer !== undefined) components.push({ type: 'FOOTER', text: words.footer })
  const buttons = (starter.buttons ?? []).map((button, place) =>
    buttonOf(button, words.buttons?.[place] ?? ''),
  )
  if (buttons.length > 0) components.push({ type: 'BUTTONS', buttons })
  const { name, category } = starter
  return { name, language, category, parameter_format: 'NAMED', components }
}

function buttonOf(button: StarterButton, text: string): Json {
  if ('reply' in button) return { type: 'QUICK_REPLY', text }
  if ('phone' in button) return { type: 'PHONE_NUMBER', text, phone_number: button.phone }
  const isVariable = button.url.endsWith('{{1}}')
  return {
    ...{ type: 'URL', text, url: button.url },
    ...(isVariable && { example: [button.url.replace('{{1}}', 'KH-2203')] }),
  }
}
