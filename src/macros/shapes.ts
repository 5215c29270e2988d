/** The shapes of macros, as zod schemas: Fastify checks with them and the web app takes their types. */
import { z } from 'zod'
import { NewNoteShape } from '#conversations/note-shapes.ts'
import { ConversationShape } from '#conversations/shapes.ts'
import { NewQuickReplyShape } from '#quick-replies/shapes.ts'
import { nameShape } from '#tenants/name-shapes.ts'

const Labels = z.array(z.uuid()).min(1).max(20)

const PLAIN = [
  z.strictObject({ kind: z.literal('status'), status: z.enum(['open', 'pending', 'resolved']) }),
  z.strictObject({ kind: z.literal('snooze'), hours: z.number().int().min(1).max(720) }),
  /** `me`: whoever runs it; null: nobody. */
  z.strictObject({ kind: z.literal('assignee'), assigneeId: z.union([z.literal('me'), z.uuid(), z.null()]) }),
  z.strictObject({ kind: z.literal('team'), teamId: z.uuid().nullable() }),
  z.strictObject({ kind: z.literal('add-labels'), labelIds: Labels }),
  z.strictObject({ kind: z.literal('remove-labels'), labelIds: Labels }),
] as const

const NewActionShape = z.discriminatedUnion('kind', [
  ...PLAIN,
  z.strictObject({ kind: z.literal('note'), text: NewNoteShape.shape.text }),
  /** Sent to the customer, its variables filled in as in a quick reply. */
  z.strictObject({ kind: z.literal('reply'), text: NewQuickReplyShape.shape.text }),
])
/** One thing that a macro does. */
export const MacroActionShape = z.discriminatedUnion('kind', [
  ...PLAIN,
  z.strictObject({ kind: z.literal('note'), text: z.string() }),
  z.strictObject({ kind: z.literal('reply'), text: z.string() }),
])

const Actions = z
  .array(NewActionShape)
  .min(1, 'must do something')
  .max(8)
  .check(({ value, issues }) => {
    // A status and a snooze are one thing said twice.
    const kinds = value.map(({ kind }) => (kind === 'snooze' ? 'status' : kind))
    if (new Set(kinds).size < kinds.length)
      issues.push({ code: 'custom', input: value, message: 'must not say the same thing twice' })
  })

/** POST /api/v1/macros */
export const NewMacroShape = z.strictObject({ name: nameShape(40), actions: Actions })
/** PATCH /api/v1/macros/:id. What is left out stays as it is. */
export const MacroPatchShape = NewMacroShape.partial()
export const MacroShape = z.object({ id: z.string(), name: z.string(), actions: z.array(MacroActionShape) })
/** GET /api/v1/macros: all, by name. */
export const MacroListShape = z.object({ items: z.array(MacroShape) })

/** How a conversation stood before: with it, all but a sent message can be taken back. */
export const BeforeShape = ConversationShape.pick({
  status: true,
  snoozedUntil: true,
  labelIds: true,
  assigneeId: true,
  teamId: true,
})
/** POST /api/v1/macros/:id/run */
export const MacroRunShape = z.strictObject({ conversationId: z.uuid() })
export const MacroDoneShape = z.object({
  conversation: ConversationShape,
  before: BeforeShape,
  /** The note that was written. */
  noteId: z.string().nullable(),
  /** The message that was accepted for the customer; it cannot be taken back. */
  messageId: z.string().nullable(),
})

export type MacroAction = z.infer<typeof MacroActionShape>
export type Macro = z.infer<typeof MacroShape>
export type MacroList = z.infer<typeof MacroListShape>
export type NewMacro = z.infer<typeof NewMacroShape>
export type MacroPatch = z.infer<typeof MacroPatchShape>
export type MacroDone = z.infer<typeof MacroDoneShape>
export type Before = z.infer<typeof BeforeShape>
