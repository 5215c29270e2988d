/** Draws the icons of the installable app from web/public/icon.svg: node dev/icons.ts. Run it when the sign changes. */
import { readFileSync, writeFileSync } from 'node:fs'
import { openBrowser } from '#test/e2e/browser.ts'

const FOLDER = 'web/public'
const svg = readFileSync(`${FOLDER}/icon.svg`, 'utf8')
/** Systems cut a maskable icon to their own shape: the sign stands in its middle 80 %, on ground to the edge. */
const maskable = svg
  .replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"')
  .replace(/<rect[^>]*>/u, '<rect x="-5" y="-5" width="42" height="42" fill="#0b7d63"/>')
/** A badge is only a silhouette: what is drawn counts, not its colour. */
const badge = svg.replace(/<rect[^>]*>/u, '').replaceAll(/stroke="#\w+"/gu, 'stroke="#fff"')

const DRAWN = [
  { name: 'icon-192.png', size: 192, svg },
  { name: 'icon-512.png', size: 512, svg },
  { name: 'icon-maskable-512.png', size: 512, svg: maskable },
  { name: 'apple-touch-icon.png', size: 180, svg: maskable },
  { name: 'badge-96.png', size: 96, svg: badge },
]

const browser = await openBrowser()
for (const { name, size, svg: drawing } of DRAWN) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
  )
  writeFileSync(`${FOLDER}/${name}`, await page.screenshot({ omitBackground: true }))
  await page.close()
}
await browser.close()
