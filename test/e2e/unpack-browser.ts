import { installedBrowser } from './browser.ts'

/** Once for all files: two that unpack the browser at a time find each other's half of it. */
export async function setup(): Promise<void> {
  if (installedBrowser() !== undefined) return
  const { default: packed } = await import('@sparticuz/chromium')
  await packed.executablePath()
}
