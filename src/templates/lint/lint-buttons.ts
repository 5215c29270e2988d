/** Buttons: how many, in which order, what stands on them and where they lead. Pure. */
import type { Button, ButtonKind, Buttons, ButtonOf } from '../template-model.ts'
import { finding, pointing, type Finding } from './finding.ts'
import type { Spot } from './lint-texts.ts'
import { beyond, spansOf } from './places.ts'
import { variablesOf } from './variables.ts'

const BUTTONS_MAX = 10
const TEXT_MAX = 25
const URL_MAX = 2000
const CODE_MAX = 20
const PHONE_MAX = 20
/** Source: Meta, "Calling: call button messages and templates" (2026). */
const CALL_TTL = { min: 1, max: 43_200 } as const
const MOST: Partial<Record<ButtonKind, number>> = {
  ...{ URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1, FLOW: 1, VOICE_CALL: 1, OTP: 1 },
  ...{ CATALOG: 1, MPM: 1, SPM: 1, ORDER_DETAILS: 1, REQUEST_CONTACT_INFO: 1 },
}
/** Meta writes what stands on these. */
const FIXED_TEXT: ReadonlySet<string> = new Set(['COPY_CODE', 'OTP', 'SPM'])
const ALONE: ReadonlySet<string> = new Set(['MPM', 'ORDER_DETAILS', 'CATALOG'])

export function lintButtons(spot: Spot<Buttons>): Finding[] {
  const { path, component } = spot
  const { buttons } = component
  if (buttons.length === 0) return [finding('button.count', `${path}.buttons`, '0')]
  return [
    ...lintCounts(buttons, `${path}.buttons`),
    ...lintOrder(spot),
    ...lintTwins(buttons, `${path}.buttons`),
    ...buttons.flatMap((button, place) => lintButton(button, `${path}.buttons.${place}`, spot, place)),
  ]
}

function lintCounts(buttons: readonly Button[], path: string): Finding[] {
  const found: Finding[] = []
  if (buttons.length > BUTTONS_MAX)
    found.push(finding('button.count', path, `${buttons.length} > ${BUTTONS_MAX}`))
  for (const [kind, most] of Object.entries(MOST)) {
    const count = buttons.filter(({ type }) => type === kind).length
    if (count > most) found.push(finding('button.count', path, `${kind} ${count} > ${most}`))
  }
  const alone = buttons.find(({ type }) => ALONE.has(type))
  if (alone !== undefined && buttons.length > 1) found.push(finding('button.alone', path, alone.type))
  return found
}

/** Quick replies first, then the others, each in the order in which they stand. */
function lintOrder({ path, component, put }: Spot<Buttons>): Finding[] {
  const groups = component.buttons.map(({ type }) => type === 'QUICK_REPLY')
  const changes = groups.filter((isReply, place) => place > 0 && isReply !== groups[place - 1]).length
  if (changes <= 1) return []
  const replies = component.buttons.filter(({ type }) => type === 'QUICK_REPLY')
  const others = component.buttons.filter(({ type }) => type !== 'QUICK_REPLY')
  const buttons = groups[0] === true ? [...replies, ...others] : [...others, ...replies]
  return [finding('button.order', `${path}.buttons`, '', put({ ...component, buttons }))]
}

function lintTwins(buttons: readonly Button[], path: string): Finding[] {
  const texts = buttons.map((button) =>
    button.type === 'OTHER' ? '' : (button.text ?? '').trim().toLowerCase(),
  )
  const twin = texts.findIndex((text, place) => text !== '' && texts.indexOf(text) !== place)
  return twin === -1 ? [] : [finding('button.twice', `${path}.${twin}.text`, texts[twin] ?? '')]
}

function lintButton(button: Button, path: string, spot: Spot<Buttons>, place: number): Finding[] {
  if (button.type === 'OTHER') return [finding('button.unknown', `${path}.type`)]
  const mend = (next: Button) =>
    spot.put({ ...spot.component, buttons: spot.component.buttons.with(place, next) })
  const found = FIXED_TEXT.has(button.type) ? [] : lintText(button, path, mend)
  switch (button.type) {
    case 'URL':
      return [...found, ...lintUrl(button, path, mend)]
    case 'PHONE_NUMBER': {
      const number = button.phoneNumber ?? ''
      return /^\+?[\d\s()-]{7,20}$/u.test(number) && number.length <= PHONE_MAX
        ? found
        : [...found, finding('phone.form', `${path}.phone_number`, number)]
    }
    case 'COPY_CODE': {
      const code = button.example ?? ''
      if (isCode(code)) return found
      const plain = code.replaceAll(/[^\p{L}\p{N}_-]+/gu, '')
      const fix = isCode(plain) ? mend({ ...button, example: plain }) : null
      return [...found, finding('code.length', `${path}.example`, code, fix)]
    }
    case 'FLOW':
      return [...found, ...lintFlow(button, path)]
    case 'VOICE_CALL': {
      const ttl = button.ttlMinutes
      const isRight = ttl === null || (Number.isInteger(ttl) && ttl >= CALL_TTL.min && ttl <= CALL_TTL.max)
      return isRight ? found : [...found, finding('call.ttl', `${path}.ttl_minutes`, String(ttl))]
    }
    case 'QUICK_REPLY':
    case 'OTP':
    case 'CATALOG':
    case 'MPM':
    case 'SPM':
    case 'ORDER_DETAILS':
    case 'REQUEST_CONTACT_INFO':
      return found
    default:
      return button satisfies never
  }
}

