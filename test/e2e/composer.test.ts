import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Conversation, ConversationPage } from '#conversations/shapes.ts'
import { openBrowser } from './browser.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const NUMBER = '100000000000001'
const NAME = 'Imran Qureshi'
const LAPTOP = { viewport: { width: 1366, height: 768 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
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
  let imran: Conversation
  beforeAll(async () => {
    program = await startProgram()
    control = program.phone.replace('/phone', '/_control')
    browser = await openBrowser(MICROPHONE)
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

  const onPhone = async (): Promise<string> =>
    JSON.stringify((await call('GET', `${control}/chats/imran/${NUMBER}`)).body)
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
