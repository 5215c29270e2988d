/**
 * Meta's Graph API around accounts: tokens and what they may do, the numbers of an account, which apps listen to it, and
 * registering a number. Each gives its answer or throws a Fault; a refusal of Meta's is a GraphFault.
 * Source: Meta, "Embedded Signup" (v4, 8 Oct 2025), "Access tokens", "Phone numbers", "Subscribed apps" (Nov 2025).
 */
import { Fault } from '#platform/errors.ts'
import { Secret } from '#platform/secrets.ts'

import type { JsonObject } from './facts.ts'

import {
  GRAPH_URL,
  GRAPH_VERSION,
  type GraphOptions,
  GraphFault,
  callGraph,
  graphAnswer,
  pathOf,
} from './graph-call.ts'
import { PHONE_NUMBER_FIELDS, type PhoneNumber, phoneNumberOf } from './graph.ts'
import { idOf, listOf, objectOf, textOf } from './json.ts'

const NUMBERS_PER_PAGE = 100
/** Accounts have a few dozen numbers; a list without an end is somebody's mistake. */
const PAGES_MAX = 20

/** What an app of Meta's is known by. */
export type MetaApp = { readonly id: string; readonly secret: Secret }

/** What Meta says about a token. */
export type TokenInfo = {
  readonly isValid: boolean
  readonly appId: string | null
  /** Milliseconds since the epoch; null: it does not expire. */
  readonly expiresAt: number | null
  readonly scopes: readonly string[]
  /** Of each scope the accounts that it holds for; without an entry it holds for all that the user may see. */
  readonly targets: ReadonlyMap<string, readonly string[]>
  /** Why it is not valid, in Meta's words. */
  readonly problem: string | null
}

export type SubscribedApp = {
  readonly id: string
  readonly name: string | null
  readonly overrideUrl: string | null
}

/** Whether messages go out, as Meta sees it. */
export type NumberHealth = {
  /** AVAILABLE, LIMITED or BLOCKED; null: Meta does not say. */
  readonly canSend: string | null
  readonly problems: readonly {
    readonly entity: string
    readonly code: number | null
    readonly description: string
    readonly solution: string | null
  }[]
  /** Where Meta posts this number's webhooks: its own address, its account's, or the app's; the first that there is counts. */
  readonly webhookUrl: string | null
}

export type GraphAccounts = {
  /** Where the sign-up dialog is. */
  readonly signupUrl: (query: Readonly<Record<string, string>>) => string
  /** Trades the code of a finished sign-up for a token. The code lives 30 s and works once (Meta, "Embedded Signup"). */
  readonly exchangeCode: (app: MetaApp, code: string, redirectUri: string) => Promise<Secret>
  /** @param app our app, which may ask about its tokens; null: the token is asked about itself */
  readonly inspectToken: (app: MetaApp | null, token: Secret) => Promise<TokenInfo>
  readonly listNumbers: (token: Secret, wabaId: string) => Promise<PhoneNumber[]>
  readonly listSubscribedApps: (token: Secret, wabaId: string) => Promise<SubscribedApp[]>
  readonly subscribeApp: (token: Secret, wabaId: string) => Promise<void>
  readonly unsubscribeApp: (token: Secret, wabaId: string) => Promise<void>
  /** Makes the number ready for Cloud API. The PIN becomes its two-step PIN, or must be the one that it has. */
  readonly registerNumber: (token: Secret, phoneNumberId: string, pin: string) => Promise<void>
  /** Has Meta send what the WhatsApp Business app on the phone knows; once each, within 24 hours (Meta, "Coexistence", Nov 2025). */
  readonly requestSync: (
    token: Secret,
    phoneNumberId: string,
    kind: 'smb_app_state_sync' | 'history',
  ) => Promise<void>
  readonly numberHealth: (token: Secret, phoneNumberId: string) => Promise<NumberHealth>
}

/** Binds the calls to one way out, one address and one version. */
export const createGraphAccounts = (options: GraphOptions): GraphAccounts => ({
  signupUrl: (query) => signupUrl(options, query),
  exchangeCode: (app, code, redirectUri) => exchangeCode(options, app, code, redirectUri),
  inspectToken: (app, token) => inspectToken(options, app, token),
  listNumbers: (token, wabaId) => listNumbers(options, token, wabaId),
  listSubscribedApps: async (token, wabaId) => {
    const { data } = await callGraph(options, token, { path: pathOf(wabaId, 'subscribed_apps') })
    return (listOf(data) ?? []).flatMap(subscribedAppOf)
  },
  subscribeApp: async (token, wabaId) => {
    await callGraph(options, token, { method: 'POST', path: pathOf(wabaId, 'subscribed_apps') })
  },
  unsubscribeApp: async (token, wabaId) => {
    await callGraph(options, token, { method: 'DELETE', path: pathOf(wabaId, 'subscribed_apps') })
  },
  registerNumber: async (token, phoneNumberId, pin) => {
    const json = { messaging_product: 'whatsapp', pin }
    await callGraph(options, token, { method: 'POST', path: pathOf(phoneNumberId, 'register'), json })
  },
  requestSync: async (token, phoneNumberId, kind) => {
    const json = { messaging_product: 'whatsapp', sync_type: kind }
    await callGraph(options, token, { method: 'POST', path: pathOf(phoneNumberId, 'smb_app_data'), json })
  },
  numberHealth: (token, phoneNumberId) => numberHealth(options, token, phoneNumberId),
})

