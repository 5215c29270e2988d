/**
 * A shop's first day, from nothing: sign up, connect a number, invite a colleague, a customer writes, they answer together, and the
 * customer says how it was. Two browsers, one of them a phone, see each other live; the laptop is used by keyboard where one would.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { controlOf } from './imran.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

/** The simulator's second number, which nobody has connected. */
const NUMBER = '100000000000002'
const CUSTOMER = 'asha'

type Bubble = {
  readonly wamid: string
  readonly by: string
  readonly type: string
  readonly content: { readonly interactive?: { readonly action?: { readonly buttons?: readonly Choice[] } } }
}
type Choice = { readonly reply: { readonly id: string; readonly title: string } }

const choiceIn = (bubbles: readonly Bubble[], title: RegExp): { bubble: Bubble; choice: Choice } | null => {
  for (const bubble of bubbles.toReversed()) {
    const choice = bubble.content.interactive?.action?.buttons?.find(({ reply }) => title.test(reply.title))
    if (choice !== undefined) return { bubble, choice }
  }
  return null
}

describe('the first day of a shop', () => {
  let program: Program
  let browser: Browser
  let owner: Page
  let agent: Page
  let control: string
  beforeAll(async () => {
    program = await startProgram()
    control = controlOf(program)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const stranger = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-IN', baseURL: program.inbox, ...options })
    context.setDefaultTimeout(30_000)
    await context.clearCookies()
    return context.newPage()
  }
  const chat = (): string => `${control}/chats/${CUSTOMER}/${NUMBER}`
  const write = async (body: string): Promise<void> => {
    await call('POST', chat(), { type: 'text', body })
  }
  /** The newest message of the shop's on the customer's phone that has buttons, once it is there. */
  const question = async (title: RegExp): Promise<{ bubble: Bubble; choice: Choice }> => {
    const { body } = await eventually(
      async () => call<{ messages: readonly Bubble[] }>('GET', chat()),
      (answer) => choiceIn(answer.body.messages, title) !== null,
    )
    const found = choiceIn(body.messages, title)
    if (found === null) throw new Error('no such button')
    return found
  }
  const tap = async ({ bubble, choice }: { bubble: Bubble; choice: Choice }): Promise<void> => {
    await call('POST', chat(), { type: 'tap', messageId: bubble.wamid, id: choice.reply.id })
  }

  test('begins with a sign-up, a connected number and a colleague', async () => {
    owner = await stranger(LAPTOP)
    await owner.goto('/')
    await owner.getByLabel('Name of the business').fill('Sharma Sarees')
    await owner.keyboard.press('Tab')
    await owner.keyboard.type('Anil Sharma')
    await owner.getByLabel('E-mail address').fill('anil@sharma.example')
    await owner.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await owner.keyboard.press('Enter')
    await owner.getByRole('link', { name: 'Connect your WhatsApp number' }).click()
    await owner.getByRole('button', { name: 'Connect a number' }).first().click()
    await owner.getByRole('button', { name: 'Connect a practice number of the simulator' }).click()
    await owner.getByText('Practice Shop').first().waitFor()
    expect(await seriousIn(owner)).toEqual([])

    await owner.goto('/settings/team')
    await owner.getByRole('button', { name: 'Invite a colleague' }).click()
    const dialog = owner.getByRole('dialog')
    await dialog.getByLabel('E-mail address').fill('ravi@sharma.example')
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    const url = (await dialog.getByLabel('The link').textContent()) ?? ''
    agent = await stranger(PHONE)
    await agent.goto(url)
    await agent.getByLabel('Your name').fill('Ravi Verma')
    await agent.getByLabel('Password', { exact: true }).fill('another long password')
    await agent.getByRole('button', { name: /^Join/u }).click()
    await agent.waitForURL(/\/inbox/u)

    // Ratings are asked for at once, not half an hour later.
    const settings = await owner.request.get('/api/v1/csat-settings')
    const saved = await owner.request.put('/api/v1/csat-settings', {
      data: { ...((await settings.json()) as object), isOn: true, delayMinutes: 0 },
    })
    expect(saved.status(), await saved.text()).toBeLessThan(300)
  })

  test('goes on with a customer who writes, and two people who see the same at once', async () => {
    await owner.goto('/inbox')
    await agent.goto('/inbox')
    await write('Do you have the red one in cotton?')
    await owner.getByRole('option').filter({ hasText: 'red one in cotton' }).click()
    await agent.getByRole('option').filter({ hasText: 'red one in cotton' }).waitFor()

    // By keyboard: given to Ravi, and a note for him.
    await owner.getByRole('log').waitFor()
    await owner.keyboard.press('a')
    await owner.getByRole('combobox', { name: 'Find a person or a team' }).fill('Ravi')
    await owner.keyboard.press('Enter')
    await agent.getByRole('option').filter({ hasText: 'red one in cotton' }).getByText('RV').waitFor()
    await owner.keyboard.press('n')
    await owner.getByRole('textbox', { name: 'Note for the team' }).fill('She bought two last Diwali.')
    await owner.keyboard.press('Enter')
    await owner.getByRole('log').getByText('She bought two last Diwali.').waitFor()
    await agent.getByRole('option').filter({ hasText: 'red one in cotton' }).click()
    await agent.getByRole('log').getByText('She bought two last Diwali.').waitFor()
    expect(await seriousIn(agent)).toEqual([])
    expect(await seriousIn(owner)).toEqual([])
  })

  test('has an answer with buttons, which the customer taps', async () => {
    await agent.getByRole('button', { name: 'Buttons, lists and more' }).click()
    const dialog = agent.getByRole('dialog')
    await dialog.getByLabel('Message', { exact: true }).fill('Yes! Which size?')
    await dialog.getByRole('textbox', { name: 'Button 1' }).fill('M')
    await dialog.getByRole('button', { name: 'Add a button' }).click()
    await dialog.getByRole('textbox', { name: 'Button 2' }).fill('L')
    await dialog.getByRole('button', { name: 'Send' }).click()
    await owner.getByRole('log').getByText('Yes! Which size?').waitFor()
    await tap(await question(/^L$/u))
    for (const page of [owner, agent])
      await page.getByRole('log').getByText('L', { exact: true }).last().waitFor()
    expect(await seriousIn(agent)).toEqual([])
  })

  test('ends with the customer’s word on it, which opens nothing again', async () => {
    await owner.getByRole('log').click()
    await owner.keyboard.press('e')
    await tap(await question(/Good/u))
    // The page is of when it was opened, and the word may still be on its way.
    const isThere = async (): Promise<boolean> => {
      await owner.goto('/settings/ratings')
      const found = owner.getByText(/1 rating, 1 asked|1 rating/u).first()
      return found.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      )
    }
    await eventually(isThere, (is) => is)
    expect(await seriousIn(owner)).toEqual([])
    const { items } = (await (await owner.request.get('/api/v1/conversations?status=any')).json()) as {
      items: { status: string; assigneeId: string | null }[]
    }
    expect(items.map(({ status }) => status)).toEqual(['resolved'])
  })
})
