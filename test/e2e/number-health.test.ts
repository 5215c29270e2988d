/** A number gets into trouble at Meta: what its people see, where it leads them, and that it goes away by itself. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectedNumberList } from '#connection/shapes.ts'
import type { Quality } from '#health/shapes.ts'
import { violationsIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { NUMBER } from './imran.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

describe('the health of a number', () => {
  let program: Program
  let browser: Browser
  let page: Page
  let channel: string
  beforeAll(async () => {
    program = await startProgram()
    browser = await openBrowser()
    const context = await browser.newContext({ locale: 'en-IN', viewport: { width: 390, height: 844 } })
    page = await context.newPage()
    const { body } = await call<ConnectedNumberList>('GET', `${program.inbox}/api/v1/channels`)
    channel = body.items.find(({ phoneNumberId }) => phoneNumberId === NUMBER)?.id ?? ''
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const quality = async (): Promise<Quality> =>
    (await call<Quality>('GET', `${program.inbox}/api/v1/channels/${channel}/quality`)).body
  const becomes = async (qualityRating: string): Promise<void> => {
    const response = await fetch(new URL(`/_control/numbers/${NUMBER}`, program.phone), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ qualityRating }),
    })
    expect(response.status).toBe(200)
    await eventually(quality, ({ quality: now }) => now?.value === qualityRating)
  }

  test(
    'is told in the inbox without being asked for, and leads to what to do',
    { timeout: 90_000 },
    async () => {
      await eventually(quality, ({ checkedAt }) => checkedAt !== null)
      await page.goto(`${program.inbox}/inbox`)
      await page.getByRole('listbox').waitFor()
      await becomes('RED')
      const notice = page.getByRole('status').filter({ hasText: 'its quality is low' })
      await notice.waitFor()
      await notice.getByRole('link', { name: 'See what to do' }).click()
      const verdict = page.getByRole('region', { name: 'How the number is' })
      await verdict.getByText('In trouble', { exact: true }).waitFor()
      await verdict.getByText('Stop the templates that customers complain about').waitFor()
      // Asked in the very second of the change, Meta may have said that it was high in between: webhooks tell whole seconds.
      const told = page.getByRole('region', { name: 'What happened' }).getByText('The quality is low')
      await told.first().waitFor()
      expect(await violationsIn(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    },
  )

  test('can be put away with the keyboard, and is over by itself', { timeout: 90_000 }, async () => {
    const seen = page.getByRole('list', { name: 'Alerts' }).getByRole('button', { name: 'Seen' }).first()
    await seen.focus()
    await page.keyboard.press('Enter')
    await eventually(quality, ({ alarms }) => alarms.some(({ isDismissed }) => isDismissed))
    await becomes('GREEN')
    // What is left is the demo shop's paused template.
    await page
      .getByRole('region', { name: 'How the number is' })
      .getByText('Needs attention', { exact: true })
      .waitFor()
    expect((await quality()).alarms.filter(({ kind }) => kind === 'quality')).toEqual([])
  })
})
