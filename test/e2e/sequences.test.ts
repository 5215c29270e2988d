import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConversationPage } from '#conversations/shapes.ts'
import type { EventTaken, Sequence } from '#sequences/shapes.ts'
import { violationsIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const IS_WIDE = 'document.documentElement.scrollWidth > innerWidth'
const idOf = (page: Page): string => new URL(page.url()).pathname.split('/')[3] ?? ''

const choose = async (page: Page, nth: number, template: RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Choose a template' }).nth(nth).click()
  await page.getByRole('dialog').getByRole('button', { name: template }).first().click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

describe('a sequence', () => {
  let program: Program
  let browser: Browser
  beforeAll(async () => {
    program = await startProgram()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const open = async (path: string, options: object = LAPTOP): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-IN', timezoneId: 'Asia/Kolkata', ...options })
    const page = await context.newPage()
    await page.goto(`${program.inbox}${path}`)
    return page
  }
  const read = async (id: string): Promise<Sequence> =>
    (await call<Sequence>('GET', `${program.inbox}/api/v1/sequences/${id}`)).body
  const tell = async (event: object): Promise<EventTaken> =>
    (await call<EventTaken>('POST', `${program.inbox}/api/v1/events`, event)).body
  /** Somebody whom the demo shop knows. */
  const customers = async (): Promise<string[]> => {
    const list = await call<ConversationPage>('GET', `${program.inbox}/api/v1/conversations`)
    return list.body.items.flatMap(({ contact }) => (contact.phone === null ? [] : [contact.id]))
  }

  test('is explained by examples, says what is missing, is turned on, and writes to whom an event is told of', async () => {
    const page = await open('/campaigns')
    await page
      .getByRole('navigation', { name: 'Campaigns and sequences' })
      .getByRole('link', { name: 'Sequences' })
      .click()
    await page.getByRole('heading', { name: 'There are no sequences yet' }).waitFor()
    expect(await violationsIn(page)).toEqual([])
    await page.getByRole('button', { name: /^A left cart/u }).click()
    await page.getByRole('heading', { name: 'Who comes in' }).waitFor()
    expect(await page.getByLabel('Name of the event').first().inputValue()).toBe('cart_updated')

    await page.getByRole('button', { name: 'Turn on' }).click()
    const missing = page.getByRole('alert', { name: 'Still missing' })
    await missing.getByText('Choose a template.').waitFor()
    await choose(page, 0, /^cart_reminder/u)
    await choose(page, 0, /^festive_offer/u)
    const id = idOf(page)
    const message = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'Message 1' }) })
    await message.getByLabel('How long').fill('0')
    // What is not filled in stands in the way, and then it is filled in.
    for (const box of await page.getByRole('textbox', { name: 'Words' }).all()) await box.fill('something')
    await page.getByRole('checkbox', { name: 'Quiet hours' }).uncheck()
    await page.getByRole('checkbox', { name: 'Not too often' }).uncheck()
    await eventually(
      async () => read(id),
      ({ problems, definition }) => problems.length === 0 && definition.quietHours === null,
    )
    await missing.waitFor({ state: 'detached' })
    expect(await violationsIn(page)).toEqual([])
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByText('It is on. To change it, turn it off first').waitFor()
    expect(await page.getByLabel('How long').first().isDisabled()).toBe(true)

    const [first = '', second = ''] = await customers()
    const cart = { name: 'cart_updated', contact: { contactId: first }, idempotencyKey: 'cart-1' }
    const told = await tell(cart)
    expect(told).toMatchObject({ isNew: true, enrolled: [{ sequenceId: id }] })
    expect(await tell(cart)).toMatchObject({ id: told.id, isNew: false })
    await tell({ name: 'cart_updated', contact: { contactId: second } })
    const sent = await eventually(
      async () => read(id),
      ({ steps }) => steps[0]?.sent === 2 && steps[0].delivered === 2,
    )
    expect(sent.books).toMatchObject({ enrolled: 2, waiting: 2 })
    await tell({ name: 'order_placed', contact: { contactId: first } })

    await page.reload()
    const books = page.getByRole('region', { name: 'How it goes' })
    await books.getByText('“order_placed” happened').waitFor()
    const people = page.getByRole('region', { name: 'People' })
    await people.getByText(/^Message 2/u).waitFor()
    expect(await violationsIn(page)).toEqual([])
    await people.getByRole('button', { name: /^Take .* out$/u }).click()
    await people.getByText('Nobody is like this at the moment.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await people.getByText(/^Message 2/u).waitFor()
    await people.getByRole('button', { name: /^Take .* out$/u }).click()
    await page.getByRole('link', { name: 'All sequences' }).click()
    const after = await eventually(
      async () => read(id),
      ({ books: { waiting } }) => waiting === 0,
    )
    expect(after.books.leftBy.map(({ reason }) => reason).toSorted()).toEqual(['event', 'taken_out'])
    await page.getByRole('list', { name: 'Sequences' }).getByText('0 in it now').waitFor()
    expect(await violationsIn(page)).toEqual([])
    await page.context().close()
  })

  test('is written on a phone, where a person is put in by their number', async () => {
    const page = await open('/campaigns/sequences', PHONE)
    await page.getByRole('button', { name: 'New sequence' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Welcome/u })
      .click()
    await page.getByRole('heading', { name: 'Who comes in' }).waitFor()
    expect(await page.evaluate(IS_WIDE)).toBe(false)
    await page.getByRole('button', { name: 'Remove message 2' }).click()
    await choose(page, 0, /^cart_reminder/u)
    for (const box of await page.getByRole('textbox', { name: 'Words' }).all()) await box.fill('something')
    await page.getByRole('checkbox', { name: 'Quiet hours' }).uncheck()
    expect(await page.evaluate(IS_WIDE)).toBe(false)
    expect(await violationsIn(page)).toEqual([])
    const id = idOf(page)
    await eventually(
      async () => read(id),
      ({ problems }) => problems.length === 0,
    )
    await page.getByRole('button', { name: 'Turn on' }).click()
    const people = page.getByRole('region', { name: 'People' })
    await people.getByLabel('Put somebody in').fill('12')
    await people.getByRole('button', { name: 'Put in' }).click()
    await people.getByRole('alert').getByText('This can be nobody’s phone number').waitFor()
    await people.getByLabel('Put somebody in').fill('98450 12345')
    await people.getByRole('button', { name: 'Put in' }).click()
    await eventually(
      async () => read(id),
      ({ books }) => books.finished === 1,
    )
    await page.getByRole('button', { name: 'Turn off' }).click()
    await page.getByRole('button', { name: 'Turn on' }).waitFor()
    expect(await page.evaluate(IS_WIDE)).toBe(false)
    expect(await violationsIn(page)).toEqual([])
    await page.context().close()
  })
})
