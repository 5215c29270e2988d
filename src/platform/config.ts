/** Reads the environment once. Everything that an operator may set is here, with what it is for; the rest are constants. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Secret } from './secrets.ts'

export const ROLES = ['gateway', 'worker', 'sender', 'web'] as const
export type Role = (typeof ROLES)[number]

const port = z.coerce.number().int().min(0).max(65_535)
const Environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  HARKARA_DATA: z.string().default('.harkara'),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  META_GRAPH_URL: z.url().optional(),
  META_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/u)
    .default('v25.0'),
  META_APP_SECRET: z.string().min(8).optional(),
  META_APP_SECRET_PREVIOUS: z.string().min(8).optional(),
  META_VERIFY_TOKEN: z.string().min(8).optional(),
  META_PHONE_NUMBER_ID: z.string().optional(),
  META_WABA_ID: z.string().optional(),
  META_ACCESS_TOKEN: z.string().optional(),
  HARKARA_SECRET_KEY: z.string().optional(),
  SIMULATOR_PORT: port.optional(),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('ap-south-1'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** What a missing setting is for; said when it stops the start. */
const PURPOSE: Readonly<Record<string, string>> = {
  DATABASE_URL:
    'the PostgreSQL database (15 or newer) that remembers everything, e.g. postgres://user:password@host/harkara',
  META_APP_SECRET:
    'the secret of your Meta app: webhooks are checked with it (App dashboard, Settings, Basic)',
  META_VERIFY_TOKEN:
    'a word of your own choice that Meta sends when you enter the webhook address in the App dashboard',
  HARKARA_SECRET_KEY:
    '32 random bytes in base64 that seal access tokens in the database: openssl rand -base64 32',
  META_PHONE_NUMBER_ID: 'the id of the number to connect at the start (WhatsApp Manager, Phone numbers)',
  META_WABA_ID: 'the id of the WhatsApp Business account that the number belongs to',
  META_ACCESS_TOKEN: 'a system user’s token that may send from the number (Business settings, System users)',
}

/** Said to whoever started us, in one line per problem; nothing to look up in a stack trace. */
export class SettingsError extends Error {}

export type Config = {
  readonly port: number
  readonly host: string
  /** Where people open it, behind a proxy or by a name; null: only by address. */
  readonly publicUrl: string | null
  readonly dataFolder: string
  /** null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  /** null: the simulator that we start ourselves. */
  readonly graphUrl: string | null
  readonly graphVersion: string
  readonly appSecrets: readonly Secret[]
  readonly verifyToken: Secret
  readonly secretKey: Secret
  readonly simulatorPort: number
  /** A number to connect at the start. */
  readonly firstChannel: {
    readonly phoneNumberId: string
    readonly wabaId: string
    readonly accessToken: Secret
  } | null
  readonly s3: { readonly bucket: string; readonly endpoint: string | null; readonly region: string } | null
  readonly logLevel: string
}

/**
 * @param isAll everything in one process: then a missing database is embedded and missing secrets are made and kept in the
 *   data folder. Separate roles must share theirs, so they must be told.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, isAll: boolean): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(given)
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues
        .map((issue) => `${issue.path.join('.')} is not usable: ${issue.message}`)
        .join('\n'),
    )
  const settings = parsed.data
  const dataFolder = resolve(settings.HARKARA_DATA)
  const made = isAll ? keptSecrets(dataFolder) : {}
  const missing: string[] = []
  const need = (name: string, value: string | undefined): string => {
    if (value === undefined) missing.push(`${name} is missing: ${PURPOSE[name] ?? ''}`)
    return value ?? ''
  }
  if (!isAll) need('DATABASE_URL', settings.DATABASE_URL)
  const appSecret = need('META_APP_SECRET', settings.META_APP_SECRET ?? made.META_APP_SECRET)
  const verifyToken = need('META_VERIFY_TOKEN', settings.META_VERIFY_TOKEN ?? made.META_VERIFY_TOKEN)
  const secretKey = need('HARKARA_SECRET_KEY', settings.HARKARA_SECRET_KEY ?? made.HARKARA_SECRET_KEY)
  const firstChannel = firstChannelOf(settings, need)
  if (missing.length > 0) throw new SettingsError(missing.join('\n'))
  if (Buffer.from(secretKey, 'base64').length !== 32)
    throw new SettingsError(
      `HARKARA_SECRET_KEY is not usable: it must be ${PURPOSE['HARKARA_SECRET_KEY'] ?? ''}`,
    )
  return {
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL ?? null,
    dataFolder,
    databaseUrl: settings.DATABASE_URL ?? null,
    graphUrl: settings.META_GRAPH_URL ?? (isAll ? null : 'https://graph.facebook.com'),
    graphVersion: settings.META_GRAPH_VERSION,
    appSecrets: [appSecret, settings.META_APP_SECRET_PREVIOUS]
      .filter((value) => value !== undefined)
      .map((value) => new Secret(value)),
    verifyToken: new Secret(verifyToken),
    secretKey: new Secret(secretKey),
    simulatorPort: settings.SIMULATOR_PORT ?? (settings.PORT === 0 ? 0 : settings.PORT + 1),
    firstChannel,
    s3:
      settings.S3_BUCKET === undefined
        ? null
        : { bucket: settings.S3_BUCKET, endpoint: settings.S3_ENDPOINT ?? null, region: settings.S3_REGION },
    logLevel: settings.LOG_LEVEL,
  }
}

/** All three settings of a number, or none. */
function firstChannelOf(
  settings: z.infer<typeof Environment>,
  need: (name: string, value: string | undefined) => string,
): Config['firstChannel'] {
  const { META_PHONE_NUMBER_ID: number, META_WABA_ID: waba, META_ACCESS_TOKEN: token } = settings
  if ([number, waba, token].every((value) => value === undefined)) return null
  return {
    phoneNumberId: need('META_PHONE_NUMBER_ID', number),
    wabaId: need('META_WABA_ID', waba),
    accessToken: new Secret(need('META_ACCESS_TOKEN', token)),
  }
}

type Kept = Partial<Record<'META_APP_SECRET' | 'META_VERIFY_TOKEN' | 'HARKARA_SECRET_KEY', string>>

/** Made once per data folder, so that no two installations share any; whole or not at all, and by one of two who start at once. */
function keptSecrets(dataFolder: string): Kept {
  const file = join(dataFolder, 'secrets.json')
  if (!existsSync(file)) {
    const made: Kept = {
      META_APP_SECRET: randomBytes(16).toString('hex'),
      META_VERIFY_TOKEN: randomBytes(16).toString('hex'),
      HARKARA_SECRET_KEY: randomBytes(32).toString('base64'),
    }
    mkdirSync(dataFolder, { recursive: true })
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, JSON.stringify(made, null, 2), { mode: 0o600, flush: true })
    try {
      linkSync(draft, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(draft)
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Kept
}
