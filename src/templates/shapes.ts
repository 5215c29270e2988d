/** What the template library says over HTTP. Meta's words for Meta's things: statuses, categories, reasons come as Meta writes them. */
import { z } from 'zod'
import { isShallow } from '#whatsapp/json.ts'
import type { JsonObject } from './template-model.ts'

/** What is sent to Meta to make a template; what is wrong with it is what the linter tells. */
export const DefinitionShape = z
  .record(z.string(), z.unknown())
  .refine((json) => isShallow(json as JsonObject), 'nests too deep')

export const FindingShape = z.object({
  /** Stays the same; the others may be said in other words one day. */
  rule: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Where: `components.1.text`. */
  path: z.string(),
  detail: z.string(),
  why: z.string(),
  /** The whole template, mended; null: only its author knows how. */
  fix: DefinitionShape.nullable(),
  /** Which words, where it can be said: each part (`components.1.text`), the words in it, and where, in UTF-16 code units. */
  places: z
    .array(
      z.object({
        path: z.string(),
        words: z.array(z.string()).readonly(),
        spans: z.array(z.object({ start: z.int(), end: z.int() })).readonly(),
      }),
    )
    .readonly()
    .optional(),
})

/** Why Meta refused it, in Meta's words and in ours. */
export const RejectionShape = z.object({
  /** INVALID_FORMAT, PROMOTIONAL, … */
  reason: z.string(),
  /** Meta's own text, where it gave one. */
  detail: z.string().nullable(),
  recommendation: z.string().nullable(),
  /** What that means, and what to do, in plain words. */
  meaning: z.string(),
  nextStep: z.string(),
  /** The linter's rules that speak of this reason. Those that find something in the template come first. */
  rules: z.array(z.object({ rule: z.string(), isFound: z.boolean(), why: z.string() })),
})

export const HALTS = [
  ...(['paused', 'disabled', 'rejected', 'recategorised', 'quality'] as const),
  ...(['archived', 'deleted', 'other'] as const),
] as const

/** How often an approved template may still be edited (Meta: once in 24 hours, ten times in 30 days). */
export const EditsShape = z.object({
  usedIn30Days: z.int(),
  left: z.int(),
  /** From when the next edit is possible; null: now. Milliseconds. */
  nextAt: z.number().nullable(),
})

/** A template as far as whoever fills it in must know it; its components are as Meta stores them. */
export const TemplateShape = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.string(),
  status: z.string(),
  components: z.array(z.record(z.string(), z.unknown())),
  /** The body's parameters in order: "1", "2" or names. */
  parameters: z.array(z.string()),
})

export const LibraryTemplateShape = TemplateShape.extend({
  wabaId: z.string(),
  metaTemplateId: z.string(),
  /** What kind of it this is, if Meta says so: ORDER_STATUS goes out in a form of its own. */
  subCategory: z.string().nullable(),
  parameterFormat: z.string(),
  /** Where Meta thinks that it belongs, if that is elsewhere: it will be moved. */
  correctCategory: z.string().nullable(),
  previousCategory: z.string().nullable(),
  rejection: RejectionShape.nullable(),
  /** GREEN, YELLOW, RED, UNKNOWN. */
  quality: z.string().nullable(),
  /** Milliseconds; null: not halted. */
  haltedAt: z.number().nullable(),
  haltedBecause: z.enum(HALTS).nullable(),
  /** When Meta will take the pause away by itself, if it said so. Milliseconds. */
  pausedUntil: z.number().nullable(),
  /** Of an archived one: when Meta will delete it, if it stays there; null also where nobody saw it being archived. Milliseconds. */
  deletesAt: z.number().nullable(),
  /** When we last saw it change. Milliseconds. */
  changedAt: z.number(),
})

export const HistoryEntryShape = z.object({
  id: z.string(),
  at: z.number(),
  kind: z.enum(['version', 'status', 'quality', 'category']),
  /** Of status, quality and category. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string().nullable(),
  /** us: from here, by somebody; webhook: Meta told; pull: seen when we looked. */
  source: z.enum(['us', 'webhook', 'pull']),
  by: z.string().nullable(),
  /** Of a version: Meta's JSON of the template as it was from then on. */
  definition: DefinitionShape.nullable(),
})

/** Our own copy of a file that stands in an example; templates that were made elsewhere have none. */
export const KeptSampleShape = z.object({ handle: z.string(), mediaId: z.string(), url: z.string() })

export const TemplateDetailShape = LibraryTemplateShape.extend({
  /** In the order in which the headers stand in it. */
  samples: z.array(KeptSampleShape),
  edits: EditsShape,
  /** Newest first, at most 200. */
  history: z.array(HistoryEntryShape),
  /** The same name in other languages. */
  siblings: z.array(z.object({ id: z.string(), language: z.string(), status: z.string() })),
})

export const DraftProblemShape = z.object({
  code: z.string(),
  /** In our words. */
  title: z.string(),
  /** In Meta's. */
  detail: z.string().nullable(),
  nextStep: z.string().nullable(),
})

export const DraftShape = z.object({
  id: z.string(),
  channelId: z.string(),
  /** The template that this edits; null: a new one. */
  templateId: z.string().nullable(),
  definition: DefinitionShape,
  /** Goes up by one with each change; a change says which it saw. */
  revision: z.int(),
  /** submitting: Meta was asked and has not answered; the next pull finds out. */
  state: z.enum(['draft', 'submitting']),
  /** Why Meta did not take it, the last time. */
  problem: DraftProblemShape.nullable(),
  updatedAt: z.number(),
  updatedBy: z.string().nullable(),
  samples: z.array(KeptSampleShape),
})

export const NewDraftShape = z.strictObject({
  channelId: z.uuid(),
  templateId: z.uuid().optional(),
  definition: DefinitionShape,
})
export const DraftPatchShape = z.strictObject({
  definition: DefinitionShape,
  /** The revision that was changed: 409 `draft_changed` if another is stored. */
  revision: z.int(),
})

/** POST /api/v1/template-drafts/:id/submit. A refusal of Meta's is a 422 `template_refused`, and stands in the draft's problem. */
export const SubmittedShape = z.object({
  /** submitting: no answer was heard; the next pull finds out. */
  state: z.enum(['submitted', 'submitting']),
  /** The template; the draft is gone. null: not known yet. */
  templateId: z.string().nullable(),
})

/** A file that stands for what a header will show, uploaded to Meta for its reviewers and kept for the preview. */
export const SampleShape = z.object({
  /** For `example.header_handle`. */
  handle: z.string(),
  mediaId: z.string(),
  /** Where our own copy is shown from. */
  url: z.string(),
  kind: z.enum(['image', 'video', 'document']),
  bytes: z.int(),
})

export type Template = z.infer<typeof TemplateShape>
export type LibraryTemplate = z.infer<typeof LibraryTemplateShape>
export type TemplateDetail = z.infer<typeof TemplateDetailShape>
export type HistoryEntry = z.infer<typeof HistoryEntryShape>
export type Draft = z.infer<typeof DraftShape>
export type DraftProblem = z.infer<typeof DraftProblemShape>
export type Edits = z.infer<typeof EditsShape>
export type TemplateSample = z.infer<typeof SampleShape>
export type Halt = (typeof HALTS)[number]
