/**
 * Meta's Embedded Signup (v4), without Meta's script: its dialog is a page of its own that leads back to ours with a code. The
 * `state` ties the way back to the person who began; the code becomes a token at once, because it lives 30 seconds, and the
 * token is kept for an hour while the person chooses a number.
 * Source: Meta, "Embedded Signup" (8 Oct 2025), "Facebook Login: manually build a login flow" (2025).
 */
import { createHash, randomBytes } from 'node:crypto'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Secret } from '#platform/secrets.ts'
import { after } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import { selectTaken } from './internal/sql.ts'
import {
  deleteSignup,
  insertSignup,
  keepSignupToken,
  selectSignupToken,
  useSignup,
} from './internal/signups-sql.ts'
import type { ConnectionParts } from './parts.ts'
import { refusalOf, type Refused } from './refusal.ts'
import type { Signup, SignupNumber } from './shapes.ts'
import { needsPin, numbersOf, SCOPES, takeUpNumber, type TakenUp } from './take-up-number.ts'

const SIGNUP_MS = 60 * 60 * 1000
/** Meta, "Embedded Signup" (8 Oct 2025): what keeps a number in the WhatsApp Business app. */
const COEXISTENCE = 'whatsapp_business_app_onboarding'

export const signupSealedTo = (tenant: TenantId, id: string): string => `${tenant}:signup:${id}`

/** Where to send the browser. @param redirectUri our page that Meta leads back to */
export async function beginSignup(
  { database, clock, meta }: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  { redirectUri, isCoexistence }: { readonly redirectUri: string; readonly isCoexistence: boolean },
): Promise<{ readonly ok: true; readonly url: string } | Refused> {
  if (meta.app === null || meta.configId === null) return { ok: false, because: 'signup_not_set_up' }
  const state = randomBytes(24).toString('base64url')
  const now = clock()
  await database.inTenant(tenant, async (client) =>
    insertSignup(client, tenant, {
      id: newId(),
      stateHash: hashOf(state),
      actor: actor.id,
      redirectUri,
      isCoexistence,
      now,
      expiresAt: after(now, SIGNUP_MS),
    }),
  )
  const extras = { setup: {}, ...(isCoexistence && { featureType: COEXISTENCE }) }
  const url = meta.accounts.signupUrl({
    client_id: meta.app.id,
    config_id: meta.configId,
    redirect_uri: redirectUri,
    response_type: 'code',
    override_default_response_type: 'true',
    state,
    extras: JSON.stringify(extras),
  })
  return { ok: true, url }
}

/** The way back: the numbers that the token opens. */
export async function finishSignup(
  parts: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  { code, state }: { readonly code: string; readonly state: string },
): Promise<({ readonly ok: true } & Signup) | Refused> {
  const { database, clock, meta, vault } = parts
  if (meta.app === null) return { ok: false, because: 'signup_not_set_up' }
  const signup = await database.inTenant(tenant, async (client) =>
    useSignup(client, tenant, hashOf(state), actor.id, clock()),
  )
  if (signup === null) return { ok: false, because: 'signup_state' }
  let token: Secret
  try {
    token = await meta.accounts.exchangeCode(meta.app, code, signup.redirectUri)
  } catch (error) {
    if (error instanceof GraphFault && error.error.code === 100) return { ok: false, because: 'signup_code' }
    return refusalOf(error)
  }
  const sealed = vault.seal(token, signupSealedTo(tenant, signup.id))
  await database.inTenant(tenant, async (client) => keepSignupToken(client, tenant, signup.id, sealed))
  const numbers = await numbersOfToken(parts, tenant, token)
  return numbers.ok ? { ok: true, id: signup.id, numbers: numbers.numbers } : numbers
}

/** Connects one of them. The kept token is forgotten once nothing can go wrong any more. */
export async function connectFromSignup(
  parts: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  wish: { readonly signupId: string; readonly phoneNumberId: string; readonly pin?: string | undefined },
): Promise<TakenUp | Refused> {
  const { database, clock, vault } = parts
  const kept = await database.inTenant(tenant, async (client) =>
    selectSignupToken(client, tenant, wish.signupId, actor.id, clock()),
  )
  if (kept === null) return { ok: false, because: 'signup_over' }
  const accessToken = vault.open(kept.sealed, signupSealedTo(tenant, wish.signupId))
  const found = await numbersOfToken(parts, tenant, accessToken)
  if (!found.ok) return found
  const number = found.numbers.find(({ phoneNumberId }) => phoneNumberId === wish.phoneNumberId)
  if (number === undefined) return { ok: false, because: 'number_not_in_account' }
  const { wabaId, phoneNumberId } = number
  const pin = wish.pin ?? null
  const taken = await takeUpNumber(parts, tenant, actor, {
    ...{ wabaId, phoneNumberId, accessToken, pin },
    via: 'signup',
  })
  if (taken.ok) await database.inTenant(tenant, async (client) => deleteSignup(client, tenant, wish.signupId))
  return taken
}

/** Connects the first of the simulator's numbers that is nobody's. */
export async function connectPractice(
  parts: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
): Promise<TakenUp | Refused> {
  const token = parts.meta.practiceToken
  if (token === null) return { ok: false, because: 'no_practice_number' }
  const found = await numbersOfToken(parts, tenant, token)
  if (!found.ok) return found
  const taken = await takenOf(parts, tenant, found.numbers)
  const number = found.numbers.find(({ phoneNumberId }) => !taken.has(phoneNumberId))
  if (number === undefined) return { ok: false, because: 'no_practice_number' }
  const { wabaId, phoneNumberId } = number
  const pin = number.needsPin ? PRACTICE_PIN : null
  return takeUpNumber(parts, tenant, actor, {
    ...{ wabaId, phoneNumberId, accessToken: token, pin },
    via: 'practice',
  })
}

/** The simulator takes any; nobody signs in with it. */
const PRACTICE_PIN = '123456'

/** All numbers of the accounts that a token is for. */
async function numbersOfToken(
  parts: ConnectionParts,
  tenant: TenantId,
  token: Secret,
): Promise<{ readonly ok: true; readonly numbers: SignupNumber[] } | Refused> {
  const { meta } = parts
  try {
    const { isValid, targets } = await meta.accounts.inspectToken(meta.app, token)
    if (!isValid) return { ok: false, because: 'token_invalid' }
    const wabaIds = new Set(SCOPES.flatMap((scope) => targets.get(scope) ?? []))
    const numbers: SignupNumber[] = []
    for (const wabaId of wabaIds)
      for (const number of (await numbersOf(meta, token, wabaId)) ?? [])
        numbers.push({
          phoneNumberId: number.id,
          wabaId,
          displayPhoneNumber: number.displayPhoneNumber,
          verifiedName: number.verifiedName,
          needsPin: needsPin(number),
          isConnected: false,
        })
    const taken = await takenOf(parts, tenant, numbers)
    return {
      ok: true,
      numbers: numbers.map((number) => ({
        ...number,
        isConnected: taken.get(number.phoneNumberId) === tenant,
      })),
    }
  } catch (error) {
    return refusalOf(error)
  }
}

const takenOf = async (
  { database }: ConnectionParts,
  tenant: TenantId,
  numbers: readonly SignupNumber[],
): Promise<ReadonlyMap<string, string>> =>
  database.inTenant(tenant, async (client) =>
    selectTaken(
      client,
      numbers.map(({ phoneNumberId }) => phoneNumberId),
    ),
  )

const hashOf = (state: string): Buffer => createHash('sha256').update(state).digest()
