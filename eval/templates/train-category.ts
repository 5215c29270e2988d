/**
 * Learns the weights of the category check from `training.jsonl` and the starters, and writes them: `node eval/templates/train-category.ts`.
 * First says how good such weights are on examples that they were not learned from (five folds). `--try` writes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { featuresOf, readFeatures } from '#templates/lint/category-features.ts'
import { STARTERS } from '#templates/starters/starters.ts'
import { scoreOf, train, type Example } from './logistic.ts'
import { ratesOf, type Judgement, type Rates } from './rates.ts'

const TrainingShape = z.strictObject({
  speech: z.enum(['english', 'hindi', 'hinglish']),
  isMarketing: z.boolean(),
  text: z.string(),
  buttons: z.array(z.string()).optional(),
})
type Training = z.infer<typeof TrainingShape>
type Labelled = Example & { readonly speech: string; readonly text: string }

const TRAINING = new URL('training.jsonl', import.meta.url)
export const WEIGHTS_FILE = new URL('../../src/templates/lint/category-weights.gen.ts', import.meta.url)
const FOLDS = 5

function examples(): Labelled[] {
  const lines = readFileSync(TRAINING, 'utf8').split('\n')
  const written = lines.flatMap((line): Training[] =>
    line === '' ? [] : [TrainingShape.parse(JSON.parse(line))],
  )
  return [...written, ...starters()].map(({ speech, text, isMarketing, buttons = [] }) => ({
    ...{ speech, text, is: isMarketing },
    features: featuresOf([text, ...buttons].map(readFeatures)),
  }))
}

/** Our own templates, whose categories are known. */
const starters = (): Training[] =>
  STARTERS.filter(({ category }) => category !== 'AUTHENTICATION').flatMap(({ category, words }) =>
    [
      { speech: 'english' as const, of: words.en },
      { speech: 'hindi' as const, of: words.hi },
    ].map(({ speech, of }) => ({
      ...{ speech, isMarketing: category === 'MARKETING' },
      text: [of.header, of.body, of.footer].filter((part) => part !== undefined).join('\n'),
      buttons: [...(of.buttons ?? [])],
    })),
  )

/** The file that is committed: weights in hundredths, those of one weight in one line. */
export function weightsFile(): string {
  const { bias, weights } = train(examples())
  const rounded = [...weights].flatMap(([feature, weight]) => {
    const hundredths = Math.round(weight * 100)
    return hundredths === 0 ? [] : [{ feature, hundredths }]
  })
  const groups = [...Map.groupBy(rounded, ({ hundredths }) => hundredths)].toSorted(([a], [b]) => b - a)
  const lines = groups.map(
    ([hundredths, group]) =>
      `${hundredths / 100}:${group
        .map(({ feature }) => feature)
        .toSorted()
        .join(',')}`,
  )
  return [
    '// Written by `node eval/templates/train-category.ts` from eval/templates/training.jsonl and the starters.',
    `export const BIAS = ${Math.round(bias * 100) / 100}`,
    `export const WEIGHTS = \`${lines.join('\n')}\`\n`,
  ].join('\n')
}

type Tried = Judgement & { readonly example: Labelled }

/**
 * Neighbours in the file are alike (the same trade, the same occasion), and so are the Hindi and the Hinglish ones at the same height: a
 * fold is a stretch of each list, so that none is judged by weights that its twin has taught.
 */
function crossValidated(): Tried[] {
  const lists = [...Map.groupBy(examples(), ({ speech, is }) => `${speech} ${is}`).values()]
  const all = lists.flatMap((list) =>
    list.map((example, nth) => ({ example, fold: Math.floor((nth * FOLDS) / list.length) })),
  )
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const model = train(all.flatMap((one) => (one.fold === fold ? [] : [one.example])))
    return all.flatMap(({ example, ...one }) =>
      one.fold === fold ? [{ example, is: example.is, said: scoreOf(model, example.features) > 0 }] : [],
    )
  })
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`
const line = (name: string, { precision, recall, counts }: Rates): string =>
  `${name.padEnd(10)} precision ${percent(precision)}, recall ${percent(recall)}   (${counts.right} found, ${counts.extra} too many, ${counts.missed} missed)`

function main(): void {
  const { values } = parseArgs({
    options: { try: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } },
  })
  const tried = crossValidated()
  console.log(`${tried.length} examples, ${FOLDS} folds`)
  console.log(line('all', ratesOf(tried)))
  for (const [speech, part] of Map.groupBy(tried, ({ example }) => example.speech))
    console.log(line(speech, ratesOf(part)))
  if (values.list)
    for (const { is, said, example } of tried)
      if (is !== said) console.log(`- ${is ? 'missed' : 'too many'}: ${example.text}`)
  const file = weightsFile()
  console.log(`${Buffer.byteLength(file)} bytes of weights`)
  if (!values.try) writeFileSync(WEIGHTS_FILE, file)
}

if (import.meta.main) main()
