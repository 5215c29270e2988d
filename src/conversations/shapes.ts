/**
 * The shapes of the inbox's API, as zod schemas: Fastify checks with them and the web app takes their types.
 * Moments are milliseconds since the epoch. Ids are opaque strings.
 */
import { z } from 'zod'
import { ALARM_KINDS } from '#channels/alarm-kinds.ts'
import { visibleNameShape } from '#tenants/name-shapes.ts'

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

export const MESSAGE_STATES = [
  'received', // inbound
  'queued', // accepted by us, waiting for its turn
  'dispatching', // on its way to Meta
  'unknown', // Meta's answer never came: unconfirmed
  'held', // Meta holds it for a quality assessment
  'accepted', // Meta took it
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
] as const
export const MessageStateShape = z.enum(MESSAGE_STATES)

export const MediaShape = z.object({
  id: z.string(),
  state: z.enum(['pending', 'stored', 'unavailable']),
  mimeType: z.string().nullable(),
  filename: z.string().nullable(),
  bytes: z.number().nullable(),
  isVoice: z.boolean(),
  /** Path to fetch it from, once stored. */
  url: z.string().nullable(),
})

/** Why a send failed, in words: what happened, whose side it is on, what to do. */
export const FailureShape = z.object({
  /** Our stable code: `whatsapp.131047`, `outbound.unconfirmed`, … */
  code: z.string(),
  /** Meta's number, if the failure is Meta's. */
  metaCode: z.number().nullable(),
  side: z.enum(['customer', 'business', 'meta', 'harkara']),
  title: z.string(),
  nextStep: z.string(),
})

export const ReactionShape = z.object({
  emoji: z.string(),
  /** `in`: a customer reacted; `out`: we did. */
  direction: z.enum(['in', 'out']),
})

export const QuotedShape = z.object({
  id: z.string().nullable(),
  direction: z.enum(['in', 'out']).nullable(),
  type: z.string().nullable(),
  text: z.string().nullable(),
})

export const MessageShape = z.object({
  id: z.string(),
  conversationId: z.string(),
  direction: z.enum(['in', 'out']),
  /** Meta's type: text, image, video, audio, document, sticker, location, contacts, interactive, button, order, template, system, unsupported, … */
  type: z.string(),
  text: z.string().nullable(),
  /** Inbound: Meta's object(s) as they came. Outbound: the payload of the type, as sent. */
  content: z.record(z.string(), z.unknown()),
  at: z.number(),
  state: MessageStateShape,
  sentAt: z.number().nullable(),
  deliveredAt: z.number().nullable(),
  readAt: z.number().nullable(),
  failure: FailureShape.nullable(),
  media: MediaShape.nullable(),
  /** The message that this one answers. */
  quoted: QuotedShape.nullable(),
  isForwarded: z.boolean(),
  referral: z.record(z.string(), z.unknown()).nullable(),
  reactions: z.array(ReactionShape),
  editedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
  /** `agent`, `greeting`, `app` (typed in the WhatsApp Business app), `api`; null for inbound. */
  origin: z.string().nullable(),
  /** The sender's own id for it (the Idempotency-Key), so that an optimistic bubble finds its message. */
  clientId: z.string().nullable(),
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

export const LABEL_COLORS = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'] as const

/** POST /api/v1/labels */
export const NewLabelShape = z.strictObject({ name: visibleNameShape(40), color: z.enum(LABEL_COLORS) })
/** PATCH /api/v1/labels/:id */
export const LabelPatchShape = NewLabelShape.partial()

export const LabelShape = z.object({
  id: z.string(),
  name: z.string(),
  color: z.enum(LABEL_COLORS),
  /** How many conversations have it, counted up to 1,000, which stands for “1,000 or more”. */
  conversationCount: z.number(),
})
/** GET /api/v1/labels: all, by name. */
export const LabelListShape = z.object({ items: z.array(LabelShape) })

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

/** What stands above a template's words. */
const TemplateHeaderShape = z.strictObject({
  /** One of our files. Left out: the template's own sample, if it was uploaded here for this number. */
  mediaId: z.string().optional(),
  filename: z.string().min(1).max(240).optional(),
  location: z
    .strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().max(1000).optional(),
      address: z.string().max(1000).optional(),
    })
    .optional(),
  product: z
    /** Meta's id of the catalogue, the shop's own of the product. */
    .strictObject({ catalog: z.string().min(1).max(100), sku: z.string().min(1).max(100) })
    .optional(),
})

