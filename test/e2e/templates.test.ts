import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversation, ConversationPage } from '#conversations/shapes.ts'
import { openBrowser } from './browser.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const NUMBER = '100000000000001'
const NAME = 'Imran Qureshi'
const LAPTOP = { viewport: { width: 1366, height: 768 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const PICTURE = {
  name: 'saree.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

/** What a person with a screen reader or without a mouse could not use. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

describe('templates', () => {
  let program: Program
  let browser: Browser
  let control: string
  let imran: Conversation
  beforeAll(async () => {
    program = await startProgram()
    control = program.phone.replace('/phone', '/_control')
    browser = await openBrowser()
    await call('POST', `${control}/chats/imran/${NUMBER}`, { type: 'text', body: 'hello' })
    const { body } = await eventually(
      async () => call<ConversationPage>('GET', `${program.inbox}/api/v1/conversations?q=${NAME}`),
      ({ body: page }) => page.items[0]?.window.state === 'open',
    )
    imran = body.items[0] as Conversation
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const open = async (path: string, options: object = LAPTOP): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-IN', ...options })
    const page = await context.newPage()
    await page.goto(`${program.inbox}${path}`)
    return page
  }
  test('a starter is changed, mended by clicks, rejected with a reason, changed, approved and sent with its picture and buttons', async () => {
    await call('PUT', `${control}/templates/review`, {
      rules: [
        {
          contains: 'kindly',
          outcome: 'REJECTED',
          reason: 'INVALID_FORMAT',
          recommendation: 'Say it without “kindly”.',
          afterMs: 50,
        },
        { outcome: 'APPROVED', afterMs: 50 },
      ],
    })
    const page = await open('/templates')
    await page.getByRole('link', { name: 'New template' }).click()
    await page.getByRole('button', { name: 'Orders', exact: true }).click()
    await page.getByRole('button', { name: 'Use this one: Confirm the order' }).click()

    // Two mistakes that one click mends each, and a picture above the words.
    await page.getByLabel('Name', { exact: true }).fill('Order check!')
    const body = page.getByRole('textbox', { name: 'Text', exact: true })
    await body.fill('{{name}}, kindly check your order {{order_no}} of Rs {{amount}}. Is all of it right?')
    const check = page.getByRole('region', { name: 'Check against Meta’s rules' })
    await check.getByText('2 errors').waitFor()
    await page
      .getByRole('button', { name: /^Mend: A name has only small letters/u })
      .first()
      .click()
    await check.getByText('1 error').waitFor()
    await page
      .getByRole('button', { name: /^Mend: A body neither begins nor ends/u })
      .first()
      .click()
    await check.getByText('Nothing that Meta would refuse').waitFor()
    await page.getByLabel('Above the text').selectOption('IMAGE')
    await check.getByText('Reviewers want to see a sample').waitFor()
    await page.getByLabel('Sample file').setInputFiles(PICTURE)
    await check.getByText('Nothing that Meta would refuse').waitFor()
    const preview = page.getByRole('region', { name: 'Preview' })
    await preview.locator('img').waitFor()
    await page.locator('[data-kept=true]').waitFor()
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: 'Send to Meta for review' }).click()
    const why = page.getByRole('region', { name: 'Why it was rejected' })
    await why.getByText('Say it without “kindly”.').waitFor()
    await why.getByText('INVALID_FORMAT').waitFor()
    expect(await violations(page)).toEqual([])

    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await body.waitFor()
    await body.fill((await body.inputValue()).replace('kindly', 'please'))
    await page.getByRole('button', { name: 'Send to Meta for review' }).click()
    await page.getByRole('region', { name: 'How it stands' }).getByText('Approved', { exact: true }).waitFor()
    await page.getByText('What is different').click()
    await page.getByRole('list', { name: 'History' }).getByText('kindly').waitFor()

    await page.goto(`${program.inbox}/inbox/${imran.id}`)
    const log = page.getByRole('log')
    await log.waitFor()
    await page.keyboard.press('Control+k')
    await page.locator('input[type=search][role=combobox]').fill('Answer with a template')
    await page.getByRole('option', { name: 'Answer with a template' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send a template' })
    await dialog.getByText('order_check').click()
    await dialog.getByLabel('name', { exact: true }).fill('Imran')
    await dialog.getByLabel('order no', { exact: true }).fill('KH-7')
    await dialog.getByLabel('amount', { exact: true }).fill('999')
    await dialog.getByLabel('Picture above the text').setInputFiles(PICTURE)
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await log.getByText('please check your order KH-7').waitFor()
    await log.getByText('Yes, it is right').waitFor()
    await log.locator('img').last().waitFor()
    const seen = await eventually(
      async () => JSON.stringify((await call('GET', `${control}/chats/imran/${NUMBER}`)).body),
      (text) => text.includes('please check your order KH-7'),
    )
    expect(seen).toContain('Yes, it is right')
    expect(seen).toMatch(/"image"|image\/png/u)
    await page.context().close()
  })

  test('what is written is kept, can be undone by keys, and two people do not overwrite each other', async () => {
    const page = await open('/templates/new')
    await page.getByRole('button', { name: 'Begin with nothing' }).click()
    const name = page.getByLabel('Name', { exact: true })
    await name.fill('first_name_of_it')
    await page.locator('[data-kept=true]').waitFor()
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hello there, all is well.')
    await page.keyboard.press('Control+z')
    expect(await page.getByRole('textbox', { name: 'Text', exact: true }).inputValue()).toBe('')
    await page.keyboard.press('Control+Shift+z')
    await page.locator('[data-kept=true]').waitFor()

    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const url = `${program.inbox}/api/v1/template-drafts/${id}`
    const { body: draft } = await eventually(
      async () => call<{ definition: Record<string, unknown>; revision: number }>('GET', url),
      (answer) => JSON.stringify(answer.body).includes('all is well'),
    )
    // The other's change meets words that are on their way: the connection is gone while they are typed.
    await page.context().setOffline(true)
    await name.fill('mine')
    await page.getByText('Not saved: no answer from the server').waitFor()
    await call('PATCH', url, {
      definition: { ...draft.definition, name: 'theirs' },
      revision: draft.revision,
    })
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Mine', exact: true }).click()
    await eventually(
      async () => call<{ definition: { name: string } }>('GET', url),
      (answer) => answer.body.definition.name === 'mine',
    )
    await page.context().close()
  })

  test.for([
    ['a laptop', LAPTOP],
    ['a phone', PHONE],
  ] as const)('library, starters and one template can be used by everybody on %s', async ([, options]) => {
    const page = await open('/templates', options)
    await page.getByRole('link', { name: 'order_update' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Category').selectOption('UTILITY')
    await page.getByRole('link', { name: 'festive_sale' }).waitFor({ state: 'detached' })
    expect(page.url()).toContain('category=UTILITY')
    await page.getByRole('link', { name: 'order_update' }).click()
    await page.getByRole('list', { name: 'History' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.goto(`${program.inbox}/templates/new`)
    await page.getByRole('button', { name: 'Use this one: Order received' }).waitFor()
    expect(await violations(page)).toEqual([])
    const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
    expect(isWide).toBe(false)
    await page.context().close()
  })
})
