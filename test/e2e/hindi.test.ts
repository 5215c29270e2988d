import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type PagePaths, pagePaths } from './page-paths.ts'
import { call, type Program, startProgram } from './program.ts'

/**
 * Whoever reads Hindi only reads no English: every page, section, menu and dialog of the demo shop is opened, and what can be
 * read or heard there is looked through for Latin words. What people made (names, messages) stands in `bdi`, `dir=auto`,
 * `code` and the like, or is told by the API; the rest must be in the list below.
 */
const ALLOWED = new Set(
  [
    // Who and what is called so in every language.
    'Harkara WhatsApp Meta Facebook Instagram Google Microsoft Chrome Edge Firefox Safari Excel Sheets Numbers LibreOffice Calc Android iPhone Windows Linux Mac Python Node',
    'English Manager Business Suite Settings Cloud Platform System users Show in',
    // Units, formats and words of the trade that are written in Latin letters.
    'API URL URLs CSV PDF MB KB GB OTP PIN QR SMS SLA ID id key keys EMI JSON HTTP HTTPS HMAC SHA UTC IST GST UPI COD CRM ZIP INR WABA BSUID IP MP JPEG PNG WebP VCF am pm',
    // Keys.
    'Ctrl Enter Shift Esc Tab Alt',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
)

let program: Program
let browser: Browser
let paths: PagePaths
/** Names that the shop gave: of people, labels, teams, deals, templates, fields. */
const names = new Set<string>()

beforeAll(async () => {
  program = await startProgram()
  browser = await openBrowser()
  paths = await pagePaths(program.inbox)
  await gatherNames()
})

/** Customers of the demo shop write by themselves: there may be more of them later. */
async function gatherNames(): Promise<void> {
  const NAMED = [
    'name',
    'displayName',
    'givenName',
    'profileName',
    'username',
    'title',
    'label',
    'shortcut',
    'verifiedName',
    'param_name',
  ]
  const gather = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(gather)
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        if (typeof inner === 'string' && NAMED.includes(key))
          for (const word of latinOf(inner)) names.add(word)
        gather(inner)
      }
  }
  const places = [
    '/me',
    '/conversations?limit=100&status=any',
    '/contacts?limit=100',
    '/members',
    '/labels',
    '/teams',
  ]
  for (const place of [
    ...places,
    '/quick-replies',
    '/attributes',
    '/deals/board',
    '/campaigns',
    '/sequences',
    '/deal-stages',
    '/segments',
    '/keys',
    '/template-drafts',
    `/template-drafts/${paths.draft.split('/').at(-1)}`,
    `/templates?channelId=${paths.number.split('/').at(-1)}`,
  ])
    gather((await call('GET', `${program.inbox}/api/v1${place}`)).body)
}
afterAll(async () => {
  await browser?.close()
  await program?.interrupt()
})

const latinOf = (text: string): string[] => text.toLowerCase().match(/[a-z]{2,}/gu) ?? []

/** What can be read or heard, but for what people made. */
const readable = async (page: Page): Promise<string[]> => page.evaluate(READABLE)
const READABLE = `(() => {
  const MADE = 'bdi, code, pre, kbd, samp, mark, [dir=auto], [dir=ltr], [lang=en], [aria-live], script, style, noscript, textarea, svg'
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const said = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement
    if (parent !== null && parent.closest(MADE) === null && isShown(parent)) said.push(node.textContent ?? '')
  }
  const NAMES = ['aria-label', 'placeholder', 'title', 'data-tip', 'alt']
  const made = [...document.querySelectorAll(MADE)].map((element) => (element.textContent ?? '').trim())
  const isLong = made.filter((text) => text.length > 2).sort((a, b) => b.length - a.length)
  const ours = (text) => isLong.reduce((rest, words) => rest.replaceAll(words, ' '), text)
  for (const element of document.querySelectorAll(NAMES.map((name) => '[' + name + ']').join(', ')))
    if (isShown(element)) for (const name of NAMES) said.push(ours(element.getAttribute(name) ?? ''))
  return said
})()`

/** What customers are asked unless the shop asks otherwise: in their language, not in the reader's. */
const TOLD_TO_CUSTOMERS = 'How was your chat with us? Tap to tell us.'
/** A language as Meta writes it, or the initials of a name. */
const isCode = /^(?:\p{Lu}{1,2}|(?:bn|en|gu|hi|kn|mr|ta|te)(?:_[A-Z]{2})?)$/u
const isVariable = /\{\{\w+\}\}/gu
const isUrlOrAddress = /\b(?:https?:\/\/|www\.)\S+|\S+@\S+|@[\w.]+|\/[\w/{}-]+/gu

async function look(page: Page, where: string, english: Map<string, string>): Promise<void> {
  for (const text of await readable(page)) if (isEnglish(text) && !english.has(text)) english.set(text, where)
}

