import { crc32, deflateSync } from 'node:zlib'
import type { Locator, Page } from 'playwright-core'

/** Bubbles stand this far from the picture's edges: the tail and the shadow are in it. */
export const EDGE_PX = 16

/** What one of the bubbles has and another cannot have, taken out before they are compared. */
export type Taking = {
  /** By CSS selector. */
  readonly out?: string
  /** What stands around words: the words stay. */
  readonly around?: string
  /** Names of classes, and what stands for them: what comes from us is on the other side and in another colour. */
  readonly classes?: Readonly<Record<string, string>>
}

/** With the wall around it. */
export type Picture = { readonly png: Buffer; readonly width: number; readonly height: number }

/**
 * An element on WhatsApp's plain wall, drawn by its page's own styles: a copy, at whole pixels and as wide as is said, so that what is
 * around it in its page plays no part.
 */
export async function pictureOf(
  bubble: Locator,
  theme: 'light' | 'dark',
  width: number,
  taking: Taking = {},
): Promise<Picture> {
  const page = bubble.page()
  const size = await bubble.evaluate(PUT_UP, { theme, width, edge: EDGE_PX, ...taking })
  const clip = { x: 0, y: 0, width: size.width, height: size.height }
  const png = await page.screenshot({ clip, animations: 'disabled' })
  await page.evaluate(`document.querySelector('#picture').remove()`)
  return { png, ...clip }
}

type PutUp = { readonly theme: string; readonly width: number; readonly edge: number } & Taking
/** Runs in the page. */
const PUT_UP = async (element: unknown, wish: PutUp): Promise<{ width: number; height: number }> => {
  // oxlint-disable-next-line typescript/no-explicit-any -- tests know no DOM types
  const [bubble, { document }] = [element as any, globalThis as any]
  const wall = document.createElement('div')
  wall.id = 'picture'
  wall.dataset.theme = wish.theme
  wall.style.cssText = `position:fixed;z-index:99999;inset:0 auto auto 0;padding:${wish.edge}px;background:var(--wall);color:var(--ink)`
  const copy = bubble.cloneNode(true)
  for (const [from, to] of Object.entries(wish.classes ?? {})) copy.classList.replace(from, to)
  if (wish.out !== undefined) for (const part of copy.querySelectorAll(wish.out)) part.remove()
  if (wish.around !== undefined)
    for (const part of copy.querySelectorAll(wish.around)) part.replaceWith(...part.childNodes)
  copy.normalize()
  copy.style.cssText = `width:${wish.width}px;max-width:none`
  wall.append(copy)
  document.body.append(wall)
  for (const picture of copy.querySelectorAll('img')) {
    picture.loading = 'eager'
    await picture.decode()
  }
  const { width, height } = wall.getBoundingClientRect()
  return { width: Math.round(width), height: Math.round(height) }
}

/**
 * How much of two pictures is not the same, 0 to 1: pixels of which a colour differs by more than a tenth. Chromium decodes them, in
 * a page that is empty: others may not read such addresses.
 */
export async function differenceOf(page: Page, one: Picture, other: Picture): Promise<number> {
  if (one.width !== other.width || one.height !== other.height) return 1
  const [first, second] = [one, other].map(({ png }) => `data:image/png;base64,${png.toString('base64')}`)
  return page.evaluate<number>(`(async () => {
    const pixelsOf = async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob())
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      const context = canvas.getContext('2d')
      context.drawImage(bitmap, 0, 0)
      return context.getImageData(0, 0, bitmap.width, bitmap.height).data
    }
    const [one, other] = [await pixelsOf('${first}'), await pixelsOf('${second}')]
    let different = 0
    for (let at = 0; at < one.length; at += 4)
      if ([0, 1, 2].some((colour) => Math.abs(one[at + colour] - other[at + colour]) > 25)) different += 1
    return different / (one.length / 4)
  })()`)
}

/** A picture with four colours and a border, on which every crop and every stretch can be seen. */
export function testCard(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isBorder = x < 4 || y < 4 || x >= width - 4 || y >= height - 4
      const colour = isBorder ? [0, 0, 0] : [x < width / 2 ? 200 : 40, y < height / 2 ? 180 : 60, 120]
      rows.set(colour, y * (width * 3 + 1) + 1 + x * 3)
    }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A part of a PNG file. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
