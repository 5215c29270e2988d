/** The shapes of the API keys' API. Moments are milliseconds since the epoch. */
import { z } from 'zod'
import { PERMISSIONS } from '#tenants/permissions.ts'

/** A key that makes keys would outlive its own revocation. */
export const GRANTABLE = PERMISSIONS.filter((permission) => permission !== 'keys:write')

const RATE_PER_MINUTE_MAX = 6000
const RATE_PER_MINUTE = 600

export const ApiKeyShape = z.object({
  id: z.string(),
  name: z.string(),
  /** What the key's text begins with; the rest of it is not known to us. */
  prefix: z.string(),
  permissions: z.array(z.string()),
  ratePerMinute: z.number(),
  createdBy: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() }),
  createdAt: z.number(),
  /** To the minute. */
  lastUsedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
})

export const ApiKeyListShape = z.object({ items: z.array(ApiKeyShape) })

/** The only answer that holds the key's whole text. */
export const NewApiKeyShape = ApiKeyShape.extend({ secret: z.string() })

export const CreateApiKeyShape = z.strictObject({
  name: z
    .string()
    .transform((text) => text.trim())
    .pipe(
      z
        .string()
        .min(1)
        .max(80)
        .regex(/^\P{Cc}*$/u, 'may not contain control characters'),
    ),
  permissions: z
    .array(z.enum(GRANTABLE))
    .min(1)
    .transform((all) => [...new Set(all)]),
  expiresAt: z.number().int().min(0).max(8.64e15).nullable().optional(),
  ratePerMinute: z.number().int().min(1).max(RATE_PER_MINUTE_MAX).default(RATE_PER_MINUTE),
})

export type ApiKey = z.infer<typeof ApiKeyShape>
export type ApiKeyList = z.infer<typeof ApiKeyListShape>
export type NewApiKey = z.infer<typeof NewApiKeyShape>
