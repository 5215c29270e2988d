/** The shapes of the numbers' API. Moments are milliseconds since the epoch. */
import { z } from 'zod'
import { OpenAlarmShape } from '#channels/open-alarm-shape.ts'

export const AlarmShape = OpenAlarmShape.extend({
  closedAt: z.number().nullable(),
  /** What was counted when it was opened. */
  details: z.record(z.string(), z.unknown()),
})

export const ConnectedNumberShape = z.object({
  id: z.string(),
  phoneNumberId: z.string(),
  wabaId: z.string(),
  displayPhoneNumber: z.string(),
  verifiedName: z.string().nullable(),
  /** What the team calls it. */
  name: z.string().nullable(),
  status: z.enum(['connected', 'disconnected']),
  qualityRating: z.string().nullable(),
  nameDecision: z.string().nullable(),
  /** With how many customers a conversation may be begun in a day, in Meta's words. */
  messagingLimit: z.string().nullable(),
  throughputMps: z.number(),
  greeting: z.string().nullable(),
  /** It is in the WhatsApp Business app as well. */
  isCoexistence: z.boolean(),
  tokenExpiresAt: z.number().nullable(),
  createdAt: z.number(),
  disconnectedAt: z.number().nullable(),
  /** Those that are open. */
  alarms: z.array(AlarmShape),
})

export const ConnectedNumberListShape = z.object({
  items: z.array(ConnectedNumberShape),
  /** Meta's sign-up dialog; `missing` are the settings of the installation without which there is none. */
  signup: z.object({ isAvailable: z.boolean(), missing: z.array(z.string()) }),
  /** The simulator is ours, and has numbers to practise with. */
  hasPractice: z.boolean(),
})

const digits = (what: string) =>
  z
    .string()
    .transform((text) => text.trim())
    .pipe(z.string().regex(/^\d{5,30}$/u, `must be ${what}: digits only`))
const Pin = z.string().regex(/^\d{6}$/u, 'must have 6 digits')
/** Trimmed, because it is pasted. */
const Token = z
  .string()
  .transform((text) => text.trim())
  .pipe(
    z
      .string()
      .min(8)
      .max(4096)
      .regex(/^[!-~]+$/u, 'must be a token, without spaces'),
  )
const nothingIfEmpty = (charsMax: number) =>
  z
    .string()
    .max(charsMax)
    .transform((text) => (text.trim() === '' ? null : text.trim()))
    .nullable()

export const ConnectNumberShape = z.strictObject({
  wabaId: digits('the id of the WhatsApp Business account'),
  phoneNumberId: digits('the id of the phone number'),
  accessToken: Token,
  /** Given, the number is registered for Cloud API with it. */
  pin: Pin.optional(),
  name: nothingIfEmpty(80).optional(),
})

export const ChangeNumberShape = z.strictObject({
  name: nothingIfEmpty(80).optional(),
  /** Sent once when a customer opens a window; null: none. */
  greeting: nothingIfEmpty(1024).optional(),
  accessToken: Token.optional(),
})

export const BeginSignupShape = z.strictObject({
  /** The number is in the WhatsApp Business app and stays there. */
  isCoexistence: z.boolean().default(false),
})
export const SignupUrlShape = z.object({ url: z.string() })

export const FinishSignupShape = z.strictObject({
  code: z.string().min(1).max(4096),
  state: z.string().min(1).max(200),
})

export const SignupNumberShape = z.object({
  phoneNumberId: z.string(),
  wabaId: z.string(),
  displayPhoneNumber: z.string().nullable(),
  verifiedName: z.string().nullable(),
  /** It must be registered, with a PIN. */
  needsPin: z.boolean(),
  /** It is one of ours already: connecting it again renews its token. */
  isConnected: z.boolean(),
})
export const SignupShape = z.object({
  /** Valid for an hour. */
  id: z.string(),
  numbers: z.array(SignupNumberShape),
})

export const ConnectFromSignupShape = z.strictObject({
  signupId: z.uuid(),
  phoneNumberId: digits('the id of the phone number'),
  pin: Pin.optional(),
})

export const CHECK_KEYS = [
  'token',
  'permissions',
  'number',
  'registration',
  'quality',
  'display_name',
  'subscription',
  'sending',
  'webhook_address',
  'webhook_probe',
  'last_webhook',
  'signature',
] as const

export const CheckShape = z.object({
  key: z.enum(CHECK_KEYS),
  state: z.enum(['ok', 'warn', 'fail', 'unknown']),
  /** What was found; stable, and unique across all checks. */
  code: z.string(),
  title: z.string(),
  /** What to do, and where; null: nothing. */
  nextStep: z.string().nullable(),
  /** Whose move it is. */
  side: z.enum(['business', 'meta', 'harkara']).nullable(),
  /** Meta's page where it is mended. */
  fixUrl: z.string().nullable(),
  /** What the words speak of: a date, an address, Meta's own sentence. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const HealthShape = z.object({
  checkedAt: z.number(),
  /** The worst of them. */
  state: z.enum(['ok', 'warn', 'fail', 'unknown']),
  checks: z.array(CheckShape),
})

export type Alarm = z.infer<typeof AlarmShape>
export type ConnectedNumber = z.infer<typeof ConnectedNumberShape>
export type ConnectedNumberList = z.infer<typeof ConnectedNumberListShape>
export type Signup = z.infer<typeof SignupShape>
export type SignupNumber = z.infer<typeof SignupNumberShape>
export type Check = z.infer<typeof CheckShape>
export type CheckKey = (typeof CHECK_KEYS)[number]
export type Health = z.infer<typeof HealthShape>
