/** The mirror follows Meta: by webhooks at once, by pulls for certain. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { test } from '#test/database.ts'
import { TemplateWorld } from '#test/template-world.ts'
import type { JsonObject } from '#whatsapp/facts.ts'

type Mirrored = {
  readonly name: string
  readonly status: string
  readonly haltedBecause: string | null
  readonly haltedAt: Date | null
  readonly pausedUntil: Date | null
  readonly rejection: object | null
  readonly category: string
  readonly quality: string | null
  readonly correctCategory: string | null
}
async function mirrorOf(database: Database, tenant: TenantId, waba: string, name: string): Promise<Mirrored> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<Mirrored>(
      `select name, status, category, quality, correct_category as "correctCategory", halted_because as "haltedBecause",
         halted_at as "haltedAt", paused_until as "pausedUntil", rejection
       from templates where tenant_id = $1 and waba_id = $2 and name = $3`,
      [tenant, waba, name],
    ),
  )
  const [row] = rows
  if (row === undefined) throw new Error(`${name} is not in the mirror`)
  return row
}

type Told = { name: string; kind: string; to: string; at: number; source: string; definition: object | null }
async function historyOf(database: Database, tenant: TenantId, waba: string): Promise<Told[]> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<Told>(
      `select name, kind, to_value as to, (extract(epoch from at) * 1000)::float8 as at, source, definition from template_changes
       where tenant_id = $1 and waba_id = $2 order by template_changes.at, id`,
      [tenant, waba],
    ),
  )
  return rows
}

/** What Graph would list, put together from the mirror's columns. */
async function relisted(database: Database, tenant: TenantId, waba: string): Promise<object[]> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ json: object }>(
      `select jsonb_strip_nulls(jsonb_build_object('id', meta_template_id, 'name', name, 'language', language, 'status', status,
         'category', category, 'parameter_format', parameter_format, 'correct_category', correct_category,
         'previous_category', previous_category, 'rejected_reason', rejected_reason, 'components', components,
         'quality_score', jsonb_build_object('score', quality, 'date', 0), 'message_send_ttl_seconds', ttl_seconds,
         'sub_category', sub_category)) as json
       from templates where tenant_id = $1 and waba_id = $2 order by name`,
      [tenant, waba],
    ),
  )
  return rows.map(({ json }) => json)
}

const NAMES = ['cart', 'order', 'sale'] as const
const name = fc.constantFrom(...NAMES)
const STATUSES = ['APPROVED', 'PAUSED', 'REJECTED', 'DISABLED', 'PENDING', 'ARCHIVED'] as const
type Act = { readonly act: string; readonly run: (world: TemplateWorld) => void }
const act = (label: string, run: (world: TemplateWorld) => void): Act => ({ act: label, run })
const mutation: fc.Arbitrary<Act> = fc.oneof(
  name.map((one) => act(`create ${one}`, (world) => world.find(one) ?? world.create(one))),
  fc
    .tuple(name, fc.constantFrom(...STATUSES))
    .map(([one, to]) => act(`${one} ${to}`, (world) => world.setStatus(one, to))),
  fc
    .tuple(name, fc.constantFrom('GREEN', 'YELLOW', 'RED', 'UNKNOWN'))
    .map(([one, to]) => act(`${one} ${to}`, (world) => world.setQuality(one, to))),
  fc
    .tuple(name, fc.constantFrom('UTILITY', 'MARKETING'))
    .map(([one, to]) => act(`${one} ${to}`, (world) => world.setCategory(one, to))),
  name.map((one) => act(`unarchive ${one}`, (world) => world.unarchive(one))),
  name.map((one) => act(`announce ${one}`, (world) => world.announce(one, 'MARKETING'))),
  fc
    .tuple(name, fc.constantFrom('a', 'b'))
    .map(([one, to]) => act(`edit ${one}`, (world) => world.edit(one, to))),
  name.map((one) => act(`remove ${one}`, (world) => world.remove(one))),
)
/** Which of the webhooks that were posted come now, counted from the newest; again, if they came before. */
const arrivals = fc.array(fc.nat(12), { maxLength: 3 })
type Step = {
  readonly acts: readonly Act[]
  readonly come: number[]
  readonly pull: 'none' | 'quick' | 'slow'
}
const step: fc.Arbitrary<Step> = fc.record({
  acts: fc.array(mutation, { maxLength: 3 }),
  come: arrivals,
  pull: fc.constantFrom('none', 'none', 'quick', 'slow'),
})

