/** Writing a template, bringing it to Meta, and what becomes of it when somebody does not answer, is killed, or says no. */
import { describe, expect } from 'vitest'
import { DAY_MS, HOUR_MS } from '#platform/time.ts'
import { picture, test, type Desk } from '#test/template-desk.ts'
import type { Draft, LibraryTemplate, TemplateDetail, TemplateSample } from './shapes.ts'
import { queueDuePulls } from './watch-templates.ts'

let names = 0
const word = (): string => `order_update_${(names += 1)}`
const definitionOf = (name: string, more: object = {}): Record<string, unknown> => ({
  ...{ name, language: 'en', category: 'UTILITY' },
  components: [
    {
      type: 'BODY',
      text: `Hello {{1}}, your order ${name} has left our shop and will be with you soon.`,
      example: { body_text: [['Asha']] },
    },
  ],
  ...more,
})

async function write(desk: Desk, channel: string, definition: object, templateId?: string): Promise<Draft> {
  const body = { channelId: channel, definition, ...(templateId !== undefined && { templateId }) }
  const { status, body: draft, text } = await desk.ask<Draft>('POST', '/template-drafts', body)
  expect(status, text).toBe(201)
  return draft
}
type Problem = { readonly code: string; readonly title: string; readonly detail?: string }
type Sent = {
  state: string
  title?: string
  name?: string
  templateId: string | null
  code?: string
  until?: number
  findings?: { rule: string }[]
}
const submit = async (desk: Desk, { id }: Draft) =>
  desk.ask<Sent>('POST', `/template-drafts/${id}/submit`, {})
const listed = async (desk: Desk, channel: string, more = ''): Promise<LibraryTemplate[]> =>
  (await desk.ask<{ items: LibraryTemplate[] }>('GET', `/templates?channelId=${channel}${more}`)).body.items
const detailOf = async (desk: Desk, id: string | null): Promise<TemplateDetail> =>
  (await desk.ask<TemplateDetail>('GET', `/templates/${id}`)).body
const draftOf = async (desk: Desk, { id }: Draft): Promise<Draft | null> => {
  const { status, body } = await desk.ask<Draft>('GET', `/template-drafts/${id}`)
  return status === 200 ? body : null
}
/** One that Meta has approved, and the mirror knows. */
async function approved(desk: Desk, channel: string, definition: object): Promise<LibraryTemplate> {
  const { body } = await submit(desk, await write(desk, channel, definition))
  const [found] = (await listed(desk, channel)).filter(({ id }) => id === body.templateId)
  if (found === undefined) throw new Error(JSON.stringify(body))
  desk.simulator.control.setTemplateStatus(found.name, found.language, 'APPROVED')
  desk.pass(2000)
  await desk.pull(channel)
  return { ...found, status: 'APPROVED' }
}

