import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Campaign, CampaignPage } from '#campaigns/shapes.ts'
import { violationsIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const IS_WIDE = 'document.documentElement.scrollWidth > innerWidth'
const FOCUSED = 'document.activeElement?.textContent ?? ""'

/** With semicolons and other names above the columns, as a spreadsheet writes it; two rows are nobody. */
const PEOPLE = {
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      'Customer;Mobile No;Gift',
      ...Array.from({ length: 40 }, (_, nth) => `Person ${nth};+91 98100${String(10_000 + nth)};gift ${nth}`),
      'Nobody;12;none',
      'Nobody too;;none',
    ].join('\n'),
  ),
}

const begin = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Name of the campaign' }).fill(name)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'Whom does it go to?' }).waitFor()
}
const chooseTemplate = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Choose a template' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^${name}\\s*en\\s`, 'u') })
    .click()
}
const word = (page: Page, name: RegExp) => page.getByRole('group', { name }).getByRole('textbox')
const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: new RegExp(name, 'u') })
const idOf = (page: Page): string => new URL(page.url()).pathname.split('/')[2] ?? ''

describe('a campaign', () => {
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
  const read = async (id: string): Promise<Campaign> =>
    (await call<Campaign>('GET', `${program.inbox}/api/v1/campaigns/${id}`)).body

  test('is built from a segment, forecast, scheduled, and a draft again only on purpose', async () => {
    const page = await open('/campaigns')
    await page.getByRole('list', { name: 'Campaigns' }).getByText('Festive sale: last days').waitFor()
    expect(await violationsIn(page)).toEqual([])
    await page.getByRole('link', { name: 'New campaign' }).first().click()
    await begin(page, 'Diwali offer')

    const glance = page.getByRole('complementary', { name: 'At a glance' })
    await page.getByRole('radio', { name: /^A segment/u }).check()
    await page.getByRole('combobox', { name: 'Segment', exact: true }).selectOption('Happy to get offers')
    await glance.getByText(/^\d+ people$/u).waitFor()
    await page.getByRole('slider', { name: /Hold out/u }).fill('10')
    await page.getByText('Held out to compare').waitFor()
    expect(await violationsIn(page)).toEqual([])

    await page.getByRole('link', { name: 'Next: What' }).click()
    await chooseTemplate(page, 'diwali_code')
    // Who is greeted is known; the rest is said here, and then real people’s messages are shown.
    await expect
      .poll(async () => page.getByRole('group', { name: 'Value 1' }).getByRole('combobox').inputValue())
      .toBe('contact:first_name')
    await word(page, /Value 2/u).fill('20 %')
    await word(page, /Offer code/u).fill('DIWALI20')
    const preview = page.getByRole('region', { name: 'Preview' })
    await preview.getByText('a code for 20 %').waitFor()
    await preview.getByText('1 of').waitFor()
    await preview.getByRole('button', { name: 'Next person' }).click()
    await preview.getByText('2 of').waitFor()
    expect(await violationsIn(page)).toEqual([])

    await page.getByRole('link', { name: 'Next: Rules' }).click()
    await page.getByRole('checkbox', { name: 'A budget' }).check()
    await page.getByRole('textbox', { name: 'At most', exact: true }).fill('5')
    await page.locator('[data-kept=true]').waitFor()
    expect(await violationsIn(page)).toEqual([])

    await page.getByRole('link', { name: 'Next: When' }).click()
    await page.getByRole('radio', { name: /At a date and time/u }).check()
    await page.getByLabel('It begins').fill('2020-01-01T10:00')
    await page.getByText('That moment is past').waitFor()
    const later = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('It begins').fill(`${later}T11:30`)
    await page.getByText(/day, \d+ \p{L}+ at 11:30/u).waitFor()
    expect(await violationsIn(page)).toEqual([])

    await page.getByRole('link', { name: 'Next: Check' }).click()
    await page.getByText('Everything is there.').waitFor()
    await page.getByText(/This is more than the budget/u).waitFor()
    expect(await violationsIn(page)).toEqual([])
    await page.getByRole('button', { name: 'Schedule the campaign' }).click()
    await page.getByRole('button', { name: /^Schedule for \d+ people$/u }).click()
    await page.waitForURL(/\/campaigns\/[^/]+$/u)

    const campaign = await read(idOf(page))
    expect(campaign).toMatchObject({ name: 'Diwali offer', state: 'scheduled' })
    expect(new Date(campaign.startsAt ?? 0).toISOString()).toBe(`${later}T06:00:00.000Z`)
    expect(campaign.definition).toMatchObject({
      audience: { from: 'segment' },
      holdOutPercent: 10,
      budget: '5',
      quietHours: { from: '21:00', to: '09:00' },
      frequencyCap: { messages: 2, days: 7 },
      isGuarded: true,
      messages: [
        {
          name: 'diwali_code',
          parameters: { 2: '20 %', button_0: 'DIWALI20' },
          variables: { 1: { from: 'contact', field: 'first_name' } },
        },
      ],
    })

    await page.goto(`${program.inbox}/campaigns/${campaign.id}/edit`)
    await page.getByText(/begins: /u).waitFor()
    await page.getByRole('button', { name: 'Change it' }).click()
    await page.getByRole('slider', { name: /Hold out/u }).fill('0')
    await page.locator('[data-kept=true]').waitFor()
    await eventually(
      async () => read(campaign.id),
      ({ state, definition }) => state === 'draft' && definition.holdOutPercent === 0,
    )
    await page.context().close()
  })

  test('brings people from a file on a phone, each with a word of their own, and says which rows are nobody', async () => {
    const page = await open('/campaigns/new', { ...PHONE, colorScheme: 'dark' })
    await begin(page, 'Gifts')
    await step(page, 'What').click()
    await chooseTemplate(page, 'festive_sale')
    await page.locator('[data-kept=true]').waitFor()
    await step(page, 'Whom').click()
    await page.getByRole('radio', { name: /^A file/u }).check()
    await page.getByLabel('File with people').setInputFiles(PEOPLE)
    // The number and the name are known by what stands above them; the word is said.
    await page.getByRole('combobox', { name: /In the message: 2/u }).selectOption('Gift')
    expect(await page.getByRole('combobox', { name: /Phone number/u }).inputValue()).toBe('1')
    await page.getByRole('button', { name: 'Put these people on the list' }).click()
    await page.getByText('40 people were put on the list.').waitFor()
    const refused = page.getByRole('list', { name: 'Rows that were not taken' })
    await refused.getByText('Row 42').waitFor()
    await refused.getByText('Row 43').waitFor()
    expect(await page.evaluate<boolean>(IS_WIDE)).toBe(false)
    expect(await violationsIn(page)).toEqual([])

    await page.getByRole('link', { name: 'Next: What' }).click()
    await page.getByText('Each person’s own, from the file.').waitFor()
    await page
      .getByRole('region', { name: 'Preview' })
      .getByText(/gift \d+ off/u)
      .waitFor()
    for (const name of ['What', 'Rules', 'When', 'Check']) {
      await step(page, name).click()
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor()
      expect(await page.evaluate<boolean>(IS_WIDE)).toBe(false)
      expect(await violationsIn(page)).toEqual([])
    }
    await page.getByText('Everything is there.').waitFor()
    // What is written is kept: another browser goes on where this one was left.
    const other = await open(`/campaigns/${idOf(page)}/edit`)
    await other.getByText('40 people are on the list').waitFor()
    await other.getByRole('button', { name: 'Empty the list' }).click()
    await other.getByRole('dialog').getByRole('button', { name: 'Empty the list' }).click()
    await eventually(
      async () => read(idOf(page)),
      ({ listed }) => listed === 0,
    )
    await other.context().close()
    await page.context().close()
  })

  test('says at each step what is missing there, and not before one has gone on without it', async () => {
    const page = await open('/campaigns/new')
    await begin(page, 'With gaps')
    const missing = page.getByRole('list', { name: 'Still missing' })
    expect(await missing.count()).toBe(0)
    await step(page, 'Check').click()
    await missing.getByText('Choose whom it goes to.').waitFor()
    await missing.getByText('Choose a template.').waitFor()
    expect(await page.getByRole('button', { name: 'Start the campaign' }).isDisabled()).toBe(true)
    await missing.getByRole('link', { name: 'What' }).click()
    await missing.getByText('Choose a template.').waitFor()
    await chooseTemplate(page, 'festive_sale')
    await missing.getByText('The message has places that are not filled in.').waitFor()
    await word(page, /Value 2/u).fill('20 %')
    await missing.waitFor({ state: 'detached' })
    // Another one is tried against it: then there is a rule by which one wins.
    await page.getByRole('button', { name: 'Try a second message against it' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^weekend_flash\s*en\s/u })
      .click()
    await page.getByRole('button', { name: 'Message B', pressed: true }).waitFor()
    await step(page, 'Rules').click()
    await page.getByRole('combobox', { name: 'Better is the one that' }).selectOption('replied')
    await page.locator('[data-kept=true]').waitFor()
    await eventually(
      async () => read(idOf(page)),
      ({ definition: { messages, test: trial } }) => messages.length === 2 && trial?.winner === 'replied',
    )
    await page.context().close()
  })

  test('is built with the keyboard alone, and begins', async () => {
    const page = await open('/campaigns')
    await page.getByRole('link', { name: 'New campaign' }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Name of the campaign' }).waitFor()
    await page.keyboard.type('By keyboard')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Whom does it go to?' }).waitFor()
    await page.getByRole('radio', { name: /^A segment/u }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Happy')
    await page
      .getByText(/^\d+ people$/u)
      .first()
      .waitFor()
    // From field to field to the way on, which comes after all of them.
    await tabTo(page, 'Next: What')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Choose a template')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Choose a template' })
    await dialog.getByRole('searchbox').focus()
    await page.keyboard.type('festive_sale')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await word(page, /Value 2/u).focus()
    await page.keyboard.type('20 percent')
    await step(page, 'Rules').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: 'Quiet hours' }).focus()
    await page.keyboard.press('Space')
    await page.locator('[data-kept=true]').waitFor()
    await step(page, 'Check').focus()
    await page.keyboard.press('Enter')
    await page.getByText('Everything is there.').waitFor()
    const start = page.getByRole('button', { name: 'Start the campaign' })
    await expect.poll(async () => start.isEnabled()).toBe(true)
    await start.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await start.and(page.locator(':focus')).count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Send to \d+ people$/u }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/campaigns\/[^/]+$/u)
    await eventually(
      async () => read(idOf(page)),
      ({ state }) => state !== 'draft' && state !== 'scheduled',
    )
    await page.context().close()
  })

  test('stands in the list, newest first, is found by its state, copied, and deleted unless it is wanted back', async () => {
    const all = `${program.inbox}/api/v1/campaigns`
    const page = await open('/campaigns?state=draft')
    const list = page.getByRole('main').getByRole('list', { name: 'Campaigns' })
    await list.getByText('With gaps').waitFor()
    expect(await list.getByText('By keyboard').count()).toBe(0)
    expect(await violationsIn(page)).toEqual([])
    await list.getByRole('button', { name: 'Copy “With gaps”' }).click()
    await page.getByRole('heading', { name: 'Whom does it go to?' }).waitFor()
    await page.getByRole('link', { name: 'All campaigns' }).click()
    await list.getByText('With gaps (2)').waitFor()
    await list.getByRole('button', { name: 'Delete “With gaps (2)”' }).click()
    await list.getByText('With gaps (2)').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await list.getByText('With gaps (2)').waitFor()
    await list.getByRole('button', { name: 'Delete “With gaps (2)”' }).click()
    await page.getByRole('link', { name: 'Inbox' }).click()
    await eventually(
      async () => call<CampaignPage>('GET', all),
      ({ body }) => body.items.every(({ name }) => name !== 'With gaps (2)'),
    )
    await page.context().close()
  })

  test('is explained to a business that has had none', async () => {
    const context = await browser.newContext({ locale: 'en-IN', ...LAPTOP })
    await context.clearCookies()
    const founder = { name: 'Ravi', email: 'ravi@sarees.example', password: 'nine green parrots' }
    const answer = await context.request.post(`${program.inbox}/api/v1/auth/sign-up`, {
      headers: { origin: program.inbox },
      data: { ...founder, businessName: 'Ravi Sarees' },
    })
    expect(answer.status()).toBe(201)
    const page = await context.newPage()
    await page.goto(`${program.inbox}/campaigns`)
    await page.getByRole('heading', { name: 'There are no campaigns yet' }).waitFor()
    expect(await violationsIn(page)).toEqual([])
    await context.close()
  })
})

/** Tab by Tab, as far as a long form goes. */
async function tabTo(page: Page, words: string): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    if ((await page.evaluate<string>(FOCUSED)).trim() === words) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`“${words}” is not reached with Tab`)
}
