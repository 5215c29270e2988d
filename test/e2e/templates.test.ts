import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversation } from '#conversations/shapes.ts'
import { violationsIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { pagePaths } from './page-paths.ts'
import { controlOf, type Imran, meetImran, NUMBER } from './imran.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const PICTURE = {
  name: 'saree.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
}

const SELECTED = `(() => {
  const { value = '', selectionStart = 0, selectionEnd = 0 } = document.activeElement ?? {}
  return value.slice(selectionStart, selectionEnd)
})()`
/** Of the field and of what lies over it: how wide and how long the words are, and how far they are scrolled. */
const MEASURED = `[document.activeElement, document.activeElement.parentElement.querySelector('[data-marks]')]
  .map(({ clientWidth, scrollHeight, scrollTop }) => [clientWidth, scrollHeight, Math.round(scrollTop)])`

describe('templates', () => {
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
    imran = customer.conversation
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
    expect(await violationsIn(page)).toEqual([])

    await page.getByRole('button', { name: 'Send to Meta for review' }).click()
    const why = page.getByRole('region', { name: 'Why it was rejected' })
    await why.getByText('Say it without “kindly”.').waitFor()
    await why.getByText('INVALID_FORMAT').waitFor()
    expect(await violationsIn(page)).toEqual([])

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

  test('words that a finding speaks of are marked in the field, and a press on them selects them there', async () => {
    const { draft } = await pagePaths(program.inbox)
    const page = await open(draft)
    const body = page.getByRole('textbox', { name: 'Text', exact: true })
    const marks = body.locator('xpath=..').locator('[data-marks]')
    await marks.getByText('https://bit.ly/sarees').waitFor()
    const check = page.getByRole('region', { name: 'Check against Meta’s rules' })
    await check.getByRole('button', { name: /^Shop now/u }).focus()
    await page.keyboard.press('Enter')
    expect(await eventually(async () => page.evaluate<string>(SELECTED), Boolean)).toBe('Shop now')

    // More than the field shows at once, in Hindi: it scrolls, and what lies over it scrolls with it.
    const lines = Array.from({ length: 40 }, (_, nth) => `${nth + 1}. आपका ऑर्डर 🎁 आज तैयार है और कल मिलेगा।`)
    const long = `नमस्ते {{name}} जी 🙏👨‍👩‍👧\n${lines.join('\n')}\nअब 50% छूट, अभी ख़रीदें! https://tinyurl.com/ab`
    await body.fill(long)
    await marks.getByText('https://tinyurl.com/ab').waitFor()
    const note = page.getByRole('region', { name: 'Text', exact: true })
    await note.getByRole('button', { name: /^https:..tinyurl/u }).focus()
    await page.keyboard.press('Enter')
    const selected = async (): Promise<string> => page.evaluate(SELECTED)
    await eventually(selected, (words) => words === 'https://tinyurl.com/ab')
    // It follows with the next picture that is drawn.
    const [field] = await eventually(
      async () => page.evaluate<readonly (readonly number[])[]>(MEASURED),
      ([box, layer]) => JSON.stringify(layer) === JSON.stringify(box),
    )
    expect(field?.[2]).toBeGreaterThan(0)
    // Words that move on keep their mark.
    await body.fill(`🙂 ${long}`)
    await marks.getByText('https://tinyurl.com/ab').waitFor()
    expect(await violationsIn(page)).toEqual([])
    await eventually(
      async () => call('GET', `${program.inbox}/api/v1/template-drafts/${draft.split('/').at(-1)}`),
      ({ body: kept }) => JSON.stringify(kept).includes('🙂'),
    )
    await page.context().close()

    const phone = await open(draft, PHONE)
    await phone.getByRole('button', { name: /^Check/u }).tap()
    await phone.getByRole('button', { name: /^https:..tinyurl/u }).tap()
    await eventually(
      async () => phone.evaluate(SELECTED),
      (words) => words === 'https://tinyurl.com/ab',
    )
    await phone.context().close()
  })

  test.for([
    ['a laptop', LAPTOP],
    ['a phone', PHONE],
  ] as const)('library, starters and one template can be used by everybody on %s', async ([, options]) => {
    const page = await open('/templates', options)
    await page.getByRole('link', { name: 'order_update' }).waitFor()
    expect(await violationsIn(page)).toEqual([])
    await page.getByLabel('Category').selectOption('UTILITY')
    await page.getByRole('link', { name: 'festive_sale' }).waitFor({ state: 'detached' })
    expect(page.url()).toContain('category=UTILITY')
    await page.getByRole('link', { name: 'order_update' }).click()
    await page.getByRole('list', { name: 'History' }).waitFor()
    expect(await violationsIn(page)).toEqual([])
    await page.goto(`${program.inbox}/templates/new`)
    await page.getByRole('button', { name: 'Use this one: Order received' }).waitFor()
    expect(await violationsIn(page)).toEqual([])
    const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
    expect(isWide).toBe(false)
    await page.context().close()
  })
})
