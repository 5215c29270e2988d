/** Reads the environment once. Everything that an operator may set is here, with what it is for; the rest are constants. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Secret, type SealingKey } from './secrets.ts'

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
  META_APP_ID: z.string().regex(/^\d+$/u, 'must be digits').optional(),
  META_CONFIG_ID: z.string().regex(/^\d+$/u, 'must be digits').optional(),
  META_APP_SECRET: z.string().min(8).optional(),
  META_APP_SECRET_PREVIOUS: z.string().min(8).optional(),
  META_VERIFY_TOKEN: z.string().min(8).optional(),
  META_PHONE_NUMBER_ID: z.string().optional(),
  META_WABA_ID: z.string().optional(),
  META_ACCESS_TOKEN: z.string().optional(),
  HARKARA_SECRET_KEY: z.string().optional(),
  HARKARA_SECRET_KEYS_OLD: z.string().optional(),
  SIMULATOR_PORT: port.optional(),
  SIGN_UP: z.enum(['open', 'invited']).optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//u, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().default('Harkara <harkara@localhost>'),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('ap-south-1'),
  KEEP_DELIVERIES_DAYS: z.coerce.number().int().min(7).max(3650).optional(),
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
  /** Its number; what was sealed says by which key. */
  readonly secretKeyId: number
  /** Keys of before, which still open what `rotate-secrets` has not come to yet. */
  readonly secretKeysOld: readonly SealingKey[]
  /** Keys whose values are given up: their numbers were connected anew, or will be. */
  readonly secretKeysLost: readonly number[]
  /** The Meta app: its id, and the id of its Embedded Signup configuration. null: not set. */
  readonly metaApp: { readonly id: string | null; readonly configId: string | null }
  readonly simulatorPort: number
  /** A number to connect at the start. */
  readonly firstChannel: {
    readonly phoneNumberId: string
    readonly wabaId: string
    readonly accessToken: Secret
  } | null
  readonly s3: { readonly bucket: string; readonly endpoint: string | null; readonly region: string } | null
  /** Who may open a business here once there is an owner. */
  readonly signUp: 'open' | 'invited'
  /** null: mails become files in the data folder. */
  readonly smtpUrl: Secret | null
  readonly mailFrom: string
  /** Raw webhooks that were worked off go after so many days, and are not replayed any more; null: they stay. */
  readonly keepDeliveriesDays: number | null
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
  const { id: secretKeyId, key: secretKey } = numberedKey(
    need('HARKARA_SECRET_KEY', settings.HARKARA_SECRET_KEY ?? made.HARKARA_SECRET_KEY),
  )
  const firstChannel = firstChannelOf(settings, need)
  if (missing.length > 0) throw new SettingsError(missing.join('\n'))
  if (Buffer.from(secretKey, 'base64').length !== 32)
    throw new SettingsError(
      `HARKARA_SECRET_KEY is not usable: it must be ${PURPOSE['HARKARA_SECRET_KEY'] ?? ''}`,
    )
  const old = oldKeysOf(settings.HARKARA_SECRET_KEYS_OLD ?? '', secretKeyId)
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
    secretKeyId,
    secretKeysOld: old.keys,
    secretKeysLost: old.lost,
    metaApp: { id: settings.META_APP_ID ?? null, configId: settings.META_CONFIG_ID ?? null },
    simulatorPort: settings.SIMULATOR_PORT ?? (settings.PORT === 0 ? 0 : settings.PORT + 1),
    firstChannel,
    s3:
      settings.S3_BUCKET === undefined
        ? null
        : { bucket: settings.S3_BUCKET, endpoint: settings.S3_ENDPOINT ?? null, region: settings.S3_REGION },
    // On a machine of one's own everybody who can reach it may try things out.
    signUp: settings.SIGN_UP ?? (isPrivate(settings.HOST, settings.PUBLIC_URL) ? 'open' : 'invited'),
    smtpUrl: settings.SMTP_URL === undefined ? null : new Secret(settings.SMTP_URL),
    mailFrom: settings.MAIL_FROM,
    keepDeliveriesDays: settings.KEEP_DELIVERIES_DAYS ?? null,
    logLevel: settings.LOG_LEVEL,
  }
}

/** `2:<base64>` is key 2; without a number it is key 1. */
function numberedKey(text: string): { readonly id: number; readonly key: string } {
  const [, id, key] = /^(\d{1,3}):(.*)$/u.exec(text) ?? []
  return id === undefined || key === undefined ? { id: 1, key: text } : { id: Number(id), key }
}

const unusable = (why: string): SettingsError =>
  new SettingsError(`HARKARA_SECRET_KEYS_OLD is not usable: ${why}`)

/** Each with a number of its own. A key that nobody has any more is written `1:lost`. */
function oldKeysOf(
  text: string,
  current: number,
): { readonly keys: readonly SealingKey[]; readonly lost: readonly number[] } {
  const all = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(numberedKey)
  const ids = [current, ...all.map(({ id }) => id)]
  if (ids.some((id) => id > 255)) throw unusable('a key’s number is 0 to 255')
  if (new Set(ids).size < ids.length)
    throw unusable(
      'two keys have the same number; write the new one as HARKARA_SECRET_KEY=2:… (a key without a number is number 1)',
    )
  const lost = all.filter(({ key }) => key === 'lost').map(({ id }) => id)
  const keys = all.filter(({ key }) => key !== 'lost')
  if (keys.some(({ key }) => Buffer.from(key, 'base64').length !== 32))
    throw unusable('it lists earlier values of HARKARA_SECRET_KEY, with commas between them')
  return { keys: keys.map(({ id, key }) => ({ id, key: new Secret(key) })), lost }
}

/** Whether nobody but this machine's own users can reach us. */
export const isPrivate = (host: string, publicUrl: string | null | undefined): boolean =>
  (publicUrl === null || publicUrl === undefined) && /^(?:127\.|localhost$|::1$)/u.test(host)

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
