/**
 * From Meta's POST to the eyes of a colleague: `node bench/live-events.ts`. 500 browsers' connections follow the live events; one is a
 * real Chromium with the conversation open. Customers write; measured is how long after the POST began the message is in the page,
 * and how long until each of the other connections has it.
 *
 *   --clients N   connections, the Chromium included (500)
 *   --messages N  how many messages come (200), after 20 that are not counted
 *   --rate N      so many a second (10)
 *   --json        one JSON value as the last line
 */
import { get, type ClientRequest } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { makeApiKeys } from '#bench/api-keys.ts'
import { PHONE_NUMBER_IDS, secretKey, signatureOf, WABA_ID } from '#bench/bodies.ts'
import { cleanUpOnExit, freePort, temporaryFolder } from '#bench/children.ts'
import { harkara } from '#bench/harkara.ts'
import { startNode } from '#bench/node-child.ts'
import { machine } from '#bench/options.ts'
import { startPostgres } from '#bench/postgres.ts'
import type { ConversationPage } from '#conversations/shapes.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { openBrowser } from '#test/e2e/browser.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const APP_SECRET = 'the app secret of a benchmark'
const NOT_COUNTED = 20
const LIMIT_MS = 300
const WAIT_MS = 10_000

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '500' },
    messages: { type: 'string', default: '200' },
    rate: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
const [clients, messages, rate] = [Number(values.clients), Number(values.messages), Number(values.rate)]
const say = (line: string): void => console.error(line)
const key = secretKey(APP_SECRET)

/** The text of the n-th message: found in an event's JSON as it is. */
const textOf = (nth: number): string => `message number ${nth}.`
const NTH = /message number (\d+)\./u

async function post(gateway: URL, nth: number): Promise<void> {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '918047123000', phone_number_id: PHONE_NUMBER_IDS[0] },
    contacts: [{ profile: { name: 'Asha' }, wa_id: '919876543210' }],
    messages: [
      {
        from: '919876543210',
        id: `wamid.live${nth}`,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: textOf(nth) },
      },
    ],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: WABA_ID, changes: [{ value, field: 'messages' }] }],
  })
  const { status } = await fetch(gateway, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(key, body) },
    body,
  })
  if (status !== 200) throw new Error(`the gateway answered ${status}`)
}

/** Follows the live events as a browser does, and notes when each message came. */
async function follow(
  web: URL,
  apiKey: string,
  onMessage: (nth: number, at: number) => void,
): Promise<ClientRequest> {
  return new Promise((done, failed) => {
    const url = new URL('/api/v1/events', web)
    const asked = get(url, { agent: false, headers: { authorization: `Bearer ${apiKey}` } }, (answer) => {
      if (answer.statusCode !== 200) return failed(new Error(`live events: ${answer.statusCode}`))
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        const at = performance.timeOrigin + performance.now()
        for (const frame of chunk.split('\n\n')) {
          const nth = frame.includes('message.created') ? NTH.exec(frame)?.[1] : undefined
          if (nth !== undefined) onMessage(Number(nth), at)
        }
      })
      return done(asked)
    })
    asked.on('error', () => {}) // broken off at the end
  })
}

/** Runs in the page: notes when each message is in the thread. */
const WATCH = `{
  const seen = (globalThis.seen = new Map())
  const look = () => {
    const at = performance.timeOrigin + performance.now()
    const text = document.querySelector('[role=log]')?.textContent ?? ''
    for (const [, nth] of text.matchAll(/message number (\\d+)\\./g)) if (!seen.has(nth)) seen.set(nth, at)
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  look()
}`

/** Opens the conversation in a real browser, as somebody who has signed up. */
async function openPage(web: URL, conversation: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const answer = await fetch(new URL('/api/v1/auth/sign-up', web), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Asha',
      email: 'asha@example.com',
      password: 'a long password',
      businessName: 'Bench',
    }),
  })
  const [name = '', value = ''] = (answer.headers.getSetCookie()[0]?.split(';')[0] ?? '').split(/=(.*)/u)
  const browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  await context.addCookies([{ name, value, url: web.origin }])
  const page = await context.newPage()
  await page.goto(new URL(`/inbox/${conversation}`, web).href)
  await page.getByRole('log').getByText(textOf(0)).waitFor()
  await page.evaluate(WATCH)
  return { page, close: async () => browser.close() }
}

