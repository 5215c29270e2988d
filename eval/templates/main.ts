/**
 * How good the template linter is, against templates that people judged: `npm run eval:templates -- [--data FILE] [--json]`.
 * The form of the file, and what each figure means, is in docs/template-linter.md.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { lintTemplate } from '#templates/lint/lint-template.ts'
import { readTemplate, type JsonObject, type TemplateModel } from '#templates/template-model.ts'
import { ratesOf, type Counts, type Rates } from './rates.ts'

const LabelledShape = z.object({
  id: z.union([z.string(), z.number()]),
  speech: z.string(),
  template: z.record(z.string(), z.unknown()),
  /** Ids of the rules that it breaks, errors only; `true` where a judge only knows that it is bad. */
  errors: z.union([z.array(z.string()), z.boolean()]),
  isMarketing: z.boolean(),
})
type Labelled = z.infer<typeof LabelledShape>

const DEFAULT = new URL('labelled.jsonl', import.meta.url)

type Judged = { readonly labelled: Labelled; readonly found: readonly string[]; readonly advertises: boolean }

function judge(labelled: Labelled): Judged {
  const model = readTemplate(labelled.template as JsonObject)
  const found = lintTemplate(model).flatMap(({ rule, severity }) => (severity === 'error' ? [rule] : []))
  return { labelled, found: [...new Set(found)], advertises: readsAsMarketing(model) }
}

/** Asked as of a utility template, whatever it says that it is: only there does the linter warn. */
const readsAsMarketing = (model: TemplateModel): boolean =>
  lintTemplate({ ...model, category: 'UTILITY' }).some(({ rule }) => rule === 'category.marketing')

const isBad = ({ errors }: Labelled): boolean => (Array.isArray(errors) ? errors.length > 0 : errors)

type Result = {
  readonly errors: Rates
  readonly rules: Rates
  readonly category: Rates
  readonly templates: number
}

function measure(judged: readonly Judged[]): Result {
  const rules = judged.flatMap(({ labelled: { errors }, found }) =>
    Array.isArray(errors)
      ? [...new Set([...errors, ...found])].map((rule) => ({
          is: errors.includes(rule),
          said: found.includes(rule),
        }))
      : [],
  )
  return {
    errors: ratesOf(judged.map(({ labelled, found }) => ({ is: isBad(labelled), said: found.length > 0 }))),
    rules: ratesOf(rules),
    category: ratesOf(
      judged.map(({ labelled, advertises }) => ({ is: labelled.isMarketing, said: advertises })),
    ),
    templates: judged.length,
  }
}

/** Every template that the linter and the judge see differently, so that one can look at it. */
function disagreements(judged: readonly Judged[]): string[] {
  return judged.flatMap(({ labelled, found, advertises }) => {
    const { id, errors, isMarketing } = labelled
    const labels = Array.isArray(errors) ? errors : []
    const missed = labels.filter((rule) => !found.includes(rule))
    const extra = Array.isArray(errors) ? found.filter((rule) => !labels.includes(rule)) : []
    return [
      ...missed.map((rule) => `${id}: ${rule} is there and was not found`),
      ...extra.map((rule) => `${id}: ${rule} was found and is not there`),
      ...(errors === true && found.length === 0 ? [`${id}: is bad, and no error was found`] : []),
      ...(errors === false && found.length > 0 ? [`${id}: is good, and ${found.join(', ')} was found`] : []),
      ...(isMarketing === advertises
        ? []
        : [
            `${id}: ${isMarketing ? 'advertises, and was not noticed' : 'does not advertise, and was said to'}`,
          ]),
    ]
  })
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`
const line = (name: string, { precision, recall, counts }: Rates): string =>
  `${name.padEnd(26)} precision ${percent(precision)}, recall ${percent(recall)}   ${wordsOf(counts)}`
const withoutCounts = ({ precision, recall }: Rates): object => ({ precision, recall })
const wordsOf = ({ right, extra, missed }: Counts): string =>
  `(${right} found, ${extra} too many, ${missed} missed)`

function main(): void {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const lines = readFileSync(values.data ?? DEFAULT, 'utf8').split('\n')
  const judged = lines
    .filter((text) => text.trim() !== '')
    .map((text) => judge(LabelledShape.parse(JSON.parse(text))))
  const { errors, rules, category, templates } = measure(judged)
  console.log(`${templates} templates`)
  console.log(line('has an error', errors))
  console.log(line('which rule it breaks', rules))
  console.log(line('reads as marketing', category))
  for (const speech of new Set(judged.map(({ labelled }) => labelled.speech))) {
    const part = measure(judged.filter(({ labelled }) => labelled.speech === speech))
    console.log(line(`  ${speech}: error`, part.errors))
    console.log(line(`  ${speech}: marketing`, part.category))
  }
  for (const text of disagreements(judged)) console.log(`- ${text}`)
  if (!values.json) return
  console.log(
    JSON.stringify({
      errors: withoutCounts(errors),
      category: withoutCounts(category),
      rules: withoutCounts(rules),
      templates,
    }),
  )
}

main()
