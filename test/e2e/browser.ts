import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'
import { signedIn } from './program.ts'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** A closed network: without these, Chromium asks its makers for this and that at every start. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A real Chromium: CHROMIUM_PATH, or an installed one, or the one that comes through npm. Each context is signed in, in every
 * program that was started, as the owner of its demo shop; `clearCookies` makes it nobody's.
 */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const browser = await launch([...QUIET, ...args])
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    // A worker of ours would answer what a test means to answer itself; the tests about it ask for it.
    const context = await newContext({ serviceWorkers: 'block', ...options })
    for (const [url, cookie] of signedIn()) {
      const [name = '', value = ''] = cookie.split(/=(.*)/u)
      await context.addCookies([{ name, value, url }])
    }
    return context
  }
  return browser
}

export const installedBrowser = (): string | undefined =>
  process.env['CHROMIUM_PATH'] ?? INSTALLED.find((path) => existsSync(path))

async function launch(args: readonly string[]): Promise<Browser> {
  const installed = installedBrowser()
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: [...args] })
  const { default: packed } = await import('@sparticuz/chromium')
  // Not with its own arguments: they are for functions in a cloud, one process for all and no web security.
  return chromium.launch({ executablePath: await packed.executablePath(), args: [...args] })
}
