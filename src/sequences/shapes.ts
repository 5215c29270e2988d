/** The shapes of the sequences' API, as zod schemas. Moments are milliseconds since the epoch. */
import { z } from 'zod'
import { DefinitionShape as CampaignDefinitionShape } from '#campaigns/shapes.ts'
import { nameShape } from '#tenants/name-shapes.ts'

/** draft → on ⇄ off. */
export const SEQUENCE_STATES = ['draft', 'on', 'off'] as const
export type SequenceState = (typeof SEQUENCE_STATES)[number]
export const ENROLMENT_STATES = ['waiting', 'finished', 'left'] as const
export type EnrolmentState = (typeof ENROLMENT_STATES)[number]

/** Why somebody left before the end. Codes never change meaning; behind `event:` stands its name, behind `label:` the label's id. */
export const LEAVE_REASONS = {
  replied: 'replied',
  event: 'event',
  label: 'label',
  /** Said STOP to offers, and the next message is one. */
  opted_out: 'opted_out',
  /** The next message could not go for a day: it would be out of place now. */
  too_late: 'too_late',
  /** Its template cannot be sent any more. */
  template_halted: 'template_halted',
  no_address: 'no_address',
  contact_gone: 'contact_gone',
  /** The step that they waited for is not in the sequence any more. */
  step_removed: 'step_removed',
  taken_out: 'taken_out',
  /** The same person was in it twice, and is one now. */
  merged: 'merged',
} as const
export type LeaveReason =
  | Exclude<keyof typeof LEAVE_REASONS, 'event' | 'label'>
  | `event:${string}`
  | `label:${string}`

/** Why a message was left out while they stayed in. */
export const STEP_SKIPS = ['recently_contacted', 'words_missing', 'words_invalid'] as const
export type StepSkip = (typeof STEP_SKIPS)[number]

/** `cart_updated`: as the shop's program calls what happened. */
export const EventNameShape = z
  .string()
  .regex(/^[A-Za-z][\w.-]{0,59}$/, 'must be letters, digits, and . _ - between them, and begin with a letter')

/** Thirty days: ten steps stay within the year that what happened is remembered. */
const WAIT_MINUTES_MAX = 30 * 24 * 60
export const STEPS_MAX = 10

const campaign = CampaignDefinitionShape.shape

/** Short links that are counted are a campaign's. */
const MessageShape = campaign.messages.element.omit({ links: true })

const StepShape = z.strictObject({
  /** Whoever writes the sequence gives it, and it stays when steps are moved: nobody gets the same step twice. */
  id: z.string().regex(/^[\w-]{1,40}$/),
  /** After the step before; of the first, after what brought them in. */
  waitMinutes: z.int().min(0).max(WAIT_MINUTES_MAX),
  /** As in a message of the type template; words may also be the event's own (`{from: 'column', name}`). null: not chosen yet. */
  message: MessageShape.nullable(),
})

export const DefinitionShape = z
  .strictObject({
    /** null: not chosen yet. `hand`: people are put in one by one, by hand or by a program. */
    trigger: z
      .discriminatedUnion('on', [
        z.strictObject({ on: z.literal('event'), event: EventNameShape }),
        z.strictObject({ on: z.literal('hand') }),
      ])
      .nullable(),
    steps: z.array(StepShape).max(STEPS_MAX),
    /** What ends it for somebody, besides opting out. */
    exits: z.strictObject({
      /** They wrote, through whichever number. */
      replied: z.boolean(),
      events: z.array(EventNameShape).max(10),
      /** A conversation with them has one of these labels. */
      labelIds: z.array(z.string()).max(10),
    }),
    /** Whoever was in it comes in again only after so many days; 0: never. */
    reentryDays: z.int().min(0).max(365),
    quietHours: campaign.quietHours,
    /** Offers of campaigns and sequences together. Whoever had as many misses the message, and stays in. */
    frequencyCap: campaign.frequencyCap,
  })
  .refine(({ steps }) => new Set(steps.map(({ id }) => id)).size === steps.length, {
    path: ['steps'],
    message: 'each step needs an id of its own',
  })

/** POST /api/v1/sequences: a draft, which may have gaps. */
export const NewSequenceShape = z.strictObject({
  name: nameShape(120),
  channelId: z.string(),
  definition: DefinitionShape,
})
/** PATCH /api/v1/sequences/:id, while it is not on. Whoever is in it goes on by the new one. */
export const SequencePatchShape = NewSequenceShape.partial()

/** What keeps it from being turned on, or from going on; `path` as in `definition.steps.0.message`. Codes never change meaning. */
export const ProblemShape = z.object({ code: z.string(), path: z.string(), message: z.string() })

const Count = z.int().min(0)
/** Counted in one look: `enrolled = waiting + finished + left`. */
export const BooksShape = z.object({
  enrolled: Count,
  waiting: Count,
  finished: Count,
  left: Count,
  /** `detail`: of `event` its name, of `label` its id. The most frequent first. */
  leftBy: z.array(z.object({ reason: z.string(), detail: z.string().nullable(), count: Count })),
})

