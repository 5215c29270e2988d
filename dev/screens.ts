/**
 * node dev/screens.ts <folder> [look] [place]: every page, section, dialog and menu of the demo shop as its owner sees it, to be looked
 * at one after another. A look is `laptop`, `laptop-dark-hi`, `phone-hi`, `phone-dark` or any other mix of these words.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from '#test/e2e/browser.ts'
import { pagePaths } from '#test/e2e/page-paths.ts'
import { call, startProgram } from '#test/e2e/program.ts'
import type { ConversationPage } from '#conversations/shapes.ts'

const [folder, wanted, only = ''] = process.argv.slice(2)
if (folder === undefined) throw new Error('say into which folder: node dev/screens.ts <folder>')
const LOOKS = wanted === undefined ? ['laptop', 'laptop-dark-hi', 'phone-hi', 'phone-dark'] : [wanted]

/** Until what was asked for has come and what slides in has arrived. The connection for live events never falls silent. */
const SETTLE_MS = 450

/** Presses that lead to it, one after another: names of buttons, tabs or menu items as English has them. */
type Place = {
  readonly name: string
  readonly path: string
  readonly press?: readonly string[]
  /** Only a phone has it. */
  readonly isPhone?: boolean
}

const SECTIONS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  account: [],
  team: [['Invite a colleague']],
  teams: [['New team']],
  assignment: [],
  notifications: [],
  labels: [['New label']],
  'quick-replies': [['New quick reply']],
  'contact-fields': [['New field']],
  channels: [['Connect a number'], ['Change'], ['Check the connection'], ['Disconnect']],
  'api-keys': [['Make an API key']],
  webhooks: [['Add a webhook']],
  ...{ macros: [], 'business-hours': [], 'reply-targets': [], 'away-replies': [], ratings: [] },
  audit: [['Check the chain']],
  privacy: [['New version']],
  costs: [],
}
const settings = Object.entries(SECTIONS).flatMap(([section, presses]): Place[] => [
  { name: `settings-${section}`, path: `/settings/${section}` },
  ...presses.map((press, nth) => ({
    ...{ name: `settings-${section}-${nth + 1}`, path: `/settings/${section}`, press },
  })),
])

/** The Hindi words of both catalogs, so that a button is found in either language. */
function hindi(): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const file of ['web/locales/hi.po', 'web/locales/later/hi.po'])
    for (const [, english = '', said = ''] of readFileSync(file, 'utf8').matchAll(
      /^msgid "(.+)"\nmsgstr "(.+)"$/gmu,
    ))
      words.set(english, said)
  return words
}

function optionsOf(look: string): BrowserContextOptions {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  return {
    ...(look.includes('phone') ? phone : { viewport: { width: 1366, height: 768 } }),
    colorScheme: look.includes('dark') ? 'dark' : 'light',
    locale: look.includes('hi') ? 'hi-IN' : 'en-IN',
    timezoneId: 'Asia/Kolkata',
  }
}

/** Whether everything that leads there could be pressed. */
async function goTo(page: Page, { path, press = [] }: Place, inbox: string, say: (text: string) => string) {
  await page.goto(`${inbox}${path}`)
  await page.waitForTimeout(SETTLE_MS)
  await page.getByText(say('Loading…')).first().waitFor({ state: 'detached' })
  for (const name of press) {
    const exact = new RegExp(`^${RegExp.escape(say(name))}`, 'u')
    const found = page
      .getByRole('button', { name: exact })
      .or(page.getByRole('tab', { name: exact }))
      .or(page.getByRole('menuitem', { name: exact }))
      .filter({ visible: true })
    if ((await found.count()) === 0) return false
    await found.first().click()
    await page.waitForTimeout(SETTLE_MS)
  }
  return true
}

