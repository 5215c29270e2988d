/**
 * The shapes of conversations in the inbox's API, as zod schemas: Fastify checks with them and the web app takes their types.
 * Moments are milliseconds since the epoch. Ids are opaque strings.
 */
import { z } from 'zod'
import { MessageStateShape } from './message-shapes.ts'

export const WindowShape = z.object({
  state: z.enum(['open', 'closed']),
  /** Open: when it closes. Closed: when it closed, null if it never opened. */
  at: z.number().nullable(),
  /** How long the whole window was or is, for the ring: 24 h or 72 h in milliseconds. */
  lengthMs: z.number(),
})

export const ContactShape = z.object({
  id: z.string(),
  /** What to call them: the team's own name for them, name in our book, profile name, @username, phone, else null ("WhatsApp user"). */
  displayName: z.string().nullable(),
  profileName: z.string().nullable(),
  username: z.string().nullable(),
  /** Digits without "+"; null when WhatsApp hides it. */
  phone: z.string().nullable(),
  bsuid: z.string().nullable(),
  kind: z.enum(['person', 'group']),
  /** They do not want advertising: a marketing template to them is refused. */
  isSuppressed: z.boolean(),
})

export const CONVERSATION_STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const
/** What the team makes of a conversation. A customer's message makes it open again, whatever it was. */
export const ConversationStatusShape = z.enum(CONVERSATION_STATUSES)

export const ConversationShape = z.object({
  id: z.string(),
  channelId: z.string(),
  contact: ContactShape,
  window: WindowShape,
  unreadCount: z.number(),
  status: ConversationStatusShape,
  /** Snoozed: when it opens again by itself; otherwise null. */
  snoozedUntil: z.number().nullable(),
  /** Ids of labels, in no order of meaning. One that the list of labels does not know has just been deleted: show nothing. */
  labelIds: z.array(z.string()),
  /** Resolved: since when; otherwise null. */
  resolvedAt: z.number().nullable(),
  /** The member who has it; null: nobody. One that `GET /api/v1/assignees` does not know has just left: show nobody. */
  assigneeId: z.string().nullable(),
  teamId: z.string().nullable(),
  /** Who gave the newest answer: somebody of the team, or a program; null: nobody has answered. */
  answeredBy: z.enum(['person', 'program']).nullable(),
  lastMessageAt: z.number().nullable(),
  /** Its place in the list, newest first: the last message, or a reminder that came due later. */
  orderedAt: z.number().nullable(),
  /** A reminder is due that nobody has done: for whom, by name. */
  reminderFor: z.string().nullable(),
  /** What the customer was promised next, if anything: an answer, or an end of the matter. Late: after `dueAt`; nearly: after `warnAt`. */
  sla: z
    .object({
      state: z.enum(['ok', 'due', 'breached']),
      which: z.enum(['first', 'next', 'resolution']),
      dueAt: z.number(),
      warnAt: z.number(),
    })
    .optional(),
  lastMessage: z
    .object({
      direction: z.enum(['in', 'out']),
      type: z.string(),
      text: z.string().nullable(),
      state: MessageStateShape,
      isRevoked: z.boolean(),
    })
    .nullable(),
})

/** PATCH /api/v1/conversations/:id. What is left out stays as it is. */
export const ConversationPatchShape = z.strictObject({
  status: ConversationStatusShape.optional(),
  /** With status `snoozed`: a moment in the future. With any other it can only be null. */
  snoozedUntil: z.number().int().positive().max(253_402_300_799_999, 'is too far away').nullable().optional(),
  /** All the labels that it shall have. */
  labelIds: z.array(z.uuid()).max(20).optional(),
  /** The member who shall have it; null takes it away from whoever has it. */
  assigneeId: z.uuid().nullable().optional(),
  /** The team that shall have it; null takes it away. */
  teamId: z.uuid().nullable().optional(),
})

/** GET /api/v1/conversations/counts: conversations, each number counted up to 1,000, which stands for “1,000 or more”. */
export const ConversationCountsShape = z.object({
  open: z.number(),
  pending: z.number(),
  snoozed: z.number(),
  resolved: z.number(),
  /** With something that nobody has read yet; resolved ones do not count. */
  unread: z.number(),
  /** Open ones of whoever asks. */
  mine: z.number(),
  /** Open ones that no person has. */
  unassigned: z.number(),
  /** With a note that names whoever asks, and that they have not looked at. */
  mentions: z.number(),
  /** Open ones whose newest answer came from a program. */
  bot: z.number(),
  /** Open ones in which the customer had the last word, and whose window closes within 4 hours. */
  closing: z.number(),
  /** Open ones in which what was promised is late or nearly late. */
  late: z.number(),
})

export const ConversationPageShape = z.object({
  items: z.array(ConversationShape),
  nextCursor: z.string().nullable(),
})

export type Contact = z.infer<typeof ContactShape>
export type Conversation = z.infer<typeof ConversationShape>
export type ConversationStatus = z.infer<typeof ConversationStatusShape>
export type ConversationPatch = z.infer<typeof ConversationPatchShape>
export type ConversationCounts = z.infer<typeof ConversationCountsShape>
export type ConversationPage = z.infer<typeof ConversationPageShape>