/** What a template's buttons want beside words. */
const TemplateButtonsShape = z
  .array(
    z.strictObject({
      /** Which button, counted from 0 over all kinds. */
      index: z.int().min(0).max(9),
      /** Comes back when a quick reply is tapped, or with the call. */
      payload: z.string().min(1).max(256).optional(),
      /** Of a catalogue or several products: whose picture is shown, by the shop's own id. */
      thumbnail: z.string().min(1).max(100).optional(),
      sections: z
        .array(
          z.strictObject({
            title: z.string().min(1).max(100),
            products: z.array(z.string().min(1).max(100)).min(1).max(30),
          }),
        )
        .max(10)
        .optional(),
      /** Of a Flow. */
      flowToken: z.string().min(1).max(1000).optional(),
      flowData: z.record(z.string(), z.unknown()).optional(),
      /** How long a button to call works. */
      ttlMinutes: z.int().positive().optional(),
    }),
  )
  .max(10)

const Fallback = { fallback: z.string().max(1024).optional() }
/** Where a word of a template comes from; `fallback` is said if nothing is known. */
const TemplateVariableShape = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('literal'), value: z.string().max(1024) }),
  z.strictObject({
    from: z.literal('contact'),
    field: z.enum(['name', 'first_name', 'phone']),
    ...Fallback,
  }),
  /** A contact field of the business's own, by its key. */
  z.strictObject({ from: z.literal('attribute'), key: z.string().min(1).max(40), ...Fallback }),
  /** By its path in `order`: `items.0.name`. */
  z.strictObject({ from: z.literal('order'), path: z.string().min(1).max(200), ...Fallback }),
])

/** What may be said through the API: Meta's own send objects by type, without address and bookkeeping. */
export const OutgoingShape = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.strictObject({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    type: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
    mediaId: z.string(),
    caption: z.string().max(1024).optional(),
    filename: z.string().max(240).optional(),
    voice: z.boolean().optional(),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('location'),
    location: z.strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: z.string().max(1000).optional(),
      address: z.string().max(1000).optional(),
    }),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('interactive'),
    interactive: z.record(z.string(), z.unknown()),
    /** One of our files, for a header of the type image, video or document. A carousel's cards name theirs as `header.image.mediaId`. */
    mediaId: z.string().optional(),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('contacts'),
    /** Meta takes up to 257; nobody wants to read so many. */
    contacts: z
      .array(
        z.strictObject({
          name: z.strictObject({
            formatted_name: z.string().min(1).max(200),
            first_name: z.string().min(1).max(200),
            last_name: z.string().max(200).optional(),
          }),
          org: z.strictObject({ company: z.string().min(1).max(200) }).optional(),
          phones: z
            .array(z.strictObject({ phone: z.string().min(1).max(40), type: z.string().max(40).optional() }))
            .max(20)
            .optional(),
          emails: z
            .array(z.strictObject({ email: z.string().min(1).max(254), type: z.string().max(40).optional() }))
            .max(20)
            .optional(),
        }),
      )
      .min(1)
      .max(20),
    replyTo: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('reaction'),
    /** Our id of the message reacted to. */
    messageId: z.string(),
    /** "" takes it away. */
    emoji: z.string().max(32),
  }),
  z.strictObject({
    type: z.literal('template'),
    template: z.object({
      name: z.string().min(1),
      language: z.string().min(2),
      /**
       * All words: of the body by position ("1", "2") or by name, `header_1`, `button_0` (the end of a link, a code), and of a
       * carousel's cards the same behind `card_0_`. `GET /api/v1/templates` names them.
       */
      parameters: z.record(z.string(), z.string()),
      /** Where to look if there is none in `language`, nor in the same language without its country. */
      fallbackLanguages: z.array(z.string().min(2).max(20)).max(10).optional(),
      /** Words that are looked up, by the same names. */
      variables: z.record(z.string(), TemplateVariableShape).optional(),
      /** What the message is about, for variables. */
      order: z.record(z.string(), z.unknown()).optional(),
      header: TemplateHeaderShape.optional(),
      buttons: TemplateButtonsShape.optional(),
      /** Of a carousel, in its order. */
      cards: z
        .array(
          z.strictObject({
            header: TemplateHeaderShape.optional(),
            buttons: TemplateButtonsShape.optional(),
          }),
        )
        .max(10)
        .optional(),
      /** When a limited-time offer ends. Milliseconds. */
      offerExpiresAt: z.int().positive().max(253_402_300_799_999).optional(),
    }),
  }),
])

