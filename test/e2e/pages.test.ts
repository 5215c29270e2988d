import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConversationPage } from '#conversations/shapes.ts'
import { seriousIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { pagePaths } from './page-paths.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, startProgram, type Program } from './program.ts'

const SECTIONS = [
  ...['account', 'team', 'teams', 'assignment', 'notifications', 'labels', 'quick-replies', 'contact-fields'],
  ...['channels', 'api-keys', 'webhooks', 'audit', 'privacy', 'macros'],
  ...['business-hours', 'reply-targets', 'away-replies', 'ratings', 'costs'],
]
/** What opens a dialog, by the page on which it stands. */
const DIALOGS: readonly (readonly [path: string, opener: RegExp])[] = [
  ['/contacts', /^Import$/u],
  ['/contacts', /^New segment$/u],
  ['/deals', /^New deal$/u],
  ['/deals', /^Stages$/u],
  ['/deals', /Festive lot/u],
  ['/settings/channels', /^Connect a number$/u],
  ['/settings/api-keys', /^Make an API key$/u],
  ['/settings/webhooks', /^Add a webhook$/u],
  ['/settings/privacy', /^New version$/u],
]

const IS_WIDE = 'document.documentElement.scrollWidth > innerWidth'
const FOCUSED_IN_DIALOG = '[role=dialog]:focus-within'

describe('every page of the demo shop', () => {
  let program: Program
  let browser: Browser
  let pages: readonly string[]
  beforeAll(async () => {
    program = await startProgram()
    browser = await openBrowser()
    const asked = `${program.inbox}/api/v1/conversations?q=${encodeURIComponent('Aditi Deshmukh')}`
    const { body } = await call<ConversationPage>('GET', asked)
    pages = [
      ...['/inbox', `/inbox/${body.items[0]?.id}`, '/contacts', '/deals', '/there-is-no-such-page'],
      ...SECTIONS.map((section) => `/settings/${section}`),
      ...Object.values(await pagePaths(program.inbox)),
    ]
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const visit = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${program.inbox}${path}`)
    await page.locator('main h1, main h2, main [role=option]').first().waitFor({ state: 'attached' })
    await page.getByText('Loading…').first().waitFor({ state: 'detached' })
  }
  const walk = async (options: BrowserContextOptions): Promise<Record<string, unknown>> => {
    const context = await browser.newContext({ locale: 'en-IN', ...options })
    const page = await context.newPage()
    const wrong: Record<string, unknown> = {}
    page.on('pageerror', (error) => {
      wrong[`thrown on ${page.url()}`] = error.message
    })
    for (const path of pages) {
      await visit(page, path)
      const found = await seriousIn(page)
      if (await page.evaluate<boolean>(IS_WIDE)) found.push('wider than the screen')
      if (found.length > 0) wrong[path] = found
    }
    await context.close()
    return wrong
  }

  test('can be used by everybody on a laptop, in light', { timeout: 300_000 }, async () => {
    expect(await walk(LAPTOP)).toEqual({})
  })

  test('can be used by everybody on a phone, in the dark', { timeout: 300_000 }, async () => {
    expect(await walk({ ...PHONE, colorScheme: 'dark' })).toEqual({})
  })

  test('has room for Hindi on a phone', async () => {
    const context = await browser.newContext({ ...PHONE, locale: 'hi-IN' })
    const page = await context.newPage()
    const wide: string[] = []
    for (const path of pages) {
      await page.goto(`${program.inbox}${path}`)
      await page.locator('main h1, main h2, main [role=option]').first().waitFor({ state: 'attached' })
      if (await page.evaluate<boolean>(IS_WIDE)) wide.push(path)
    }
    expect(wide).toEqual([])
    await context.close()
  })

  test('opens dialogs that keep the focus, can be read by everybody, close with Esc and give the focus back', async () => {
    const context = await browser.newContext({ locale: 'en-IN', ...LAPTOP })
    const page = await context.newPage()
    const wrong: Record<string, unknown> = {}
    for (const [path, name] of DIALOGS) {
      await visit(page, path)
      const opener = page.getByRole('main').getByRole('button', { name }).first()
      await opener.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      const found = await seriousIn(page)
      const focused = page.locator(FOCUSED_IN_DIALOG)
      for (let press = 0; press < 12; press += 1) {
        await page.keyboard.press('Tab')
        // A guard at the edge hands the focus on a moment later.
        const isInside = await focused.waitFor({ state: 'attached', timeout: 10_000 }).then(
          () => true,
          () => false,
        )
        if (!isInside) found.push(`the focus left it with Tab ${press + 1}`)
      }
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      if ((await opener.and(page.locator(':focus')).count()) === 0) found.push('the focus did not come back')
      if (found.length > 0) wrong[`${path} ${name.source}`] = found
    }
    expect(wrong).toEqual({})
    await context.close()
  })
})
