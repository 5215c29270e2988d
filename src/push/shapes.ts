/** The shapes of the notifications' API: what a person wants to hear of, and the browsers in which they hear it. */
import { z } from 'zod'

export const SettingsShape = z.object({
  /** `mine`: conversations that are assigned to the one who asks. */
  scope: z.enum(['off', 'mine', 'all']),
  /** Whether a notification shows what was written. */
  showsText: z.boolean(),
  hasSound: z.boolean(),
})

/** PATCH /api/v1/notifications. What is left out stays as it is. */
export const SettingsPatchShape = z.strictObject(SettingsShape.shape).partial()

/** GET /api/v1/notifications */
export const NotificationsShape = z.object({
  settings: SettingsShape,
  /** What a browser needs to subscribe: this installation's public key, in base64url. */
  pushKey: z.string(),
  /** The browsers that are woken for the one who asks, newest first. */
  subscriptions: z.array(
    z.object({
      id: z.string(),
      /** Whose push service it is, as a host name. */
      service: z.string(),
      createdAt: z.number(),
    }),
  ),
})

const Base64Url = (bytes: number) =>
  z
    .string()
    .max(200)
    .regex(/^[\w-]+=*$/u)
    .refine((text) => Buffer.from(text, 'base64url').length === bytes, `must be ${bytes} bytes in base64url`)

/** POST /api/v1/push-subscriptions: what `PushSubscription.toJSON()` gives, and in which language to speak. */
export const NewSubscriptionShape = z.strictObject({
  endpoint: z.url({ protocol: /^https$/u, error: 'must be an https address' }).max(2000),
  keys: z.strictObject({ p256dh: Base64Url(65), auth: Base64Url(16) }),
  locale: z.enum(['en', 'hi']),
})

export type NotificationSettings = z.infer<typeof SettingsShape>
export type SettingsPatch = z.infer<typeof SettingsPatchShape>
export type Notifications = z.infer<typeof NotificationsShape>
export type NewSubscription = z.infer<typeof NewSubscriptionShape>