/** People see the dialog at www.facebook.com; a simulator shows its own where its Graph is. */
function signupUrl({ baseUrl = GRAPH_URL, version = GRAPH_VERSION }: GraphOptions, query: object): string {
  const origin = baseUrl === GRAPH_URL ? 'https://www.facebook.com' : new URL(baseUrl).origin
  const url = new URL(`${origin}/${version}/dialog/oauth`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
  return url.href
}

/** In the body, not in the address: the secret and the code are in no log of anybody's. */
async function exchangeCode(
  { egress, baseUrl = GRAPH_URL, version = GRAPH_VERSION }: GraphOptions,
  { id, secret }: MetaApp,
  code: string,
  redirectUri: string,
): Promise<Secret> {
  const form = { client_id: id, client_secret: secret.reveal(), code, redirect_uri: redirectUri }
  const { json, error } = graphAnswer(
    await egress.request({
      url: `${baseUrl.replace(/\/+$/, '')}/${version}/oauth/access_token`,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'harkara' },
      body: new URLSearchParams(form).toString(),
    }),
  )
  if (error !== null) throw new GraphFault(error)
  const token = textOf(json?.['access_token'])
  if (token === null || token === undefined)
    throw new Fault('upstream', 'whatsapp.bad_answer', 'Graph answered without a token')
  return new Secret(token)
}

async function inspectToken(options: GraphOptions, app: MetaApp | null, token: Secret): Promise<TokenInfo> {
  const viewer = app === null ? token : new Secret(`${app.id}|${app.secret.reveal()}`)
  const query = { input_token: token.reveal() }
  // The proof that calls carry otherwise is one of a user's token; an app's own token needs none.
  const { appSecret: _, ...bare } = options
  const data = objectOf((await callGraph(bare, viewer, { path: 'debug_token', query }))['data'])
  if (data === null) throw new Fault('upstream', 'whatsapp.bad_answer', 'Graph says nothing of the token')
  const seconds = Number(idOf(data['expires_at']) ?? 0)
  const granular = (listOf(data['granular_scopes']) ?? []).map(objectOf)
  return {
    isValid: data['is_valid'] === true,
    appId: idOf(data['app_id']) ?? null,
    expiresAt: seconds > 0 ? seconds * 1000 : null,
    scopes: wordsOf(data['scopes']),
    targets: new Map(
      granular.flatMap((one) => {
        const targets = listOf(one?.['target_ids'])
        return targets === null || targets === undefined
          ? []
          : [[idOf(one?.['scope']) ?? '', wordsOf(targets)] as const]
      }),
    ),
    problem: textOf(objectOf(data['error'])?.['message']) ?? null,
  }
}

const wordsOf = (value: JsonObject[string] | undefined): string[] =>
  (listOf(value) ?? []).flatMap((one) => idOf(one) ?? [])

async function listNumbers(options: GraphOptions, token: Secret, wabaId: string): Promise<PhoneNumber[]> {
  const query: Record<string, string> = { fields: PHONE_NUMBER_FIELDS, limit: String(NUMBERS_PER_PAGE) }
  const numbers: PhoneNumber[] = []
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await callGraph(options, token, { path: pathOf(wabaId, 'phone_numbers'), query })
    for (const item of listOf(answer['data']) ?? []) {
      const number = objectOf(item)
      if (number !== null) numbers.push(phoneNumberOf(number))
    }
    const paging = objectOf(answer['paging'])
    const after = objectOf(paging?.['cursors'])?.['after']
    if (typeof after !== 'string' || paging?.['next'] === undefined || after === query['after']) break
    query['after'] = after
  }
  return numbers
}

function subscribedAppOf(item: JsonObject[string]): SubscribedApp[] {
  const app = objectOf(objectOf(item)?.['whatsapp_business_api_data'])
  const id = idOf(app?.['id'])
  if (id === undefined) return []
  const overrideUrl = textOf(objectOf(item)?.['override_callback_uri']) ?? null
  return [{ id, name: textOf(app?.['name']) ?? null, overrideUrl }]
}

/** Meta, "Health status" (Nov 2025) and "Webhook overrides" (Nov 2025). */
async function numberHealth(
  options: GraphOptions,
  token: Secret,
  phoneNumberId: string,
): Promise<NumberHealth> {
  const query = { fields: 'health_status,webhook_configuration' }
  const json = await callGraph(options, token, { path: pathOf(phoneNumberId), query })
  const health = objectOf(json['health_status'])
  const hooks = objectOf(json['webhook_configuration'])
  const entities = (listOf(health?.['entities']) ?? []).map(objectOf)
  return {
    canSend: idOf(health?.['can_send_message']) ?? null,
    problems: entities.flatMap((entity) =>
      (listOf(entity?.['errors']) ?? []).map(objectOf).map((error) => ({
        entity: idOf(entity?.['entity_type']) ?? '',
        code: Number(idOf(error?.['error_code']) ?? Number.NaN) || null,
        description: textOf(error?.['error_description']) ?? '',
        solution: textOf(error?.['possible_solution']) ?? null,
      })),
    ),
    webhookUrl:
      ['phone_number', 'whatsapp_business_account', 'application']
        .map((level) => textOf(hooks?.[level]))
        .find((url) => url !== null) ?? null,
  }
}
