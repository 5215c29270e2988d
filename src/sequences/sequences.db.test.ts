/** A sequence from what brings people in to what ends it: through the sender, to Meta's stand-in, and back by webhooks. */
import { describe, expect } from 'vitest'
import { recordConsents } from '#consent/record-consents.ts'
import { newId } from '#platform/ids.ts'
import { after, DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '#platform/time.ts'
import { SYSTEM } from '#test/campaign-world.ts'
import { fail, type World } from '#test/sender-world.ts'
import { CART, test } from '#test/sequence-world.ts'
import { openOtherShop, putTemplate, type Talk } from '#test/shop.ts'
import { enrolByHand, takeOut } from './enrol.ts'
import { changeSequence, turnOn } from './manage-sequences.ts'
import { recordEvent } from './record-event.ts'
import type { Definition } from './shapes.ts'
import { takeDue } from './take-due.ts'

const FIRST = 'You left something'
const SECOND = 'It is still there'
const EXITS = CART.exits

const inShop = async <T>(
  { shop }: World,
  work: (client: Parameters<typeof takeDue>[0], tenant: World['shop']['tenant']) => Promise<T>,
): Promise<T> => shop.database.inTenant(shop.tenant, async (client) => work(client, shop.tenant))

/** The customer writes, and the webhook comes in. */
const write = async ({ meta, shop, until }: World, { phone }: Talk): Promise<void> => {
  const customer = meta.state().customers.find((one) => one.phone === phone)
  meta.act(customer?.id ?? fail('no customer'), shop.number.phoneNumberId, { type: 'text', body: 'yes?' })
  for (let nth = 0; nth < 50; nth += 1) {
    await until([], () => true)
    await new Promise((done) => setTimeout(done, 10))
  }
}

const sayStop = async (world: World, { contact }: Talk, at: Instant): Promise<unknown> =>
  inShop(world, async (client, tenant) =>
    recordConsents(client, tenant, [
      {
        contact,
        ...{ purpose: 'marketing', state: 'withdrawn', source: 'message', cause: 'stop', evidence: {} },
        at,
      },
    ]),
  )

const giveLabel = async (world: World, { conversation }: Talk): Promise<string> => {
  const label = newId()
  await inShop(world, async (client, tenant) => {
    await client.query(
      `insert into labels (tenant_id, id, name, name_key, color) values ($1, $2::uuid, ($2::uuid)::text, ($2::uuid)::text, 'red')`,
      [tenant, label],
    )
    await client.query(
      'insert into conversation_labels (tenant_id, conversation_id, label_id) values ($1, $2, $3)',
      [tenant, conversation, label],
    )
  })
  return label
}

const wish = (phone: string) => ({ name: 'cart_updated', contact: { phone, name: 'Meena' } })
const say = (name: string) => ({ name, language: 'en', parameters: {} })

describe('a sequence', () => {
  test('says one thing after the other when each is due, and then is over', async ({ world, sequences }) => {
    world.start()
    const { id } = await sequences.start()
    const talk = await world.meet()
    const { enrolled } = await sequences.tell(talk, { name: 'cart_updated' })
    expect(enrolled).toMatchObject([{ sequenceId: id }])
    expect((await sequences.settle(id)).books).toMatchObject({ enrolled: 1, waiting: 1 })
    expect(world.phone(talk)).toEqual([])
    await world.pass(HOUR_MS + MINUTE_MS)
    await sequences.settle(id)
    expect(world.phone(talk)).toEqual([FIRST])
    await world.pass(23 * HOUR_MS)
    await sequences.settle(id)
    expect(world.phone(talk)).toEqual([FIRST])
    await world.pass(HOUR_MS)
    const { books } = await sequences.settle(id)
    expect(world.phone(talk)).toEqual([FIRST, SECOND])
    expect(books).toEqual({ enrolled: 1, waiting: 0, finished: 1, left: 0, leftBy: [] })
    expect((await sequences.look(id)).steps.map(({ sent, skippedBy }) => [sent, skippedBy])).toEqual([
      [1, []],
      [1, []],
    ])
  })

  test('says what the event told, and leaves out what it did not tell enough for', async ({
    world,
    sequences,
  }) => {
    world.start()
    await sequences.approve('items', 'Dear friend, your {{1}} still waits for you')
    const variables = { 1: { from: 'column', name: 'product' } } as const
    const { id } = await sequences.start({
      steps: [
        { id: 'a', waitMinutes: 0, message: { name: 'items', language: 'en', parameters: {}, variables } },
        { id: 'b', waitMinutes: 0, message: { name: 'cart_again', language: 'en', parameters: {} } },
      ],
    })
    const [one, other] = [await world.meet(), await world.meet()]
    await sequences.tell(one, { name: 'cart_updated', properties: { product: 'Sari', price: 1499 } })
    await sequences.tell(other, { name: 'cart_updated', properties: { price: 99 } })
    const { books, steps } = await sequences.settle(id)
    expect([world.phone(one), world.phone(other)]).toEqual([
      ['Dear friend, your Sari still waits for you', SECOND],
      [SECOND],
    ])
    expect(books).toMatchObject({ enrolled: 2, finished: 2 })
    expect(steps[0]).toMatchObject({ sent: 1, skippedBy: [{ reason: 'words_missing', count: 1 }] })
  })

  test('ends for whoever ordered, answered or has the label, before the next message and not after it', async ({
    world,
    sequences,
  }) => {
    world.start()
    const [ordered, answered, labelled, other] = [
      await world.meet(),
      await world.meet(),
      await world.meet(),
      await world.meet(),
    ]
    const elsewhere = await world.meet()
    const label = await giveLabel(world, labelled)
    const { id } = await sequences.start({ exits: { ...EXITS, labelIds: [label] } })
    for (const talk of [ordered, answered, labelled, other, elsewhere])
      await sequences.tell(talk, { name: 'cart_updated' })
    await world.pass(30 * MINUTE_MS)
    const { ended } = await sequences.tell(ordered, { name: 'order_placed' })
    expect(ended).toMatchObject([{ sequenceId: id }])
    await sequences.tell(elsewhere, { name: 'page_viewed' })
    await write(world, answered)
    await world.pass(HOUR_MS)
    const { books } = await sequences.settle(id)
    expect([ordered, answered, labelled].map((talk) => world.phone(talk))).toEqual([[], [], []])
    expect([other, elsewhere].map((talk) => world.phone(talk))).toEqual([[FIRST], [FIRST]])
    expect(books).toMatchObject({ enrolled: 5, waiting: 2, left: 3 })
    expect(books.leftBy.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
      { reason: 'event', detail: 'order_placed', count: 1 },
      { reason: 'label', detail: label, count: 1 },
      { reason: 'replied', detail: null, count: 1 },
    ])
  })

  test('ends for whoever ordered after the cart, in whichever order we are told of it', async ({
    world,
    sequences,
  }) => {
    const { id } = await sequences.start({ exits: { ...EXITS, replied: false } })
    const [late, before] = [await world.meet(), await world.meet()]
    const at = world.clock()
    await sequences.tell(late, { name: 'order_placed', occurredAt: after(at, -MINUTE_MS) })
    await sequences.tell(late, { name: 'cart_updated', occurredAt: after(at, -2 * MINUTE_MS) })
    await sequences.tell(before, { name: 'order_placed', occurredAt: after(at, -DAY_MS) })
    await sequences.tell(before, { name: 'cart_updated', occurredAt: after(at, -MINUTE_MS) })
    await world.pass(HOUR_MS)
    const { books } = await sequences.look(id)
    expect(books).toMatchObject({ enrolled: 2, waiting: 1, left: 1, leftBy: [{ detail: 'order_placed' }] })
  })

  test('says no offer to whoever wants none, and what is no offer all the same', async ({
    world,
    sequences,
  }) => {
    world.start()
    await sequences.approve('parcel', 'Your parcel is on its way', 'UTILITY')
    const { id } = await sequences.start({
      steps: [
        { id: 'a', waitMinutes: 0, message: { name: 'parcel', language: 'en', parameters: {} } },
        { id: 'b', waitMinutes: 0, message: { name: 'cart', language: 'en', parameters: {} } },
      ],
    })
    const talk = await world.meet()
    await sayStop(world, talk, world.clock())
    await sequences.tell(talk, { name: 'cart_updated' })
    const { books } = await sequences.settle(id)
    expect(world.phone(talk)).toEqual(['Your parcel is on its way'])
    expect(books).toMatchObject({ left: 1, leftBy: [{ reason: 'opted_out', detail: null, count: 1 }] })
  })

  test('leaves an offer out for whoever had enough of them, and goes on', async ({ world, sequences }) => {
    world.start()
    await sequences.approve('parcel', 'Your parcel is on its way', 'UTILITY')
    const { id } = await sequences.start({
      steps: [
        { id: 'a', waitMinutes: 0, message: { name: 'cart', language: 'en', parameters: {} } },
        { id: 'b', waitMinutes: 0, message: { name: 'cart_again', language: 'en', parameters: {} } },
        { id: 'c', waitMinutes: 0, message: { name: 'parcel', language: 'en', parameters: {} } },
      ],
      frequencyCap: { messages: 1, days: 7 },
    })
    const talk = await world.meet()
    await sequences.tell(talk, { name: 'cart_updated' })
    const { books, steps } = await sequences.settle(id)
    expect(world.phone(talk)).toEqual([FIRST, 'Your parcel is on its way'])
    expect(books).toMatchObject({ finished: 1 })
    expect(steps[1]?.skippedBy).toEqual([{ reason: 'recently_contacted', count: 1 }])
  })

  test('waits while it is night where they are', async ({ world, sequences }) => {
    const wall = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: 'Asia/Kolkata', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    })
    const [from, to] = [0, 3].map((hours) => wall.format(after(world.clock(), hours * HOUR_MS)))
    const { id } = await sequences.start({ quietHours: { from: from ?? '', to: to ?? '' } })
    const talk = await world.meet()
    await sequences.tell(talk, { name: 'cart_updated' })
    await world.pass(HOUR_MS + MINUTE_MS)
    const { books, steps } = await sequences.look(id)
    expect([books.waiting, steps[0]?.sent]).toEqual([1, 0])
    await world.pass(2 * HOUR_MS)
    expect((await sequences.look(id)).steps[0]?.sent).toBe(1)
  })

  test('that is off brings nobody in and says nothing; what is a day late then is not said', async ({
    world,
    sequences,
  }) => {
    world.start()
    const { id } = await sequences.start()
    const [early, late, after1] = [await world.meet(), await world.meet(), await world.meet()]
    await sequences.tell(early, { name: 'cart_updated' })
    await sequences.turn(id, 'off')
    expect((await sequences.tell(after1, { name: 'cart_updated' })).enrolled).toEqual([])
    await world.pass(2 * HOUR_MS)
    expect((await sequences.settle(id)).books).toMatchObject({ enrolled: 1, waiting: 1 })
    await sequences.turn(id, 'on')
    await sequences.tell(late, { name: 'cart_updated' })
    await sequences.settle(id)
    expect(world.phone(early)).toEqual([FIRST])
    await sequences.turn(id, 'off')
    await world.pass(3 * DAY_MS)
    await sequences.turn(id, 'on')
    const { books } = await sequences.settle(id)
    expect(books).toMatchObject({ left: 2, leftBy: [{ reason: 'too_late', count: 2 }] })
    expect([early, late, after1].map((talk) => world.phone(talk))).toEqual([[FIRST], [], []])
  })

  test('ends for whoever waits for a template that Meta has paused, or for a step that was taken out', async ({
    world,
    sequences,
  }) => {
    const { id } = await sequences.start()
    const [first, other] = [await world.meet(), await world.meet()]
    await sequences.tell(first, { name: 'cart_updated' })
    await inShop(world, async (client) =>
      client.query(`update templates set status = 'PAUSED' where name = 'cart'`),
    )
    await world.pass(HOUR_MS)
    const halted = await sequences.look(id)
    expect(halted.books.leftBy).toMatchObject([{ reason: 'template_halted', count: 1 }])
    expect(halted.problems).toMatchObject([{ path: 'definition.steps.0.message' }])
    await inShop(world, async (client) => client.query(`update templates set status = 'APPROVED'`))
    await sequences.tell(other, { name: 'cart_updated' })
    await sequences.turn(id, 'off')
    const steps = CART.steps.slice(1)
    await inShop(world, async (client, tenant) =>
      changeSequence(
        client,
        tenant,
        SYSTEM,
        { id, patch: { definition: { ...CART, steps } } },
        world.clock(),
      ),
    )
    await sequences.turn(id, 'on')
    await world.pass(HOUR_MS)
    const reasons = (await sequences.look(id)).books.leftBy.map(({ reason }) => reason)
    expect(reasons.toSorted()).toEqual(['step_removed', 'template_halted'])
  })

  test('is waited for while its number is away', async ({ world, sequences }) => {
    const { id } = await sequences.start()
    const talk = await world.meet()
    await sequences.tell(talk, { name: 'cart_updated' })
    await inShop(world, async (client) => client.query(`update channels set status = 'disconnected'`))
    await world.pass(2 * HOUR_MS)
    expect((await sequences.look(id)).books).toMatchObject({ waiting: 1 })
    await inShop(world, async (client) => client.query(`update channels set status = 'connected'`))
    expect((await sequences.look(id)).steps[0]?.sent).toBe(1)
  })
})

