/**
 * How a business lets an app use its account: the dialog that it sees, the code that comes of it, the token that the code is
 * traded for, and what a token says about itself. Source: cloud-api reference, h.1 and h.2 (Embedded Signup v4).
 */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { bodyOf } from '#simulator/graph/message-routes.ts'
import { accountOfToken, accountToken, tokenOf, type GraphRequest } from '#simulator/graph/request.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { displayOf } from '#simulator/world/phone-number.ts'
import type { Json } from '#simulator/world/world.ts'

/** A code lives this long and works once. */
const CODE_MS = 30_000
const SCOPES = ['whatsapp_business_management', 'whatsapp_business_messaging']

type Query = Readonly<Record<string, string | undefined>>

/** Looks at a token. An app asks with its own, `id|secret`; anybody else with a token that works. */
export function tokenRoutes(app: FastifyInstance, sim: Simulation): void {
  app.get('/debug_token', (request: GraphRequest) => {
    const input = request.query['input_token']
    if (input === undefined)
      throw new GraphError(100, undefined, { title: 'The parameter input_token is required.' })
    if (!isApp(sim, request)) tokenOf(sim, request)
    return { data: describe(sim, input) }
  })
}

/** Whether the caller shows an app's own token. The secret is checked once an app is connected: before, none is known. */
function isApp(sim: Simulation, request: GraphRequest): boolean {
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [id, secret] = (header ?? request.query['access_token'] ?? '').split('|')
  if (secret === undefined) return false
  const { app, appId } = sim.world
  if (id !== appId || (app !== null && app.appSecret !== secret))
    throw new GraphError(190, undefined, { title: 'Invalid OAuth access token signature.' })
  return true
}

function describe(sim: Simulation, token: string): Json {
  const account = accountOfToken(sim, token)
  const numbers = [...sim.world.numbers.values()].filter(
    (number) => token === sim.accessToken || number.accessToken === token || number.wabaId === account,
  )
  const isKnown = token === sim.accessToken || numbers.length > 0
  const isExpired = sim.world.faults.tokenExpired
  const now = Math.floor(sim.clock.now() / 1000)
  if (!isKnown || isExpired) {
    const message = isKnown ? 'Error validating access token: Session has expired' : 'Malformed access token'
    return {
      app_id: sim.world.appId,
      is_valid: false,
      scopes: [],
      error: { code: 190, message, ...(isKnown ? { subcode: 463 } : {}) },
    }
  }
  const targets = [...new Set(numbers.map((number) => number.wabaId))]
  return {
    app_id: sim.world.appId,
    type: 'SYSTEM_USER',
    application: 'Harkara',
    data_access_expires_at: 0,
    expires_at: 0,
    is_valid: true,
    issued_at: now,
    scopes: SCOPES,
    granular_scopes: SCOPES.map((scope) => ({ scope, target_ids: targets })),
    user_id: '1',
  }
}

type Code = { readonly wabaId: string; readonly redirectUri: string; readonly expiresAt: number }

/** The dialog, what is pressed in it, and the code's exchange. */
export function signupRoutes(app: FastifyInstance, sim: Simulation): void {
  const codes = new Map<string, Code>()
  app.get('/dialog/oauth', (request: FastifyRequest<{ Querystring: Query }>, reply) => {
    const { client_id: appId, redirect_uri: back } = request.query
    if (appId !== sim.world.appId || redirectOf(back) === null)
      return reply.code(400).type('text/html').send(page('<h1>Invalid App ID or redirect</h1>'))
    return reply.type('text/html').send(page(dialogOf(sim, request.query)))
  })
  app.get('/dialog/oauth/done', (request: FastifyRequest<{ Querystring: Query }>, reply: FastifyReply) => {
    const { redirect_uri: back = '', state = '', account = '' } = request.query
    const target = redirectOf(back)
    if (target === null) throw new GraphError(100, 'Param redirect_uri is not a valid URL.')
    target.searchParams.set('state', state)
    if (sim.world.wabas.has(account)) {
      const code = randomBytes(24).toString('base64url')
      codes.set(code, { wabaId: account, redirectUri: back, expiresAt: sim.clock.now() + CODE_MS })
      target.searchParams.set('code', code)
    } else {
      target.searchParams.set('error', 'access_denied')
      target.searchParams.set('error_reason', 'user_denied')
    }
    return reply.redirect(target.href)
  })
  const exchange = (request: GraphRequest): Json => {
    const given = { ...request.query, ...bodyOf(request) }
    const { app: connected, appId } = sim.world
    if (given['client_id'] !== appId)
      throw new GraphError(101, undefined, { title: 'Error validating application. Invalid application ID.' })
    if (connected !== null && given['client_secret'] !== connected.appSecret)
      throw new GraphError(1, undefined, { title: 'Error validating client secret.', status: 400 })
    const text = wordsOf(given['code'])
    const code = codes.get(text)
    codes.delete(text)
    if (code === undefined || code.expiresAt < sim.clock.now())
      throw new GraphError(100, undefined, {
        title:
          code === undefined
            ? 'This authorization code has been used.'
            : 'This authorization code has expired.',
        subcode: code === undefined ? 36009 : 36007,
      })
    if (code.redirectUri !== given['redirect_uri'])
      throw new GraphError(100, undefined, {
        title:
          'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
        subcode: 36008,
      })
    return { access_token: accountToken(sim, code.wabaId), token_type: 'bearer' }
  }
  app.get('/oauth/access_token', exchange)
  app.post('/oauth/access_token', exchange)
}

/** Where the dialog leads back to: a page, nothing else. */
function redirectOf(text: string | undefined): URL | null {
  const url = URL.parse(text ?? '')
  return url !== null && /^https?:$/.test(url.protocol) ? url : null
}

function dialogOf(sim: Simulation, query: Query): string {
  const hidden = (['redirect_uri', 'state'] as const)
    .map((name) => `<input type="hidden" name="${name}" value="${escaped(query[name] ?? '')}">`)
    .join('')
  const accounts = [...sim.world.wabas.values()].map((waba) => {
    const numbers = [...sim.world.numbers.values()]
      .filter(({ wabaId }) => wabaId === waba.id)
      .map((number) => displayOf(number.displayPhoneNumber))
      .join(', ')
    return `<li><button name="account" value="${escaped(waba.id)}"><b>${escaped(waba.name)}</b><br>${escaped(numbers)}</button></li>`
  })
  return `<h1>Meta (simulated)</h1><p>Harkara wants to use a WhatsApp Business account. Which one?</p>
    <form action="oauth/done">${hidden}<ul>${accounts.join('')}</ul><button name="account" value="">Cancel</button></form>`
}

const page = (content: string): string => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Meta (simulated)</title>
<style>body{font:16px/1.5 system-ui;max-width:26rem;margin:12vh auto;padding:0 1rem;color-scheme:light dark}ul{list-style:none;padding:0}
button{font:inherit;padding:.6rem 1rem;margin:.25rem 0;min-width:12rem;text-align:start;border:1px solid #8888;border-radius:.5rem}</style>
${content}</html>`

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
