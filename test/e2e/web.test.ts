import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConversationPage } from '#conversations/shapes.ts'
import { seriousIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { controlOf, NUMBER } from './imran.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

/** The embedded database's address, as its owner sees it. */
function databaseUrlOf({ dataFolder }: Program): string {
  const port = readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]
  const password = readFileSync(join(dataFolder, 'postgres.password'), 'utf8').trim()
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}

/** 5,000 more customers, each with a conversation and one message. */
const MANY = `
  with channel as (select tenant_id, id from channels limit 1),
  people as (
    insert into contacts (tenant_id, id, profile_name)
    select tenant_id, gen_random_uuid(), 'Customer ' || n from channel, generate_series(1, 5000) n returning tenant_id, id),
  threads as (
    insert into conversations (tenant_id, id, channel_id, contact_id, last_message_at)
    select people.tenant_id, gen_random_uuid(), channel.id, people.id, now() - random() * interval '300 days' from people, channel
    returning tenant_id, id, channel_id, last_message_at)
  insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at)
  select tenant_id, gen_random_uuid(), channel_id, id, 'in', 'live', id::text, 'text', 'hello', '{"text":{"body":"hello"}}', last_message_at
  from threads`

const nodesIn = async (page: Page): Promise<number> => page.locator('*').count()

