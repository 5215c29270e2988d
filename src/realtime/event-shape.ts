/** What open browsers are told as it happens. */
import { z } from 'zod'
import { MessageShape } from '#conversations/message-shapes.ts'
import { NoteShape } from '#conversations/note-shapes.ts'
import { ConversationShape } from '#conversations/shapes.ts'

/** Who is in a conversation now; a person counts once, however many windows they have. */
export const PresenceShape = z.object({
  conversationId: z.string(),
  people: z.array(z.object({ userId: z.string(), state: z.enum(['viewing', 'typing']) })),
})

/**
 * GET /api/v1/events is a stream of these (SSE; `id:` is the event's id, and `Last-Event-ID` resumes after it).
 * `data` holds the whole new state of what changed, so a client patches its cache by id and never fetches a list again.
 */
export const EventShape = z.discriminatedUnion('type', [
  z.object({ id: z.string(), type: z.literal('message.created'), at: z.number(), data: MessageShape }),
  z.object({ id: z.string(), type: z.literal('message.updated'), at: z.number(), data: MessageShape }),
  z.object({
    id: z.string(),
    type: z.literal('conversation.updated'),
    at: z.number(),
    data: ConversationShape,
  }),
  /** Two contacts were one person: what was in `from` is now in `into`. */
  z.object({
    id: z.string(),
    type: z.literal('conversation.merged'),
    at: z.number(),
    data: z.object({ from: z.string(), into: z.string() }),
  }),
  /** It is not here any more: its contact was erased. */
  z.object({
    id: z.string(),
    type: z.literal('conversation.removed'),
    at: z.number(),
    data: z.object({ id: z.string() }),
  }),
  /** Messages came into this conversation or left it otherwise than by being sent: fetch them anew. */
  z.object({
    id: z.string(),
    type: z.literal('thread.changed'),
    at: z.number(),
    data: z.object({ id: z.string() }),
  }),
  z.object({
    id: z.string(),
    type: z.literal('note.created'),
    at: z.number(),
    data: z.object({ note: NoteShape }),
  }),
  z.object({
    id: z.string(),
    type: z.literal('note.deleted'),
    at: z.number(),
    data: z.object({ id: z.string(), conversationId: z.string() }),
  }),
  /** The numbers, or what is known of them: fetch `GET /api/v1/channels` and `/me` anew. */
  z.object({ id: z.string(), type: z.literal('channels.changed'), at: z.number(), data: z.object({}) }),
  /** Templates or drafts of some are others: fetch them anew. */
  z.object({ id: z.string(), type: z.literal('templates.changed'), at: z.number(), data: z.object({}) }),
  /** The list of labels is another: fetch it anew. */
  z.object({ id: z.string(), type: z.literal('labels.changed'), at: z.number(), data: z.object({}) }),
  /** Teams, members or who is available: fetch `GET /api/v1/assignees` anew. */
  z.object({ id: z.string(), type: z.literal('assignees.changed'), at: z.number(), data: z.object({}) }),
  /** This member has looked at the notes of this conversation that name them. */
  z.object({
    id: z.string(),
    type: z.literal('mentions.read'),
    at: z.number(),
    data: z.object({ userId: z.string(), conversationId: z.string() }),
  }),
  /** An import of contacts goes on, or is over: fetch it anew. */
  z.object({ id: z.string(), type: z.literal('imports.changed'), at: z.number(), data: z.object({}) }),
  /** The list of quick replies is another: fetch it anew. */
  z.object({ id: z.string(), type: z.literal('quick-replies.changed'), at: z.number(), data: z.object({}) }),
  /** Deals or their stages are others: fetch them anew. */
  z.object({ id: z.string(), type: z.literal('deals.changed'), at: z.number(), data: z.object({}) }),
  /** Reminders are others: fetch them anew. */
  z.object({ id: z.string(), type: z.literal('reminders.changed'), at: z.number(), data: z.object({}) }),
  /** Somebody's kept views, or the team's, are others: fetch them anew. */
  z.object({ id: z.string(), type: z.literal('saved-views.changed'), at: z.number(), data: z.object({}) }),
  /** The list of macros is another: fetch it anew. */
  z.object({ id: z.string(), type: z.literal('macros.changed'), at: z.number(), data: z.object({}) }),
  /** A campaign's state or audience is another: fetch campaigns anew. */
  z.object({ id: z.string(), type: z.literal('campaigns.changed'), at: z.number(), data: z.object({}) }),
  /** Who is in this conversation now, all of them. It is told as it happens, never again, and has no place in the stream. */
  z.object({ id: z.string(), type: z.literal('presence'), at: z.number(), data: PresenceShape }),
  /** The client asked for more than is remembered: fetch everything anew. */
  z.object({ id: z.string(), type: z.literal('resync'), at: z.number(), data: z.object({}) }),
])

export type Presence = z.infer<typeof PresenceShape>
export type StreamEvent = z.infer<typeof EventShape>
