import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabelList } from '#conversations/label-shapes.ts'
import type { NoteList } from '#conversations/note-shapes.ts'
import type { Conversation, ConversationPage } from '#conversations/shapes.ts'
import { seriousIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { type Imran, meetImran, NAME } from './imran.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const rowOf = (page: Page): Locator => page.getByRole('option').filter({ hasText: NAME })
const isGone = async (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'detached' })

describe('the inbox of a team', () => {
  let program: Program
  let browser: Browser
  let customer: Imran
  let imran: Conversation
  beforeAll(async () => {
    program = await startProgram()
    browser = await openBrowser()
    customer = await meetImran(program, 'is the blue one still there?')
    imran = customer.conversation
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const write = async (body: string): Promise<void> => customer.says(body)
  const onPhone = async (): Promise<string> => customer.sees()
  const state = async (): Promise<Conversation> =>
    (await call<Conversation>('GET', `${program.inbox}/api/v1/conversations/${imran.id}`)).body
  const open = async (options: BrowserContextOptions, path = `/inbox/${imran.id}`): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-IN', ...options })
    const page = await context.newPage()
    await page.goto(`${program.inbox}${path}`)
    await page.getByRole('log').waitFor()
    return page
  }

  test('resolves with one key, goes on to the next, and takes it back', async () => {
    const page = await open(LAPTOP)
    await rowOf(page).click()
    const address = page.url()
    await page.keyboard.press('e')
    await page.getByText(`Resolved: ${NAME}`).waitFor()
    await isGone(rowOf(page))
    expect(page.url()).not.toBe(address)
    await eventually(state, ({ status }) => status === 'resolved')
    await page.keyboard.press('Control+z')
    await rowOf(page).waitFor()
    await page.waitForURL(address)
    await eventually(state, ({ status }) => status === 'open')
    await page.context().close()
  })

  test('brings a resolved conversation back when the customer writes', async () => {
    const page = await open(LAPTOP)
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await isGone(rowOf(page))
    await eventually(state, ({ status }) => status === 'resolved')
    await write('one more thing')
    await rowOf(page).getByText('one more thing').waitFor()
    expect((await state()).status).toBe('open')
    await page.context().close()
  })

  test('puts everything back, and says so, when the server refuses', async () => {
    const page = await open(LAPTOP)
    await page.route('**/api/v1/conversations/*', async (route) =>
      route.request().method() === 'PATCH'
        ? route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              type: 'x',
              status: 403,
              code: 'not_allowed',
              title: 'You may not do this',
            }),
          })
        : route.continue(),
    )
    // It goes away by itself: whoever looks only after the click may come too late.
    const told = page.getByRole('alert').getByText('You may not do this').waitFor()
    await page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await told
    await rowOf(page).waitFor()
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
    expect((await state()).status).toBe('open')
    await page.context().close()
  })

  test('snoozes from the keyboard and wakes up again', async () => {
    const page = await open(LAPTOP)
    await page.keyboard.press('z')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('menuitem', { name: /^In 1 hour/u }).focus()
    await page.keyboard.press('Enter')
    await isGone(rowOf(page))
    const snoozed = await eventually(state, ({ status }) => status === 'snoozed')
    expect(Math.abs((snoozed.snoozedUntil ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000)
    await page.getByRole('button', { name: /^Snoozed/u }).click()
    await rowOf(page).click()
    await page.getByRole('button', { name: 'Wake up now' }).click()
    await eventually(state, ({ status }) => status === 'open')
    await isGone(rowOf(page))
    await page.context().close()
  })

  test('labels a conversation with a label made on the spot, and shows only that label', async () => {
    const page = await open(LAPTOP)
    await page.keyboard.press('l')
    await page.getByRole('combobox').fill('Eid orders')
    await page.keyboard.press('Enter')
    await page.getByRole('listitem').getByText('Eid orders').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Labels')
    const { body } = await call<LabelList>('GET', `${program.inbox}/api/v1/labels`)
    const label = body.items.find(({ name }) => name === 'Eid orders')
    await eventually(state, ({ labelIds }) => label !== undefined && labelIds.includes(label.id))
    await page.getByRole('button', { name: 'Label', exact: true }).click()
    await page.getByRole('combobox').fill('eid')
    await page.keyboard.press('Enter')
    await page.waitForURL(/label=/u)
    await eventually(
      async () => page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').count(),
      (count) => count === 1,
    )
    await page.context().close()
  })

  test('shows a note to the whole team at once, and never to the customer', async () => {
    const [writer, reader] = await Promise.all([open(LAPTOP), open(PHONE)])
    const words = `bargains hard ${Date.now()}`
    await writer.keyboard.press('n')
    await writer.getByRole('textbox', { name: 'Note for the team' }).fill(words)
    await writer.keyboard.press('Enter')
    await Promise.all(
      [writer, reader].map(async (page) => page.getByRole('article').getByText(words).waitFor()),
    )
    const remove = writer.getByRole('article').filter({ hasText: words }).getByRole('button')
    await remove.click()
    await isGone(writer.getByRole('article').filter({ hasText: words }))
    await writer.getByRole('button', { name: 'Undo' }).click()
    await writer.getByRole('article').getByText(words).waitFor()
    const { body } = await call<NoteList>('GET', `${program.inbox}/api/v1/conversations/${imran.id}/notes`)
    expect(body.items.map(({ text }) => text)).toContain(words)
    expect(await onPhone()).not.toContain(words)
    await Promise.all([writer, reader].map(async (page) => page.context().close()))
  })

  test('takes a note where the window is closed', async () => {
    const { body } = await call<ConversationPage>('GET', `${program.inbox}/api/v1/conversations?limit=200`)
    const closed = body.items.find(
      ({ window, contact }) => window.state === 'closed' && contact.kind === 'person',
    )
    const page = await open(LAPTOP, `/inbox/${closed?.id}`)
    await page.getByRole('tab', { name: 'Note' }).click()
    await page.getByRole('textbox', { name: 'Note for the team' }).fill('moved to Pune')
    await page.getByRole('button', { name: 'Save note' }).click()
    await page.getByRole('article').getByText('moved to Pune').waitFor()
    expect(await page.getByRole('textbox', { name: 'Message' }).count()).toBe(0)
    await page.context().close()
  })

  test('puts a quick reply in for a “/”, with the customer’s name', async () => {
    await call('POST', `${program.inbox}/api/v1/quick-replies`, {
      shortcut: 'zari',
      text: 'Hello {{contact.firstName}}, the zari work is done by hand.',
    })
    const page = await open(PHONE)
    const box = page.getByRole('textbox', { name: 'Message' })
    await box.pressSequentially('/zar')
    await page.getByRole('listbox', { name: 'Quick replies' }).getByRole('option').waitFor()
    await page.keyboard.press('Enter')
    const words = 'Hello Imran, the zari work is done by hand.'
    expect(
      await eventually(
        async () => box.inputValue(),
        (text) => text !== '/zar',
      ),
    ).toBe(words)
    await page.getByRole('button', { name: 'Send' }).click()
    await eventually(onPhone, (text) => text.includes(words))
    await page.context().close()
  })

  test.each([
    ['a laptop', LAPTOP, 'light'],
    ['a phone in the dark', PHONE, 'dark'],
  ] as const)('has no serious accessibility findings on %s', async (_name, device, colorScheme) => {
    const page = await open({ ...device, colorScheme })
    await page.getByRole('article').first().waitFor()
    expect(await seriousIn(page)).toEqual([])
    await page
      .getByRole('button', { name: /^Snooze/u })
      .last()
      .click()
    await page.getByRole('menu').waitFor()
    expect(await seriousIn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('l')
    await page.getByRole('combobox').waitFor()
    expect(await seriousIn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Message' }).fill('/')
    await page.getByRole('listbox', { name: 'Quick replies' }).waitFor()
    expect(await seriousIn(page)).toEqual([])
    for (const section of ['labels', 'quick-replies']) {
      await page.goto(`${program.inbox}/settings/${section}`)
      await page.getByRole('button', { name: /^New/u }).click()
      expect(await seriousIn(page)).toEqual([])
    }
    await page.context().close()
  })
})
