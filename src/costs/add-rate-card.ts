/** `node src/main.ts rates add FILE`: a file of Meta's becomes a card of ours, if all of it can be read. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SettingsError } from '#platform/config.ts'
import { errorText } from '#platform/errors.ts'
import { CARDS_FOLDER, readRateCards } from './rate-cards.ts'
import { readRateCard } from './read-rate-card.ts'

const PAGE = 'https://developers.facebook.com/docs/whatsapp/pricing'
const USAGE = 'rates add FILE [--effective YYYY-MM-DD] [--tiers FILE] [--source PAGE] [--read YYYY-MM-DD]'

/** Writes the card and says what it holds. @param today YYYY-MM-DD, when nothing else says when it was read */
export function addRateCard(
  words: readonly string[],
  { say, today, folder = CARDS_FOLDER }: { say: (line: string) => void; today: string; folder?: string },
): void {
  const { values, positionals } = readWords(words)
  const [command, file] = positionals
  if (command !== 'add' || file === undefined || positionals.length > 2) throw new SettingsError(USAGE)
  const read = readRateCard(textOf(file), {
    effective: values.effective ?? null,
    page: values.source ?? PAGE,
    read: values.read ?? today,
    tiers: values.tiers === undefined ? null : textOf(values.tiers),
  })
  if (!read.ok) throw new SettingsError(read.problems.map((problem) => `${file}: ${problem}`).join('\n'))
  const { card, ignored } = read
  const name = `${card.effective}-${card.currency}.json`
  const isNew = !readRateCards(folder).some(
    (one) => one.effective === card.effective && one.currency === card.currency,
  )
  try {
    writeFileSync(join(folder, name), `${JSON.stringify(card, null, 2)}\n`)
  } catch (error) {
    throw new SettingsError(
      `the card cannot be written into ${folder} (${errorText(error)}): run it as who may`,
    )
  }
  for (const column of ignored) say(`not read: the column “${column.replaceAll(/\s+/gu, ' ')}”`)
  say(
    `${isNew ? 'added' : 'replaced'} ${name}: ${Object.keys(card.markets).length} markets in ${card.currency}, effective ${card.effective}`,
  )
  say('running programs read it when they start again')
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new SettingsError(`${file} cannot be read: ${errorText(error)}`)
  }
}

function readWords(words: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { effective: text, tiers: text, source: text, read: text },
    })
  } catch {
    throw new SettingsError(USAGE)
  }
}
