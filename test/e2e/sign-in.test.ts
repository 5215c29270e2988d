import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionState } from '#people/shapes.ts'
import { totpOf } from '../totp.ts'
import { seriousIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { eventually, startProgram, type Program } from './program.ts'

const OWNER = { name: 'Anil Sharma', email: 'anil@sharma.example', password: 'correct horse battery' }
const AGENT = { name: 'Ravi Verma', email: 'ravi@sharma.example', password: 'another long password' }
const NEW_PASSWORD = 'a password after the reset'

/** What a Hindi page may show in Latin letters: names of products and languages, addresses, and people's names. */
const NAMES = /Harkara|WhatsApp|English|API|QR|Chrome|Linux|Sharma|Sarees|Anil|Ravi|Verma|\S+@\S+|\S*\.\S+/gu
const englishIn = async (page: Page): Promise<string[]> => {
  const { demo } = (await (await page.request.get('/api/v1/auth/session')).json()) as SessionState
  const people = new Set(demo.flatMap(({ name }) => name.split(' ')))
  const words = (await page.locator('body').innerText()).replaceAll(NAMES, '').match(/[a-z]{3,}/giu) ?? []
  return words.filter((word) => !people.has(word))
}

/** What mails say, as their reader sees it. */
const mailsIn = (folder: string): string[] =>
  readdirSync(folder).map((file) =>
    readFileSync(join(folder, file), 'utf8')
      .replaceAll(/=\r?\n/gu, '')
      .replaceAll(/=([0-9A-F]{2})/gu, (_, byte: string) => String.fromCodePoint(Number.parseInt(byte, 16))),
  )

const signIn = async (page: Page, password: string): Promise<void> => {
  await page.getByLabel('E-mail address').fill(OWNER.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe('people', () => {
  let program: Program
  let browser: Browser
  let owner: Page
  let agent: Page
  let secret = ''
  beforeAll(async () => {
    program = await startProgram()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  /** A browser in which nobody is signed in. */
  const stranger = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-IN', baseURL: program.inbox, ...options })
    context.setDefaultTimeout(30_000)
    await context.clearCookies()
    return context.newPage()
  }

  test('the first to come sets up a business, and is told what to do next', async () => {
    owner = await stranger(LAPTOP)
    await owner.goto('/contacts?x=1')
    await owner.waitForURL(/\/sign-in\?to=%2Fcontacts%3Fx%3D1$/u)
    await owner.getByRole('heading', { name: 'Set up Harkara' }).waitFor()
    await owner.getByRole('button', { name: 'Create the account' }).click()
    expect(await owner.locator('[aria-invalid=true]').count()).toBe(4)
    expect(await owner.evaluate('document.activeElement?.name')).toBe('organization')
    await owner.getByLabel('Name of the business').fill('Sharma Sarees')
    await owner.getByLabel('Your name').fill(OWNER.name)
    await owner.getByLabel('E-mail address').fill(OWNER.email)
    await owner.getByLabel('Password', { exact: true }).fill(OWNER.password)
    expect(await owner.locator('[aria-invalid=true]').count()).toBe(0)
    await owner.getByRole('button', { name: 'Create the account' }).click()
    await owner.getByRole('heading', { name: 'Welcome to Sharma Sarees' }).waitFor()
    expect(await owner.getByRole('link', { name: 'Connect your WhatsApp number' }).getAttribute('href')).toBe(
      '/settings/channels',
    )
  })

  test('a colleague joins by the link, and sees what an agent may not do', async () => {
    await owner.goto('/settings/team')
    await owner.getByRole('button', { name: 'Invite a colleague' }).click()
    const dialog = owner.getByRole('dialog')
    await dialog.getByLabel('E-mail address').fill(AGENT.email)
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    const url = (await dialog.getByLabel('The link').textContent()) ?? ''
    expect(await dialog.getByRole('link', { name: 'Send by WhatsApp' }).getAttribute('href')).toContain(
      encodeURIComponent(url),
    )
    expect(await seriousIn(owner)).toEqual([])
    await owner.keyboard.press('Escape')
    await owner.getByRole('button', { name: `Take back: ${AGENT.email}` }).waitFor()

    // Somebody else who is signed in is told so, and takes nothing.
    const wrong = await owner.context().newPage()
    await wrong.goto(url)
    await wrong.getByText('you are signed in as').waitFor()
    await wrong.close()

    agent = await stranger(PHONE)
    await agent.goto(url)
    await agent.getByRole('heading', { name: 'Join Sharma Sarees' }).waitFor()
    expect(await seriousIn(agent)).toEqual([])
    expect(await agent.getByLabel('E-mail address').inputValue()).toBe(AGENT.email)
    await agent.getByLabel('Your name').fill(AGENT.name)
    await agent.getByLabel('Password', { exact: true }).fill(AGENT.password)
    await agent.getByRole('button', { name: 'Join Sharma Sarees' }).click()
    await agent.getByRole('heading', { name: 'Welcome to Sharma Sarees' }).waitFor()
    await agent.goto('/settings/team')
    const invite = agent.getByRole('button', { name: 'Invite a colleague' })
    await invite.waitFor()
    expect(await invite.getAttribute('aria-disabled')).toBe('true')
    await invite.click({ force: true })
    await agent.getByRole('alert').getByText('Only owners and admins may do this.').waitFor()

    await agent.goto(url)
    await agent.getByRole('heading', { name: 'This invitation does not work any more' }).waitFor()
    await owner.reload()
    expect(await owner.getByLabel(`Role of ${AGENT.name}`).inputValue()).toBe('agent')
  })

  test('a second factor is set up, and from then on asked for', async () => {
    await owner.goto('/settings/account')
    await owner.getByRole('button', { name: 'Set it up' }).click()
    await owner.getByLabel('Password', { exact: true }).last().fill(OWNER.password)
    await owner.keyboard.press('Enter')
    await owner.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
    secret = ((await owner.locator('ol code').textContent()) ?? '').replaceAll(' ', '')
    expect(secret).toMatch(/^[A-Z2-7]{16,}$/u)
    await owner.getByLabel('Six-digit code').fill(totpOf(secret, Date.now()))
    await owner.getByRole('button', { name: 'Turn it on' }).click()
    const codes = owner.getByRole('list', { name: 'Backup codes' }).getByRole('listitem')
    await codes.first().waitFor()
    expect(await codes.count()).toBe(10)
    expect(await seriousIn(owner)).toEqual([])
    await owner.getByRole('button', { name: 'I have saved them' }).click()
    await owner.getByRole('button', { name: 'New backup codes' }).waitFor()

    await owner.getByRole('button', { name: 'Your account' }).click()
    await owner.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    await owner.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect((await owner.request.get('/api/v1/me')).status()).toBe(401)
  })

  test('one signs in with the keyboard alone: password, code, inbox', async () => {
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await owner.keyboard.press(key)
    }
    await owner.getByLabel('Language').focus()
    await press('Tab')
    await owner.keyboard.type(OWNER.email)
    await press('Tab')
    await owner.keyboard.type('not the password')
    await press('Enter')
    await owner.getByRole('alert').getByText('E-mail address or password is wrong.').waitFor()
    await press('ControlOrMeta+a')
    await owner.keyboard.type(OWNER.password)
    await press('Enter')
    await owner.getByRole('heading', { name: 'One more step' }).waitFor()
    expect(await seriousIn(owner)).toEqual([])
    await owner.keyboard.type(totpOf(secret, Date.now())) // the sixth digit sends it
    await owner.getByRole('heading', { name: 'Welcome to Sharma Sarees' }).waitFor()
  })

  test('a new password ends what was signed in with the old one, where it is open', async () => {
    const page = await stranger(LAPTOP)
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'Forgot the password?' }).click()
    await page.getByLabel('E-mail address').fill(OWNER.email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    const folder = join(program.dataFolder, 'mail')
    await page.getByText(folder).waitFor()
    expect(await seriousIn(page)).toEqual([])
    const link = await eventually(
      async () => mailsIn(folder).flatMap((mail) => mail.match(/http\S+reset-password\?token=\S+/u) ?? [])[0],
      (found) => found !== undefined,
    )
    await page.goto(link ?? '')
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('heading', { name: 'The password is changed' }).waitFor()
    await owner.waitForURL(/\/sign-in\?to=%2Finbox/u)
    await page.goto(link ?? '')
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()

    await owner.getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn(owner, OWNER.password)
    await owner.getByRole('alert').waitFor()
    await signIn(owner, NEW_PASSWORD)
    await owner.getByLabel('Six-digit code').fill(totpOf(secret, Date.now()))
    await owner.getByRole('heading', { name: 'Welcome to Sharma Sarees' }).waitFor()
  })

  test('every page is in Hindi where Hindi is chosen, on a phone and in the dark', async () => {
    const outside = await stranger({ ...PHONE, colorScheme: 'dark', locale: 'hi-IN' })
    for (const path of [
      '/sign-in',
      '/sign-up',
      '/forgot-password',
      '/reset-password?token=x',
      '/join/none',
    ]) {
      await outside.goto(path)
      await outside.locator('h1').waitFor()
      expect(await englishIn(outside), path).toEqual([])
      expect(await seriousIn(outside), path).toEqual([])
    }
    const page = await stranger({ ...PHONE, colorScheme: 'dark', locale: 'hi-IN' })
    await page.context().addCookies(await agent.context().cookies())
    for (const path of ['/settings/account', '/settings/team']) {
      await page.goto(path)
      await page.locator('h2').waitFor()
      await page.getByText(AGENT.email).waitFor()
      expect(await englishIn(page), path).toEqual([])
      expect(await seriousIn(page), path).toEqual([])
      const isTooWide = await page.evaluate('document.body.scrollWidth > window.innerWidth')
      expect(isTooWide, path).toBe(false)
    }
  })

  test('one looks around the demo shop as a colleague of it, and may close what says so', async () => {
    const page = await stranger(LAPTOP)
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Meera Shah' }).click()
    await page.getByText('You are looking around the demo shop as Meera Shah.').waitFor()
    await page.getByRole('option').first().waitFor()
    await page.goto('/settings/account')
    await page.getByText('who is made up').waitFor()
    expect(await page.getByRole('button', { name: 'Set it up' }).isDisabled()).toBe(true)
    await page
      .getByRole('complementary', { name: 'Demo shop' })
      .getByRole('button', { name: 'Close' })
      .click()
    await page.reload()
    await page.getByText('who is made up').waitFor()
    expect(await page.getByText('You are looking around the demo shop').count()).toBe(0)
    // Whoever likes it opens a business of their own from in there.
    await page.goto('/sign-up')
    await page.getByRole('heading', { name: 'Open a business' }).waitFor()
  })
})
