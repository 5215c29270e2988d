/**
 * How well messages are understood: `npm run eval:nlu -- [--data DIR] [--json]`.
 * What each figure means is in docs/assistant.md.
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createRandom } from '#simulator/world/random.ts'
import { measureBot, reportBot } from './bots.ts'
import { readBots } from './labelled.ts'
import {
  confusionOf,
  measureQuestions,
  readQuestions,
  reportConfusion,
  reportQuestions,
} from './shop-questions.ts'

const HELP = `npm run eval:nlu -- [options]
  --data DIR   bots in HINT3's layout: DIR/train/NAME_train.csv with DIR/test/NAME_test.csv, columns sentence and label
  --json       one JSON value as the last line: an entry for each bot
Without --data: our own questions in ten languages.`

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}

if (values.data !== undefined) {
  if (!existsSync(values.data)) throw new Error(`${values.data} is not there`)
  const results = []
  for (const bot of readBots(values.data)) {
    const measured = measureBot(bot)
    const random = createRandom(1, 'bootstrap')
    console.log(`${reportBot(bot, measured, () => random.next())}\n`)
    results.push(measured.result)
  }
  if (values.json) console.log(JSON.stringify(results))
} else {
  const questions = readQuestions()
  const { languages } = measureQuestions(questions)
  const confusion = confusionOf(questions)
  console.log(`${reportQuestions(languages)}\n\n${reportConfusion(confusion)}`)
  if (values.json)
    console.log(
      JSON.stringify({
        languages,
        languageId: Object.fromEntries([...confusion].map(([is, row]) => [is, Object.fromEntries(row)])),
      }),
    )
}