const program = await startProgram()
const browser = await openBrowser()
try {
  mkdirSync(folder, { recursive: true })
  const { inbox } = program
  const idOf = async (name: string): Promise<string> => {
    const query = `q=${encodeURIComponent(name)}&status=any`
    const { body } = await call<ConversationPage>('GET', `${inbox}/api/v1/conversations?${query}`)
    return body.items[0]?.id ?? ''
  }
  const [wholesale, wedding, album] = await Promise.all([
    ...[idOf('Mahesh Agarwal'), idOf('Emily Carter'), idOf('Aditi Deshmukh')],
  ])
  const thread = `/inbox/${wholesale}`
  const paths = await pagePaths(inbox)
  const places: readonly Place[] = [
    { name: 'inbox', path: '/inbox' },
    { name: 'inbox-views', path: '/inbox', press: ['Inbox'] },
    { name: 'inbox-labels', path: '/inbox', press: ['By label'] },
    { name: 'inbox-empty', path: '/inbox?q=nobody-is-called-so' },
    { name: 'thread', path: thread },
    { name: 'thread-closed', path: `/inbox/${wedding}` },
    { name: 'thread-album', path: `/inbox/${album}` },
    { name: 'thread-media', path: `/inbox/${album}`, press: ['Open the picture'] },
    { name: 'thread-assign', path: thread, press: ['Assign'] },
    { name: 'thread-labels', path: thread, press: ['Labels'] },
    { name: 'thread-snooze', path: thread, press: ['Snooze'] },
    { name: 'thread-note', path: thread, press: ['Note'] },
    { name: 'thread-emoji', path: thread, press: ['Emoji'] },
    { name: 'thread-rich', path: thread, press: ['Buttons, lists and more'] },
    { name: 'thread-deal', path: thread, press: ['New deal'] },
    { name: 'thread-remind', path: thread, press: ['Remind me'] },
    { name: 'thread-erase', path: thread, press: ['Erase…'] },
    { name: 'thread-merge', path: thread, press: ['Merge with…'] },
    { name: 'contacts', path: '/contacts' },
    { name: 'contacts-import', path: '/contacts', press: ['Import'] },
    { name: 'contacts-segment', path: '/contacts', press: ['New segment'] },
    { name: 'contacts-one', path: '/contacts', press: ['Large orders', 'M'] },
    { name: 'contacts-large', path: '/contacts', press: ['Large orders'] },
    { name: 'deals', path: '/deals' },
    { name: 'deals-reminders', path: '/deals', press: ['Reminders'] },
    { name: 'deals-new', path: '/deals', press: ['New deal'] },
    { name: 'deals-stages', path: '/deals', press: ['Stages'] },
    { name: 'deals-one', path: '/deals', press: ['Festive lot'] },
    { name: 'templates', path: paths.library },
    { name: 'templates-starters', path: paths.starters },
    { name: 'templates-orders', path: paths.starters, press: ['Orders'] },
    { name: 'templates-draft', path: paths.draft },
    { name: 'templates-draft-look', path: paths.draft, press: ['Look'], isPhone: true },
    { name: 'templates-draft-check', path: paths.draft, press: ['Check'], isPhone: true },
    { name: 'templates-one', path: paths.template },
    { name: 'templates-delete', path: paths.template, press: ['Delete'] },
    { name: 'number-health', path: paths.number },
    { name: 'search', path: '/inbox', press: ['Search'] },
    { name: 'look', path: '/inbox', press: ['Settings'] },
    { name: 'account-menu', path: '/inbox', press: ['Your account'] },
    { name: 'keys', path: '/inbox', press: ['Keys'] },
    { name: 'nowhere', path: '/there-is-no-such-page' },
    ...settings,
  ]
  const words = hindi()
  for (const look of LOOKS) {
    const say = (text: string): string => (look.includes('hi') ? (words.get(text) ?? text) : text)
    const context = await browser.newContext(optionsOf(look))
    const page = await context.newPage()
    page.setDefaultTimeout(4000)
    const missed: string[] = []
    for (const place of places.filter(
      ({ name, isPhone = false }) => name.startsWith(only) && (!isPhone || look.includes('phone')),
    )) {
      const isThere = await goTo(page, place, inbox, say).catch(() => false)
      if (isThere) await page.screenshot({ path: join(folder, `${look}-${place.name}.png`) })
      else missed.push(place.name)
      const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
      if (wide) console.log(`${look} ${place.name}: wider than the screen`)
    }
    await context.close()
    console.log(`${look}: not found: ${missed.join(', ') || 'nothing'}`)
  }
  const context = await browser.newContext(optionsOf('laptop'))
  await context.clearCookies()
  const page = await context.newPage()
  for (const path of ['sign-in', 'sign-up', 'forgot-password', 'no-business']) {
    await page.goto(`${inbox}/${path}`)
    await page.waitForTimeout(SETTLE_MS)
    await page.screenshot({ path: join(folder, `laptop-${path}.png`) })
  }
} finally {
  await browser.close()
  await program.interrupt()
}
