/** The form in which Graph takes a file: `messaging_product`, `type` and `file`. Meta, "Media" (Nov 2025). */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'

const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*$/

/** Body and headers of an upload. A stream is passed on piece by piece; its size must be known. */
export function multipart(
  file: Buffer | { readonly stream: Readable; readonly bytes: number },
  mimeType: string,
  filename: string,
): { readonly body: Buffer | Readable; readonly headers: Record<string, string> } {
  const boundary = `harkara-${randomUUID()}`
  const type = MIME_TYPE.test(mimeType) ? mimeType : 'application/octet-stream'
  const head = Buffer.from(
    `${field(boundary, 'messaging_product', 'whatsapp')}${field(boundary, 'type', type)}--${boundary}\r\n` +
      `content-disposition: form-data; name="file"; filename="${quoted(filename)}"\r\ncontent-type: ${type}\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const bytes = head.length + (Buffer.isBuffer(file) ? file.length : file.bytes) + tail.length
  return {
    body: Buffer.isBuffer(file)
      ? Buffer.concat([head, file, tail])
      : Readable.from(joined(head, file.stream, tail), { objectMode: false }),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(bytes),
    },
  }
}

const field = (boundary: string, name: string, value: string): string =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

/** As browsers write a file's name in a form (WHATWG HTML, "multipart/form-data"). */
const quoted = (filename: string): string =>
  filename.toWellFormed().replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

async function* joined(head: Buffer, file: Readable, tail: Buffer): AsyncGenerator<Buffer> {
  yield head
  yield* file as AsyncIterable<Buffer>
  yield tail
}