const isCode = (code: string): boolean =>
  code !== '' && code.length <= CODE_MAX && /^[\p{L}\p{N}_-]+$/u.test(code)

type Mend = (next: Button) => Finding['fix']

function lintText(button: Exclude<Button, { type: 'OTHER' }>, path: string, mend: Mend): Finding[] {
  const text = button.text ?? ''
  const at = `${path}.text`
  if (text.trim() === '' || text.length > TEXT_MAX)
    return [
      pointing(finding('button.text', at, `${text.length} / ${TEXT_MAX}`), text, beyond(text, TEXT_MAX)),
    ]
  if (variablesOf(text).length > 0)
    return [pointing(finding('button.text', at, text), text, variablesOf(text))]
  const signs = spansOf(text, /\n|\p{Extended_Pictographic}\uFE0F?/gu)
  if (signs.length === 0) return []
  const plain = text
    .replaceAll(/\p{Extended_Pictographic}\uFE0F?|\u200D/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  const fix = plain === '' ? null : mend({ ...button, text: plain })
  return [pointing(finding('button.text', at, text, fix), text, signs)]
}

/** Services that hide where a link leads. */
const SHORTENERS: ReadonlySet<string> = new Set([
  ...[
    'bit.ly',
    'tinyurl.com',
    'goo.gl',
    't.co',
    'ow.ly',
    'is.gd',
    'buff.ly',
    'rebrand.ly',
    'cutt.ly',
    'shorturl.at',
  ],
  ...[
    'rb.gy',
    'tiny.cc',
    'bl.ink',
    't.ly',
    'v.gd',
    'lnkd.in',
    's.id',
    'short.io',
    'soo.gd',
    'clck.ru',
    'tiny.one',
  ],
  ...[
    'surl.li',
    'dub.sh',
    'qr.ae',
    'adf.ly',
    'shorte.st',
    'bitly.com',
    'amzn.to',
    'fkrt.it',
    'dl.flipkart.com',
  ],
])
const WHATSAPP: ReadonlySet<string> = new Set([
  'wa.me',
  'wa.link',
  'api.whatsapp.com',
  'chat.whatsapp.com',
  'whatsapp.com',
])
const hostOf = (url: string): string =>
  (URL.parse(url.replaceAll(/\{+[^}]*\}+/gu, '1'))?.hostname ?? '').replace(/^www\./u, '')

export const isShortener = (url: string): boolean => SHORTENERS.has(hostOf(url))
export const isWhatsAppLink = (url: string): boolean => WHATSAPP.has(hostOf(url))

function lintUrl(button: ButtonOf<'URL'>, path: string, mend: Mend): Finding[] {
  const url = button.url ?? ''
  const at = `${path}.url`
  const variables = variablesOf(url)
  if (!/^https?:\/\/[^\s/]+\.[^\s/]+/iu.test(url) || url.length > URL_MAX) {
    const isBare = /^[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/u.test(url)
    return [
      finding('url.form', at, url.slice(0, 80), isBare ? mend({ ...button, url: `https://${url}` }) : null),
    ]
  }
  const found: Finding[] = []
  if (isShortener(url)) found.push(finding('url.shortener', at, hostOf(url)))
  if (isWhatsAppLink(url)) found.push(finding('url.whatsapp', at, hostOf(url)))
  const [variable] = variables
  if (variable === undefined) return found
  const isAtEnd = variables.length === 1 && variable.isWellFormed && variable.end === url.length
  if (!isAtEnd || !/^https?:\/\/[^{}/]+\//iu.test(url))
    return [...found, finding('url.variable', at, url.slice(0, 80))]
  const sample = button.example?.[0] ?? ''
  if (sample === '') {
    const example = [url.slice(0, variable.start) + 'KH-2203']
    found.push(finding('url.sample', `${path}.example`, '', mend({ ...button, example })))
  }
  return found
}

function lintFlow(
  { flowId, flowName, flowJson, flowAction, navigateScreen }: ButtonOf<'FLOW'>,
  path: string,
): Finding[] {
  const named = [flowId, flowName, flowJson].filter((one) => one !== null && one !== '').length
  if (named !== 1) return [finding('flow.form', path, 'flow_id, flow_name, flow_json')]
  const action = (flowAction ?? 'navigate').toLowerCase()
  if (action !== 'navigate' && action !== 'data_exchange')
    return [finding('flow.form', `${path}.flow_action`, action)]
  return action === 'navigate' && (navigateScreen ?? '') === '' && flowJson !== null
    ? [finding('flow.form', `${path}.navigate_screen`)]
    : []
}