describe('whoever comes into a sequence', () => {
  test('comes in once for what is told twice, also at the same moment', async ({ world, sequences }) => {
    const { id } = await sequences.start({ reentryDays: 1 })
    const talk = await world.meet()
    const event = { name: 'cart_updated', idempotencyKey: 'cart-17' }
    const told = await Promise.all([1, 2, 3].map(async () => sequences.tell(talk, event)))
    expect(told.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(new Set(told.map(({ id: event1 }) => event1)).size).toBe(1)
    expect(new Set(told.map(({ enrolled }) => enrolled[0]?.enrolmentId)).size).toBe(1)
    await world.pass(3 * DAY_MS)
    await sequences.look(id)
    expect(await sequences.tell(talk, event)).toMatchObject({ isNew: false, enrolled: [{ sequenceId: id }] })
    expect((await sequences.look(id)).books.enrolled).toBe(1)
    const other = await world.meet()
    const reused = await inShop(world, async (client, tenant) =>
      recordEvent(client, tenant, { ...event, contact: { contactId: other.contact } }, world.clock()),
    )
    expect(reused).toEqual({ ok: false, because: 'key_reused' })
  })

  test('comes in again only when they are out of it, and after so many days', async ({
    world,
    sequences,
  }) => {
    const { id } = await sequences.start({ reentryDays: 7 })
    const once = await sequences.draft({ reentryDays: 0 })
    await sequences.turn(once.id, 'on')
    const talk = await world.meet()
    const why = async (sequence: string): Promise<string> => {
      const told = await sequences.tell(talk, { name: 'cart_updated' })
      const not = told.notEnrolled.find(({ sequenceId }) => sequenceId === sequence)
      return not?.because ?? 'enrolled'
    }
    expect(await why(id)).toBe('enrolled')
    expect([await why(id), await why(once.id)]).toEqual(['already_in', 'already_in'])
    await sequences.tell(talk, { name: 'order_placed' })
    expect([await why(id), await why(once.id)]).toEqual(['too_soon', 'too_soon'])
    await world.pass(8 * DAY_MS)
    expect([await why(id), await why(once.id)]).toEqual(['enrolled', 'too_soon'])
  })

  test('may be somebody whom only their number names', async ({ world, sequences }) => {
    await sequences.start()
    const tell = async (phone: string) =>
      inShop(world, async (client, tenant) => recordEvent(client, tenant, wish(phone), world.clock()))
    const first = await tell('98450 12345')
    const again = await tell('+91 98450-12345')
    expect(first).toMatchObject({ ok: true, taken: { enrolled: [{}] } })
    expect(first.ok && again.ok && first.taken.contactId === again.taken.contactId).toBe(true)
    expect(await tell('12')).toEqual({ ok: false, because: 'phone_impossible' })
    const later = after(world.clock(), HOUR_MS)
    const future = await inShop(world, async (client, tenant) =>
      recordEvent(client, tenant, { ...wish('9845012345'), occurredAt: later }, world.clock()),
    )
    expect(future).toEqual({ ok: false, because: 'in_future' })
  })

  test('may be put in and taken out by hand', async ({ world, sequences }) => {
    const { id } = await sequences.start({ trigger: { on: 'hand' } })
    const talk = await world.meet()
    const put = async (key?: string) =>
      inShop(world, async (client, tenant) =>
        enrolByHand(
          client,
          tenant,
          SYSTEM,
          {
            id,
            wish: {
              contact: { contactId: talk.contact },
              ...(key !== undefined && { idempotencyKey: key }),
            },
          },
          world.clock(),
        ),
      )
    const done = await put('a')
    expect(done).toMatchObject({ ok: true, isNew: true })
    expect([await put('a'), await put()]).toMatchObject([{ isNew: false }, { because: 'already_in' }])
    const [person] = await sequences.people(id)
    expect(person).toMatchObject({ state: 'waiting', step: 'first', contactId: talk.contact })
    const out = async () =>
      inShop(world, async (client, tenant) =>
        takeOut(client, tenant, SYSTEM, person?.id ?? '', world.clock()),
      )
    expect([await out(), await out()]).toMatchObject([{ ok: true }, { because: 'over', state: 'left' }])
    await world.pass(HOUR_MS)
    const { books, steps } = await sequences.look(id)
    expect([books.leftBy[0]?.reason, steps[0]?.sent]).toEqual(['taken_out', 0])
  })

  test('is another business’s as little as the sequence is', async ({ world, sequences, database }) => {
    const { id } = await sequences.start()
    const theirs = await openOtherShop(database)
    const talk = await world.meet()
    const asThem = async (contact: object) =>
      database.inTenant(theirs.tenant, async (client) =>
        recordEvent(client, theirs.tenant, { name: 'cart_updated', contact }, world.clock()),
      )
    expect(await asThem({ contactId: talk.contact })).toEqual({ ok: false, because: 'contact_not_found' })
    expect(await asThem({ phone: `+${talk.phone}` })).toMatchObject({ ok: true, taken: { enrolled: [] } })
    const taken = await database.inTenant(theirs.tenant, async (client) =>
      takeDue(client, theirs.tenant, id, after(world.clock(), DAY_MS)),
    )
    expect(taken.moved).toBe(0)
    expect((await sequences.look(id)).books.enrolled).toBe(0)
  })
})

describe('a sequence whose worker dies', () => {
  test('says each thing once, whenever that is, and however many take it on', async ({
    world,
    sequences,
  }) => {
    world.start()
    const { id } = await sequences.start()
    const talks: Talk[] = []
    for (let nth = 0; nth < 5; nth += 1) talks.push(await world.meet())
    for (const talk of talks) await sequences.tell(talk, { name: 'cart_updated' })
    await world.pass(HOUR_MS)
    // All was written, and then nothing was committed.
    const killed = inShop(world, async (client, tenant) => {
      const taken = await takeDue(client, tenant, id, world.clock())
      throw new Error(`killed after ${taken.sent}`)
    })
    await expect(killed).rejects.toThrow('killed after 5')
    await Promise.all(
      [1, 2, 3].map(async () =>
        inShop(world, async (client, tenant) => takeDue(client, tenant, id, world.clock())),
      ),
    )
    const { steps, books } = await sequences.settle(id)
    expect([steps[0]?.sent, books.waiting]).toEqual([5, 5])
    for (const talk of talks) expect(world.phone(talk)).toEqual([FIRST])
  })
})

describe('a sequence that is not whole', () => {
  test('says what is missing, and is not turned on', async ({ world, sequences }) => {
    await sequences.approve('words', 'Dear {{1}}, do look at what is new')
    await putTemplate(world.shop, { name: 'code', body: 'Your code', category: 'AUTHENTICATION' })
    const problems = async (definition: Partial<Definition>): Promise<readonly string[]> => {
      const { id } = await sequences.draft(definition)
      const done = await inShop(world, async (client, tenant) =>
        turnOn(client, tenant, SYSTEM, id, world.clock()),
      )
      return done.ok || done.because !== 'has_problems'
        ? []
        : done.problems.map(({ code, path }) => `${code} ${path}`)
    }
    expect(await problems({ trigger: null, steps: [] })).toEqual([
      'no_trigger definition.trigger',
      'no_step definition.steps',
    ])
    const steps = [null, say('words'), say('nothing'), say('code')].map((message, nth) => ({
      ...{ id: `s${nth}`, waitMinutes: 0, message },
    }))
    expect(await problems({ steps, exits: { ...EXITS, events: ['cart_updated'] } })).toEqual([
      'exit_is_trigger definition.exits.events',
      'no_message definition.steps.0.message',
      'word_missing definition.steps.1.message.parameters.1',
      'outbound.template_not_found definition.steps.2.message',
      'one_time_code definition.steps.3.message',
    ])
  })
})
