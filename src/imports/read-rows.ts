import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { CsvError, parse } from 'csv-parse'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type FileForm = { readonly encoding: Encoding; readonly delimiter: string }
/** A record of the file and its number, counted from 1 with the header: what a spreadsheet shows beside it. */
export type FileRow = { readonly number: number; readonly cells: readonly string[] }

/** The file is none that can be read on: a quotation mark that is never closed, for instance. */
export class BrokenFile extends Error {}

/** No row that people write is as long; an open quotation mark would otherwise swallow the rest of the file. */
const RECORD_CHARS_MAX = 256 * 1024

/** The records of a file, one after the other, whatever its size. Whoever stops early closes it. */
export async function* readRows(
  stream: Readable,
  { encoding, delimiter }: FileForm,
): AsyncGenerator<FileRow> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: RECORD_CHARS_MAX,
  })
  const decoder = new TextDecoder(encoding)
  const onError = (error: Error): void => void parser.destroy(error)
  stream.on('error', onError)
  void feed(stream, decoder, parser).catch(onError)
  let number = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1
      yield { number, cells }
    }
  } catch (error) {
    if (error instanceof CsvError) throw new BrokenFile(`row ${number + 1}: ${error.code}`, { cause: error })
    throw error
  } finally {
    stream.destroy()
    parser.destroy()
  }
}

async function feed(stream: Readable, decoder: TextDecoder, parser: ReturnType<typeof parse>): Promise<void> {
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    if (parser.destroyed) return
    const text = decoder.decode(bytes, { stream: true })
    if (text !== '' && !parser.write(text)) await drained(parser)
  }
  if (parser.destroyed) return
  parser.end(decoder.decode())
}

const drained = async (parser: ReturnType<typeof parse>): Promise<void> =>
  new Promise((done) => {
    if (parser.destroyed) return done()
    const go = (): void => {
      parser.off('drain', go).off('close', go)
      done()
    }
    parser.on('drain', go).on('close', go)
  })

/** Whether nothing stands in any column. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')