const part = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
const figures = (took: readonly number[]) => {
  const sorted = took.toSorted((a, b) => a - b)
  return { count: sorted.length, p50: part(sorted, 0.5), p95: part(sorted, 0.95), max: part(sorted, 1) }
}

cleanUpOnExit()
const folder = temporaryFolder()
const postgres = await startPostgres(folder)
const databaseUrl = await postgres.freshDatabase('live')
const port = await freePort()
const environment = {
  databaseUrl,
  appSecret: APP_SECRET,
  port,
  logFile: join(folder, 'harkara.log'),
} as Parameters<typeof harkara.prepare>[0]
await harkara.prepare(environment)
const running = await startNode(
  [MAIN, 'gateway', 'worker', 'web'],
  {
    DATABASE_URL: databaseUrl,
    META_APP_SECRET: APP_SECRET,
    META_VERIFY_TOKEN: 'bench-verify-token',
    META_GRAPH_URL: 'http://127.0.0.1:9',
    HARKARA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
  },
  new URL(`http://127.0.0.1:${port}/webhooks/meta`),
  environment,
  'ready in',
)
await running.whole()
const web = new URL(`http://127.0.0.1:${port}`)
const [apiKey = ''] = await makeApiKeys(databaseUrl, FIRST_TENANT)
await post(running.url, 0)
const conversation = await firstConversation(apiKey)
const { page, close } = await openPage(web, conversation)
const came = new Map<number, number[]>()
const connections = await Promise.all(
  Array.from({ length: clients - 1 }, async () =>
    follow(web, apiKey, (nth, at) => {
      const moments = came.get(nth)
      if (moments === undefined) came.set(nth, [at])
      else moments.push(at)
    }),
  ),
)
say(`${machine()}; ${connections.length + 1} connections, ${rate} messages a second`)

const sent = new Map<number, number>()
for (let nth = 1; nth <= NOT_COUNTED + messages; nth++) {
  sent.set(nth, performance.timeOrigin + performance.now())
  await Promise.all([post(running.url, nth), delay(1000 / rate)])
}
const isOver = (): boolean => [...sent.keys()].every((nth) => came.get(nth)?.length === connections.length)
for (const until = performance.now() + WAIT_MS; !isOver() && performance.now() < until;) await delay(50)
await delay(500)
const seen = new Map<string, number>(await page.evaluate<[string, number][]>('[...globalThis.seen]'))
const counted = [...sent].filter(([nth]) => nth > NOT_COUNTED)
const inPage = counted.flatMap(([nth, at]) => {
  const shownAt = seen.get(String(nth))
  return shownAt === undefined ? [] : [shownAt - at]
})
const onWire = counted.flatMap(([nth, at]) => (came.get(nth) ?? []).map((moment) => moment - at))
const report = {
  machine: machine(),
  clients,
  rate,
  limitMs: LIMIT_MS,
  inChromium: figures(inPage),
  onOtherConnections: figures(onWire),
  missing: {
    inChromium: messages - inPage.length,
    onOtherConnections: messages * connections.length - onWire.length,
  },
}
for (const [name, { count, p50, p95, max }] of [
  ['in Chromium', report.inChromium],
  ['on the others', report.onOtherConnections],
] as const)
  console.log(
    `${name.padEnd(14)} ${String(count).padStart(7)} seen   p50 ${p50} ms   p95 ${p95} ms   max ${max} ms`,
  )
console.log(
  `missing: ${report.missing.inChromium} in Chromium, ${report.missing.onOtherConnections} on the others`,
)
if (values.json) console.log(JSON.stringify(report))
for (const connection of connections) connection.destroy()
await close()
await running.stop()
await postgres.stop()
process.exit(report.missing.inChromium + report.missing.onOtherConnections === 0 ? 0 : 1)

async function firstConversation(bearer: string): Promise<string> {
  for (;;) {
    const answer = await fetch(new URL('/api/v1/conversations', web), {
      headers: { authorization: `Bearer ${bearer}` },
    })
    const [first] = ((await answer.json()) as ConversationPage).items
    if (first !== undefined) return first.id
    await delay(50)
  }
}
