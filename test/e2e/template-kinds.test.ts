/** Templates with more than words, from the inbox's picker and by keys: a carousel, an offer with its code, an order to pay. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversation } from '#conversations/shapes.ts'
import type { LibraryTemplate } from '#templates/shapes.ts'
import { violationsIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { controlOf, type Imran, meetImran } from './imran.ts'
import { PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const PICTURE = {
  name: 'saree.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

const body = (text: string, ...examples: string[]): object => ({
  ...{ type: 'BODY', text },
  example: { body_text: [examples] },
})
const picture = { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::sample'] } }
const card = {
  components: [
    picture,
    body('Our {{1}} is made by hand in Jaipur.', 'saree'),
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Tell me more' }] },
  ],
}
const TEMPLATES: Readonly<Record<string, { readonly category: string; readonly components: object[] }>> = {
  new_pieces: {
    category: 'MARKETING',
    components: [
      body('Hello {{1}}, new pieces have come to our shop this week.', 'Asha'),
      { type: 'CAROUSEL', cards: [card, card] },
    ],
  },
  diwali_offer: {
    category: 'MARKETING',
    components: [
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Diwali sale', has_expiration: true } },
      body('Hello {{1}}, take a quarter off all kurtas in our shop this week.', 'Asha'),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'COPY_CODE', example: 'DIWALI25' },
          {
            ...{ type: 'URL', text: 'Shop now', url: 'https://shop.example/s/{{1}}' },
            example: ['https://shop.example/s/7'],
          },
        ],
      },
    ],
  },
  pay_for_order: {
    category: 'UTILITY',
    components: [
      body('Hello {{1}}, your order is ready. Please pay for it here in WhatsApp.', 'Asha'),
      { type: 'BUTTONS', buttons: [{ type: 'ORDER_DETAILS', text: 'Review and pay' }] },
    ],
  },
}

describe('templates of all kinds', () => {
  let program: Program
  let browser: Browser
  let control: string
  let customer: Imran
  let imran: Conversation
  beforeAll(async () => {
    program = await startProgram()
    control = controlOf(program)
    browser = await openBrowser()
    customer = await meetImran(program)
    const api = `${program.inbox}/api/v1`
    imran = customer.conversation
    await call('PUT', `${control}/templates/review`, { rules: [{ outcome: 'APPROVED', afterMs: 50 }] })
    for (const [name, { category, components }] of Object.entries(TEMPLATES)) {
      const definition = { name, language: 'en', category, components }
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a person would
      const { body: draft } = await call<{ id: string; revision: number }>('POST', `${api}/template-drafts`, {
        ...{ channelId: imran.channelId, definition },
      })
      // oxlint-disable-next-line no-await-in-loop -- as above
      const { status } = await call('POST', `${api}/template-drafts/${draft.id}/submit`, {
        revision: draft.revision,
      })
      expect(status).toBeLessThan(300)
    }
    await eventually(
      async () =>
        call<{ items: LibraryTemplate[] }>(
          'GET',
          `${api}/templates?channelId=${imran.channelId}&status=APPROVED`,
        ),
      ({ body: { items } }) => Object.keys(TEMPLATES).every((name) => items.some((one) => one.name === name)),
    )
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const onPhone = async (): Promise<string> => customer.sees()

  /** The form of one template, opened by keys alone. */
  const choose = async (name: string, options: object = {}): Promise<readonly [Page, Locator]> => {
    const context = await browser.newContext({
      ...{ locale: 'en-IN', viewport: { width: 1366, height: 768 } },
      ...options,
    })
    const page = await context.newPage()
    await page.goto(`${program.inbox}/inbox/${imran.id}`)
    await page.getByRole('log').waitFor()
    await page.keyboard.press('Control+k')
    await page.locator('input[type=search][role=combobox]').fill('Answer with a template')
    await page.getByRole('option', { name: 'Answer with a template' }).waitFor()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Send a template' })
    await dialog.getByLabel('Search templates').focus()
    await page.keyboard.type(name)
    await dialog.getByRole('listitem').nth(1).waitFor({ state: 'detached' })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('Value 1').first().waitFor()
    return [page, dialog]
  }

  test('a carousel goes with the picture and the words of each card', async () => {
    const [page, dialog] = await choose('new_pieces')
    // Somebody in a hurry is told at each field what is missing, and brought to the first.
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').waitFor()
    expect(await dialog.getByText('Choose a file: this template shows one.').count()).toBe(2)
    expect(await dialog.getByText('Fill this in.').count()).toBe(3)
    expect(await violationsIn(page)).toEqual([])
    await page.keyboard.type('Imran')
    for (const [nth, words] of ['red saree', 'blue saree'].entries()) {
      const fields = dialog.getByRole('group', { name: `Card ${nth + 1}` })
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a person would
      await fields.getByLabel('Picture above the text').setInputFiles(PICTURE)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await fields.getByRole('button', { name: 'Choose another file' }).focus()
      // oxlint-disable-next-line no-await-in-loop -- as above
      await page.keyboard.press('Tab')
      // oxlint-disable-next-line no-await-in-loop -- as above
      await page.keyboard.type(words)
    }
    const preview = dialog.getByRole('region', { name: 'Preview' })
    await preview.getByText('red saree').waitFor()
    expect(await preview.locator('img').count()).toBe(2)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })

    const cards = page.getByRole('log').getByRole('list', { name: 'Cards' }).last()
    await cards.getByText('Our blue saree is made by hand').waitFor()
    expect(await cards.locator('img').count()).toBe(2)
    expect(await cards.getByText('Tell me more').count()).toBe(2)
    const seen = await eventually(onPhone, (text) => text.includes('Our blue saree'))
    expect(seen).toContain('Our red saree is made by hand in Jaipur.')
    expect(seen).toContain('Hello Imran, new pieces')
    await page.context().close()
  })

  test('an offer goes with its code and its end', async () => {
    const [page, dialog] = await choose('diwali_offer')
    await page.keyboard.type('Imran')
    await page.keyboard.press('Tab')
    await page.keyboard.type('A code that is far too long')
    await dialog.getByText('longer than the 20 characters').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('DIWALI25')
    await page.keyboard.press('Tab')
    await page.keyboard.type('kurtas')
    await dialog.getByText('https://shop.example/s/kurtas').waitFor()
    await dialog.getByLabel('The offer ends').fill('2020-01-01T10:00')
    await dialog.getByText('Must be later than now.').waitFor()
    const year = new Date().getFullYear() + 1
    await dialog.getByLabel('The offer ends').fill(`${year}-01-01T10:00`)
    await dialog.getByRole('region', { name: 'Preview' }).getByText('DIWALI25').waitFor()
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })

    const log = page.getByRole('log')
    await log.getByText('Diwali sale').last().waitFor()
    await log.getByText('DIWALI25').last().waitFor()
    await log
      .getByText(new RegExp(`Ends .*${year}`, 'u'))
      .last()
      .waitFor()
    const seen = await eventually(onPhone, (text) => text.includes('DIWALI25'))
    expect(seen).toContain('Diwali sale')
    expect(seen).toContain('https://shop.example/s/kurtas')
    await page.context().close()
  })

  test.for([
    ['a laptop', {}, 'KH-71'],
    ['a phone', PHONE, 'KH-72'],
  ] as const)(
    'an order goes with what it costs, and adds up by itself, from %s',
    async ([, options, reference]) => {
      const [page, dialog] = await choose('pay_for_order', options)
      const next = async (...words: readonly string[]): Promise<void> => {
        for (const word of words) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other, as a person would
          await page.keyboard.press('Tab')
          // oxlint-disable-next-line no-await-in-loop -- as above
          if (word !== '') await page.keyboard.type(word)
        }
      }
      await page.keyboard.type('Imran')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Control+a')
      await page.keyboard.type(reference)
      await next('Kurta', '2', '1,299.50')
      // The button for one more item, then what is added and taken off.
      await next('', '50', '120', '100')
      await dialog.getByText('₹2,669').first().waitFor()
      await page.keyboard.press('Enter')
      // Where the money goes is not known yet.
      await dialog.getByText('Fill this in.').waitFor()
      await page.keyboard.type('shop-upi')
      expect(await violationsIn(page)).toEqual([])
      const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
      expect(isWide).toBe(false)
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })

      const log = page.getByRole('log')
      await log.getByText('Review and pay').last().click()
      await log.getByText(`#${reference}`).waitFor()
      await log.getByText('2 × Kurta').last().waitFor()
      const seen = await eventually(onPhone, (text) => text.includes(reference))
      expect(seen).toContain('266900')
      expect(seen).toContain('shop-upi')
      await page.context().close()
    },
  )
})
