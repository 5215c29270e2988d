/** A form with one file, as browsers send it: how large it may be, what it is called, and what is said when it did not come. */
import { NotKept } from './limit-stream.ts'
import type { ProblemBody } from '#platform/problem.ts'

const MB = 1024 * 1024
/** WhatsApp takes no larger files (Meta, "Media", Nov 2025). */
export const FILE_BYTES_MAX = 100 * MB
/** The form's reader cuts a file off without a word; with one byte more it is we who see that it is too large. */
export const ONE_TOO_MANY = { limits: { fileSize: FILE_BYTES_MAX + 1 } }
/** What WhatsApp shows of a document's name (Meta, "Send messages", 23 Apr 2026). */
const FILENAME_CHARS_MAX = 240

export const NO_FILE: ProblemBody = { status: 400, code: 'media.no_file', title: 'No file was sent' }

/** Why a file of a kind that may have so many bytes was not kept; anything else that broke goes on. */
export function notKept(error: unknown, bytesMax: number): ProblemBody {
  if (!(error instanceof NotKept)) throw error
  if (error.because === 'cut_off')
    return {
      ...{ status: 400, code: 'media.cut_off', title: 'The file did not arrive whole' },
      nextStep: 'Send it again.',
    }
  const title = `WhatsApp takes at most ${Math.floor(bytesMax / MB) || 0.5} MB of this kind`
  return { status: 413, code: 'media.too_large', title }
}

/** The last part of what the browser calls it, without characters that nobody can see; null for nothing. */
export function filenameOf(given: string | undefined): string | null {
  const name =
    (given ?? '')
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, '')
      .split(/[/\\]/u)
      .at(-1)
      ?.trim() ?? ''
  return name === '' ? null : name.slice(0, FILENAME_CHARS_MAX)
}
