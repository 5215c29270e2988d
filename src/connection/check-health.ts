/**
 * The connection doctor: asks Meta and our own tables about one number, all at once, and judges each answer by itself. What could
 * not be asked is unknown, and hides nothing else.
 */
import type { TenantId } from '#platform/db/tenant-id.ts'
import { Fault } from '#platform/errors.ts'
import { instant } from '#platform/time.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import {
  checkDisplayName,
  checkLastWebhook,
  checkNoToken,
  checkNumber,
  checkPermissions,
  checkProbe,
  checkQuality,
  checkRegistration,
  checkSending,
  checkSignature,
  checkSubscription,
  checkTokenInfo,
  checkWebhookAddress,
  unknownCheck,
} from './health-checks.ts'
import { countUnsigned, lastHeard, selectNumbers } from './internal/sql.ts'
import { openToken } from './open-token.ts'
import type { ConnectionParts } from './parts.ts'
import { CHECK_KEYS, type Check, type CheckKey, type Health } from './shapes.ts'

/** null: there is no such number. */
export async function checkHealth(
  parts: ConnectionParts,
  tenant: TenantId,
  id: string,
): Promise<Health | null> {
  const { database, clock, meta } = parts
  const [number] = await database.inTenant(tenant, async (client) => selectNumbers(client, tenant, id))
  if (number === undefined) return null
  const { token, why } = await openToken(parts, tenant, id)
  const { phoneNumberId, wabaId } = number
  const now = clock()
  const { accounts } = meta
  const ofMeta =
    token === null
      ? [[checkNoToken(why)], ASKED_OF_META.map((key) => unknownCheck(key, 'no_token'))]
      : await Promise.all([
          judged(['token', 'permissions'], async () => {
            const info = await accounts.inspectToken(meta.app, token)
            return [checkTokenInfo(info, now), checkPermissions(info, wabaId)]
          }),
          judged(['number', 'registration', 'quality', 'display_name'], async () => {
            const found = await meta.getPhoneNumber(token, phoneNumberId)
            return [
              checkNumber(found),
              checkRegistration(found),
              checkQuality(found),
              checkDisplayName(found),
            ]
          }),
          judged(['subscription'], async () => {
            const apps = await accounts.listSubscribedApps(token, wabaId)
            return [checkSubscription(apps, meta.app?.id ?? null)]
          }),
          judged(['sending', 'webhook_address'], async () => {
            const health = await accounts.numberHealth(token, phoneNumberId)
            return [checkSending(health), checkWebhookAddress(health, meta.webhookUrl)]
          }),
        ])
  const ours = await Promise.all([
    judged(['webhook_probe'], async () => [checkProbe((await meta.probeWebhook?.()) ?? null)]),
    judged(['last_webhook', 'signature'], async () =>
      database.inTenant(tenant, async (client) => {
        const heardAt = await lastHeard(client, tenant, id)
        const unsigned = await countUnsigned(client, now)
        const silent = number.alarms.filter(({ kind }) => kind === 'no_statuses' || kind === 'no_messages')
        return [checkLastWebhook(heardAt, silent, now), checkSignature(unsigned, heardAt, now)]
      }),
    ),
  ])
  const checks = inOrder([...ofMeta, ...ours].flat())
  return { checkedAt: now, state: worstOf(checks), checks }
}

const ASKED_OF_META: readonly CheckKey[] = [
  ...(['permissions', 'number', 'registration', 'quality', 'display_name'] as const),
  ...(['subscription', 'sending', 'webhook_address'] as const),
]

/** What Meta refuses because the token is dead is said once, by the token's own check. */
async function judged(keys: readonly CheckKey[], ask: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof GraphFault && error.error.code === 190)
      return keys.map((key) =>
        key === 'token' ? checkTokenInfo(DEAD_TOKEN, NEVER) : unknownCheck(key, 'no_token'),
      )
    if (error instanceof GraphFault)
      return keys.map((key) => unknownCheck(key, 'refused', `Graph ${error.error.code}`))
    if (error instanceof Fault) return keys.map((key) => unknownCheck(key, 'unreachable'))
    throw error
  }
}

/** A token that asks about itself and is refused. */
const DEAD_TOKEN = {
  isValid: false,
  appId: null,
  expiresAt: null,
  scopes: [],
  targets: new Map<string, readonly string[]>(),
  problem: null,
}
const NEVER = instant(0)

const inOrder = (checks: readonly Check[]): Check[] =>
  checks.toSorted((a, b) => CHECK_KEYS.indexOf(a.key) - CHECK_KEYS.indexOf(b.key))

const STATES = ['fail', 'warn', 'ok', 'unknown'] as const
/** What is unknown counts only if nothing is known. */
const worstOf = (checks: readonly Check[]): Health['state'] =>
  STATES.find((state) => checks.some((one) => one.state === state)) ?? 'unknown'
