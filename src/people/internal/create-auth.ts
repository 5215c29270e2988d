/** better-auth, told about our tables: it keeps users, passwords, sessions and second factors. Who works where is ours. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { twoFactor } from 'better-auth/plugins'
import type { Pool } from 'pg'
import { z } from 'zod'
import { newId } from '#platform/ids.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from '../shapes.ts'

export type AuthOptions = {
  readonly pool: Pool
  /** 32 bytes that sign sessions and seal second factors. */
  readonly secret: Buffer
  /** Cookies are for https alone. */
  readonly isSecure: boolean
  /** Somebody has a new password, by a link. */
  readonly onReset: (user: string) => Promise<void>
}

export type Auth = ReturnType<typeof createAuth>

/** Who asked that a password be reset gets the token here, to put it into a mail in their language. */
export const resetToken = new AsyncLocalStorage<(token: string) => void>()

const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
const DAY_S = 24 * 60 * 60

/** Our tables in better-auth's words. */
const MODELS = {
  user: {
    modelName: 'users',
    fields: { emailVerified: 'email_verified', ...stamps },
    additionalFields: {
      isDemo: { type: 'boolean', input: false, defaultValue: false, fieldName: 'is_demo' },
    },
  },
  session: {
    modelName: 'sessions',
    expiresIn: 30 * DAY_S,
    updateAge: DAY_S,
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      ...stamps,
    },
    additionalFields: {
      tenantId: { type: 'string', input: false, required: false, fieldName: 'tenant_id' },
    },
  },
  account: {
    modelName: 'accounts',
    fields: {
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...stamps,
    },
  },
  verification: {
    modelName: 'verifications',
    storeIdentifier: 'hashed', // whoever reads the table must not be able to reset a password
    fields: { expiresAt: 'expires_at', ...stamps },
  },
} as const

export function createAuth({ pool, secret, isSecure, onReset }: AuthOptions) {
  return betterAuth({
    appName: 'Harkara',
    baseURL: 'http://127.0.0.1', // never fetched and never shown: requests reach it through our own routes
    secret: secret.toString('base64'),
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false }, // ours counts before it is asked
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: async ({ user }) => onReset(user.id),
      sendResetPassword: async ({ token }) => resetToken.getStore()?.(token),
    },
    ...MODELS,
    advanced: {
      cookiePrefix: 'harkara',
      useSecureCookies: isSecure,
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [IP_HEADER] },
    },
    plugins: [
      twoFactor({
        issuer: 'Harkara',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'two_factors',
            fields: {
              userId: 'user_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      demoSignIn(),
    ],
  })
}

/** Set by us for each call, from the connection; what a client says of itself is not passed on. */
export const IP_HEADER = 'x-harkara-client'

/** Opens a session for a made-up colleague of the demo shop. Server only: our route decides who may. */
const demoSignIn = () => ({
  id: 'demo-sign-in',
  endpoints: {
    signInDemo: createAuthEndpoint(
      '/sign-in/demo',
      { method: 'POST', body: z.object({ userId: z.string() }), metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
        if (user === null || (user as { isDemo?: boolean }).isDemo !== true)
          return ctx.json({ isThere: false })
        const session = await ctx.context.internalAdapter.createSession(user.id)
        await setSessionCookie(ctx, { session, user })
        return ctx.json({ isThere: true })
      },
    ),
  },
})
