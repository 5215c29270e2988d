/** The shapes of the campaigns' API, as zod schemas. Moments are milliseconds since the epoch, money is text in the account's currency. */
import { z } from 'zod'
import { FailureShape } from '#conversations/message-shapes.ts'
import { OutgoingShape } from '#outbound/outgoing-shape.ts'
import { nameShape } from '#tenants/name-shapes.ts'

/**
 * draft → (scheduled →) preparing → running ⇄ paused → completed, and cancelled from anywhere after draft. `preparing`: its audience is
 * being written down.
 */
export const CAMPAIGN_STATES = [
  ...['draft', 'scheduled', 'preparing', 'running', 'paused', 'completed', 'cancelled'],
] as const
export type CampaignState =
  | 'draft'
  | 'scheduled'
  | 'preparing'
  | 'running'
  | 'paused'
  | 'completed'
  | 'cancelled'

/** Why somebody in the audience gets no message. Codes never change meaning. */
export const SKIP_REASONS = {
  /** Said STOP to offers, or never agreed where the business asks for it. */
  suppressed: 'suppressed',
  no_address: 'no_address',
  /** As many offers in these days as the rules allow. */
  recently_contacted: 'recently_contacted',
  /** It is a festival day, and they have had as many offers on it as the rules allow. */
  festival_cap: 'festival_cap',
  /** A word of the message is not known of them. */
  words_missing: 'words_missing',
  /** What would be filled in Meta does not take. */
  words_invalid: 'words_invalid',
  /** In the part that gets nothing, to compare with. */
  held_out: 'held_out',
  removed: 'removed',
  cancelled: 'cancelled',
  /** The campaign's own end had come. */
  expired: 'expired',
  over_budget: 'over_budget',
} as const
export type SkipReason = keyof typeof SKIP_REASONS

const template = OutgoingShape.options.find(
  (one): one is Extract<typeof one, { shape: { template: unknown } }> => 'template' in one.shape,
)
if (template === undefined) throw new Error('the shape of a template that is sent is gone')
const { template: said } = template.shape
/** Where a button leads that ends with a short link's code. */
const LinkShape = z.strictObject({
  /** What is in two braces, `https://shop.in/orders/{{order}}`, is a word: a variable of this name, or a column of the list. */
  url: z.string().max(2000),
  variables: said.shape.variables,
})
/** As in a message of the type template; words may also be recipients' own, which come with them. */
const MessageShape = said.omit({ order: true }).extend({
  /** By the names of the places, `button_0`: everybody gets a code of their own there, and it is known who followed it. */
  links: z.record(z.string().max(40), LinkShape).optional(),
})

/** "21:00": local to whoever is written to. */
const ClockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
const Amount = z.string().regex(/^\d{1,9}(?:\.\d{1,2})?$/)

/** What recipients of an earlier campaign did. `failed` may name Meta's code; `waiting`: their turn had not come when it ended or was paused. */
export const RESULTS = [
  'not_read',
  'delivered_not_read',
  'read_not_replied',
  'replied',
  'clicked',
  'not_clicked',
  'failed',
  'waiting',
] as const

export const AudienceShape = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('segment'), segmentId: z.string() }),
  z.strictObject({ from: z.literal('everyone') }),
  /** People put in one by one: from a file or by the API, each perhaps with words of their own. */
  z.strictObject({ from: z.literal('list') }),
  z.strictObject({
    from: z.literal('campaign'),
    campaignId: z.string(),
    who: z.enum(RESULTS),
    /** Of `failed`: this error alone (`131049`, or ours such as `outbound.unconfirmed`). */
    code: z.string().max(60).optional(),
  }),
])

export const DefinitionShape = z.strictObject({
  /** null: not chosen yet. */
  audience: AudienceShape.nullable(),
  /** Nobody who is in this segment. */
  exceptSegmentId: z.string().nullable(),
  /** One, or up to three that are tried against each other. */
  messages: z.array(MessageShape).max(3),
  /** Of several messages: this part of the audience gets one of them each, and the rest the one that did best after so many minutes. */
  test: z
    .strictObject({
      percent: z.int().min(5).max(100),
      winner: z.enum(['read', 'replied', 'clicked']),
      afterMinutes: z.int().min(10).max(2880),
    })
    .nullable(),
  /** This part gets nothing, to compare with. */
  holdOutPercent: z.int().min(0).max(50),
  /** No message between these times of the recipient's own day. */
  quietHours: z.strictObject({ from: ClockTime, to: ClockTime }).nullable(),
  /** Nobody gets more offers than this in so many days, from all campaigns together. */
  frequencyCap: z.strictObject({ messages: z.int().min(1).max(20), days: z.int().min(1).max(30) }).nullable(),
  /** On a festival day of the business's list nobody gets more offers than this, from everything that sends any. */
  festivalCap: z.strictObject({ messages: z.int().min(1).max(5) }).nullish(),
  /** It stops before it costs more. */
  budget: Amount.nullable(),
  /** Nobody gets it after this moment. */
  expiresAt: z.number().nullable(),
  /** A small part goes first, and it pauses by itself when too many complain. */
  isGuarded: z.boolean(),
})

