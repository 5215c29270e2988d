/**
 * A marigold with a clear ground, as the smallest lossless WebP there is: each channel has two values, so a pixel is four
 * bits. Source: Google, "WebP Lossless Bitstream Specification", simple code lengths.
 */
const SIZE = 128
/** Low and high value of each channel, in the order in which a pixel is written. */
const CHANNELS = { green: [122, 236], red: [224, 255], blue: [22, 188], alpha: [0, 255] } as const

export function stickerWebp(): Buffer {
  const bits = new BitWriter()
  bits.write(0x2f, 8)
  bits.write(SIZE - 1, 14)
  bits.write(SIZE - 1, 14)
  bits.write(1, 1) // uses alpha
  bits.write(0, 3) // version
  bits.write(0, 1) // no transform
  bits.write(0, 1) // no colour cache
  bits.write(0, 1) // one group of codes
  for (const [low, high] of Object.values(CHANNELS)) {
    bits.write(0b111, 3) // a simple code, of two symbols, the first of 8 bits
    bits.write(low, 8)
    bits.write(high, 8)
  }
  bits.write(0b0001, 4) // distances: a simple code of one symbol, of 1 bit, which is 0
  for (let y = 0; y < SIZE; y++) for (let x = 0; x < SIZE; x++) bits.write(pixel(x, y), 4)
  const image = bits.bytes()
  const padding = image.length % 2
  const file = Buffer.alloc(20 + image.length + padding)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WEBPVP8L', 8, 'latin1')
  file.writeUInt32LE(image.length, 16)
  image.copy(file, 20)
  return file
}

const CLEAR = 0b0000
const ORANGE = 0b1010 // alpha, red
const GOLD = 0b1011 // and green
const CREAM = 0b1111 // and blue

function pixel(x: number, y: number): number {
  const scale = 192 / SIZE
  const dx = (x - SIZE / 2) * scale
  const dy = (y - SIZE / 2) * scale
  const radius = Math.sqrt(dx * dx + dy * dy)
  const angle = Math.atan2(dy, dx)
  const petals = (reach: number, count: number, turn: number): boolean =>
    radius < reach + reach * 0.12 * Math.cos(count * angle + turn)
  if (petals(16, 8, 0)) return ORANGE
  if (petals(36, 12, 1)) return GOLD
  if (petals(42, 12, 1)) return ORANGE
  if (petals(60, 14, 0)) return GOLD
  if (petals(72, 16, 2)) return ORANGE
  return petals(80, 16, 2) ? CREAM : CLEAR
}

/** Lowest bit first. */
class BitWriter {
  readonly #bytes: number[] = []
  #open = 0
  #count = 0

  write(value: number, bits: number): void {
    for (let bit = 0; bit < bits; bit++) {
      this.#open |= ((value >> bit) & 1) << this.#count
      if (++this.#count < 8) continue
      this.#bytes.push(this.#open)
      this.#open = this.#count = 0
    }
  }

  bytes(): Buffer {
    if (this.#count > 0) this.#bytes.push(this.#open)
    return Buffer.from(this.#bytes)
  }
}
