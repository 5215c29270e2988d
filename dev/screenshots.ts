/**
 * npm run screenshots [-- folder]: pictures of the inbox, the deals, the contacts and the phone on a laptop and a handset, light, dark and Hindi, from the
 * real program with its demo shop. Without a folder only those that the README shows are taken, into docs/screenshots.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from '#test/e2e/browser.ts'
import type { ConversationPage } from '#conversations/shapes.ts'
import { LAPTOP } from '#test/e2e/looks.ts'
import { call, startProgram } from '#test/e2e/program.ts'

const given = process.argv[2]
const folder = given ?? 'docs/screenshots'
mkdirSync(folder, { recursive: true })

const HANDSET = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}
/** Until pictures and panels have come. The connection for live events never falls silent. */
const SETTLE_MS = 800
type Shot = { name: string; options: BrowserContextOptions; isForReadme?: boolean }
const SHOTS: readonly Shot[] = [
  { name: 'laptop', options: LAPTOP, isForReadme: true },
  { name: 'laptop-dark', options: { ...LAPTOP, colorScheme: 'dark' } },
  { name: 'laptop-hindi', options: { ...LAPTOP, locale: 'hi-IN' } },
  { name: 'handset', options: HANDSET },
  { name: 'handset-dark', options: { ...HANDSET, colorScheme: 'dark' } },
  { name: 'handset-hindi', options: { ...HANDSET, locale: 'hi-IN' } },
]

const readme = readFileSync('README.md', 'utf8')
const take = async (page: Page, name: string): Promise<void> => {
  const path = join(folder, `${name}.png`)
  if (given !== undefined || readme.includes(path)) await page.screenshot({ path })
}

const program = await startProgram()
const browser = await openBrowser()
try {
  const chat = `${program.phone.replace('/phone', '/_control')}/chats/asha/100000000000001`
  await call('POST', chat, { type: 'text', body: 'नमस्ते! क्या यह कुर्ता नीले रंग में मिलेगा? 🙏' })
  const { body } = await call<ConversationPage>(
    'GET',
    `${program.inbox}/api/v1/conversations?q=${encodeURIComponent('Tenzin Dolma')}`,
  )
  const shown = body.items[0]?.id ?? ''
  for (const { name, options, isForReadme } of SHOTS) {
    if (given === undefined && isForReadme !== true) continue
    const context = await browser.newContext({ locale: 'en-IN', timezoneId: 'Asia/Kolkata', ...options })
    const page = await context.newPage()
    await page.goto(program.inbox)
    await page.getByRole('option').first().waitFor()
    await take(page, `inbox-list-${name}`)
    await page.goto(`${program.inbox}/inbox/${shown}`)
    await page.getByRole('log').waitFor()
    await page.waitForTimeout(SETTLE_MS)
    await take(page, `inbox-${name}`)
    await page.goto(`${program.inbox}/deals`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForTimeout(SETTLE_MS)
    await take(page, `deals-${name}`)
    await page.goto(`${program.inbox}/contacts`)
    const large = page.getByRole('button', { name: /^Large orders/u })
    await large.click()
    await page.waitForTimeout(SETTLE_MS)
    await take(page, `contacts-${name}`)
    await page.goto(program.phone)
    await page.getByRole('log').first().waitFor()
    await take(page, `phone-${name}`)
    await context.close()
    console.log(`${name} done`)
  }
} finally {
  await browser.close()
  await program.interrupt()
}
