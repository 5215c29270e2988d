/** A campaign's own page: watched while it runs, stopped and let go on by keys, and its results add up. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Campaign, Definition } from '#campaigns/shapes.ts'
import type { ConnectedNumberList } from '#connection/shapes.ts'
import { violationsIn } from './axe.ts'
import { openBrowser } from './browser.ts'
import { NUMBER } from './imran.ts'
import { LAPTOP, PHONE } from './looks.ts'
import { call, eventually, startProgram, type Program } from './program.ts'

const DEFINITION: Definition = {
  ...{ audience: { from: 'everyone' }, exceptSegmentId: null, test: null, holdOutPercent: 0 },
  messages: [{ name: 'festive_sale', language: 'en', parameters: { 1: 'ji', 2: '20%' } }],
  ...{ quietHours: null, frequencyCap: null, budget: null, expiresAt: null, isGuarded: true },
}
const IS_WIDE = 'document.documentElement.scrollWidth > innerWidth'

const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
/** What the pill in the page's head says. */
const stateOf = (page: Page, words: string): Locator =>
  page.locator('main header').getByText(words, { exact: true })
/** The numbers below the bar. */
const countsOn = async (page: Page): Promise<number[]> => {
  const texts = await part(page, 'Progress').locator('dd').allTextContents()
  return texts.map((text) => Number(text.replaceAll(',', '')))
}

