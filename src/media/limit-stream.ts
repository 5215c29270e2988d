import { finished, pipeline, Transform, type Readable } from 'node:stream'

/** What is to be kept, and after its end how much it was. */
export type Content = { readonly stream: Readable; readonly bytes: () => number }

/** Why a file that comes is not kept. */
export class NotKept extends Error {
  override readonly name = 'NotKept'
  readonly because: 'too_large' | 'cut_off'
  constructor(because: NotKept['because'], cause?: unknown) {
    super(because, { cause })
    this.because = because
  }
}

/**
 * Lets a file through as it comes. Of what is more than may be kept nothing goes on, but all of it is read, so that whoever sends
 * it hears our answer; then it breaks with `NotKept`, as it does when the file breaks off, and whatever stores it keeps nothing.
 */
export function limitStream(source: Readable, bytesMax: number): Content {
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > bytesMax) done()
      else done(null, chunk)
    },
    flush: (done) => done(bytes > bytesMax ? new NotKept('too_large') : null),
  })
  // Before the pipeline, which would hand the form's own error on.
  finished(source, { writable: false }, (error) => {
    if (error) stream.destroy(new NotKept('cut_off', error))
  })
  pipeline(source, stream, () => {}) // what breaks breaks whoever reads `stream` too
  return { stream, bytes: () => bytes }
}
