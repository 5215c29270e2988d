/** Labelled sentences, from CSV files with a header line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { TrainingPhrase } from '#nlu/intent-model.ts'
import { OUT_OF_SCOPE } from './metrics.ts'

export type Labelled = { readonly text: string; readonly intent: string | null }
export type Bot = {
  readonly name: string
  readonly training: readonly TrainingPhrase[]
  readonly test: readonly Labelled[]
}

/** @throws Error with the file and the line, if it is not CSV with these columns. */
export function readCsv(file: string, columns: readonly string[]): Record<string, string>[] {
  const rows = parse<Record<string, string>>(readFileSync(file, 'utf8'), {
    columns: true,
    bom: true,
    trim: true,
  })
  const missing = columns.filter((column) => rows[0] !== undefined && !(column in rows[0]))
  if (missing.length > 0) throw new Error(`${file}: no column ${missing.join(', ')}`)
  return rows
}

/** In HINT3's layout: `train/NAME_train.csv` and `test/NAME_test.csv`, with the columns `sentence` and `label`. Those with both, by name. */
export function readBots(folder: string): Bot[] {
  const [train, test] = [join(folder, 'train'), join(folder, 'test')]
  if (!existsSync(train) || !existsSync(test)) throw new Error(`${folder} has no folders train and test`)
  const names = readdirSync(train).flatMap((file) => /^(.+)_train\.csv$/u.exec(file)?.[1] ?? [])
  return names
    .filter((name) => existsSync(join(test, `${name}_test.csv`)))
    .toSorted()
    .map((name) => ({
      name,
      training: labelledOf(join(train, `${name}_train.csv`)).flatMap(({ text, intent }) =>
        intent === null ? [] : [{ text, intent }],
      ),
      test: labelledOf(join(test, `${name}_test.csv`)),
    }))
}

const labelledOf = (file: string): Labelled[] =>
  readCsv(file, ['sentence', 'label']).map(({ sentence = '', label = '' }) => ({
    text: sentence,
    intent: label === OUT_OF_SCOPE ? null : label,
  }))
