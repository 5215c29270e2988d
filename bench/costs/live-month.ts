/** A month of messages through the simulator, whose signed webhooks the real gateway stores and a real worker works off. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGateway, WEBHOOK_PATH } from '#ingest/gateway.ts'
import { createDeliveryStore } from '#ingest/store-deliveries.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { DAY_MS, HOUR_MS } from '#platform/time.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { createWorker } from '#test/ingest.ts'
import { freshPhone, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { appSecretKey } from '#whatsapp/signature.ts'

const DAYS = 26
const APP_SECRET = 'the app secret of a month'
/** So many requests to the simulator at once. */
const AT_ONCE = 40
/** One customer for so many messages. */
const PER_CUSTOMER = 25

type Kind = {
  readonly category: 'marketing' | 'marketing_lite' | 'utility' | 'service'
  readonly country: keyof typeof COUNTRIES
}
/** Numbers of each country begin so. */
const COUNTRIES = { IN: '919', US: '1415', AE: '97150' } as const

/** Most marketing, through both doors, half of the order messages to the United States (whose tiers the simulator has), and answers. */
function kindOf(at: number): Kind {
  const part = at % 20
  const category = part < 5 ? 'marketing' : part < 8 ? 'marketing_lite' : part < 16 ? 'utility' : 'service'
  const country = category === 'utility' && part < 12 ? 'US' : part % 7 === 0 ? 'AE' : 'IN'
  return { category, country }
}

export type Meta = Awaited<ReturnType<typeof openMeta>>
export type Talks = ReadonlyMap<string, readonly Talk[]>

/** Every day the first account sends three quarters of the day's messages, and two hours later the second one the rest. */
export async function liveThrough(
  shops: readonly [Shop, Shop],
  meta: Meta,
  messages: number,
  say: (line: string) => void,
): Promise<Talks> {
  const [first, second] = shops
  const people = Math.max(6, Math.ceil(messages / PER_CUSTOMER))
  const talks = await meetAll(first, meta.simulator, people)
  const talksOfSecond = await meetAll(second, meta.simulator, Math.ceil(people / 3), 3_000_000)
  for (let day = 0, sent = 0; day < DAYS; day += 1) {
    const until = Math.floor((messages * (day + 1)) / DAYS)
    const noon = sent + Math.floor(((until - sent) * 3) / 4)
    await sendAll(first, meta.simulator, talks, sent, noon)
    await meta.workOff()
    await meta.simulator.control.advance(2 * HOUR_MS)
    await sendAll(second, meta.simulator, talksOfSecond, noon, until)
    sent = until
    await meta.workOff()
    await meta.simulator.control.advance(DAY_MS - 2 * HOUR_MS)
    say(`day ${day + 1} of ${DAYS}: ${sent} messages`)
  }
  return talks
}

/** The simulator with the numbers of these accounts, which are one portfolio's, and our gateway where it posts to. */
export async function openMeta(shops: readonly Shop[], onStoreFailure: (error: unknown) => void) {
  const [
    {
      database: { pool },
    },
  ] = shops as readonly [Shop]
  const rules = { pairLimit: false, messagingLimit: false, sentinels: false, window: 'off' } as const
  const simulator = await startSimulator({
    port: 0,
    seed: 5,
    rules: { ...rules, messagesPerSecond: 1_000_000 },
  })
  const { control } = simulator
  for (const { number } of shops) {
    control.addNumber({ ...number, displayPhoneNumber: number.display, verifiedName: 'Bench' })
    control.setMarketing(number.wabaId, { onboarding: 'ONBOARDED' })
    for (const category of ['marketing', 'utility'])
      control.addTemplate({
        ...{ name: category, language: 'en', category: category.toUpperCase(), status: 'APPROVED' },
        ...{ waba_id: number.wabaId, components: [{ type: 'BODY', text: 'Your order has left.' }] },
      })
  }
  const gateway = createGateway({
    store: createDeliveryStore(pool, { notify: () => {} }),
    appSecrets: [appSecretKey(APP_SECRET)],
    verifyToken: new Secret('verify'),
    counters: { stored: 0, unsigned: 0, tooLarge: 0, unavailable: 0 },
    onStoreFailure,
  })
  const server = createServer(gateway)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${WEBHOOK_PATH}`
  await control.connectApp({ callbackUrl, verifyToken: 'verify', appSecret: APP_SECRET })
  const worker = await createWorker(pool)
  return {
    simulator,
    /** Until every webhook was taken, and all of them were worked off. */
    workOff: async (): Promise<void> => {
      await control.drain()
      await worker.drain()
    },
    close: async (): Promise<void> => {
      await worker.leases.release()
      await simulator.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

async function meetAll(shop: Shop, { control }: Simulator, count: number, first = 2_000_000): Promise<Talks> {
  const talks = new Map<string, Talk[]>()
  for (const [country, start] of Object.entries(COUNTRIES)) {
    const known: Talk[] = []
    for (let at = 0; at < Math.ceil(count / 3); at += 1) {
      const phone = country === 'IN' ? freshPhone() : `${start}${String(first + at).padStart(7, '0')}`
      control.addCustomer({ name: 'Asha', phone })
      known.push(await openTalk(shop, { phone }))
    }
    talks.set(country, known)
  }
  return talks
}

/** Sends these through Graph, and stores them as sent: whoever sends for us would do the same. */
async function sendAll(
  shop: Shop,
  simulator: Simulator,
  talks: Talks,
  from: number,
  until: number,
): Promise<void> {
  const rows: { id: string; conversation: string; wamid: string; template: string | null }[] = []
  let next = from
  const sendOn = async (): Promise<void> => {
    for (let at = next++; at < until; at = next++) {
      const { category, country } = kindOf(at)
      const of = talks.get(country) ?? []
      const talk = of[at % of.length]
      if (talk === undefined) throw new Error(`nobody in ${country}`)
      const wamid = await sendOne(shop, simulator, talk.phone ?? '', category)
      const template = category === 'service' ? null : templateOf(category)
      rows.push({ id: newId(), conversation: talk.conversation, wamid, template })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendOn))
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, content, at)
       select $1, r.id, $2, r.conversation, 'out', 'api', r.wamid, case when r.template is null then 'text' else 'template' end,
         case when r.template is null then '{"text":{"body":"hello"}}'::jsonb else jsonb_build_object('template', jsonb_build_object('name', r.template)) end,
         to_timestamp($3 / 1000.0)
       from json_to_recordset($4) as r (id uuid, conversation uuid, wamid text, template text)`,
      [shop.tenant, shop.channel, simulator.control.now(), JSON.stringify(rows)],
    ),
  )
}

const templateOf = (category: string): string => (category === 'marketing_lite' ? 'marketing' : category)

export async function sendOne(
  { number }: Shop,
  { url, accessToken }: Simulator,
  to: string,
  category: Kind['category'],
): Promise<string> {
  const message =
    category === 'service'
      ? { type: 'text', text: { body: 'hello' } }
      : { type: 'template', template: { name: templateOf(category), language: { code: 'en' } } }
  const door = category === 'marketing_lite' ? 'marketing_messages' : 'messages'
  const response = await fetch(`${url}/v25.0/${number.phoneNumberId}/${door}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to, ...message }),
  })
  const body = (await response.json()) as { messages?: { id: string }[] }
  const wamid = body.messages?.[0]?.id
  if (wamid === undefined) throw new Error(`${response.status} ${JSON.stringify(body)}`)
  return wamid
}
