/** `test` with a shop that has flows: published, turned on, and looked after as the loop does, with a clock that is told the time. */
import { FlowDefinitionShape, type FlowDefinition } from '#flows/definition.ts'
import { visitTenant } from '#flows/flow-loop.ts'
import { hearMessages } from '#flows/hear-messages.ts'
import { addFlow, changeFlow, publishFlow, turnFlow, type FlowOutcome } from '#flows/manage-flows.ts'
import { PublishedFlows } from '#flows/published-flows.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock, type Clock, type Instant } from '#platform/time.ts'
import { acceptMessage } from '#outbound/accept-message.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { SYSTEM } from '#test/campaign-world.ts'
import { test as base } from '#test/database.ts'
import { openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'

export type FlowWorld = {
  readonly shop: Shop
  readonly clock: Clock
  readonly pass: (ms: number) => void
  /** Published and on; its id. */
  readonly begin: (nodes: readonly object[], more?: object) => Promise<string>
  readonly draw: (nodes: readonly object[], more?: object) => FlowDefinition
  readonly publish: (id: string, definition?: FlowDefinition) => Promise<FlowOutcome>
  readonly turn: (id: string, isOn: boolean) => Promise<FlowOutcome>
  readonly meet: () => Promise<Talk>
  /** The customer says something, or taps what comes back with this payload. */
  readonly write: (talk: Talk, text: string, payload?: string) => Promise<string>
  /** Somebody of the team writes. */
  readonly answer: (talk: Talk, text: string) => Promise<void>
  /** What is due by now is done, by so many at once. */
  readonly settle: (workers?: number) => Promise<void>
  /** Turns are over, and done. */
  readonly listen: () => Promise<void>
  /** What was said to the customer, in order. */
  readonly told: (talk: Talk) => Promise<string[]>
  readonly rows: <T extends object>(text: string, values?: readonly unknown[]) => Promise<T[]>
}

const SILENT = { notify: () => {} }
const TURN_MS = 4000
const WORD = [{ on: 'keyword', words: ['start'], match: 'exact' }]

const draw: FlowWorld['draw'] = (nodes, more = {}) =>
  FlowDefinitionShape.parse({
    ...{ format: 1, start: 'a', nodes, triggers: WORD, layout: { places: {}, groups: [] } },
    ...more,
  })

export const test = base.extend<{ flows: FlowWorld }>({
  flows: async ({ database, tenant }, use) => {
    const shop = await openShop(database, tenant)
    let offsetMs = 0
    const clock: Clock = () => after(systemClock(), offsetMs)
    const inShop: typeof database.inTenant = async (_, work) => database.inTenant(tenant, work)
    const parts = { database, notifier: SILENT, clock }
    const hear = async (): Promise<void> => {
      while (await hearMessages(database, tenant, clock)) {
        // all that was said
      }
    }
    const world: FlowWorld = {
      shop,
      clock,
      draw,
      pass: (ms) => void (offsetMs += ms),
      begin: async (nodes, more) => {
        const id = await inShop(tenant, async (client) => {
          const flow = await addFlow(
            client,
            tenant,
            SYSTEM,
            { name: 'Flow', definition: draw(nodes, more) },
            clock(),
          )
          await publishFlow(client, tenant, SYSTEM, flow.id, clock())
          await turnFlow(client, tenant, SYSTEM, { id: flow.id, isOn: true }, clock())
          return flow.id
        })
        await hear()
        return id
      },
      publish: async (id, definition) =>
        inShop(tenant, async (client) => {
          if (definition !== undefined) await changeFlow(client, tenant, SYSTEM, { id, definition }, clock())
          return publishFlow(client, tenant, SYSTEM, id, clock())
        }),
      turn: async (id, isOn) =>
        inShop(tenant, async (client) => turnFlow(client, tenant, SYSTEM, { id, isOn }, clock())),
      meet: async () => openTalk(shop, { lastInboundAt: null }),
      write: async (talk, text, payload) => writeAs(shop, talk, { text, payload, at: clock() }),
      answer: async (talk, text) => answerAs(shop, talk, { text, at: clock() }),
      settle: async (workers = 1) => {
        await hear()
        const flows = new PublishedFlows()
        await Promise.all(Array.from({ length: workers }, async () => visitTenant(parts, flows, tenant)))
      },
      listen: async () => {
        await hear()
        offsetMs += TURN_MS
        await world.settle()
      },
      told: async ({ conversation }) => {
        const found = await world.rows<{ text: string | null; type: string }>(
          `select text, type from messages where tenant_id = $1 and conversation_id = $2 and direction = 'out' order by at, id`,
          [conversation],
        )
        return found.map(({ text, type }) => text ?? type)
      },
      rows: async <T extends object>(text: string, values: readonly unknown[] = []) =>
        inShop(tenant, async (client) => (await client.query<T>(text, [tenant, ...values])).rows),
    }
    await use(world)
  },
})

type Words = { readonly text: string; readonly payload: string | undefined; readonly at: Instant }

async function answerAs(
  { database, tenant }: Shop,
  { conversation }: Talk,
  { text, at }: Omit<Words, 'payload'>,
): Promise<void> {
  const outgoing = { type: 'text', text: { body: text } } as const
  await database.inTenant(tenant, async (client) =>
    acceptMessage(client, tenant, { conversation, outgoing, key: newId(), origin: 'agent' }, at),
  )
}

/** As a webhook's effects are: the message, the conversation, and the event. */
async function writeAs(
  { database, tenant, channel }: Shop,
  { conversation }: Talk,
  { text, payload, at }: Words,
): Promise<string> {
  const id = newId()
  const tap = { type: 'button_reply', button_reply: { id: payload, title: text } }
  const content = payload === undefined ? { text: { body: text } } : { interactive: tap }
  await database.inTenant(tenant, async (client) => {
    await client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at)
       values ($1, $2, $3, $4, 'in', 'live', $5, $6, $7, $8, $9)`,
      [
        ...[tenant, id, channel, conversation, `wamid.${id}`, payload === undefined ? 'text' : 'interactive'],
        ...[text, JSON.stringify(content), new Date(at)],
      ],
    )
    await client.query(
      'update conversations set last_inbound_at = $3, last_message_at = $3, last_message_id = $4 where tenant_id = $1 and id = $2',
      [tenant, conversation, new Date(at), id],
    )
    await appendEvents(client, tenant, [['message.created', id]])
  })
  return id
}
