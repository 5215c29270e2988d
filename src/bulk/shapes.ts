/** The shapes of bulk changes, as zod schemas: Fastify checks with them and the web app takes their types. */
import { z } from 'zod'
import { ConversationPatchShape } from '#conversations/shapes.ts'
import { BeforeShape } from '#macros/shapes.ts'

const BULK_IDS_MAX = 200
const Labels = z.array(z.uuid()).max(20).default([])

/** One change for all of them; or, to take one back, for each its own. */
const ChangeShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('patch'), patch: ConversationPatchShape.omit({ labelIds: true }) }),
  z.strictObject({ kind: z.literal('labels'), add: Labels, remove: Labels }),
  /** All that the customers wrote has been seen. */
  z.strictObject({ kind: z.literal('read') }),
  z.strictObject({ kind: z.literal('macro'), macroId: z.uuid() }),
  /** By conversation: what it shall be again. `noteIds`: notes of one’s own that go. */
  z.strictObject({
    kind: z.literal('each'),
    patches: z.record(z.uuid(), ConversationPatchShape),
    noteIds: z.array(z.uuid()).max(BULK_IDS_MAX).default([]),
  }),
])

/** POST /api/v1/conversations/bulk */
export const BulkShape = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(BULK_IDS_MAX),
  change: ChangeShape,
})

/** What became of each, in the order of the ids; an id that was named twice is answered for once. */
export const BulkDoneShape = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      result: z.enum(['done', 'unchanged', 'refused']),
      /** How it stood; null where it was refused or only read. */
      before: BeforeShape.nullable(),
      noteId: z.string().nullable(),
      messageId: z.string().nullable(),
      problem: z.object({ code: z.string(), title: z.string(), nextStep: z.string().optional() }).nullable(),
    }),
  ),
})

export type BulkChange = z.infer<typeof ChangeShape>
export type BulkDone = z.infer<typeof BulkDoneShape>
export type BulkItem = BulkDone['items'][number]
