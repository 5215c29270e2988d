/** What the team says among itself, over HTTP: notes, and whom they name. */
import { z } from 'zod'

/** POST /api/v1/conversations/:id/notes */
export const NewNoteShape = z.strictObject({
  text: z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim())
    .pipe(z.string().min(1, 'must not be empty').max(4000, 'must have at most 4,000 characters')),
  /** Members who shall look at it. */
  mentions: z.array(z.uuid()).max(20).optional(),
})

/** What the team says among itself about a conversation. It is never sent to the customer. */
export const NoteShape = z.object({
  id: z.string(),
  conversationId: z.string(),
  text: z.string(),
  /** Who wrote it, by the name they had then. */
  author: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() }),
  at: z.number(),
  /** Ids of the members who were asked to look at it. */
  mentions: z.array(z.string()),
})

/** GET /api/v1/conversations/:id/notes: the newest 200, oldest first. */
export const NoteListShape = z.object({ items: z.array(NoteShape) })

/** GET /api/v1/mentions: conversations with notes that name whoever asks and that they have not looked at; at most 1,000. */
export const UnreadMentionsShape = z.object({ conversationIds: z.array(z.string()) })

export type Note = z.infer<typeof NoteShape>
export type NoteList = z.infer<typeof NoteListShape>
export type UnreadMentions = z.infer<typeof UnreadMentionsShape>