/** POST /api/v1/campaigns: a draft, which may have gaps. */
export const NewCampaignShape = z.strictObject({
  name: nameShape(120),
  channelId: z.string(),
  definition: DefinitionShape,
})
/** PATCH /api/v1/campaigns/:id, while it is a draft; while it is paused, its name, its rules and what is filled into its messages. */
export const CampaignPatchShape = NewCampaignShape.partial()
/** POST /api/v1/campaigns/:id/start */
export const StartShape = z.strictObject({
  /** null: now. */
  startsAt: z.number().nullable(),
})
/** POST /api/v1/campaigns/:id/test: to these contacts, who get it at once; not counted. */
export const TestSendShape = z.strictObject({
  contactIds: z.array(z.string()).min(1).max(5),
  /** Which of the messages. */
  message: z.int().min(0).max(2),
})
export const TestSentShape = z.object({
  items: z.array(
    z.object({
      contactId: z.string(),
      ok: z.boolean(),
      messageId: z.string().nullable(),
      problem: z.string().nullable(),
    }),
  ),
})
/** POST /api/v1/campaigns/:id/retry: a new draft for those who failed for this reason. */
export const RetryShape = z.strictObject({ code: z.string().max(60) })

/** What keeps a draft from starting; `path` as in `definition.messages.0.parameters.1`. Codes never change meaning. */
export const ProblemShape = z.object({ code: z.string(), path: z.string(), message: z.string() })

const Count = z.int().min(0)
/**
 * Counted at `at`, in one look: `audience = waiting + skipped + queued + unknown + held + sent + failed`. `sent` was taken by Meta,
 * `queued` waits in our own queue or is being said.
 */
export const ProgressShape = z.object({
  at: z.number(),
  audience: Count,
  waiting: Count,
  skipped: Count,
  queued: Count,
  unknown: Count,
  held: Count,
  sent: Count,
  failed: Count,
  /** Of those sent. Who read, got it; who replied, did so within seven days. */
  delivered: Count,
  read: Count,
  replied: Count,
  clicked: Count,
  ordered: Count,
  optedOut: Count,
  skippedBy: z.array(z.object({ reason: z.string(), count: Count })),
  /** The most frequent first. `retryFrom`: they may be tried again from this moment; null: trying again would be of no use. */
  failures: z.array(
    z.object({
      code: z.string(),
      metaCode: z.number().nullable(),
      side: z.string(),
      title: z.string(),
      nextStep: z.string(),
      count: Count,
      retryFrom: z.number().nullable(),
    }),
  ),
  byMessage: z.array(
    z.object({ message: Count, taken: Count, delivered: Count, read: Count, replied: Count, clicked: Count }),
  ),
  /** How many were sent in each of the last sixty minutes in which any were. `at`: the minute's beginning. */
  minutes: z.array(z.object({ at: z.number(), sent: Count })),
  /** What those delivered cost so far, by the rate card; `reserved`: and those under way at most. */
  spent: z.string(),
  reserved: z.string(),
  currency: z.string(),
})

export const PlanShape = z.object({
  madeAt: z.number(),
  /** null: never, as things stand; `because` says why. */
  endsAt: z.number().nullable(),
  earliest: z.number().nullable(),
  latest: z.number().nullable(),
  bottleneck: z.string(),
  because: z.string().nullable(),
  /** What Meta holds against the number as a whole: until somebody does something about it, nothing goes out. */
  hold: FailureShape.nullable(),
  curve: z.array(z.object({ at: z.number(), done: Count })),
  /** When it stands still on the way, and why. */
  stops: z.array(z.object({ from: z.number(), until: z.number(), because: z.string() })),
})

/** What the quality guard said last. `observed` and `usual` are shares of `of`; `before` and `now` are Meta's words. */
export const GuardShape = z.object({
  verdict: z.enum(['go_on', 'wait', 'stop']),
  /** So many may be written to by now. */
  allowed: Count,
  /** When more will be, if nobody minds until then. */
  opensAt: z.number().nullable(),
  because: z
    .object({
      kind: z.string(),
      count: Count.nullable(),
      of: Count.nullable(),
      observed: z.number().nullable(),
      usual: z.number().nullable(),
      before: z.string().nullable(),
      now: z.string().nullable(),
    })
    .nullable(),
})

export const CampaignShape = z.object({
  id: z.string(),
  name: z.string(),
  channelId: z.string(),
  state: z.enum(CAMPAIGN_STATES),
  definition: DefinitionShape,
  createdBy: z.string(),
  createdAt: z.number(),
  changedAt: z.number(),
  startsAt: z.number().nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** `by`: person, guard, template, number or budget; with what they said. */
  pausedBecause: z.record(z.string(), z.unknown()).nullable(),
  /** People put in by a file or the API; those of a segment are written down when it starts. */
  listed: Count,
  /** People who joined its audience since are being looked for. */
  isLookingAgain: z.boolean(),
  winner: Count.nullable(),
  progress: ProgressShape.nullable(),
  plan: PlanShape.nullable(),
  guard: GuardShape.nullable(),
})
/** GET /api/v1/campaigns?state=&cursor=: the newest first. */
export const CampaignPageShape = z.object({
  items: z.array(CampaignShape.omit({ definition: true, guard: true })),
  next: z.string().nullable(),
})