/** One component of a template as Meta stores it; the full model of every kind belongs to `templates/`. */
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

export const ChannelShape = z.object({
  id: z.string(),
  displayPhoneNumber: z.string(),
  verifiedName: z.string().nullable(),
  qualityRating: z.string().nullable(),
  status: z.string(),
})

/** GET /api/v1/me */
export const MeShape = z.object({
  tenant: z.object({ id: z.string(), name: z.string() }),
  /** Who asks; a person's id is the same everywhere. */
  actor: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() }),
  channels: z.array(ChannelShape),
  /** Where the simulator's phone is, if one runs: the inbox links to it. */
  phoneUrl: z.string().nullable(),
  /** What the one who asks may do: the web app hides what they may not. */
  permissions: z.array(z.string()),
  /** What seems to be wrong with numbers at the moment, without what this person has put away. */
  alarms: z.array(
    z.object({
      id: z.string(),
      channelId: z.string(),
      kind: z.enum(ALARM_KINDS),
      subject: z.string(),
      severity: z.enum(['warning', 'critical']),
      openedAt: z.number(),
    }),
  ),
})

/** Who is in a conversation now; a person counts once, however many windows they have. */
export const PresenceShape = z.object({
  conversationId: z.string(),
  people: z.array(z.object({ userId: z.string(), state: z.enum(['viewing', 'typing']) })),
})
/** GET /api/v1/presence: the conversations in which somebody is. */
export const PresenceListShape = z.object({ items: z.array(PresenceShape) })

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
  /** Who is in this conversation now, all of them. It is told as it happens, never again, and has no place in the stream. */
  z.object({ id: z.string(), type: z.literal('presence'), at: z.number(), data: PresenceShape }),
  /** The client asked for more than is remembered: fetch everything anew. */
  z.object({ id: z.string(), type: z.literal('resync'), at: z.number(), data: z.object({}) }),
])

/** Every error of the API (RFC 9457). `code` is stable; `title` and `detail` are for people. */
export const ProblemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  nextStep: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

export const ConversationPageShape = z.object({
  items: z.array(ConversationShape),
  nextCursor: z.string().nullable(),
})
/** GET /api/v1/mentions: conversations with notes that name whoever asks and that they have not looked at; at most 1,000. */
export const UnreadMentionsShape = z.object({ conversationIds: z.array(z.string()) })
export const MessagePageShape = z.object({
  /** Newest first. */
  items: z.array(MessageShape),
  /** Older messages: pass it as `before`. */
  nextCursor: z.string().nullable(),
})

export type Me = z.infer<typeof MeShape>
export type Contact = z.infer<typeof ContactShape>
export type Conversation = z.infer<typeof ConversationShape>
export type ConversationStatus = z.infer<typeof ConversationStatusShape>
export type ConversationPatch = z.infer<typeof ConversationPatchShape>
export type ConversationCounts = z.infer<typeof ConversationCountsShape>
export type Label = z.infer<typeof LabelShape>
export type LabelList = z.infer<typeof LabelListShape>
export type NewLabel = z.infer<typeof NewLabelShape>
export type LabelPatch = z.infer<typeof LabelPatchShape>
export type Note = z.infer<typeof NoteShape>
export type NoteList = z.infer<typeof NoteListShape>
export type Presence = z.infer<typeof PresenceShape>
export type PresenceList = z.infer<typeof PresenceListShape>
export type UnreadMentions = z.infer<typeof UnreadMentionsShape>
export type ConversationPage = z.infer<typeof ConversationPageShape>
export type Message = z.infer<typeof MessageShape>
export type MessagePage = z.infer<typeof MessagePageShape>
export type MessageState = z.infer<typeof MessageStateShape>
export type Outgoing = z.infer<typeof OutgoingShape>
export type Template = z.infer<typeof TemplateShape>
export type StreamEvent = z.infer<typeof EventShape>
export type Problem = z.infer<typeof ProblemShape>
export type Failure = z.infer<typeof FailureShape>
