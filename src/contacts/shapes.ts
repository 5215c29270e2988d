/** The shapes of the contacts' API, as zod schemas. Moments are milliseconds since the epoch. */
import { z } from 'zod'

export const ContactSummaryShape = z.object({
  id: z.string(),
  kind: z.enum(['person', 'group']),
  /** What to call them: the team's name for them, else the address book's, else their own; null if nobody told us any. */
  displayName: z.string().nullable(),
  givenName: z.string().nullable(),
  profileName: z.string().nullable(),
  username: z.string().nullable(),
  /** Digits without "+"; null when WhatsApp hides it. */
  phone: z.string().nullable(),
  /** They do not want advertising. */
  isSuppressed: z.boolean(),
  createdAt: z.number(),
})
export const ContactPageShape = z.object({
  items: z.array(ContactSummaryShape),
  nextCursor: z.string().nullable(),
})

export const ConsentShape = z.object({
  id: z.string(),
  /** `marketing`, `utility`, `calls`, or another word of the business's or of Meta's. */
  purpose: z.string(),
  state: z.enum(['granted', 'withdrawn']),
  /** How we know: they wrote STOP or START, set it in WhatsApp, or somebody recorded it; `merge`: two contacts became one; `erasure`: said before they were erased. */
  source: z.enum(['message', 'user_preferences', 'import', 'api', 'agent', 'merge', 'erasure']),
  /** Ids of what proves it. */
  evidence: z.record(z.string(), z.unknown()),
  noticeVersion: z.string().nullable(),
  note: z.string().nullable(),
  /** Who recorded it; null: the customer's own word. */
  actor: z.string().nullable(),
  at: z.number(),
})
export const SuppressionShape = z.object({
  purpose: z.string(),
  source: ConsentShape.shape.source,
  at: z.number(),
})

export const AttributeValueShape = z.union([z.string().max(1000), z.number(), z.boolean()])

export const ContactDetailShape = ContactSummaryShape.extend({
  names: z.array(
    z.object({
      source: z.enum(['team', 'address_book', 'profile', 'username']),
      value: z.string(),
      /** When it was said; null for the team's own. */
      at: z.number().nullable(),
    }),
  ),
  identities: z.array(
    z.object({
      kind: z.enum(['phone', 'bsuid', 'parent_bsuid', 'group', 'made']),
      value: z.string(),
      /** Since when they go by it; null: Meta did not say. */
      since: z.number().nullable(),
    }),
  ),
  /** Newest first. */
  consents: z.array(ConsentShape),
  suppressions: z.array(SuppressionShape),
  conversationIds: z.array(z.string()),
  attributes: z.record(z.string(), AttributeValueShape),
})

export const ATTRIBUTE_TYPES = ['text', 'number', 'date', 'boolean', 'choice'] as const
export const AttributeShape = z.object({
  key: z.string(),
  label: z.string(),
  type: z.enum(ATTRIBUTE_TYPES),
  /** Of type `choice` only. */
  choices: z.array(z.string()),
})
export const AttributeListShape = z.object({ items: z.array(AttributeShape) })

const Label = z.string().trim().min(1).max(60)
const Choices = z.array(z.string().trim().min(1).max(60)).min(1).max(50)
export const NewAttributeShape = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/u, 'must be small letters, digits and _, beginning with a letter'),
  label: Label,
  type: z.enum(ATTRIBUTE_TYPES),
  choices: Choices.optional(),
})
/** The type stays: what was written down under it would lose its meaning. */
export const AttributeChangeShape = z.strictObject({ label: Label.optional(), choices: Choices.optional() })

export const ContactChangeShape = z.strictObject({
  /** What the team calls them; null takes it away. */
  name: z.string().trim().min(1).max(120).nullable().optional(),
  /** By key; null takes a value away. */
  attributes: z.record(z.string().max(40), AttributeValueShape.nullable()).optional(),
})
export const NewConsentShape = z.strictObject({
  purpose: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/u, 'must be a word of small letters'),
  state: z.enum(['granted', 'withdrawn']),
  /** Why, or how we know: for whoever asks later. */
  note: z.string().trim().min(1).max(500).optional(),
  noticeVersion: z.string().trim().min(1).max(60).optional(),
})

export type ContactSummary = z.infer<typeof ContactSummaryShape>
export type ContactPage = z.infer<typeof ContactPageShape>
export type ContactDetail = z.infer<typeof ContactDetailShape>
export type Consent = z.infer<typeof ConsentShape>
export type Attribute = z.infer<typeof AttributeShape>
export type AttributeValue = z.infer<typeof AttributeValueShape>
export type ContactChange = z.infer<typeof ContactChangeShape>
export type NewConsent = z.infer<typeof NewConsentShape>
