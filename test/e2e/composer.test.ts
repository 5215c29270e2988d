import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversation } from '#conversations/shapes.ts'
import { openBrowser } from './browser.ts'
import { controlOf, type Imran, meetImran, NAME, NUMBER } from './imran.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

/** Chromium's own microphone, which beeps once a second, and nobody who has to allow it. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

describe('writing and noticing', () => {
  let program: Program
  let browser: Browser
  let control: string
  let customer: Imran
  let imran: Conversation
  beforeAll(async () => {
    program = await startProgram()
    control = controlOf(program)
    browser = await openBrowser(MICROPHONE)
    customer = await meetImran(program)
    imran = customer.conversation
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const onPhone = async (): Promise<string> => customer.sees()
  const open = async (options: BrowserContextOptions = LAPTOP): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-IN', ...options })
    const page = await context.newPage()
    await page.goto(`${program.inbox}/inbox/${imran.id}`)
    await page.getByRole('log').waitFor()
    return page
  }

  test('counts a message with buttons by Meta’s limits, keeps it when it is closed, and sends it', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Write the message itself.').waitFor()
    await dialog.getByLabel('Message', { exact: true }).fill('Which colour?')
    await dialog.getByLabel('Button 1').fill('x'.repeat(21))
    await dialog.getByText('1 too many').waitFor()
    expect(await dialog.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel('Button 1').fill('Blue')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    expect(await dialog.getByLabel('Button 1').inputValue()).toBe('Blue')
    await dialog.getByRole('region', { name: 'Preview' }).getByText('Blue').waitFor()
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('log').getByText('Which colour?').waitFor()
    await eventually(onPhone, (text) => text.includes('Which colour?') && text.includes('Blue'))
    await page.context().close()
  })

  test('sends a list and a contact card from a phone', async () => {
    const page = await open(PHONE)
    await page.getByRole('button', { name: 'Buttons, lists and more' }).tap()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('tab', { name: 'List' }).tap()
    await dialog.getByLabel('Message', { exact: true }).fill('Pick a size')
    await dialog.getByLabel('Words on the button that opens the list').fill('Sizes')
    await dialog.getByLabel('Row 1').fill('Medium')
    await dialog.getByRole('button', { name: 'Send', exact: true }).tap()
    await page.getByRole('log').getByText('Pick a size').waitFor()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).tap()
    await dialog.getByRole('tab', { name: 'Contact card' }).tap()
    await dialog.getByLabel('Name').fill('Asha Rao')
    await dialog.getByLabel('Phone number').fill('+91 98000 00000')
    await dialog.getByRole('button', { name: 'Send', exact: true }).tap()
    await page.getByRole('log').getByText('Asha Rao').waitFor()
    const seen = await eventually(onPhone, (text) => text.includes('Medium') && text.includes('Asha Rao'))
    expect(seen).toContain('Pick a size')
    await page.context().close()
  })

  test('asks for an address, and shows what the customer filled in as lines', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('tab', { name: 'Ask for address' }).click()
    await dialog.getByLabel('Message', { exact: true }).fill('Where shall it go?')
    await dialog.getByText('Fill in what is known of them').waitFor()
    await dialog.getByRole('region', { name: 'Preview' }).getByText('Provide address').waitFor()
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'detached' })
    const asked = await eventually(
      async () => {
        const { body } = await call<{ messages: { wamid: string; content: unknown }[] }>(
          'GET',
          `${control}/chats/imran/${NUMBER}`,
        )
        return body.messages.find(({ content }) => JSON.stringify(content).includes('Where shall it go?'))
      },
      (message) => message !== undefined,
    )
    expect(JSON.stringify(asked)).toContain(NAME)
    const values = { name: NAME, in_pin_code: '560001', address: '12 MG Road', floor_number: '3' }
    await call('POST', `${control}/chats/imran/${NUMBER}`, {
      type: 'address',
      messageId: asked?.wamid,
      values,
    })
    const log = page.getByRole('log')
    for (const line of ['Floor 3', '12 MG Road', '560001'])
      await log.getByText(line, { exact: true }).last().waitFor()
    await page.context().close()
  })

  test('counts a button to call and products, and refuses what WhatsApp would', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    const dialog = page.getByRole('dialog')
    const send = dialog.getByRole('button', { name: 'Send', exact: true })
    await dialog.getByRole('tab', { name: 'Call button' }).click()
    await dialog.getByLabel('Message', { exact: true }).fill('Talk to us')
    await dialog.getByLabel('How long the button works').fill('31')
    await dialog.getByText('The button works for 1 minute to 30 days.').waitFor()
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByLabel('How long the button works').fill('30')
    await dialog.getByLabel('Words on the button (optional)').fill('Ring us')
    await send.click()
    await page.getByRole('log').getByText('Talk to us').waitFor()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    await dialog.getByRole('tab', { name: 'Products' }).click()
    await dialog.getByLabel('Several products').check()
    await dialog.getByLabel('Heading').fill('New kurtas')
    await dialog.getByLabel('Message', { exact: true }).fill('Have a look')
    await dialog.getByLabel('Id of the catalogue').fill('100200300')
    const skus = dialog.getByLabel('Ids of products (SKU), one on a line')
    await skus.fill(Array.from({ length: 31 }, (_, at) => `K-${at}`).join('\n'))
    await dialog.getByText('1 too many').waitFor()
    expect(await send.isDisabled()).toBe(true)
    await skus.fill('K-1\nK-2')
    await send.click()
    await page.getByRole('log').getByText('Have a look').waitFor()
    const seen = await eventually(onPhone, (text) => text.includes('Ring us') && text.includes('K-2'))
    expect(seen).toContain('43200')
    await page.context().close()
  })

  test('opens a form by its id, and shows what the customer filled in', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    const dialog = page.getByRole('dialog')
    const send = dialog.getByRole('button', { name: 'Send', exact: true })
    await dialog.getByRole('tab', { name: 'Form' }).click()
    await dialog.getByLabel('Message', { exact: true }).fill('Book a fitting')
    await dialog.getByText('Give the id or the name of the form').waitFor()
    await dialog.getByLabel('Id or name of the form').fill('123456')
    await dialog.getByLabel('First screen').fill('FITTING')
    await dialog.getByLabel('Words on the button, without emoji').fill('b'.repeat(31))
    await dialog.getByText('1 too many').waitFor()
    expect(await send.isDisabled()).toBe(true)
    await dialog.getByLabel('Words on the button, without emoji').fill('Book')
    await dialog.getByRole('region', { name: 'Preview' }).getByText('Book', { exact: true }).waitFor()
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'detached' })
    type Sent = { readonly wamid: string; readonly content: unknown }
    const asked = await eventually(
      async () => {
        const { body } = await call<{ messages: Sent[] }>('GET', `${control}/chats/imran/${NUMBER}`)
        return body.messages.find(({ content }) => JSON.stringify(content).includes('Book a fitting'))
      },
      (message) => message !== undefined,
    )
    expect(asked?.content).toMatchObject({
      interactive: {
        action: { parameters: { flow_id: '123456', flow_action_payload: { screen: 'FITTING' } } },
      },
    })
    await call('POST', `${control}/chats/imran/${NUMBER}`, {
      type: 'form',
      messageId: asked?.wamid,
      answers: { screen_0_Preferred_day_1: 'Saturday', flow_token: 'unused' },
    })
    const log = page.getByRole('log')
    await log.getByText('Form filled in').waitFor()
    await log.getByText('Preferred day').waitFor()
    await log.getByText('Saturday', { exact: true }).waitFor()
    await page.context().close()
  })

  test('sends cards with pictures from a phone, and gets the answer that stood on one', async () => {
    const page = await open(PHONE)
    await page.getByRole('button', { name: 'Buttons, lists and more' }).tap()
    const dialog = page.getByRole('dialog')
    const send = dialog.getByRole('button', { name: 'Send', exact: true })
    await dialog.getByRole('tab', { name: 'Cards' }).tap()
    await dialog.getByLabel('Message', { exact: true }).fill('New this week')
    await dialog.getByLabel('One answer').tap()
    for (const nth of [1, 2]) {
      const card = dialog.getByRole('group', { name: `Card ${nth}` })
      const file = { name: `card-${nth}.png`, mimeType: 'image/png', buffer: PIXEL }
      await card.locator('input[type=file]').setInputFiles(file)
      await card.getByText(file.name).waitFor()
      await card.getByLabel('Words on the card (optional)').fill(`Kurta ${nth}`)
    }
    const second = dialog.getByRole('group', { name: 'Card 2' })
    await dialog.getByRole('group', { name: 'Card 1' }).getByLabel('Answer').fill('Take the first')
    await dialog.getByText('Each card needs its answers.').waitFor()
    await second.getByLabel('Answer').fill('Take the second')
    await second.getByLabel('Words on the card (optional)').fill('x'.repeat(161))
    await dialog.getByText('1 too many').waitFor()
    expect(await send.isDisabled()).toBe(true)
    await second.getByLabel('Words on the card (optional)').fill('Kurta 2')
    await send.tap()
    const cards = page.getByRole('log').getByRole('list', { name: 'Cards' })
    await cards.getByText('Take the second').waitFor()
    await cards.getByRole('button', { name: 'Open: Photo: Kurta 1' }).waitFor()
    type Sent = { readonly wamid: string; readonly content: unknown }
    const sent = await eventually(
      async () => {
        const { body } = await call<{ messages: Sent[] }>('GET', `${control}/chats/imran/${NUMBER}`)
        return body.messages.find(({ content }) => JSON.stringify(content).includes('New this week'))
      },
      (message) => message !== undefined,
    )
    expect(JSON.stringify(sent?.content)).not.toContain('mediaId')
    expect(sent?.content).toMatchObject({
      interactive: { action: { cards: [{ header: { image: { id: expect.any(String) } } }, {}] } },
    })
    await call('POST', `${control}/chats/imran/${NUMBER}`, {
      type: 'tap',
      messageId: sent?.wamid,
      id: 'card_2_1',
    })
    await page.getByRole('log').getByText('Take the second').nth(1).waitFor()
    await page.context().close()
  })

  test('asks whether it may call, and shows the answer', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('tab', { name: 'Ask to call' }).click()
    await dialog.getByText('once in 24 hours and twice in seven days').waitFor()
    const preview = dialog.getByRole('region', { name: 'Preview' })
    expect(await preview.getByText('May we call you on WhatsApp?').count()).toBe(1)
    await dialog.getByLabel('Message (optional)').fill('May we call about the fitting?')
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'detached' })
    type Sent = { readonly wamid: string; readonly content: unknown }
    const asked = await eventually(
      async () => {
        const { body } = await call<{ messages: Sent[] }>('GET', `${control}/chats/imran/${NUMBER}`)
        return body.messages.find(({ content }) => JSON.stringify(content).includes('May we call'))
      },
      (message) => message !== undefined,
    )
    await call('POST', `${control}/chats/imran/${NUMBER}`, {
      type: 'tap',
      messageId: asked?.wamid,
      id: 'accept',
    })
    await page.getByRole('log').getByText('You may call this customer').waitFor()
    await page.context().close()
  })

  test('asks for a number', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Buttons, lists and more' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('tab', { name: 'Ask for number' }).click()
    await dialog.getByLabel('Message', { exact: true }).fill('Which number shall we use?')
    await dialog.getByRole('region', { name: 'Preview' }).getByText('Share number').waitFor()
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'detached' })
    const seen = await eventually(onPhone, (text) => text.includes('Which number shall we use?'))
    expect(seen).toContain('contact_request')
    await page.context().close()
  })

  test('records a voice note, plays it back, and sends it as WhatsApp’s own kind', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Record a voice note' }).click()
    const recorder = page.getByRole('region', { name: 'Voice note' })
    await recorder.getByLabel('Length').filter({ hasText: '0:01' }).waitFor()
    await recorder.getByRole('button', { name: 'Pause and listen' }).click()
    await recorder.getByLabel('What was recorded').waitFor()
    await recorder.getByRole('button', { name: 'Record on' }).click()
    const sent = page.waitForResponse((response) => response.url().includes('/messages'))
    await recorder.getByRole('button', { name: 'Send the voice note' }).click()
    const { media, content } = (await (await sent).json()) as {
      media: { url: string; isVoice: boolean }
      content: object
    }
    expect(media.isVoice).toBe(true)
    expect(content).toMatchObject({ audio: { voice: true } })
    const start = await page.evaluate(
      async (url) => (await (await fetch(url)).blob()).slice(0, 4).text(),
      media.url,
    )
    expect(start).toBe('OggS')
    await page.getByRole('log').getByLabel('Position in the recording').last().waitFor()
    await page.context().close()
  })

  test('says in plain words why it cannot record', async () => {
    const page = await open()
    await page.evaluate(
      'navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"))',
    )
    await page.getByRole('button', { name: 'Record a voice note' }).click()
    const words = page.getByRole('alert').getByText('The browser may not use the microphone.')
    await words.waitFor()
    expect(await page.getByRole('region', { name: 'Voice note' }).count()).toBe(0)
    await page.context().close()
  })

  test('looks through a conversation’s files by keyboard', async () => {
    const page = await open()
    const files = ['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', buffer: PIXEL }))
    await page.locator('input[type=file]').first().setInputFiles(files)
    await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':enabled')).click()
    const pictures = page.getByRole('log').getByRole('button', { name: 'Open: Photo' })
    await pictures.nth(1).waitFor()
    await pictures.last().click()
    const viewer = page.getByRole('dialog')
    const place = viewer.getByText(/^\d+ of \d+\+?$/u)
    const last = await place.textContent()
    await page.keyboard.press('ArrowLeft')
    const before = await eventually(
      async () => place.textContent(),
      (text) => text !== last,
    )
    expect(before).not.toBe(last)
    // The button goes with the last step back, and the focus with it: the keys work on.
    await page.keyboard.press('End')
    const back = viewer.getByRole('button', { name: 'Previous' })
    const [at, count] = (await place.textContent())?.match(/\d+/gu)?.map(Number) ?? []
    expect(at).toBe(count)
    for (let step = 1; step < Number(count); step++) await back.click()
    await back.waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowRight')
    await place.filter({ hasText: /^2 of/u }).waitFor()
    await viewer.getByRole('button', { name: 'Larger' }).click()
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('remembers what one wants to be told', async () => {
    const page = await open()
    await page.goto(`${program.inbox}/settings/notifications`)
    await page.getByLabel('Only mine').click()
    await page.getByLabel('Show who wrote and what').click()
    const { body: kept } = await eventually(
      async () => call<{ settings: object }>('GET', `${program.inbox}/api/v1/notifications`),
      ({ body }) =>
        JSON.stringify(body.settings) === JSON.stringify({ scope: 'mine', showsText: false, hasSound: true }),
    )
    expect(kept.settings).toMatchObject({ scope: 'mine' })
    await page.context().close()
  })

  test('is installable, and says in two languages that there is no network', async () => {
    const page = await open({ ...LAPTOP, serviceWorkers: 'allow' })
    await eventually(
      async () => page.evaluate<boolean>('navigator.serviceWorker.controller !== null'),
      (isThere) => isThere,
    )
    const kept = await page.evaluate<string[]>(`(async () => {
      const names = await caches.keys()
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return all.flat().map(({ url }) => new URL(url).pathname)
    })()`)
    expect(kept).toContain('/offline.html')
    expect(kept.filter((path) => path.startsWith('/api/'))).toEqual([])
    const manifest = await page.evaluate(async () => (await fetch('/manifest.webmanifest')).json())
    expect(manifest).toMatchObject({ display: 'standalone', start_url: '/inbox' })
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('No connection to Harkara').waitFor()
    await page.getByText('हरकारा से संपर्क नहीं है').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('link', { name: 'Try again' }).click()
    await page.getByRole('listbox').first().waitFor()
    await page.context().close()
  })
})
