/** `test` with a shop that has sequences: written, turned on, looked after as the loop does, and books that must balance at each look. */
import type { Sequence, Definition, NewEvent, EventTaken, EnrolmentPage } from '#sequences/shapes.ts'
import { listEnrolments } from '#sequences/enrol.ts'
import { addSequence, turnOff, turnOn } from '#sequences/manage-sequences.ts'
import { findSequence } from '#sequences/read-sequences.ts'
import { recordEvent } from '#sequences/record-event.ts'
import { visitSequence } from '#sequences/sequence-loop.ts'
import { SYSTEM } from '#test/campaign-world.ts'
import { fail, isTaken, test as base, type World } from '#test/sender-world.ts'
import { putTemplate, type Talk } from '#test/shop.ts'

const SILENT = { notify: () => {} }
const HOUR = 60

/** A cart is left: a reminder after an hour, another one a day later, until they order or answer. */
export const CART: Definition = {
  trigger: { on: 'event', event: 'cart_updated' },
  steps: [
    { id: 'first', waitMinutes: HOUR, message: { name: 'cart', language: 'en', parameters: {} } },
    { id: 'second', waitMinutes: 24 * HOUR, message: { name: 'cart_again', language: 'en', parameters: {} } },
  ],
  exits: { replied: true, events: ['order_placed'], labelIds: [] },
  ...{ reentryDays: 30, quietHours: null, frequencyCap: null },
}

export type Sequences = {
  /** A template that is approved here and at Meta. */
  readonly approve: (name: string, body?: string, category?: string) => Promise<void>
  readonly draft: (definition?: Partial<Definition>) => Promise<Sequence>
  /** The two templates of the cart are approved, and the sequence is on. */
  readonly start: (definition?: Partial<Definition>) => Promise<Sequence>
  readonly turn: (id: string, to: 'on' | 'off') => Promise<void>
  /** Something happened to them elsewhere. */
  readonly tell: (talk: Talk, event: Partial<NewEvent> & { readonly name: string }) => Promise<EventTaken>
  /** One look, as the loop does, after webhooks have been worked off; the books are checked. */
  readonly look: (id: string) => Promise<Sequence>
  /** Looks until all that was accepted has been taken by Meta. */
  readonly settle: (id: string) => Promise<Sequence>
  readonly people: (id: string) => Promise<EnrolmentPage['items']>
}

export const test = base.extend<{ sequences: Sequences }>({
  sequences: async ({ world }, use) => {
    const { shop, clock } = world
    const { database, tenant } = shop
    const { read, draft, turn } = written(world)
    const look = async (id: string): Promise<Sequence> => {
      await world.until([], () => true)
      await visitSequence({ database, notifier: SILENT, clock }, tenant, id)
      const sequence = await read(id)
      balance(sequence)
      return sequence
    }
    const accept: Sequences['approve'] = async (name, body = name, category = 'MARKETING') =>
      approve(world, { name, body, category })
    await use({
      approve: accept,
      draft,
      turn,
      look,
      start: async (definition) => {
        await accept('cart', 'You left something')
        await accept('cart_again', 'It is still there')
        const { id } = await draft(definition)
        await turn(id, 'on')
        return look(id)
      },
      tell: async ({ contact }, event) => {
        const told = await database.inTenant(tenant, async (client) =>
          recordEvent(client, tenant, { contact: { contactId: contact }, ...event }, clock()),
        )
        return told.ok ? told.taken : fail(told.because)
      },
      settle: async (id) => {
        const sequence = await look(id)
        const { rows } = await database.inTenant(tenant, async (client) =>
          client.query<{ send: string }>(
            'select send_id as send from sequence_steps where tenant_id = $1 and sequence_id = $2 and send_id is not null',
            [tenant, id],
          ),
        )
        await world.pass(0)
        await world.until(
          rows.map(({ send }) => send),
          isTaken,
        )
        return sequence
      },
      people: async (id) => {
        const wish = { id, state: null, reason: null, before: null }
        const page = await database.inTenant(tenant, async (client) => listEnrolments(client, tenant, wish))
        return page?.items ?? fail('no sequence')
      },
    })
  },
})

/** What somebody does with a sequence in the app. */
function written({ shop, clock }: World) {
  const { database, tenant } = shop
  const read = async (id: string): Promise<Sequence> =>
    (await database.inTenant(tenant, async (client) => findSequence(client, tenant, id, clock()))) ??
    fail('no sequence')
  const draft: Sequences['draft'] = async (definition = {}) => {
    const made = await database.inTenant(tenant, async (client) =>
      addSequence(
        client,
        tenant,
        SYSTEM,
        { name: 'Carts', channelId: shop.channel, definition: { ...CART, ...definition } },
        clock(),
      ),
    )
    return made.ok ? made.sequence : fail(made.because)
  }
  const turn: Sequences['turn'] = async (id, to) => {
    const move = to === 'on' ? turnOn : turnOff
    const done = await database.inTenant(tenant, async (client) => move(client, tenant, SYSTEM, id, clock()))
    if (!done.ok) fail(JSON.stringify(done))
  }
  return { read, draft, turn }
}

async function approve(
  { meta, shop }: World,
  { name, body, category }: { readonly name: string; readonly body: string; readonly category: string },
): Promise<void> {
  const places = [...body.matchAll(/\{\{\d\}\}/gu)].map(() => 'x')
  meta.addTemplate({
    ...{ waba_id: shop.number.wabaId, name, language: 'en', category, quality_score: { score: 'GREEN' } },
    components: [
      { type: 'BODY', text: body, ...(places.length > 0 && { example: { body_text: [places] } }) },
    ],
  })
  await putTemplate(shop, { name, body, category })
}

function balance({ books, steps }: Sequence): void {
  const { enrolled, waiting, finished, left, leftBy } = books
  const reasons = leftBy.reduce((sum, { count }) => sum + count, 0)
  const next = steps.reduce((sum, one) => sum + one.waiting, 0)
  if (enrolled !== waiting + finished + left || reasons !== left || next > waiting)
    fail(`the books do not balance: ${JSON.stringify({ books, steps })}`)
}
