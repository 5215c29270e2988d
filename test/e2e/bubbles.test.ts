/** The inbox, the builder's preview and the customer's phone draw one message: as pictures they are the same. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectedNumberList } from '#connection/shapes.ts'
import { openBrowser } from './browser.ts'
import { differenceOf, EDGE_PX, pictureOf, type Taking, testCard } from './pictures.ts'
import { controlOf, type Imran, meetImran, NUMBER } from './imran.ts'
import { call, cookieFor, eventually, startProgram, type Program } from './program.ts'

/** So few pixels as a letter's edge that begins at another fraction of one. A bubble without its tail is more. */
const SAME = 0.0004
const PICTURE = testCard(320, 240)

/** What only the inbox shows: which template it was, time and ticks. And what we said stands on the right, in green. */
const INBOX: Taking = {
  out: '[data-meta], [data-template-label]',
  classes: { 'bg-bubble-out': 'bg-bubble-in', 'tail-out': 'tail-in', 'rounded-tr-none': 'rounded-tl-none' },
}
/** Which words were filled in is marked in the preview. */
const PREVIEW: Taking = { around: '[data-slot]' }
/** The phone's time, its menu, and who speaks, for the ear. */
const PHONE: Taking = { out: '.sr-only, [data-stamp], [data-menu]' }

const ORDER = {
  ...{ name: 'order_packed', language: 'en', category: 'UTILITY' },
  words: ['Asha', 'KH-2203'],
  body: [
    'Hello {{1}} 👋, your order *{{2}}* of ~₹1,899~ ₹1,499 is packed.',
    'It leaves on _Friday_, and you see where it is at https://kala.example/orders',
    '- one saree of silk',
    '- its blouse piece',
  ].join('\n'),
  footer: 'Kala Handlooms, Surat',
  buttons: [
    { type: 'QUICK_REPLY', text: 'Call me back' },
    { type: 'QUICK_REPLY', text: 'I will come' },
    { type: 'URL', text: 'Where is it?', url: 'https://kala.example/orders' },
    { type: 'PHONE_NUMBER', text: 'Call the shop', phone_number: '+912612345678' },
  ],
}
/** Under which three buttons are, and all are seen. */
const HINDI = {
  ...{ name: 'order_ready_hindi', language: 'hi', category: 'UTILITY', header: 'आपका ऑर्डर तैयार है' },
  words: ['आशा', 'KH-2203'],
  body: 'नमस्ते {{1}} जी, आपका ऑर्डर {{2}} तैयार है। आज शाम सात बजे तक दुकान से ले जाइए, या हमें बताइए कि कब भेजें।\n\nधन्यवाद!',
  buttons: [
    { type: 'QUICK_REPLY', text: 'ठीक है' },
    { type: 'URL', text: 'रास्ता देखें', url: 'https://kala.example/map' },
    { type: 'PHONE_NUMBER', text: 'दुकान को फ़ोन करें', phone_number: '+912612345678' },
  ],
}
type Told = typeof ORDER | typeof HINDI

