/** The library beside the simulator's: reviews, pauses and moves as they come, and webhooks that are lost, repeated and reordered. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { createEgress } from '#platform/egress.ts'
import { Secret } from '#platform/secrets.ts'
import { instant } from '#platform/time.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'
import { test as base } from '#test/database.ts'
import { connect, ingest } from '#test/ingest.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { createGraph, type Graph } from '#whatsapp/graph.ts'
import { createGraphTemplates, type GraphTemplates } from '#whatsapp/graph-templates.ts'
import { pullTemplates } from './pull-templates.ts'

type Meta = {
  readonly simulator: Simulator
  readonly graph: Graph
  readonly templates: GraphTemplates
  readonly bodies: string[]
}

const test = base.extend<{ meta: Meta }>({
  meta: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const bodies: string[] = []
      const receiver = createServer((request, response) => {
        const { searchParams } = new URL(request.url ?? '', 'http://localhost')
        const answer = async (): Promise<void> => {
          if (request.method === 'POST') bodies.push((await buffer(request)).toString())
          response.end(searchParams.get('hub.challenge') ?? '')
        }
        void answer()
      })
      await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
      const { port } = receiver.address() as AddressInfo
      const simulator = await startSimulator({ port: 0, seed: 7, clock: 'virtual' })
      const callbackUrl = `http://127.0.0.1:${port}/`
      await simulator.control.connectApp({ callbackUrl, verifyToken: 'v', appSecret: 's' })
      const egress = createEgress({ allowOrigins: [simulator.url] })
      const options = { egress, baseUrl: simulator.url }
      await use({ simulator, graph: createGraph(options), templates: createGraphTemplates(options), bodies })
      await egress.close()
      await simulator.close()
      receiver.closeAllConnections()
      await new Promise((done) => receiver.close(done))
    },
    { scope: 'file' },
  ],
})

const NAMES = ['cart_waits', 'order_left', 'sale_begins', 'rejected_text'] as const
const STATUSES = ['APPROVED', 'REJECTED', 'DISABLED', 'ARCHIVED', 'FLAGGED', 'LOCKED'] as const
/** Calls the archive’s endpoint for one template. */
type Ask = (verb: 'archive' | 'unarchive', id: string) => Promise<unknown>
type Act = (control: Simulator['control'], waba: string, ask: Ask) => unknown

const findIn = (control: Simulator['control'], waba: string, name: string): { readonly id: string } | null =>
  control.templates().find((one) => one.wabaId === waba && one.name === name) ?? null
/** Where there is one of this name. */
const withOne =
  (name: string, act: (control: Simulator['control'], id: string) => unknown): Act =>
  (control, waba) => {
    const found = findIn(control, waba, name)
    return found && act(control, found.id)
  }
function add(control: Simulator['control'], waba: string, one: string, status: string): void {
  if (findIn(control, waba, one) !== null) return
  const text = `Hello {{1}}, this is about ${one}, which you asked for.`
  const components = [{ type: 'BODY', text, example: { body_text: [['Asha']] } }]
  control.addTemplate({ name: one, language: 'en', category: 'UTILITY', components, status, waba_id: waba })
}
const name = fc.constantFrom(...NAMES)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(name, fc.constantFrom('PENDING', 'APPROVED')).map(
    ([one, status]): Act =>
      (control, waba) =>
        add(control, waba, one, status),
  ),
  fc
    .tuple(name, fc.constantFrom(...STATUSES))
    .map(([one, status]) => withOne(one, (control, id) => control.setTemplateState(id, { status }))),
  name.map((one) => withOne(one, (control, id) => control.pauseTemplate(id, 'FIRST_PAUSE'))),
  fc
    .tuple(name, fc.constantFrom('GREEN', 'YELLOW', 'RED'))
    .map(([one, score]) => withOne(one, (control, id) => control.setTemplateQuality(id, score))),
  fc
    .tuple(name, fc.constantFrom('UTILITY', 'MARKETING'), fc.constantFrom(0, 3_600_000))
    .map(([one, to, notice]) => withOne(one, (control, id) => control.setTemplateCategory(id, to, notice))),
  name.map((one) => withOne(one, (control, id) => control.deleteTemplate(id))),
  fc
    .tuple(name, fc.constantFrom('archive', 'unarchive'))
    .map(([one, verb]): Act => async (control, waba, ask) => {
      const found = findIn(control, waba, one)
      if (found !== null) await ask(verb, found.id)
    }),
)
const step = fc.record({
  acts: fc.array(act, { maxLength: 3 }),
  // Four hours end a pause; after 29 days what was archived is deleted.
  passMs: fc.constantFrom(1000, 5000, 4 * 3_600_000, 29 * 86_400_000),
  /** Which webhooks come now, counted from the newest; those that nobody names are lost. */
  come: fc.array(fc.nat(15), { maxLength: 4 }),
  pulls: fc.boolean(),
})