describe('the inbox in a browser', () => {
  let program: Program
  let control: string
  let browser: Browser
  beforeAll(async () => {
    program = await startProgram()
    control = controlOf(program)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const open = async (
    options: BrowserContextOptions,
    path = '/',
  ): Promise<{ page: Page; problems: string[] }> => {
    const context = await browser.newContext({ locale: 'en-IN', ...options })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => (message.type() === 'error' ? problems.push(message.text()) : undefined))
    await page.goto(`${program.inbox}${path}`)
    await page.getByRole('option').first().waitFor()
    return { page, problems }
  }
  const write = async (customer: string, body: string): Promise<void> => {
    await call('POST', `${control}/chats/${customer}/${NUMBER}`, { type: 'text', body })
  }
  test('shows a message the moment it is written, sends the reply, and turns its ticks blue', async () => {
    const { page, problems } = await open(LAPTOP)
    const words = `live ${Date.now()} <img src=x onerror=alert(1)>`
    await write('imran', words)
    const row = page.getByRole('option').filter({ hasText: 'Imran Qureshi' })
    await row.getByText('live', { exact: false }).first().waitFor()
    await row.click()
    await page.getByRole('log').getByText(words).first().waitFor()
    await page.getByRole('textbox', { name: /message/iu }).fill('जी हाँ, उपलब्ध है')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('जी हाँ, उपलब्ध है').first().waitFor()
    await eventually(
      async () =>
        (await call<{ messages: { by: string }[] }>('GET', `${control}/chats/imran/${NUMBER}`)).body.messages,
      (bubbles) => bubbles.filter(({ by }) => by === 'business').length >= 2,
    )
    await call('POST', `${control}/chats/imran/${NUMBER}/read`)
    await page.getByRole('log').getByText(/^Read/u).first().waitFor({ state: 'attached' })
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('offers a template instead of the composer when the window is closed', async () => {
    const closed = (
      await call<ConversationPage>('GET', `${program.inbox}/api/v1/conversations?limit=200`)
    ).body.items.find(({ window, contact }) => window.state === 'closed' && contact.kind === 'person')
    const { page } = await open(LAPTOP, `/inbox/${closed?.id}`)
    await page
      .getByRole('button', { name: /template/iu })
      .first()
      .waitFor()
    expect(await page.getByRole('textbox', { name: /^write a message/iu }).count()).toBe(0)
    await page.context().close()
  })

  test.each([
    ['a laptop', LAPTOP, 'light'],
    ['a laptop in the dark', LAPTOP, 'dark'],
    ['a phone', PHONE, 'light'],
    ['a phone in the dark', PHONE, 'dark'],
  ] as const)('has no serious accessibility findings on %s', async (_name, device, colorScheme) => {
    const { page } = await open({ ...device, colorScheme })
    expect(await seriousIn(page)).toEqual([])
    await page.getByRole('option').nth(2).click()
    await page.getByRole('log').waitFor()
    expect(await seriousIn(page)).toEqual([])
    await page.context().close()
  })

  test('speaks Hindi to whoever reads Hindi', async () => {
    const { page } = await open({ ...LAPTOP, locale: 'hi-IN' })
    expect(await page.locator('html').getAttribute('lang')).toBe('hi')
    expect(await page.locator('nav, [role=navigation]').first().innerText()).toMatch(/\p{Script=Devanagari}/u)
    await page.context().close()
  })

  test('keeps 60 rows or fewer in the page for 5,000 conversations, and scrolls on and on', async () => {
    const admin = new Client({ connectionString: databaseUrlOf(program) })
    await admin.connect()
    await admin.query(MANY)
    await admin.end()
    const { page } = await open(LAPTOP)
    const rows = page.getByRole('option')
    const seen = new Set<string>()
    await eventually(
      async () => {
        expect(await rows.count()).toBeLessThanOrEqual(60)
        for (const text of await rows.allInnerTexts()) seen.add(text)
        await page.mouse.move(240, 400)
        await page.mouse.wheel(0, 600)
        return seen.size
      },
      (size) => size > 120,
      60_000,
    )
    expect(await nodesIn(page)).toBeLessThanOrEqual(1500)
    await page.context().close()
  })

  test('opens a thread of 2,000 messages without putting them all into the page', async () => {
    const { page } = await open(LAPTOP)
    const admin = new Client({ connectionString: databaseUrlOf(program) })
    await admin.connect()
    const { rows } = await admin.query<{ id: string }>(
      'select conversation_id as id from messages group by 1 having count(*) >= 2000 limit 1',
    )
    await admin.end()
    await page.goto(`${program.inbox}/inbox/${rows[0]?.id}`)
    await page.getByRole('log').waitFor()
    for (let turn = 0; turn < 15; turn++) {
      await page.mouse.move(700, 400)
      await page.mouse.wheel(0, -3000)
      await nodesIn(page)
    }
    expect(await nodesIn(page)).toBeLessThanOrEqual(1500)
    await page.context().close()
  })

  test('finds what was said long ago by the beginning of a word, and goes there', async () => {
    const { page, problems } = await open(LAPTOP)
    const admin = new Client({ connectionString: databaseUrlOf(program) })
    await admin.connect()
    const { rows } = await admin.query<{ id: string; text: string }>(
      `select id, text from messages where type = 'text' and conversation_id in (
         select conversation_id from messages group by 1 having count(*) >= 2000)
       order by at limit 1`,
    )
    await admin.end()
    const oldest = rows[0]
    await page.keyboard.press('Control+k')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').fill(oldest?.text.slice(0, 180) ?? '')
    const hit = dialog.getByRole('group', { name: 'Messages' }).getByRole('option').last()
    await hit.waitFor()
    await hit.click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('log').waitFor()
    await page
      .getByRole('log')
      .getByText(oldest?.text ?? '', { exact: true })
      .first()
      .waitFor()
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('has an address for who is looked for and who is open, which a reload and the back button keep', async () => {
    const context = await browser.newContext({ locale: 'en-IN', ...LAPTOP })
    const page = await context.newPage()
    await page.goto(`${program.inbox}/contacts`)
    const people = page.getByRole('list', { name: 'Contacts' })
    await people.getByRole('button').nth(3).waitFor()
    await page.getByRole('searchbox').fill('imran')
    await page.waitForURL(/\/contacts\?q=imran$/u)
    await people.getByRole('button', { name: /Imran/u }).click()
    await page.waitForURL(/\/contacts\/[\da-f-]{36}\?q=imran$/u)
    const sheet = page.getByRole('dialog', { name: 'Contact' })
    await page.reload()
    await sheet.getByRole('link', { name: 'Open the conversation' }).waitFor()
    expect(await page.getByRole('searchbox', { includeHidden: true }).inputValue()).toBe('imran')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.waitForURL(/\/contacts\?q=imran$/u)
    await page.goBack()
    await sheet.getByRole('link', { name: 'Open the conversation' }).click()
    await page.getByRole('log').waitFor()
    await page.goto(`${program.inbox}/contacts/${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`)
    await sheet.getByRole('alert').waitFor()
    await page.goto(`${program.inbox}/contacts?segment=${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`)
    await people.getByRole('button').nth(3).waitFor()
    await context.close()
  })

  test('shows the API to developers from this machine alone', async () => {
    const page = await (await browser.newContext(LAPTOP)).newPage()
    const elsewhere: string[] = []
    page.on('request', (request) => {
      if (/^(https?|wss?):/u.test(request.url()) && !request.url().startsWith(program.inbox))
        elsewhere.push(request.url())
    })
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(`${program.inbox}/reference`)
    await page.getByRole('button', { name: 'Open Group - conversations' }).first().click()
    await page.getByText('/api/v1/conversations').first().waitFor()
    expect(elsewhere).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  })
})
