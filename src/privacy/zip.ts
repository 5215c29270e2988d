/**
 * A ZIP file as a stream, its files stored as they are: pictures and voice notes do not get smaller, and nothing is held in
 * memory. Sizes stand behind each file and in the directory at the end (PKWARE APPNOTE 6.3.10, 4.3.9 and 4.3.12).
 */
import { crc32 } from 'node:zlib'

export type ZipEntry = {
  /** With "/" between folders; made by us. */
  readonly name: string
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>
}

/** Without ZIP64 neither a file nor all of them may be longer. */
const BYTES_MAX = 0xffff_ffff
const ENTRIES_MAX = 0xffff
/** Bit 3: sizes follow the file; bit 11: names are UTF-8. */
const FLAGS = 0x0808
const VERSION = 20
/** 1 January 1980, midnight: the file says nothing of when it was made, so the same content gives the same bytes. */
const DOS_DATE = 0x21

type Written = { readonly name: Buffer; readonly crc: number; readonly size: number; readonly offset: number }

export async function* zipOf(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for await (const { name: text, content } of entries) {
    const name = Buffer.from(text)
    const start = offset
    const head = localHeader(name)
    offset += head.length
    yield head
    let [crc, size] = [0, 0]
    for await (const chunk of content) {
      crc = crc32(chunk, crc)
      size += chunk.length
      offset += chunk.length
      yield chunk
    }
    const tail = descriptor(crc, size)
    offset += tail.length
    if (offset > BYTES_MAX || written.length === ENTRIES_MAX)
      throw new RangeError('too much for one ZIP file')
    yield tail
    written.push({ name, crc, size, offset: start })
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  yield directory
  yield endOf(written.length, directory.length, offset)
}

function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(VERSION, 4)
  head.writeUInt16LE(FLAGS, 6)
  head.writeUInt16LE(DOS_DATE, 12)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name])
}

function descriptor(crc: number, size: number): Buffer {
  const tail = Buffer.alloc(16)
  tail.writeUInt32LE(0x08074b50, 0)
  tail.writeUInt32LE(crc, 4)
  tail.writeUInt32LE(size, 8)
  tail.writeUInt32LE(size, 12)
  return tail
}

function directoryEntry({ name, crc, size, offset }: Written): Buffer {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(VERSION, 4)
  entry.writeUInt16LE(VERSION, 6)
  entry.writeUInt16LE(FLAGS, 8)
  entry.writeUInt16LE(DOS_DATE, 14)
  entry.writeUInt32LE(crc, 16)
  entry.writeUInt32LE(size, 20)
  entry.writeUInt32LE(size, 24)
  entry.writeUInt16LE(name.length, 28)
  entry.writeUInt32LE(offset, 42)
  return Buffer.concat([entry, name])
}

function endOf(entries: number, directoryBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