test('after one pull our library equals Meta’s, and each template stands there once', async ({
  database,
  tenant,
  meta,
}) => {
  const { simulator, graph, templates, bodies } = meta
  const { control } = simulator
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      const waba = `5000000${String((accounts += 1)).padStart(8, '0')}`
      const number = control.addNumber({ verifiedName: 'Shop', wabaId: waba })
      const channel = await database.inTenant(tenant, async (client) =>
        connect(client, tenant, { ...number, display: number.displayPhoneNumber }),
      )
      const pull = async (): Promise<void> =>
        pullTemplates(
          {
            ...{ database, graph, notifier: { notify: () => {} }, clock: () => instant(control.now()) },
            tokenOf: async () => token(simulator),
          },
          { tenant, channel },
        )
      const ask: Ask = async (verb, id) => templates[verb](token(simulator), waba, [id])
      for (const one of NAMES) add(control, waba, one, 'APPROVED')
      for (const { acts, passMs, come, pulls } of steps) {
        for (const one of acts) await one(control, waba, ask)
        await control.advance(passMs)
        const ours = bodies.filter((body) => body.includes(waba))
        const now = come.flatMap((place) => ours.at(-1 - place) ?? [])
        if (now.length > 0) await ingest(database, [...now, ...now])
        if (pulls) await pull()
      }
      await pull()
      expect(await mirrored(database, tenant, waba)).toEqual(await listed(graph, simulator, waba))
    }),
    { numRuns: 40 },
  )
  expect(bodies.length).toBeGreaterThan(50)
}, 180_000)

let accounts = 0

const token = (simulator: Simulator): Secret => new Secret(simulator.accessToken)

/** What Graph lists, in the mirror's words. */
async function listed(graph: Graph, simulator: Simulator, waba: string): Promise<object[]> {
  const all: JsonObject[] = []
  for await (const { quality_score: quality, ...one } of graph.listTemplates(token(simulator), waba))
    all.push({ ...one, quality: (quality as JsonObject)['score'] ?? null })
  return all.toSorted(byName)
}

async function mirrored(database: Database, tenant: TenantId, waba: string): Promise<object[]> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ json: JsonObject }>(
      `select jsonb_strip_nulls(jsonb_build_object('id', meta_template_id, 'name', name, 'language', language, 'status', status,
         'category', category, 'parameter_format', parameter_format, 'components', components, 'rejected_reason', rejected_reason,
         'correct_category', correct_category, 'previous_category', previous_category, 'sub_category', sub_category,
         'message_send_ttl_seconds', ttl_seconds, 'quality', quality)) as json
       from templates where tenant_id = $1 and waba_id = $2`,
      [tenant, waba],
    ),
  )
  return rows.map(({ json }) => json).toSorted(byName)
}

const byName = (a: JsonObject, b: JsonObject): number => ((a['name'] ?? '') < (b['name'] ?? '') ? -1 : 1)
