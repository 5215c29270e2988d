/**
 * Cloth to look at: block prints and weaves, drawn as formulas and written as PNG with a palette.
 * Source: W3C, "PNG Specification (Third Edition)", colour type 3.
 */
import { crc32, deflateSync } from 'node:zlib'

/** `at` gives the colour's place in the palette for a point. */
export type Fabric = {
  readonly palette: readonly string[]
  /** After so many points to the right and downwards it begins again: only that much is drawn. Even, for the weave. */
  readonly repeat: readonly [x: number, y: number]
  readonly at: (x: number, y: number) => number
}

const WIDTH = 240
const HEIGHT = 300

export function fabricPng({ palette, repeat: [across, down], at }: Fabric): Buffer {
  const stride = WIDTH + 1 // each row begins with 0: no filter
  const rows = Buffer.alloc(stride * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    const row = y * stride + 1
    if (y >= down) rows.copyWithin(row, row - down * stride, row - down * stride + WIDTH)
    else for (let x = 0; x < WIDTH; x++) rows[row + x] = x < across ? at(x, y) : (rows[row + x - across] ?? 0)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(WIDTH, 0)
  head.writeUInt32BE(HEIGHT, 4)
  head.set([8, 3, 0, 0, 0], 8) // 8 bits, palette, deflate, adaptive filters, not interlaced
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.join(''), 'hex')),
    chunk('IDAT', deflateSync(rows, { level: 3 })), // 6 takes three times as long for a tenth less
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(data.length + 12)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), data.length + 8)
  return framed
}

/** Distance from the middle of a tile; every other row of tiles is shifted by half, as a printer's block is. */
function inTile(x: number, y: number, size: number): { dx: number; dy: number; radius: number } {
  const shift = Math.floor(y / size) % 2 === 0 ? 0 : size / 2
  const dx = ((x + shift) % size) - size / 2
  const dy = (y % size) - size / 2
  return { dx, dy, radius: Math.sqrt(dx * dx + dy * dy) }
}

/** The thread of the cloth: every other line a shade darker. */
const weave = (x: number, y: number): number => (x + y) & 1

/** Colours in pairs: a shade and the one beside it, for the weave. */
export const FABRICS = {
  /** Dabu: small flowers, white on indigo. */
  indigo: {
    palette: ['1f3a6e', '1b3362', 'f3ead7', 'ebe0c8', 'c98b3a', 'bd8133'],
    repeat: [60, 120],
    at: (x, y) => {
      const { dx, dy, radius } = inTile(x, y, 60)
      const petal = 13 + 6 * Math.cos(6 * Math.atan2(dy, dx))
      return (radius < 4 ? 4 : radius < petal ? 2 : 0) + weave(x, y)
    },
  },
  /** Leheriya: waves from the resist of a rolled cloth. */
  mustard: {
    palette: ['d99a1c', 'cf9017', 'fbf1d3', 'f3e7c1', 'a8451f', '9d3f1b'],
    repeat: [90, 48],
    at: (x, y) => {
      const wave = (y + 18 * Math.abs(((x / 45) % 2) - 1) + 900) % 48
      return (wave < 16 ? 2 : wave < 22 ? 4 : 0) + weave(x, y)
    },
  },
  /** Bandhani: rings of tied dots. */
  madder: {
    palette: ['9c1f2e', '921b29', 'f7d9a8', 'efd09c', 'e2733c', 'd96b35'],
    repeat: [120, 240],
    at: (x, y) => {
      const big = inTile(x, y, 120).radius
      const small = inTile(x, y, 15).radius
      const isRing = big < 18 || (big > 36 && big < 50)
      return (isRing && small < 4.5 ? 2 : big < 54 && big > 51 ? 4 : 0) + weave(x, y)
    },
  },
  /** Ikat: stepped diamonds with frayed edges. */
  teal: {
    palette: ['0f5a5c', '0c5254', 'e8e3d0', 'dfd9c3', 'd2603a', 'c85834'],
    repeat: [90, 180],
    at: (x, y) => {
      const { dx, dy } = inTile(x, y, 90)
      const fray = (x * 7 + Math.floor(y / 3) * 13) % 5
      const step = Math.abs(dx) + Math.abs(dy) + fray
      return (step < 16 ? 4 : step < 30 ? 2 : step < 36 ? 0 : step < 41 ? 2 : 0) + weave(x, y)
    },
  },
  /** A border like a sari's, and a stain: what a complaint looks like. */
  stained: {
    palette: ['e9dcc6', 'e1d3bb', '2e6b4f', '286147', '8a6a4a', '806243'],
    repeat: [240, 300],
    at: (x, y) => {
      if (Math.abs(x - 140) < 48 && Math.abs(y - 125) < 48) {
        const turn = Math.atan2(y - 125, x - 140)
        const edge = 34 + 6 * Math.sin(2 * turn + 1) + 4 * Math.sin(3 * turn) + 2 * Math.sin(7 * turn)
        if (Math.hypot(x - 140, (y - 125) * 1.3) < edge) return 4 + weave(x, y)
      }
      const isBorder = x < 40 && (x % 14 < 8 || (x + y) % 20 < 6)
      return (isBorder ? 2 : 0) + weave(x, y)
    },
  },
} satisfies Record<string, Fabric>