describe('a draft', () => {
  test('is kept with a revision: who changes what somebody else has changed is told so', async ({ desk }) => {
    const { channel } = await desk.connect()
    const draft = await write(desk, channel, definitionOf(word()))
    expect(draft).toMatchObject({ revision: 1, state: 'draft', problem: null, templateId: null })
    const path = `/template-drafts/${draft.id}`
    const definition = definitionOf('another_name')
    const changed = await desk.ask<Draft>('PATCH', path, { definition, revision: 1 })
    expect(changed.body).toMatchObject({ revision: 2, definition })
    const late = await desk.ask('PATCH', path, { definition: {}, revision: 1 })
    expect([late.status, late.body.code]).toEqual([409, 'draft_changed'])
    const all = await desk.ask<{ items: Draft[] }>('GET', `/template-drafts?channelId=${channel}`)
    expect(all.body.items).toEqual([changed.body])
    expect((await desk.ask('DELETE', path)).status).toBe(204)
    expect((await desk.ask('DELETE', path)).status).toBe(404)
  })

  test('of what Meta would refuse is not brought to Meta, and says which rules it breaks', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const draft = await write(desk, channel, definitionOf(word(), { components: [] }))
    const before = desk.asked()
    const { status, body } = await submit(desk, draft)
    expect([status, body.code, body.findings?.map(({ rule }) => rule)]).toEqual([
      ...[422, 'template_has_errors', ['body.missing']],
    ])
    expect(desk.asked()).toBe(before)
  })

  test('that Meta takes is a template, by whoever submitted it; the pull after it sees no other version', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const name = word()
    const draft = await write(desk, channel, definitionOf(name))
    const { status, body } = await submit(desk, draft)
    expect([status, body.state]).toEqual([200, 'submitted'])
    expect(await draftOf(desk, draft)).toBeNull()
    expect(await detailOf(desk, body.templateId)).toMatchObject({
      name,
      status: 'PENDING',
      parameters: ['1'],
    })
    desk.pass(2000)
    await desk.pull(channel)
    const { history, metaTemplateId } = await detailOf(desk, body.templateId)
    expect(metaTemplateId).toMatch(/^\d{10,}$/u)
    const told = history.map(({ kind, to, source, by }) => [kind, to, source, by])
    expect(told).toContainEqual(['version', null, 'us', 'Key'])
    expect(told).toContainEqual(['status', 'PENDING', 'us', 'Key'])
    expect(told.filter(([kind]) => kind === 'version' || kind === 'status')).toHaveLength(2)
    expect(history.find(({ kind }) => kind === 'version')?.definition).toEqual(draft.definition)
  })

  test('that Meta refuses stays, with the reason in Meta’s words and in ours', async ({ desk }) => {
    const { channel, waba } = await desk.connect()
    const name = word()
    const draft = await write(desk, channel, definitionOf(name))
    desk.simulator.control.addTemplate({ ...definitionOf(name), waba_id: waba })
    const { status, body } = await submit(desk, draft)
    expect([status, body.code]).toEqual([422, 'template_refused'])
    const left = await draftOf(desk, draft)
    expect(left).toMatchObject({ state: 'draft', problem: { code: expect.stringMatching(/^whatsapp\./u) } })
    expect(left?.problem?.detail).toMatch(/\w+ \w+/u)
  })

  test('whose answer nobody heard is settled by the next pull: it is there', async ({ desk }) => {
    const { channel } = await desk.connect()
    const draft = await write(desk, channel, definitionOf(word()))
    desk.once({
      create: async (token, waba, definition) => {
        await fetch(`${desk.simulator.url}/v25.0/${waba}/message_templates`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token.reveal()}`, 'content-type': 'application/json' },
          body: JSON.stringify(definition),
        })
        return { outcome: 'unknown' }
      },
    })
    const { status, body } = await submit(desk, draft)
    expect([status, body.state]).toEqual([202, 'submitting'])
    expect(await draftOf(desk, draft)).toMatchObject({ state: 'submitting' })
    for (const again of [
      await submit(desk, draft),
      await desk.ask('DELETE', `/template-drafts/${draft.id}`),
      await desk.ask('PATCH', `/template-drafts/${draft.id}`, { definition: {}, revision: 1 }),
    ])
      expect([again.status, again.body.code]).toEqual([409, 'draft_submitting'])
    await desk.pull(channel)
    expect(await draftOf(desk, draft)).toBeNull()
    const [template] = await listed(desk, channel)
    const { history } = await detailOf(desk, template?.id ?? '')
    expect(history.filter(({ kind }) => kind === 'version').map(({ source, by }) => [source, by])).toEqual([
      ['us', 'Key'],
    ])
  })

  test('whose answer nobody heard and that is not there can be submitted again, once Meta has had its time', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const draft = await write(desk, channel, definitionOf(word()))
    desk.once({ create: async () => ({ outcome: 'unknown' }) })
    await submit(desk, draft)
    await desk.pull(channel)
    expect(await draftOf(desk, draft)).toMatchObject({ state: 'submitting' })
    desk.pass(91_000)
    await desk.pull(channel)
    expect(await draftOf(desk, draft)).toMatchObject({ state: 'draft', problem: { code: 'no_answer' } })
    expect((await submit(desk, draft)).status).toBe(200)
  })

  test('that was being submitted when the program was killed is settled by a pull that is due by then', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const draft = await write(desk, channel, definitionOf(word()))
    const due = async (): Promise<string[]> => {
      const queued: string[] = []
      const enqueue = async (_client: unknown, _spec: unknown, payloads: readonly object[]): Promise<void> =>
        void queued.push(...payloads.map((one) => (one as { channel: string }).channel))
      await queueDuePulls({ database: desk.database, clock: desk.now, jobs: { enqueue } })
      return queued.filter((one) => one === channel)
    }
    expect(await due()).toEqual([channel])
    expect(await due()).toEqual([])
    desk.once({ create: async () => Promise.reject(new Error('killed')) })
    expect((await submit(desk, draft)).status).toBe(500)
    expect(await draftOf(desk, draft)).toMatchObject({ state: 'submitting' })
    expect(await due()).toEqual([])
    desk.pass(90_001)
    expect(await due()).toEqual([channel])
    await desk.pull(channel)
    expect(await draftOf(desk, draft)).toMatchObject({ state: 'draft', problem: { code: 'no_answer' } })
  })

  test('is brought to Meta once, however many submit it at the same moment; another of its name waits', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const name = word()
    const [draft, twin] = [
      await write(desk, channel, definitionOf(name)),
      await write(desk, channel, definitionOf(name)),
    ]
    const meanwhile: unknown[] = []
    desk.once({
      create: async () => {
        for (const other of [draft, twin]) meanwhile.push((await submit(desk, other)).body.code)
        return { outcome: 'accepted', id: '77', status: 'PENDING', category: 'UTILITY' }
      },
    })
    const before = desk.asked()
    const [first, ...others] = await Promise.all([
      submit(desk, draft),
      submit(desk, draft),
      submit(desk, draft),
    ])
    expect(meanwhile).toEqual(['draft_submitting', 'already_submitting'])
    const states = [first, ...others].map(({ status }) => status).toSorted((a, b) => a - b)
    expect([states, desk.asked() - before]).toEqual([[200, 409, 409], 1])
  })

  test('leaves its name in the audit log, and none of its words; browsers are told', async ({ desk }) => {
    const { channel } = await desk.connect()
    const name = word()
    const draft = await write(desk, channel, definitionOf(name))
    const changed = await desk.ask<Draft>('PATCH', `/template-drafts/${draft.id}`, {
      ...{ definition: definitionOf(name), revision: 1 },
    })
    const { body } = await submit(desk, changed.body)
    await desk.ask('DELETE', `/templates/${body.templateId}`)
    const [audited, events] = await desk.database.inTenant(desk.tenant, async (client) => [
      (
        await client.query<{ action: string; details: object }>(
          `select action, details from audit_entries where tenant_id = $1 and details ->> 'name' = $2 order by seq`,
          [desk.tenant, name],
        )
      ).rows,
      (
        await client.query(
          `select from events where tenant_id = $1 and entries = '[["templates.changed"]]'`,
          [desk.tenant],
        )
      ).rowCount,
    ])
    expect(audited.map(({ action }) => action)).toEqual([
      ...['template-draft.created', 'template.submitted', 'template.deleted'],
    ])
    expect(JSON.stringify(audited)).not.toContain('left our shop')
    expect(events).toBeGreaterThan(4)
  })

  test('that is settled by a pull before Meta’s answer is read is one template, as the pull saw it', async ({
    desk,
  }) => {
    const { channel, waba } = await desk.connect()
    const name = word()
    const draft = await write(desk, channel, definitionOf(name))
    desk.once({
      create: async (_token, _waba, definition) => {
        const { id } = desk.simulator.control.addTemplate({ ...definition, waba_id: waba })
        await desk.pull(channel)
        return { outcome: 'accepted', id, status: 'PENDING', category: 'UTILITY' }
      },
    })
    const { status, body, text } = await submit(desk, draft)
    expect([status, body.state], text).toEqual([200, 'submitted'])
    expect(await draftOf(desk, draft)).toBeNull()
    const { history, status: mirrored } = await detailOf(desk, body.templateId)
    expect(mirrored).toBe('APPROVED')
    expect(history.filter(({ kind }) => kind === 'version').map(({ source }) => source)).toEqual(['us'])
  })

  test('that hangs because its number is gone can be thrown away after an hour', async ({ desk }) => {
    const { channel } = await desk.connect()
    const draft = await write(desk, channel, definitionOf(word()))
    desk.once({ create: async () => ({ outcome: 'unknown' }) })
    await submit(desk, draft)
    desk.pass(HOUR_MS - 1)
    expect((await desk.ask('DELETE', `/template-drafts/${draft.id}`)).status).toBe(409)
    desk.pass(1)
    expect((await desk.ask('DELETE', `/template-drafts/${draft.id}`)).status).toBe(204)
  })

  test('that never left is as it was', async ({ desk }) => {
    const { channel } = await desk.connect()
    const draft = await write(desk, channel, definitionOf(word()))
    desk.once({ create: async () => ({ outcome: 'not_sent' }) })
    const { status, body } = await submit(desk, draft)
    expect([status, body.code]).toEqual([502, 'meta_unreachable'])
    expect(await draftOf(desk, draft)).toMatchObject({ state: 'draft', problem: null })
  })

  test('of a name that is taken in its language is refused before Meta is asked; another language is not', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const name = word()
    await submit(desk, await write(desk, channel, definitionOf(name)))
    const before = desk.asked()
    const twin = await submit(desk, await write(desk, channel, definitionOf(name)))
    expect([twin.status, twin.body.code, desk.asked()]).toEqual([409, 'template_exists', before])
    const sibling = await submit(
      desk,
      await write(
        desk,
        channel,
        definitionOf(name, {
          language: 'hi',
          components: [{ type: 'BODY', text: 'आपका ऑर्डर दुकान से निकल गया है और जल्दी ही पहुँचेगा।' }],
        }),
      ),
    )
    expect(sibling.status, sibling.text).toBe(200)
    const { siblings } = await detailOf(desk, sibling.body.templateId)
    expect(siblings.map(({ language }) => language)).toEqual(['en'])
  })
})

describe('text and footer that another template has', () => {
  const TEXT = 'Your order has left our shop and will be with you soon. Call us if it does not come.'
  const saying = (name: string, more: object = {}, footer: string | null = null): Record<string, unknown> =>
    definitionOf(name, {
      components: [
        { type: 'BODY', text: TEXT },
        ...(footer === null ? [] : [{ type: 'FOOTER', text: footer }]),
      ],
      ...more,
    })

  test('are refused before Meta is asked, with the other’s name', async ({ desk }) => {
    const { channel } = await desk.connect()
    const [first, second] = [word(), word()]
    expect((await submit(desk, await write(desk, channel, saying(first)))).status).toBe(200)
    const before = desk.asked()
    const twin = await write(desk, channel, saying(second, { category: 'MARKETING' }))
    const { status, body } = await submit(desk, twin)
    expect([status, body.code, body.name, desk.asked()]).toEqual([409, 'template_repeats', first, before])
    expect(body.title).toContain(first)
    expect(await draftOf(desk, twin)).toMatchObject({ state: 'draft' })
  })

  test('are left to Meta where Meta says nothing: another footer, language, account, or one that was rejected', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const [first, second] = [word(), word()]
    await submit(desk, await write(desk, channel, saying(first)))
    const elsewhere = await desk.connect()
    for (const [where, definition] of [
      [channel, saying(second, {}, 'Kurta House')],
      [channel, saying(second, { language: 'en_US' })],
      [elsewhere.channel, saying(second)],
    ] as const) {
      const { status, text } = await submit(desk, await write(desk, where, definition))
      expect(status, text).toBe(200)
    }
    desk.simulator.control.setTemplateStatus(first, 'en', 'REJECTED', 'SCAM')
    await desk.pull(channel)
    const again = await submit(desk, await write(desk, channel, saying(word())))
    expect(again.status, again.text).toBe(200)
  })

  test('are no edit’s either, except where it had them already', async ({ desk }) => {
    const { channel, waba } = await desk.connect()
    const [first, second, third] = [word(), word(), word()]
    await approved(desk, channel, saying(first))
    const other = await approved(desk, channel, definitionOf(third))
    const into = await submit(desk, await write(desk, channel, saying(third), other.id))
    expect([into.status, into.body.code, into.body.name]).toEqual([409, 'template_repeats', first])
    desk.simulator.control.addTemplate({ ...saying(second), waba_id: waba })
    await desk.pull(channel)
    const twin = (await listed(desk, channel)).find(({ name }) => name === second)
    const buttons = [{ type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Call me' }] }]
    const edited = saying(second, { components: [{ type: 'BODY', text: TEXT }, ...buttons] })
    const { status, text } = await submit(desk, await write(desk, channel, edited, twin?.id))
    expect(status, text).toBe(200)
  })
})

describe('an edit', () => {
  test('of an approved template is possible once a day and ten times in 30 days; the time is told before Meta is asked', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const name = word()
    const template = await approved(desk, channel, definitionOf(name))
    const edit = async (nth: number) => {
      const definition = definitionOf(name, {
        components: [
          { type: 'BODY', text: `Your order has left, for the ${nth} time, and will be with you soon.` },
        ],
      })
      const draft = await write(desk, channel, definition, template.id)
      // The simulator's day is another one than ours.
      desk.once({ edit: async () => ({ outcome: 'accepted', id: null, status: null, category: null }) })
      return submit(desk, draft)
    }
    for (let nth = 1; nth <= 10; nth += 1) {
      const { status, text } = await edit(nth)
      expect([status, nth], text).toEqual([200, nth])
      const { edits } = await detailOf(desk, template.id)
      expect(edits).toMatchObject({ usedIn30Days: nth, left: 10 - nth })
      const before = desk.asked()
      const next = await edit(100 + nth)
      expect([next.status, next.body.code, desk.asked()]).toEqual([409, 'edit_quota', before])
      expect(next.body.until).toBe(edits.nextAt)
      if (nth < 10) expect(edits.nextAt).toBe(desk.now() + DAY_MS)
      desk.pass(DAY_MS)
    }
    const { edits } = await detailOf(desk, template.id)
    expect(edits.nextAt).toBe(desk.now() + 20 * DAY_MS)
    desk.pass(20 * DAY_MS)
    expect((await edit(11)).status).toBe(200)
  }, 60_000)

  test('keeps the name, the language and, of an approved one, the category', async ({ desk }) => {
    const { channel } = await desk.connect()
    const name = word()
    const template = await approved(desk, channel, definitionOf(name))
    const tries = [
      [{ name: 'other' }, 'template_name_fixed'],
      [{ language: 'hi' }, 'template_name_fixed'],
      [{ category: 'MARKETING' }, 'template_category_fixed'],
    ] as const
    for (const [change, code] of tries) {
      const definition = { ...definitionOf(name), ...change }
      const made = await desk.ask('POST', '/template-drafts', {
        channelId: channel,
        templateId: template.id,
        definition,
      })
      expect([made.status, made.body.code]).toEqual([409, code])
    }
    const draft = await write(desk, channel, definitionOf(name), template.id)
    desk.simulator.control.setTemplateStatus(name, 'en', 'PENDING')
    await desk.pull(channel)
    const { status, body } = await submit(desk, draft)
    expect([status, body.code]).toEqual([409, 'template_not_editable'])
  })

  test('leaves the mirror as it is until Meta lists it otherwise', async ({ desk }) => {
    const { channel } = await desk.connect()
    const name = word()
    const template = await approved(desk, channel, definitionOf(name))
    const text = 'Your order has left our shop, and will be with you in two days.'
    const definition = definitionOf(name, { components: [{ type: 'BODY', text }] })
    desk.once({ edit: async () => ({ outcome: 'accepted', id: null, status: null, category: null }) })
    expect((await submit(desk, await write(desk, channel, definition, template.id))).status).toBe(200)
    expect((await detailOf(desk, template.id)).components).toEqual(template.components)
  })
})

describe('a template', () => {
  test('that is deleted blocks its name for 30 days if it was approved, and nothing of it is sent from then on', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const [name, rejected] = [word(), word()]
    const template = await approved(desk, channel, definitionOf(name))
    const other = await approved(desk, channel, definitionOf(rejected))
    desk.simulator.control.setTemplateStatus(rejected, 'en', 'REJECTED', 'SCAM')
    await desk.pull(channel)
    for (const { id } of [template, other])
      expect((await desk.ask('DELETE', `/templates/${id}`)).status).toBe(204)
    expect(await detailOf(desk, template.id)).toMatchObject({ status: 'DELETED', haltedBecause: 'deleted' })
    desk.pass(2000)
    await desk.pull(channel)
    expect((await desk.ask('GET', `/templates/${template.id}`)).status).toBe(404)
    const before = desk.asked()
    const blocked = await submit(desk, await write(desk, channel, definitionOf(name)))
    expect([blocked.status, blocked.body.code, desk.asked()]).toEqual([409, 'name_blocked', before])
    expect(blocked.body.until).toBe(desk.now() - 2000 + 30 * DAY_MS)
    expect((await submit(desk, await write(desk, channel, definitionOf(rejected)))).status).toBe(200)
  })

  test('is unpaused where it is paused, and only there', async ({ desk }) => {
    const { channel } = await desk.connect()
    const template = await approved(desk, channel, definitionOf(word()))
    const path = `/templates/${template.id}/unpause`
    const early = await desk.ask('POST', path)
    expect([early.status, early.body.code]).toEqual([409, 'template_not_paused'])
    desk.simulator.control.setTemplateStatus(template.name, 'en', 'PAUSED')
    await desk.pull(channel)
    expect(await detailOf(desk, template.id)).toMatchObject({ status: 'PAUSED', haltedBecause: 'paused' })
    expect((await desk.ask('POST', path)).status).toBe(204)
    await desk.pull(channel)
    expect((await detailOf(desk, template.id)).status).toBe('APPROVED')
  })

  test('is archived and brought back: it is not sent meanwhile, the day of its end is told, and who did it', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const template = await approved(desk, channel, definitionOf(word()))
    const post = async (verb: string) => desk.ask('POST', `/templates/${template.id}/${verb}`)
    expect((await post('unarchive')).body.code).toBe('template_not_archived')
    desk.pass(2000)
    const asked = desk.now()
    expect((await post('archive')).status).toBe(204)
    const archived = await detailOf(desk, template.id)
    expect(archived).toMatchObject({ status: 'ARCHIVED', haltedBecause: 'archived', haltedAt: asked })
    expect(archived.deletesAt).toBe(Math.floor(asked / 1000) * 1000 - 1 + 28 * DAY_MS)
    expect((await post('archive')).body.code).toBe('template_not_archivable')
    const draft = await write(desk, channel, definitionOf(template.name), template.id)
    expect((await submit(desk, draft)).body.code).toBe('template_archived')
    desk.pass(2000)
    await desk.pull(channel)
    expect(await detailOf(desk, template.id)).toEqual(archived)
    desk.pass(2000)
    expect((await post('unarchive')).status).toBe(204)
    expect((await detailOf(desk, template.id)).status).toBe('ARCHIVED') // Meta says what it is now
    await desk.pull(channel)
    desk.pass(2000)
    await desk.pull(channel)
    const back = await detailOf(desk, template.id)
    expect(back).toMatchObject({ status: 'APPROVED', deletesAt: null, haltedBecause: 'archived' })
    const told = back.history.filter(({ kind }) => kind === 'status')
    expect(told.slice(0, 3).map(({ from, to, source, by }) => [from, to, source, by])).toEqual([
      ['UNARCHIVED', 'APPROVED', 'pull', null],
      ['ARCHIVED', 'UNARCHIVED', 'us', 'Key'],
      ['APPROVED', 'ARCHIVED', 'us', 'Key'],
    ])
  })

  test('whose archiving is seen before its answer is read was still archived by whoever asked', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const template = await approved(desk, channel, definitionOf(word()))
    desk.pass(2000)
    desk.once({
      archive: async (_token, _waba, ids) => {
        desk.simulator.control.setTemplateStatus(template.name, 'en', 'ARCHIVED')
        desk.pass(2000)
        await desk.pull(channel)
        return { done: new Set(ids), failed: new Map() }
      },
    })
    expect((await desk.ask('POST', `/templates/${template.id}/archive`)).status).toBe(204)
    const { history } = await detailOf(desk, template.id)
    const told = history.filter(({ to }) => to === 'ARCHIVED')
    expect(told.map(({ from, source, by }) => [from, source, by])).toEqual([['APPROVED', 'us', 'Key']])
  })

  test('that Meta does not archive stays as it is, with Meta’s reason; so does one that Meta says nothing of', async ({
    desk,
  }) => {
    const { channel } = await desk.connect()
    const template = await approved(desk, channel, definitionOf(word()))
    const archive = async () => desk.ask<Problem>('POST', `/templates/${template.id}/archive`)
    const why = 'Only approved or rejected templates can be archived'
    desk.once({
      archive: async () => ({ done: new Set(), failed: new Map([[template.metaTemplateId, why]]) }),
    })
    const refused = await archive()
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([422, 'template_refused', why])
    desk.once({ archive: async () => ({ done: new Set(['77']), failed: new Map() }) })
    const silent = await archive()
    expect([silent.status, silent.body.code]).toEqual([502, 'meta_unreachable'])
    expect((await detailOf(desk, template.id)).status).toBe('APPROVED')
  })

  test('that was archived when we first saw it has no day of its end that we know', async ({ desk }) => {
    const { channel, waba } = await desk.connect()
    const name = word()
    desk.simulator.control.addTemplate({ ...definitionOf(name), status: 'ARCHIVED', waba_id: waba })
    await desk.pull(channel)
    const [found] = await listed(desk, channel, '&status=ARCHIVED')
    expect(found).toMatchObject({ name, deletesAt: null })
  })

  test('says why it was rejected in Meta’s words and ours', async ({ desk }) => {
    const { channel } = await desk.connect()
    const template = await approved(desk, channel, definitionOf(word()))
    desk.simulator.control.setTemplateStatus(template.name, 'en', 'REJECTED', 'INVALID_FORMAT')
    await desk.pull(channel)
    const { rejection } = await detailOf(desk, template.id)
    expect(rejection).toMatchObject({ reason: 'INVALID_FORMAT', meaning: expect.any(String) })
    expect((await listed(desk, channel))[0]?.rejection).toEqual(rejection)
  })

  test('is found by state, category, language and words, page by page', async ({ desk }) => {
    const { channel } = await desk.connect()
    const [one, two] = [word(), word()].toSorted()
    const first = await approved(desk, channel, definitionOf(one ?? ''))
    await submit(desk, await write(desk, channel, definitionOf(two ?? '')))
    const found = async (more: string): Promise<string[]> =>
      (await listed(desk, channel, more)).map(({ name }) => name)
    expect(await found('&status=PENDING')).toEqual([two])
    expect(await found('&category=MARKETING')).toEqual([])
    expect(await found('&language=en&category=UTILITY')).toEqual([one, two])
    expect(await found(`&q=${first.name}`)).toEqual([one])
    expect(await found('&q=%25')).toEqual([])
    const page = await desk.ask<{ items: LibraryTemplate[]; nextCursor: string }>(
      ...(['GET', `/templates?channelId=${channel}&limit=1`] as const),
    )
    expect(page.body.items.map(({ name }) => name)).toEqual([one])
    expect(await found(`&limit=1&cursor=${page.body.nextCursor}`)).toEqual([two])
  })
})

const upload = async (desk: Desk, channel: string, bytes: Buffer, type = 'image/png') => {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), 'sari red.png')
  return desk.ask<TemplateSample>('POST', `/template-samples?channelId=${channel}`, form)
}
const withPicture = (name: string, handle: string): Record<string, unknown> => {
  const { components, ...rest } = definitionOf(name)
  const header = { type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } }
  return { ...rest, components: [header, ...(components as object[])] }
}

describe('a sample', () => {
  test('goes to Meta and is kept here, for the draft, the template and its copy in another account', async ({
    desk,
  }) => {
    const [here, there] = [await desk.connect(), await desk.connect()]
    const bytes = picture()
    const { status, body: sample, text } = await upload(desk, here.channel, bytes)
    expect([status, sample.kind, sample.bytes], text).toEqual([201, 'image', bytes.length])
    const kept = await desk.storage.get(`${desk.tenant}/${sample.mediaId}`)
    expect(Buffer.concat((await kept?.stream.toArray()) ?? []).equals(bytes)).toBe(true)
    const name = word()
    const draft = await write(desk, here.channel, withPicture(name, sample.handle))
    const { handle, mediaId, url } = sample
    expect(draft.samples).toEqual([{ handle, mediaId, url }])
    const { body } = await submit(desk, draft)
    desk.pass(2000)
    await desk.pull(here.channel)
    const detail = await detailOf(desk, body.templateId)
    expect(JSON.stringify(detail.components)).toContain('/samples/') // what Meta lists is an address
    expect(detail.samples).toEqual([{ handle, mediaId, url }])
    const copy = await desk.ask<Draft>('POST', `/templates/${body.templateId}/copy`, {
      channelId: there.channel,
    })
    expect([copy.status, copy.body.channelId]).toEqual([201, there.channel])
    expect(copy.body.definition).toMatchObject({
      name,
      components: [{ example: { header_handle: [handle] } }, {}],
    })
    const before = desk.asked()
    const copied = await submit(desk, copy.body)
    expect([copied.status, desk.asked() - before], copied.text).toEqual([200, 2]) // the file, and the template
    expect((await listed(desk, there.channel)).map((one) => one.name)).toEqual([name])
  })

  test('of a template that was made elsewhere is fetched from Meta for the copy', async ({ desk }) => {
    const [here, there] = [await desk.connect(), await desk.connect()]
    const { body: sample } = await upload(desk, here.channel, picture())
    const name = word()
    const { body } = await submit(desk, await write(desk, here.channel, withPicture(name, sample.handle)))
    await desk.database.inTenant(desk.tenant, async (client) => {
      await client.query(
        `delete from template_history where tenant_id = $1 and source = 'us' and name = $2`,
        [...[desk.tenant, name]],
      )
      await client.query('delete from template_samples where tenant_id = $1', [desk.tenant])
    })
    desk.pass(2000)
    await desk.pull(here.channel)
    expect((await detailOf(desk, body.templateId)).samples).toEqual([])
    const copy = await desk.ask<Draft>('POST', `/templates/${body.templateId}/copy`, {
      channelId: there.channel,
    })
    const copied = await submit(desk, copy.body)
    expect(copied.status, copied.text).toBe(200)
    const { samples } = await detailOf(desk, copied.body.templateId)
    expect(samples).toHaveLength(1)
  })

  test('of a kind that no header shows, or too large, is not taken and not kept', async ({ desk }) => {
    const { channel } = await desk.connect()
    const before = desk.asked()
    const text = await upload(desk, channel, Buffer.from('hello'), 'text/plain')
    expect([text.status, (text.body as unknown as { code: string }).code]).toEqual([
      415,
      'template_sample_kind',
    ])
    const large = await upload(desk, channel, Buffer.alloc(5 * 1024 * 1024 + 1))
    expect(large.status).toBe(413)
    expect(desk.asked()).toBe(before)
  })

  test('that Meta does not take is not kept either', async ({ desk }) => {
    const { channel } = await desk.connect()
    const count = async (): Promise<number> => {
      const { rows } = await desk.database.inTenant(desk.tenant, async (client) =>
        client.query('select from media where tenant_id = $1', [desk.tenant]),
      )
      return rows.length
    }
    const before = await count()
    desk.once({ uploadSample: async () => Promise.reject(new Error('broken')) })
    expect((await upload(desk, channel, picture())).status).toBe(500)
    expect(await count()).toBe(before)
  })
})