describe('one message', () => {
  let program: Program
  let browser: Browser
  let control: string
  let customer: Imran
  let channelId: string
  let conversation: string
  let [builder, inbox, phone, desk]: Page[] = []
  beforeAll(async () => {
    program = await startProgram()
    browser = await openBrowser()
    control = controlOf(program)
    const channels = await call<ConnectedNumberList>('GET', `${program.inbox}/api/v1/channels`)
    channelId = channels.body.items.find(({ phoneNumberId }) => phoneNumberId === NUMBER)?.id ?? ''
    await call('PUT', `${control}/templates/review`, { rules: [{ outcome: 'APPROVED', afterMs: 0 }] })
    customer = await meetImran(program)
    conversation = customer.conversation.id
    const open = async (width: number): Promise<Page> =>
      (await browser.newContext({ locale: 'en-IN', viewport: { width, height: 900 } })).newPage()
    ;[builder, inbox, phone, desk] = await Promise.all([open(1366), open(1366), open(430), open(430)])
    await phone?.addInitScript(`localStorage.setItem('harkara.phone.phones', '["imran"]')`)
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const upload = async (path: string): Promise<Record<string, string>> => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(PICTURE)], { type: 'image/png' }), 'card.png')
    const url = `${program.inbox}/api/v1/${path}`
    const answer = await fetch(url, { method: 'POST', headers: cookieFor(url), body: form })
    expect(answer.status, path).toBe(201)
    return (await answer.json()) as Record<string, string>
  }
  /** Written, approved and sent; its preview, and the same message on both sides. */
  const sent = async (told: Told): Promise<readonly [Locator, Locator, Locator]> => {
    const [builderPage, inboxPage, phonePage] = [builder as Page, inbox as Page, phone as Page]
    const isOrder = 'footer' in told
    const sample = isOrder ? await upload(`template-samples?channelId=${channelId}`) : null
    const definition = {
      ...{ name: told.name, language: told.language, category: told.category },
      components: [
        isOrder
          ? { type: 'HEADER', format: 'IMAGE', example: { header_handle: [sample?.['handle']] } }
          : { type: 'HEADER', format: 'TEXT', text: told.header },
        { type: 'BODY', text: told.body, example: { body_text: [told.words] } },
        ...(isOrder ? [{ type: 'FOOTER', text: told.footer }] : []),
        { type: 'BUTTONS', buttons: told.buttons },
      ],
    }
    const drafts = `${program.inbox}/api/v1/template-drafts`
    const draft = await call<{ id: string }>('POST', drafts, { channelId, definition })
    await builderPage.goto(`${program.inbox}/templates/drafts/${draft.body.id}`)
    const preview = builderPage.getByRole('region', { name: 'Preview' }).locator('[data-bubble]')
    await preview.waitFor()
    const submitted = await call<{ templateId: string }>('POST', `${drafts}/${draft.body.id}/submit`, {})
    expect(submitted.status, JSON.stringify(submitted.body)).toBeLessThan(300)
    await eventually(
      async () =>
        call<{ status: string }>('GET', `${program.inbox}/api/v1/templates/${submitted.body.templateId}`),
      ({ body }) => body.status === 'APPROVED',
    )
    const file = isOrder ? await upload('media') : null
    // A tail has only what does not follow on the same side.
    await call('POST', `${control}/chats/imran/${NUMBER}`, { type: 'text', body: `and ${told.name}?` })
    const message = await call('POST', `${program.inbox}/api/v1/conversations/${conversation}/messages`, {
      type: 'template',
      template: {
        ...{ name: told.name, language: told.language },
        parameters: { 1: told.words[0], 2: told.words[1] },
        ...(file !== null && { header: { mediaId: file['id'] } }),
      },
    })
    expect(message.status, JSON.stringify(message.body)).toBe(201)
    await Promise.all([
      inboxPage.goto(`${program.inbox}/inbox/${conversation}`),
      phonePage.goto(program.phone),
    ])
    const first = told.buttons[0]?.text ?? ''
    const own = inboxPage.getByRole('log').locator('[data-bubble]').filter({ hasText: first })
    const theirs = phonePage.getByRole('log').locator('[data-wamid]').filter({ hasText: first })
    await Promise.all([own.waitFor(), theirs.waitFor()])
    return [preview, own, theirs]
  }

  test.for([
    ['with a picture, words of all kinds, a footer and buttons', ORDER],
    ['in Hindi, with a heading', HINDI],
  ] as const)('%s looks the same in the builder, in the inbox and on the phone', async ([, told]) => {
    const [preview, own, theirs] = await sent(told)
    const size = await preview.boundingBox()
    const width = Math.round(size?.width ?? 0)
    // Under a picture all of them are as wide as it, by themselves.
    if ('footer' in told)
      for (const bubble of [own, theirs])
        expect(Math.round((await bubble.boundingBox())?.width ?? 0), 'its own width').toBe(width)
    for (const theme of ['light', 'dark'] as const) {
      await theirs.page().emulateMedia({ colorScheme: theme })
      const onPhone = await pictureOf(theirs, theme, width, PHONE)
      const inBuilder = await pictureOf(preview, theme, width, PREVIEW)
      const inInbox = await pictureOf(own, theme, width, INBOX)
      expect(inBuilder.height, 'marks of variables take no room').toBe(
        Math.round(size?.height ?? 0) + 2 * EDGE_PX,
      )
      expect(
        await differenceOf(desk as Page, inBuilder, onPhone),
        `builder and phone, ${theme}`,
      ).toBeLessThan(SAME)
      expect(await differenceOf(desk as Page, inInbox, onPhone), `inbox and phone, ${theme}`).toBeLessThan(
        SAME,
      )
    }
  })
})