describe('the mirror', () => {
  test('equals Meta’s list after one pull, whatever webhooks came before, in whichever order, twice or never; and the history tells each change once', async ({
    database,
    tenant,
  }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const world = await TemplateWorld.open(database, tenant)
        for (const one of NAMES.slice(0, 2)) world.create(one, { status: 'APPROVED' })
        await world.pull()
        const come = async (places: readonly number[]): Promise<void> => {
          const bodies = places.flatMap((place) => world.bodies.at(-1 - place) ?? [])
          if (bodies.length > 0) await world.tell(bodies)
        }
        for (const { acts, come: places, pull } of steps) {
          if (pull === 'slow') {
            await world.pull(async () => {
              for (const { run } of acts) run(world)
              await come(places)
            })
          } else {
            for (const { run } of acts) run(world)
            await come(places)
            if (pull === 'quick') await world.pull()
          }
        }
        await world.pull()
        const listed = world.list().toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
        expect(unsigned(await relisted(database, tenant, world.wabaId))).toEqual(unsigned(listed))
        const told = await historyOf(database, tenant, world.wabaId)
        for (const kind of ['status', 'category', 'quality'])
          for (const one of NAMES) {
            const ofKind = (all: readonly Pick<Told, 'name' | 'kind' | 'to'>[]): string[] =>
              all.filter((each) => each.name === one && each.kind === kind).map(({ to }) => to)
            const truth = ofKind(world.changes).filter((to, nth, all) => to !== all[nth - 1])
            expect(
              isWithin(ofKind(told), truth),
              `${one} ${kind}: ${ofKind(told).join()} of ${truth.join()}`,
            ).toBe(true)
          }
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  test('moves by a webhook at once, and the pull after it adds nothing to the history', async ({
    database,
    tenant,
  }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart', { status: 'APPROVED', quality: 'GREEN' })
    await world.pull()
    world.setStatus('cart', 'PAUSED', { other_info: { title: 'FIRST_PAUSE' } })
    const pausedAt = world.clock()
    await world.tell(world.bodies)
    await world.tell(world.bodies)
    const halted = await mirrorOf(database, tenant, world.wabaId, 'cart')
    expect(halted).toMatchObject({ status: 'PAUSED', haltedBecause: 'paused' })
    expect(halted.pausedUntil?.getTime()).toBe(pausedAt + 3 * 3_600_000)
    await world.pull()
    const told = await historyOf(database, tenant, world.wabaId)
    expect(told.filter(({ kind }) => kind === 'status').map(({ to, source }) => [to, source])).toEqual([
      ['APPROVED', 'pull'],
      ['PAUSED', 'webhook'],
    ])
    expect(await mirrorOf(database, tenant, world.wabaId, 'cart')).toEqual(halted)
  })

  test('is not taken back by a pull that had begun before the webhook came', async ({ database, tenant }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart', { status: 'APPROVED' })
    await world.pull()
    await world.pull(async () => {
      world.setStatus('cart', 'DISABLED')
      await world.tell(world.bodies)
    })
    expect(await mirrorOf(database, tenant, world.wabaId, 'cart')).toMatchObject({
      ...{ status: 'DISABLED', haltedBecause: 'disabled' },
    })
  })

  test('leaves a word that is older than the newest, and keeps it in the history at its place', async ({
    database,
    tenant,
  }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart', { status: 'APPROVED' })
    await world.pull()
    world.setStatus('cart', 'PAUSED')
    world.setStatus('cart', 'APPROVED')
    const [paused = '', approved = ''] = world.bodies
    await world.tell([approved])
    await world.tell([paused])
    expect(await mirrorOf(database, tenant, world.wabaId, 'cart')).toMatchObject({
      ...{ status: 'APPROVED', haltedBecause: null },
    })
    const told = await historyOf(database, tenant, world.wabaId)
    expect(told.filter(({ kind }) => kind === 'status').map(({ to }) => to)).toEqual([
      'APPROVED',
      'PAUSED',
      'APPROVED',
    ])
  })

  test('keeps what only the webhook of a rejection says, also when a pull has seen it first', async ({
    database,
    tenant,
  }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart')
    await world.pull()
    world.setStatus('cart', 'REJECTED', {
      reason: 'INVALID_FORMAT',
      rejection_info: { reason: 'Two variables stand together.', recommendation: 'Put words between them.' },
    })
    await world.pull()
    await world.tell(world.bodies)
    await world.pull()
    expect((await mirrorOf(database, tenant, world.wabaId, 'cart')).rejection).toMatchObject({
      reason: 'INVALID_FORMAT',
      detail: 'Two variables stand together.',
      recommendation: 'Put words between them.',
    })
    world.setStatus('cart', 'APPROVED')
    await world.pull()
    expect((await mirrorOf(database, tenant, world.wabaId, 'cart')).rejection).toBeNull()
  })

  test.for<[string, (world: TemplateWorld) => void, string | null]>([
    ['is disabled', (world) => world.setStatus('cart', 'DISABLED'), 'disabled'],
    ['is archived', (world) => world.setStatus('cart', 'ARCHIVED'), 'archived'],
    ['is reviewed again', (world) => world.setStatus('cart', 'PENDING'), 'other'],
    ['changes its category', (world) => world.setCategory('cart', 'MARKETING'), 'recategorised'],
    ['loses quality', (world) => world.setQuality('cart', 'YELLOW'), 'quality'],
    ['gains quality', (world) => world.setQuality('cart', 'GREEN'), null],
    ['is announced to change its category', (world) => world.announce('cart', 'MARKETING'), null],
  ])(
    'says that a template halts, or does not, when it %s: by webhook and by pull',
    async ([, change, because], { database, tenant }) => {
      for (const by of ['webhook', 'pull']) {
        const world = await TemplateWorld.open(database, tenant)
        world.create('cart', { status: 'APPROVED' })
        await world.pull()
        change(world)
        await (by === 'pull' ? world.pull() : world.tell(world.bodies))
        const { haltedBecause, haltedAt } = await mirrorOf(database, tenant, world.wabaId, 'cart')
        expect([by, haltedBecause]).toEqual([by, because])
        expect(haltedAt?.getTime() ?? null).toBe(because === null ? null : world.clock())
        // What was accepted before is another message when it is approved again.
        world.setStatus('cart', 'PAUSED')
        world.setStatus('cart', 'APPROVED')
        await world.pull()
        expect((await mirrorOf(database, tenant, world.wabaId, 'cart')).haltedBecause).toBe(because)
      }
    },
  )

  test('brings a template back from the archive when a pull says what it is; what was accepted before is not sent', async ({
    database,
    tenant,
  }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart', { status: 'APPROVED' })
    await world.pull()
    world.setStatus('cart', 'ARCHIVED')
    world.unarchive('cart')
    const [archived = '', back = ''] = world.bodies
    // Whichever comes first.
    for (const body of [back, archived]) await world.tell([body])
    expect(await mirrorOf(database, tenant, world.wabaId, 'cart')).toMatchObject({ status: 'ARCHIVED' })
    await world.pull()
    expect(await mirrorOf(database, tenant, world.wabaId, 'cart')).toMatchObject({
      ...{ status: 'APPROVED', haltedBecause: 'archived' },
    })
    const told = await historyOf(database, tenant, world.wabaId)
    expect(told.filter(({ kind }) => kind === 'status').map(({ to, source }) => [to, source])).toEqual([
      ['APPROVED', 'pull'],
      ['ARCHIVED', 'webhook'],
      ['UNARCHIVED', 'webhook'],
      ['APPROVED', 'pull'],
    ])
  })

  test('follows a category that Meta gives a template as it approves it, and that halts nothing', async ({
    database,
    tenant,
  }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart')
    await world.pull()
    world.setStatus('cart', 'APPROVED', { message_template_category: 'MARKETING' })
    await world.tell(world.bodies)
    expect(await mirrorOf(database, tenant, world.wabaId, 'cart')).toMatchObject({
      ...{ status: 'APPROVED', category: 'MARKETING', haltedBecause: null },
    })
  })

  test('follows no word about a template that was deleted and made anew under its name', async ({
    database,
    tenant,
  }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart', { status: 'APPROVED' })
    await world.pull()
    world.setStatus('cart', 'DISABLED')
    world.remove('cart')
    world.create('cart', { status: 'APPROVED' })
    await world.pull()
    await world.tell(world.bodies)
    expect(await mirrorOf(database, tenant, world.wabaId, 'cart')).toMatchObject({ status: 'APPROVED' })
  })

  test('keeps each version of the parts, and none for the address of a sample that Meta signs anew', async ({
    database,
    tenant,
  }) => {
    const world = await TemplateWorld.open(database, tenant)
    world.create('cart', { status: 'APPROVED' })
    await world.pull()
    await world.pull()
    world.edit('cart', 'Another text')
    await world.pull()
    await world.pull()
    const versions = (await historyOf(database, tenant, world.wabaId)).filter(
      ({ kind }) => kind === 'version',
    )
    expect(versions.map(({ source }) => source)).toEqual(['pull', 'pull'])
    expect(versions.at(-1)?.definition).toMatchObject({
      name: 'cart',
      components: [{}, { text: 'Another text' }],
    })
  })

  test('of an account is moved by nobody else’s webhooks', async ({ database, tenant }) => {
    const [ours, others] = [
      await TemplateWorld.open(database, tenant),
      await TemplateWorld.open(database, tenant),
    ]
    for (const world of [ours, others]) {
      world.create('cart', { status: 'APPROVED' })
      await world.pull()
    }
    others.setStatus('cart', 'DISABLED')
    await others.tell(others.bodies)
    expect(await mirrorOf(database, tenant, ours.wabaId, 'cart')).toMatchObject({ status: 'APPROVED' })
  })
})

/** Meta signs the addresses of samples anew for each list. */
const unsigned = (json: readonly object[]): unknown =>
  JSON.parse(JSON.stringify(json).replaceAll(/net\/\d+/gu, 'net'))
const nameOf = ({ name: given }: JsonObject): string => (typeof given === 'string' ? given : '')

/** Whether these stand among those, in their order. */
function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let place = 0
  for (const one of all) if (one === some[place]) place += 1
  return place === some.length
}