export const SequenceShape = z.object({
  id: z.string(),
  name: z.string(),
  channelId: z.string(),
  state: z.enum(SEQUENCE_STATES),
  definition: DefinitionShape,
  createdBy: z.string(),
  createdAt: z.number(),
  changedAt: z.number(),
  turnedOnAt: z.number().nullable(),
  books: BooksShape,
  /** Of those that are on, and of whichever is looked at by itself. */
  problems: z.array(ProblemShape),
  /** What became of each step. `waiting`: whose next one it is. In lists: none. */
  steps: z.array(
    z.object({
      id: z.string(),
      waiting: Count,
      sent: Count,
      delivered: Count,
      read: Count,
      skippedBy: z.array(z.object({ reason: z.string(), count: Count })),
    }),
  ),
})
/** GET /api/v1/sequences?cursor=: the newest first. */
export const SequencePageShape = z.object({ items: z.array(SequenceShape), next: z.string().nullable() })

export const EnrolmentShape = z.object({
  id: z.string(),
  contactId: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  /** Through the sequence's number, if they have one. */
  conversationId: z.string().nullable(),
  state: z.enum(ENROLMENT_STATES),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  /** The next one, by its id, and when it comes due. */
  step: z.string().nullable(),
  dueAt: z.number().nullable(),
  enrolledAt: z.number(),
  endedAt: z.number().nullable(),
  sent: Count,
})
/** GET /api/v1/sequences/:id/enrolments?state=&reason=&cursor=: the newest first. */
export const EnrolmentPageShape = z.object({ items: z.array(EnrolmentShape), next: z.string().nullable() })

const PropertiesShape = z
  .record(z.string().min(1).max(200), z.union([z.string().max(1024), z.number(), z.boolean(), z.null()]))
  .refine((all) => Object.keys(all).length <= 50, 'at most 50')

/** One of the three. A phone number that nobody is known by becomes a contact. */
const WhoShape = z
  .strictObject({
    phone: z.string().min(1).max(30).optional(),
    contactId: z.string().max(60).optional(),
    /** Meta's business-scoped id. */
    userId: z.string().min(1).max(150).optional(),
    /** How a contact is called who is not known yet. */
    name: z.string().min(1).max(200).optional(),
  })
  .refine(
    ({ phone, contactId, userId }) =>
      [phone, contactId, userId].filter((one) => one !== undefined).length === 1,
    'needs one of phone, contactId and userId',
  )

const KeyShape = z.string().min(1).max(200)
/** POST /api/v1/sequences/:id/enrolments */
export const NewEnrolmentShape = z.strictObject({
  contact: WhoShape,
  /** Words of their own, for `{from: 'column', name}`. */
  properties: PropertiesShape.optional(),
  /** Whoever asks twice with the same one enrols once. */
  idempotencyKey: KeyShape.optional(),
})
export const EnrolledShape = z.object({ id: z.string(), contactId: z.string(), isNew: z.boolean() })

/** POST /api/v1/events */
export const NewEventShape = z.strictObject({
  name: EventNameShape,
  contact: WhoShape,
  properties: PropertiesShape.optional(),
  /** The shop's own id of it: what is told twice happened once. */
  idempotencyKey: KeyShape.optional(),
  /** Milliseconds; left out: now. */
  occurredAt: z.int().positive().max(253_402_300_799_999).optional(),
})
export const EventTakenShape = z.object({
  id: z.string(),
  contactId: z.string(),
  /** false: it was told before. */
  isNew: z.boolean(),
  /** What it brought them into, and what it ended for them. */
  enrolled: z.array(z.object({ sequenceId: z.string(), enrolmentId: z.string() })),
  ended: z.array(z.object({ sequenceId: z.string(), enrolmentId: z.string() })),
  /** Not, because they are in it (`already_in`) or were too lately (`too_soon`). */
  notEnrolled: z.array(z.object({ sequenceId: z.string(), because: z.enum(['already_in', 'too_soon']) })),
})
/** GET /api/v1/event-names: what programs have told of lately. */
export const EventNamesShape = z.object({
  items: z.array(z.object({ name: z.string(), lastAt: z.number() })),
})

export type Definition = z.infer<typeof DefinitionShape>
export type Step = Definition['steps'][number]
export type Sequence = z.infer<typeof SequenceShape>
export type SequencePage = z.infer<typeof SequencePageShape>
export type NewSequence = z.infer<typeof NewSequenceShape>
export type SequencePatch = z.infer<typeof SequencePatchShape>
export type Problem = z.infer<typeof ProblemShape>
export type Books = z.infer<typeof BooksShape>
export type Enrolment = z.infer<typeof EnrolmentShape>
export type EnrolmentPage = z.infer<typeof EnrolmentPageShape>
export type Who = z.infer<typeof WhoShape>
export type NewEnrolment = z.infer<typeof NewEnrolmentShape>
export type NewEvent = z.infer<typeof NewEventShape>
export type EventTaken = z.infer<typeof EventTakenShape>
