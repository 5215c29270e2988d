/**
 * npm run screenshots [-- folder]: pictures of the inbox and the phone on a laptop and a handset, light, dark and Hindi, from the
 * real program with its demo shop. Without a folder only those that the README shows are taken, into docs/screenshots.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import { openBrowser } from '#test/e2e/browser.ts'
import { call, startProgram } from '#test/e2e/program.ts'

const given = process.argv[2]
const folder = given ?? 'docs/screenshots'
mkdirSync(folder, { recursive: true })

const LAPTOP = { viewport: { width: 1366, height: 768 } }
const HANDSET = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}
type Shot = { name: string; options: BrowserContextOptions; isForReadme?: boolean }
const SHOTS: readonly Shot[] = [
  { name: 'laptop', options: LAPTOP, isForReadme: true },
  { name: 'laptop-dark', options: { ...LAPTOP, colorScheme: 'dark' } },
  { name: 'laptop-hindi', options: { ...LAPTOP, locale: 'hi-IN' } },
  { name: 'handset', options: HANDSET },
  { name: 'handset-dark', options: { ...HANDSET, colorScheme: 'dark' } },
  { name: 'handset-hindi', options: { ...HANDSET, locale: 'hi-IN' } },
]

const program = await startProgram()
const browser = await openBrowser()
try {
  const chat = `${program.phone.replace('/phone', '/_control')}/chats/asha/100000000000001`
  await call('POST', chat, { type: 'text', body: 'नमस्ते! क्या यह कुर्ता नीले रंग में मिलेगा? 🙏' })
  for (const { name, options, isForReadme } of SHOTS) {
    if (given === undefined && isForReadme !== true) continue
    const context = await browser.newContext({ locale: 'en-IN', timezoneId: 'Asia/Kolkata', ...options })
    const page = await context.newPage()
    await page.goto(program.inbox)
    await page.getByRole('option').first().waitFor()
    await page.screenshot({ path: join(folder, `inbox-list-${name}.png`) })
    await page.getByRole('option').nth(5).click()
    await page.getByRole('log').waitFor()
    await page.waitForLoadState('networkidle').catch(() => {})
    await page.screenshot({ path: join(folder, `inbox-${name}.png`) })
    await page.goto(program.phone)
    await page.getByRole('log').first().waitFor()
    await page.screenshot({ path: join(folder, `phone-${name}.png`) })
    await context.close()
    console.log(`${name} done`)
  }
} finally {
  await browser.close()
  await program.interrupt()
}
