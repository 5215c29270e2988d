/** The shapes of the tracked links' API. Moments are milliseconds since the epoch. */
import { z } from 'zod'

export const TrackedLinkShape = z.object({
  id: z.string(),
  /** Where it leads. */
  url: z.string(),
  /** What to send; null: of a campaign, where everybody has their own. */
  shortUrl: z.string().nullable(),
  campaignId: z.string().nullable(),
  /** Made for this person alone; null: for whomever. */
  contactId: z.string().nullable(),
  createdAt: z.number(),
  /** So many people whom it was made for have followed it. */
  people: z.number(),
  /** So often it was followed; programs that look what is behind it are counted apart. */
  clicks: z.number(),
  previews: z.number(),
  firstClickedAt: z.number().nullable(),
})

export const TrackedLinkDetailShape = TrackedLinkShape.extend({
  /** The newest of those that are kept one by one: the first 50 of each code. */
  recent: z.array(
    z.object({
      at: z.number(),
      class: z.enum(['person', 'preview']),
      contactId: z.string().nullable(),
    }),
  ),
})

export const TrackedLinkPageShape = z.object({
  /** Newest first; those that campaigns made are not among them. */
  items: z.array(TrackedLinkShape),
  nextCursor: z.string().nullable(),
})

export const NewTrackedLinkShape = z.strictObject({
  url: z.string().min(1).max(4000),
  /** For this person alone, so that it is known who followed it. */
  contactId: z.uuid().optional(),
})

/** Why a domain does not work: `unreachable`, `no_name`, `certificate`, `private`, `elsewhere`, `renamed`, `taken`. */
export const DOMAIN_PROBLEMS = [
  'no_name',
  'private',
  'unreachable',
  'certificate',
  'elsewhere',
  'renamed',
  'taken',
] as const
export type DomainProblem = (typeof DOMAIN_PROBLEMS)[number]

export const LinkDomainShape = z.object({
  /** null: none is set. */
  domain: z
    .object({
      hostname: z.string(),
      /** What the last check found. */
      state: z.enum(['unchecked', 'works', 'fails']),
      problem: z.enum(DOMAIN_PROBLEMS).nullable(),
      checkedAt: z.number().nullable(),
      /** It was shown to lead here once: what was sent with it leads on, also while a check fails. */
      isServed: z.boolean(),
    })
    .nullable(),
  /** How short links begin now; a template's button ends with {{1}} behind it. */
  prefix: z.string(),
  /** What a CNAME record leads to; null: PUBLIC_URL is not set. */
  target: z.string().nullable(),
})

/** GET /api/v1/links/prefixes */
export const LinkPrefixesShape = z.object({
  /** How short links begin now. */
  current: z.string(),
  /** Everything that leads to a code: a button is approved with one of these and {{1}} behind it. */
  all: z.array(z.string()),
})

export const LinkDomainWishShape = z.strictObject({ hostname: z.string().min(1).max(300) })

export type TrackedLink = z.infer<typeof TrackedLinkShape>
export type TrackedLinkDetail = z.infer<typeof TrackedLinkDetailShape>
export type TrackedLinkPage = z.infer<typeof TrackedLinkPageShape>
export type LinkPrefixes = z.infer<typeof LinkPrefixesShape>
export type LinkDomain = z.infer<typeof LinkDomainShape>