describe('a campaign’s own page', () => {
  let program: Program
  let browser: Browser
  let channelId: string
  beforeAll(async () => {
    program = await startProgram()
    browser = await openBrowser()
    const { body } = await call<ConnectedNumberList>('GET', `${program.inbox}/api/v1/channels`)
    channelId = body.items.find(({ phoneNumberId }) => phoneNumberId === NUMBER)?.id ?? ''
  })
  afterAll(async () => {
    await browser.close()
    await program.interrupt()
  })

  const api = (path: string): string => `${program.inbox}/api/v1/campaigns${path}`
  const see = async (id: string): Promise<Campaign> => (await call<Campaign>('GET', api(`/${id}`))).body
  /** Guarded, it sends a first slice and then stands still for a long time: so it can be looked at. */
  const start = async (name: string, change: Partial<Definition> = {}): Promise<string> => {
    const made = await call<Campaign>('POST', api(''), {
      ...{ name, channelId, definition: { ...DEFINITION, ...change } },
    })
    expect(made.status).toBe(201)
    const started = await call<Campaign>('POST', api(`/${made.body.id}/start`), { startsAt: null })
    expect(started.status).toBe(200)
    return made.body.id
  }
  const open = async (path: string, options: object = LAPTOP): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en-IN', ...options })
    const page = await context.newPage()
    await page.goto(`${program.inbox}${path}`)
    return page
  }
  test('is watched while it runs, paused and let go on by keys, and ended with a word on who gets nothing', async () => {
    const id = await start('Diwali sale')
    const page = await open(`/campaigns/${id}`)
    await stateOf(page, 'Sending').waitFor()
    const progress = part(page, 'Progress')
    await progress.getByText(/^1\d\d of 3\d\d done/u).waitFor()
    await progress.getByText(/^Done (?:in about|by about)/u).waitFor()
    await page.getByText(/^\d+ people go first$/u).waitFor()
    const { progress: counted } = await see(id)
    const numbers = await countsOn(page)
    expect(numbers).toHaveLength(8)
    expect(numbers.reduce((sum, one) => sum + one, 0)).toBe(counted?.audience)
    expect(await violationsIn(page)).toEqual([])

    await page.getByRole('button', { name: 'Pause', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/paused it\.$/u).waitFor()
    await eventually(
      async () => see(id),
      ({ state }) => state === 'paused',
    )
    expect(await violationsIn(page)).toEqual([])
    await page.getByRole('button', { name: 'Resume', exact: true }).focus()
    await page.keyboard.press('Enter')
    await stateOf(page, 'Sending').waitFor()
    expect((await see(id)).state).toBe('running')

    await page.getByRole('button', { name: 'Cancel this campaign' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Cancel this campaign?' })
    await dialog.getByText(/\d+ people who wait will not get it\./u).waitFor()
    expect(await violationsIn(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel for good' }).focus()
    await page.keyboard.press('Enter')
    await stateOf(page, 'Cancelled').waitFor()
    await part(page, 'Skipped').getByText('The campaign was cancelled').waitFor()
    const after = await eventually(
      async () => countsOn(page),
      (now) => now.at(-1) === 0,
    )
    expect(after.reduce((sum, one) => sum + one, 0)).toBe(counted?.audience)
    await page.context().close()
  })

  test('shows what came of it, lists people by what became of them, and leads to their conversations and back', async () => {
    const id = await start('Winter sale', { isGuarded: false })
    const page = await open(`/campaigns/${id}`)
    const { progress } = await eventually(
      async () => see(id),
      (now) => now.state === 'completed' && now.progress !== null && now.progress.delivered > 300,
      100_000,
    )
    await stateOf(page, 'Done').waitFor()
    expect(progress?.waiting).toBe(0)
    const results = part(page, 'What came of it')
    await results.getByText(String(progress?.sent), { exact: true }).first().waitFor()
    await part(page, 'Progress')
      .getByText(/^Finished: /u)
      .waitFor()
    expect(await violationsIn(page)).toEqual([])

    await part(page, 'Skipped').getByRole('link', { name: 'Show these people' }).first().click()
    expect(page.url()).toContain('state=skipped')
    await part(page, 'Recipients').getByText('Do not want offers').first().waitFor()
    await page.getByLabel('What became of them').selectOption('delivered')
    const people = page.getByRole('list', { name: 'Recipients' })
    await people.getByText('Delivered').first().waitFor()
    expect(await people.getByText('Skipped').count()).toBe(0)
    await part(page, 'Recipients').getByRole('button', { name: 'Show more' }).click()
    await people.getByRole('listitem').nth(50).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      part(page, 'Recipients')
        .getByRole('link', { name: /^Download as CSV/u })
        .click(),
    ])
    expect(download.suggestedFilename()).toBe('campaign-recipients.csv')

    await people
      .getByRole('link', { name: /^Open the conversation with/u })
      .first()
      .click()
    const label = page.getByRole('log').getByRole('link', { name: 'Campaign: Winter sale' })
    await label.waitFor()
    expect(await violationsIn(page)).toEqual([])
    await label.click()
    await page.getByRole('heading', { name: 'Winter sale' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/campaigns/${id}`)

    await page.getByRole('button', { name: /^Those who got it but have not read it/u }).click()
    await page.waitForURL(/\/campaigns\/[^/]+\/edit/u)
    const draft = await see(new URL(page.url()).pathname.split('/').at(2) ?? '')
    expect(draft).toMatchObject({
      state: 'draft',
      definition: { audience: { from: 'campaign', campaignId: id, who: 'delivered_not_read' } },
    })
    await page.context().close()
  })

  test('says in plain words that the guard stopped it, and can be used with a finger on a phone', async () => {
    const id = await start('Holi sale')
    const page = await open(`/campaigns/${id}`, PHONE)
    await page.getByText(/people go first$/u).waitFor()
    expect(await violationsIn(page)).toEqual([])
    const response = await fetch(new URL(`/_control/numbers/${NUMBER}`, program.phone), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ qualityRating: 'YELLOW' }),
    })
    expect(response.status).toBe(200)
    await page
      .getByText('The quality guard paused it, before Meta thinks less of your number.')
      .waitFor({ timeout: 100_000 })
    await page.getByText('Meta rates the quality of the number lower than when it began.').waitFor()
    expect(await violationsIn(page)).toEqual([])
    expect(await page.evaluate<boolean>(IS_WIDE)).toBe(false)
    await page.getByRole('button', { name: 'Resume', exact: true }).tap()
    await stateOf(page, 'Sending').waitFor()
    await page.getByRole('button', { name: 'Cancel this campaign' }).tap()
    await page.getByRole('button', { name: 'Cancel for good' }).tap()
    await stateOf(page, 'Cancelled').waitFor()
    await page.context().close()
  })
  test('says when WhatsApp takes nothing from the number and what to do about it, and promises no end', async () => {
    const response = await fetch(new URL('/_control/faults', program.phone), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tokenExpired: true }),
    })
    expect(response.status).toBe(200)
    const id = await start('Pongal sale')
    const page = await open(`/campaigns/${id}`)
    const note = part(page, 'The connection to WhatsApp has expired or was removed')
    await note.getByText('Connect the WhatsApp account again in Settings.').waitFor({ timeout: 100_000 })
    await part(page, 'Progress').getByText('Nothing goes out now.').waitFor()
    expect(
      await part(page, 'Progress')
        .getByText(/^Done /u)
        .count(),
    ).toBe(0)
    expect(await violationsIn(page)).toEqual([])
    await note.getByRole('link', { name: 'How healthy the number is' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/settings/channels/${channelId}`)
    await page.context().close()
  })
})