function isEnglish(text: string): boolean {
  if (isCode.test(text) || text === TOLD_TO_CUSTOMERS) return false
  const words = latinOf(text.replaceAll(isUrlOrAddress, ' ').replaceAll(isVariable, ' '))
  return words.some((word) => !ALLOWED.has(word) && !names.has(word))
}

/** Opens each kind of menu and dialog that is on the screen, looks, and closes it. */
async function lookIntoOverlays(page: Page, where: string, english: Map<string, string>): Promise<void> {
  const openers = page.locator('main [aria-haspopup]:visible')
  const overlay = page.locator('[role=dialog], [role=menu]')
  const seen = new Set<string | null>()
  for (let nth = 0; nth < Math.min(await openers.count(), 30); nth += 1) {
    const opener = openers.nth(nth)
    const kind = await opener.getAttribute('class', { timeout: 500 }).catch(() => null)
    const name = await opener.getAttribute('aria-label', { timeout: 500 }).catch(() => null)
    // Rows of a list look alike.
    if (seen.has(`${kind} ${name}`) || (name === null && seen.has(kind))) continue
    seen.add(kind).add(`${kind} ${name}`)
    await opener.click({ timeout: 700 }).catch(() => undefined)
    await overlay
      .last()
      .waitFor({ timeout: 700 })
      .catch(() => undefined)
    await settled(page)
    await look(page, `${where}, overlay ${nth}`, english)
    await page.keyboard.press('Escape')
    await overlay
      .first()
      .waitFor({ state: 'detached', timeout: 700 })
      .catch(() => undefined)
  }
}

/** What is loading has come. */
const settled = async (page: Page): Promise<void> => {
  await page
    .getByText('लोड हो रहा है…')
    .or(page.locator('.pulse'))
    .first()
    .waitFor({ state: 'detached', timeout: 1500 })
    .catch(() => undefined)
}

const SECTIONS = [
  ...['account', 'team', 'channels', 'api-keys', 'audit', 'teams', 'assignment', 'labels', 'quick-replies'],
  ...['webhooks', 'privacy', 'contact-fields', 'notifications', 'macros', 'business-hours', 'reply-targets'],
  ...['away-replies', 'ratings', 'costs'],
]

test.each([
  { name: 'a laptop', width: 1366, height: 768 },
  { name: 'a phone', width: 390, height: 844 },
])('on $name, nobody who chose Hindi meets an English word', async ({ width, height }) => {
  const english = new Map<string, string>()
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'hi-IN',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const open = async (path: string) => {
    await page.evaluate(`history.pushState({}, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'))`)
    await page.locator('main :is(h1, h2):visible').first().waitFor()
    await settled(page)
  }
  await page.goto(`${program.inbox}/inbox`)
  await page.locator('[role=option]').first().waitFor()
  await look(page, 'the inbox', english)
  await lookIntoOverlays(page, 'the inbox', english)
  const { body } = await call<{ items: { id: string }[] }>(
    'GET',
    `${program.inbox}/api/v1/conversations?limit=30&status=any`,
  )
  for (const [nth, { id }] of body.items.entries()) {
    if (nth % 6 !== 0) continue
    await open(`/inbox/${id}`)
    await page.locator('#composer-panel').waitFor()
    await look(page, `conversation ${nth}`, english)
    if (nth === 0) await lookIntoOverlays(page, 'a conversation', english)
  }
  for (const path of ['/contacts', '/deals', '/nowhere']) {
    await open(path)
    await look(page, path, english)
    if (path !== '/nowhere') await lookIntoOverlays(page, path, english)
  }
  for (const path of Object.values(paths)) {
    // These come when somebody opens them: until then the page before them would be looked at.
    await page.goto(`${program.inbox}${path}`)
    await page.locator('main :is(h1, h2):visible').first().waitFor()
    await settled(page)
    await look(page, path, english)
    await lookIntoOverlays(page, path, english)
  }
  for (const section of SECTIONS) {
    await open(`/settings/${section}`)
    await look(page, section, english)
    await lookIntoOverlays(page, section, english)
  }
  await page.keyboard.press('Control+k')
  await page.locator('input[type=search][role=combobox]').waitFor()
  await look(page, 'the palette', english)
  for (const made of ['नया सौदा', 'नई API key', 'नया वेबहुक', 'संपर्क इंपोर्ट']) {
    await page.locator('input[type=search][role=combobox]').fill(made)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    await page.locator('input[type=search][role=combobox]').waitFor({ state: 'detached' })
    await settled(page)
    await look(page, made, english)
    await page.goto(`${program.inbox}/inbox`)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.locator('input[type=search][role=combobox]').waitFor()
  }
  await context.clearCookies()
  for (const path of ['/sign-in', '/sign-up', '/forgot-password', '/reset-password', '/join/none']) {
    await page.goto(`${program.inbox}${path}`)
    await page.locator('h1').first().waitFor()
    await look(page, path, english)
  }
  await context.close()
  await gatherNames()
  const found = [...english].filter(([text]) => isEnglish(text))
  expect(found.map(([text, where]) => `${where}: ${text}`)).toEqual([])
})
