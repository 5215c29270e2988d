/** What became of the demo shop's templates before Meta was first asked, and what is being written. Pure. */
import { DEMO_PEOPLE } from '#people/demo-people.ts'
import { after, DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'
import { contentHash } from '#templates/template-content.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { createRandom, idAt, type Random } from './random.ts'
import type { SeedRows, TemplateDraftRow, TemplateHistoryRow } from './seed-rows.ts'

/** So many days ago it was written; most are as old as the shop's number. */
const WRITTEN: Readonly<Record<string, number>> = {
  ...{ winter_shawls: 12, new_this_week: 16, weekend_flash: 4, price_drop: 31, monsoon_clearance: 40 },
  ...{ festive_offer: 9, return_received: 6, wedding_appointment: 0.4, order_thanks: 23, diwali_code: 27 },
}
const AT_FIRST = 50
const REVIEWED_MS = 3 * HOUR_MS

type Told = Pick<TemplateHistoryRow, 'kind' | 'from_value' | 'to_value' | 'reason'> & { readonly at: Instant }

export function templateRows(
  library: readonly JsonObject[],
  now: Instant,
): Pick<SeedRows, 'templateHistory' | 'templateDrafts'> {
  const random = createRandom(1947)
  return {
    templateHistory: library.flatMap((template) => pastOf(template, now, random)),
    templateDrafts: DRAFTS.map((draft) => draftOf(draft, now, random)),
  }
}

const wordIn = (json: JsonObject, key: string, otherwise = ''): string => {
  const value = json[key]
  return typeof value === 'string' ? value : otherwise
}

function pastOf(json: JsonObject, now: Instant, random: Random): TemplateHistoryRow[] {
  const { past, status: _, quality_score: __, ...definition } = json
  const name = wordIn(json, 'name')
  const language = wordIn(json, 'language')
  const written = after(now, -(WRITTEN[name] ?? AT_FIRST) * DAY_MS - random.below(6 * HOUR_MS))
  const version: TemplateHistoryRow = {
    ...{ id: idAt(written, random), name, language, kind: 'version', at: written, from_value: null },
    ...{ to_value: contentHash(json['components'] ?? []), reason: null, source: 'us', definition },
    ...{ by_id: DEMO_PEOPLE.Meera.id, by_name: DEMO_PEOPLE.Meera.name },
  }
  const told = toldOf(json, past as JsonObject | undefined, { written, now }).map(
    (one): TemplateHistoryRow => ({
      ...{ id: idAt(one.at, random), name, language, source: 'webhook', by_id: null, by_name: null },
      ...{ ...one, definition: null },
    }),
  )
  return [version, ...told]
}

/** Meta's words since it was written, so that they end with what Meta lists. */
function toldOf(
  json: JsonObject,
  past: JsonObject | undefined,
  { written, now }: { readonly written: Instant; readonly now: Instant },
): Told[] {
  const decided = after(written, REVIEWED_MS)
  const status = wordIn(json, 'status', 'APPROVED')
  const archivedForMs = Number(past?.['archivedForMs'] ?? 0)
  const score = wordIn((json['quality_score'] ?? {}) as JsonObject, 'score', 'UNKNOWN')
  const told = (kind: Told['kind'], at: Instant, to: string, reason: string | null = null): Told => ({
    ...{ kind, at, from_value: null, to_value: to, reason },
  })
  const words = [
    told('category', written, wordIn(json, 'category')),
    told('status', written, 'PENDING'),
    ...(status === 'REJECTED'
      ? [told('status', decided, status, wordIn(past ?? {}, 'rejectedReason', 'NONE'))]
      : []),
    ...(['APPROVED', 'PAUSED', 'ARCHIVED'].includes(status) ? [told('status', decided, 'APPROVED')] : []),
  ]
  const judged = after(written, Math.round((now - written) * 0.4))
  if (score !== 'UNKNOWN') words.push(told('quality', judged, score === 'RED' ? 'YELLOW' : 'GREEN'))
  const lately = after(now, -HOUR_MS / 2)
  if (score === 'YELLOW') words.push(told('quality', after(now, -2 * DAY_MS), score))
  if (score === 'RED') words.push(told('quality', lately, score))
  if (status === 'ARCHIVED') words.push(told('status', after(now, -archivedForMs), status))
  if (status === 'PAUSED') words.push(told('status', lately, status, 'FIRST_PAUSE'))
  return words
}

type Draft = {
  readonly hoursAgo: number
  readonly by: keyof typeof DEMO_PEOPLE
  readonly revision: number
  readonly definition: JsonObject
}

const DRAFTS: readonly Draft[] = [
  {
    ...{ hoursAgo: 3, by: 'Meera', revision: 4 },
    definition: {
      ...{ name: 'new_year_preview', language: 'en', category: 'MARKETING', parameter_format: 'NAMED' },
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'First look' },
        {
          type: 'BODY',
          text: 'Hi {{first_name}}, you are among the first to see our new year collection. The shop opens an hour early for you on {{day}}.',
          example: {
            body_text_named_params: [
              { param_name: 'first_name', example: 'Bhavna' },
              { param_name: 'day', example: 'Saturday' },
            ],
          },
        },
        { type: 'FOOTER', text: 'Tap Stop to hear no more of this' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'I will come' },
            { type: 'QUICK_REPLY', text: 'Stop' },
          ],
        },
      ],
    },
  },
  {
    ...{ hoursAgo: 52, by: 'Kavya', revision: 1 },
    definition: {
      ...{ name: 'pickup_ready', language: 'hi', category: 'UTILITY' },
      components: [
        {
          type: 'BODY',
          // Half done: the linter has something to say.
          text: 'नमस्ते {{1}}, आपका सिला हुआ कुर्ता दुकान पर तैयार है। लेने का समय: {{2}}',
        },
      ],
    },
  },
]

function draftOf(
  { hoursAgo, by, revision, definition }: Draft,
  now: Instant,
  random: Random,
): TemplateDraftRow {
  const at = after(now, -hoursAgo * HOUR_MS)
  const began = after(at, -HOUR_MS)
  return {
    ...{ id: idAt(began, random), definition, revision, created_at: began, updated_at: at },
    updated_by_name: DEMO_PEOPLE[by].name,
  }
}
