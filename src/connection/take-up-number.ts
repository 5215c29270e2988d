/**
 * Connects a number: Meta is asked about the token, the account and the number; the number is registered if need be and our app
 * attached to its account; only then is anything stored here, in one transaction. Every step may be done twice, so whoever was
 * interrupted connects again.
 */
import { recordAudit } from '#audit/record-audit.ts'
import { connectChannel, ownerOf } from '#channels/connect-channel.ts'
import { redeliver } from '#ingest/redeliver.ts'
import { laneOf } from '#ingest/lane-of.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import type { TokenInfo } from '#whatsapp/graph-accounts.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import type { PhoneNumber } from '#whatsapp/graph.ts'
import { markPullDue, updateNumber } from './internal/sql.ts'
import type { ConnectionParts } from './parts.ts'
import { refusalOf, type Refused } from './refusal.ts'

export type NumberWish = {
  readonly wabaId: string
  readonly phoneNumberId: string
  readonly accessToken: Secret
  /** null: it is registered already, or is in the WhatsApp Business app. */
  readonly pin: string | null
  readonly name?: string | null | undefined
  /** How it came here, for the audit log. */
  readonly via: 'token' | 'signup' | 'practice'
}

export type TakenUp = { readonly ok: true; readonly id: string; readonly redelivered: number }

/** Both are needed: one to read and register, one to send and hear. */
export const SCOPES = ['whatsapp_business_management', 'whatsapp_business_messaging'] as const
/** States of a number that has to be registered first (Meta, "Phone numbers", Nov 2025). */
const UNREGISTERED: ReadonlySet<string> = new Set(['PENDING', 'DISCONNECTED', 'UNVERIFIED'])
/** Wrong PIN, too many wrong ones, too fast (Meta, "Error codes", Nov 2025). */
const PIN_ERRORS: ReadonlySet<number> = new Set([133005, 133008, 133009])

export async function takeUpNumber(
  parts: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  wish: NumberWish,
): Promise<TakenUp | Refused> {
  const { accounts } = parts.meta
  try {
    const checked = await checkWish(parts, tenant, wish)
    if (!checked.ok) return checked
    const registered = await register(parts, wish, checked.number)
    if (registered !== null) return registered
    await accounts.subscribeApp(wish.accessToken, wish.wabaId)
    return await store(parts, tenant, actor, wish, checked)
  } catch (error) {
    return refusalOf(error)
  }
}

type Checked = { readonly ok: true; readonly number: PhoneNumber; readonly token: TokenInfo }

/** Reads only: nothing is changed anywhere. */
async function checkWish(
  { database, meta }: ConnectionParts,
  tenant: TenantId,
  { wabaId, phoneNumberId, accessToken }: NumberWish,
): Promise<Checked | Refused> {
  const token = await meta.accounts.inspectToken(meta.app, accessToken)
  const wrong = checkToken(token, wabaId)
  if (wrong !== null) return wrong
  const numbers = await numbersOf(meta, accessToken, wabaId)
  if (numbers === null) return { ok: false, because: 'account_not_found' }
  const number = numbers.find(({ id }) => id === phoneNumberId)
  if (number === undefined) return { ok: false, because: 'number_not_in_account' }
  const owner = await database.inTenant(tenant, async (client) => ownerOf(client, phoneNumberId))
  if (owner !== null && owner !== tenant) return { ok: false, because: 'number_taken' }
  return { ok: true, number, token }
}

/** null: it may do what we need. A scope without a list of accounts holds for all that the token's user may see. */
function checkToken({ isValid, scopes, targets }: TokenInfo, wabaId: string): Refused | null {
  if (!isValid) return { ok: false, because: 'token_invalid' }
  const missing = SCOPES.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) return { ok: false, because: 'token_lacks_permissions', missing }
  const isForAccount = SCOPES.every((scope) => targets.get(scope)?.includes(wabaId) ?? true)
  return isForAccount ? null : { ok: false, because: 'token_not_for_account' }
}

/** null: Meta knows no such account, or does not show it to this token, which it does not tell apart. */
export async function numbersOf(
  { accounts }: ConnectionParts['meta'],
  token: Secret,
  wabaId: string,
): Promise<PhoneNumber[] | null> {
  try {
    return await accounts.listNumbers(token, wabaId)
  } catch (error) {
    if (error instanceof GraphFault && error.kind === 'not_found') return null
    throw error
  }
}

export const needsPin = ({ status, isOnBusinessApp }: PhoneNumber): boolean =>
  !isOnBusinessApp && status !== null && UNREGISTERED.has(status)

/** null: it is registered. A number in the WhatsApp Business app is registered there (Meta, "Coexistence", Nov 2025). */
async function register(
  { meta }: ConnectionParts,
  { accessToken, phoneNumberId, pin }: NumberWish,
  number: PhoneNumber,
): Promise<Refused | null> {
  if (number.isOnBusinessApp) return null
  if (pin === null) return needsPin(number) ? { ok: false, because: 'pin_needed' } : null
  try {
    await meta.accounts.registerNumber(accessToken, phoneNumberId, pin)
    return null
  } catch (error) {
    if (error instanceof GraphFault && PIN_ERRORS.has(error.error.code))
      return { ok: false, because: 'pin_refused' }
    throw error
  }
}

async function store(
  { database, vault, notifier }: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  wish: NumberWish,
  { number, token }: Checked,
): Promise<TakenUp> {
  const { phoneNumberId, wabaId, accessToken } = wish
  const taken = await database.inTenant(tenant, async (client) => {
    const id = await connectChannel(
      client,
      tenant,
      {
        phoneNumberId,
        wabaId,
        displayPhoneNumber: (number.displayPhoneNumber ?? phoneNumberId).replaceAll(/\D/gu, ''),
        verifiedName: number.verifiedName,
        accessToken,
        greeting: null,
        facts: {
          isCoexistence: number.isOnBusinessApp,
          tokenExpiresAt: token.expiresAt,
          qualityRating: number.qualityRating,
          nameDecision: number.nameStatus,
          messagingLimit: number.messagingLimit,
          isHighThroughput: number.throughput === 'HIGH',
        },
      },
      vault,
    )
    await updateNumber(client, tenant, id, { name: wish.name })
    await markPullDue(client, id)
    const redelivered = await redeliver(client, { phoneNumberId, wabaId })
    await appendEvents(client, tenant, [['channels.changed']])
    await recordAudit(client, tenant, actor, {
      action: 'channel.connected',
      subject: { kind: 'channel', id },
      details: { phoneNumberId, wabaId, via: wish.via },
    })
    return { id, redelivered }
  })
  notifier.notify(
    'deliveries',
    [phoneNumberId, `waba:${wabaId}`].map((route) => String(laneOf(route))),
  )
  notifier.notify('events', [tenant])
  return { ok: true, ...taken }
}