/** GET /api/v1/campaigns/:id/check: what is missing, whom it reaches now, what it costs, when it would be done. */
export const CheckShape = z.object({
  problems: z.array(ProblemShape),
  /** Exact, of this moment; null: no audience is chosen. */
  reach: z
    .object({
      audience: Count,
      suppressed: Count,
      noAddress: Count,
      recentlyContacted: Count,
      /** Begun now: it is a festival day, and they have had their offers of it. */
      festivalCapped: Count,
      heldOut: Count,
      /** What is left of them. */
      recipients: Count,
    })
    .nullable(),
  plan: PlanShape.nullable(),
  /** Days on the way to its end on which nobody gets more offers than the rules allow. */
  festivals: z.array(z.object({ day: z.string(), name: z.string() })),
  /** null: nobody, or no template is chosen. */
  cost: z
    .object({
      category: z.string(),
      currency: z.string(),
      amount: z.string(),
      /** Of them free of charge. */
      free: Count,
      /** Without a price in the rate card. */
      unpriced: Count,
      isOverBudget: z.boolean(),
    })
    .nullable(),
})

/** GET /api/v1/campaigns/:id/preview?contact=…: what some of them would read. */
export const PreviewShape = z.object({
  items: z.array(
    z.object({
      contactId: z.string(),
      name: z.string().nullable(),
      phone: z.string().nullable(),
      message: Count,
      /** As a message's content keeps it: `{template, rendered}`; null: `problem` says why. */
      content: z.record(z.string(), z.unknown()).nullable(),
      /** Where their short links would lead. */
      links: z.array(z.object({ place: z.string(), button: z.string(), url: z.string() })),
      problem: z.object({ reason: z.string(), message: z.string() }).nullable(),
    }),
  ),
})

/** What became of one recipient: waiting, skipped, queued, unknown, held, sent, delivered, read, replied, failed. */
export const RecipientShape = z.object({
  contactId: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  conversationId: z.string().nullable(),
  messageId: z.string().nullable(),
  message: Count.nullable(),
  state: z.string(),
  /** Why skipped, or the failure's code. */
  reason: z.string().nullable(),
  at: z.number().nullable(),
})
export const RecipientPageShape = z.object({
  items: z.array(RecipientShape),
  next: z.string().nullable(),
})

/** POST /api/v1/campaigns/:id/recipients: of a campaign whose audience is a list. Who is in it already stays as they are. */
export const NewRecipientsShape = z.strictObject({
  recipients: z
    .array(
      z.strictObject({
        /** With country code; or `contactId`. */
        phone: z.string().max(30).optional(),
        contactId: z.string().optional(),
        name: z.string().max(200).optional(),
        /** By the names of the template's words. */
        words: z.record(z.string(), z.string().max(1024)).optional(),
      }),
    )
    .min(1)
    .max(500),
})
export const AddedShape = z.object({
  added: Count,
  known: Count,
  refused: z.array(z.object({ row: Count, reason: z.string(), value: z.string() })),
})

export type Definition = z.infer<typeof DefinitionShape>
export type Audience = z.infer<typeof AudienceShape>
export type CampaignMessage = Definition['messages'][number]
export type Campaign = z.infer<typeof CampaignShape>
export type CampaignPage = z.infer<typeof CampaignPageShape>
export type CampaignPatch = z.infer<typeof CampaignPatchShape>
export type NewCampaign = z.infer<typeof NewCampaignShape>
export type Problem = z.infer<typeof ProblemShape>
export type Progress = z.infer<typeof ProgressShape>
export type Check = z.infer<typeof CheckShape>
export type Preview = z.infer<typeof PreviewShape>
export type Recipient = z.infer<typeof RecipientShape>
export type RecipientPage = z.infer<typeof RecipientPageShape>
/** POST /api/v1/campaigns/:id/recipients/remove and …/restore: somebody who waits, or was taken out. */
export const OneRecipientShape = z.strictObject({ contactId: z.string().max(40) })
/** GET and PUT /api/v1/festival-days: the days that count, from today on; PUT has them all. */
export const FestivalDaysShape = z.object({
  items: z.array(z.object({ day: z.string(), name: z.string() })),
})
export const NewFestivalDaysShape = z.strictObject({
  items: z.array(z.strictObject({ day: z.iso.date(), name: nameShape(60) })).max(200),
})
export type FestivalDays = z.infer<typeof FestivalDaysShape>
export type NewRecipients = z.infer<typeof NewRecipientsShape>['recipients']
export type Added = z.infer<typeof AddedShape>
