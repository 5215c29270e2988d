/** A shop with a template and a campaign, all made through the API as a program would. */
import { setTimeout as delay } from 'node:timers/promises'
import { queryRows } from '#bench/chaos/database.ts'
import type { Web } from '#bench/chaos/load.ts'
import type { Stage } from '#bench/chaos/stage.ts'

const TEMPLATE = {
  name: 'diwali_offer',
  language: 'en',
  category: 'MARKETING',
  components: [
    {
      type: 'BODY',
      text: 'Hello {{1}}, the festive collection is in the shop.',
      example: { body_text: [['Asha']] },
    },
  ],
}
const KNOWN_MS_MAX = 30_000
const RECIPIENTS_AT_ONCE = 500
const ANSWER_MS_MAX = 30_000
const AGAIN_MS = 250
const GIVE_UP_MS = 120_000

/** Asks the API, again and again while it or the database is away. What is asked changes nothing if it is asked twice. */
export async function ask<Answer>(
  { url, keys }: Web,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<Answer> {
  const giveUpAt = performance.now() + GIVE_UP_MS
  const init = {
    method,
    headers: {
      authorization: `Bearer ${keys[0] ?? ''}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
  for (;;) {
    const response = await fetch(`${url}/api/v1${path}`, {
      ...init,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    }).catch(() => null)
    const isAway = response === null || response.status >= 500 || response.status === 429
    if (!isAway) {
      const text = await response.text()
      if (response.ok) return (text === '' ? null : JSON.parse(text)) as Answer
      throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`)
    }
    if (performance.now() > giveUpAt) throw new Error(`${method} ${path} is not answered`)
    await delay(AGAIN_MS)
  }
}

/** The number with this speed, and a template that may be sent from it. Returns the channel's id. */
export async function openShop({ web, databaseUrl, simulator }: Stage, perSecond: number): Promise<string> {
  const [number] = await queryRows<{ id: string; waba: string }>(
    databaseUrl,
    'update channels set throughput_mps = $1 returning id, waba_id as waba',
    [perSecond],
  )
  if (number === undefined) throw new Error('the stage has no number')
  simulator.control.addTemplate({ ...TEMPLATE, waba_id: number.waba })
  await ask(web, 'POST', '/templates/pull', { channelId: number.id })
  await until('the template and the limit are known', async () => {
    const rows = await queryRows(
      databaseUrl,
      `select from templates where name = $1 and status = 'APPROVED'
         and exists (select from health_events where kind = 'tier')`,
      [TEMPLATE.name],
    )
    return rows.length > 0
  })
  return number.id
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + KNOWN_MS_MAX
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`it does not happen that ${what}`)
    await delay(AGAIN_MS)
  }
}

/** A campaign to so many people whom the shop has never met, not started yet. Returns its id. */
export async function makeCampaign({ web }: Stage, channelId: string, recipients: number): Promise<string> {
  const { id } = await ask<{ id: string }>(web, 'POST', '/campaigns', {
    ...{ name: 'Festive collection', channelId },
    definition: {
      audience: { from: 'list' },
      ...{ exceptSegmentId: null, test: null, holdOutPercent: 0, quietHours: null, frequencyCap: null },
      ...{ budget: null, expiresAt: null, isGuarded: false },
      messages: [
        {
          name: TEMPLATE.name,
          language: TEMPLATE.language,
          parameters: {},
          variables: { 1: { from: 'contact', field: 'first_name', fallback: 'friend' } },
        },
      ],
    },
  })
  for (let from = 0; from < recipients; from += RECIPIENTS_AT_ONCE) {
    const count = Math.min(RECIPIENTS_AT_ONCE, recipients - from)
    await ask(web, 'POST', `/campaigns/${id}/recipients`, {
      recipients: Array.from({ length: count }, (_, nth) => ({
        phone: `+9198${String(from + nth).padStart(8, '0')}`,
        name: `Customer ${from + nth}`,
      })),
    })
  }
  return id
}
