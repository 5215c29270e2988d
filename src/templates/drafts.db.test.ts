/** Writing a template, bringing it to Meta, and what becomes of it when somebody does not answer, is killed, or says no. */
import { describe, expect } from 'vitest'
import { DAY_MS, HOUR_MS } from '#platform/time.ts'
import { test } from '#test/template-desk.ts'
import {
  word,
  definitionOf,
  write,
  submit,
  listed,
  detailOf,
  draftOf,
  approved,
} from '#test/template-writing.ts'
import type { Draft } from './shapes.ts'
import { queueDuePulls } from './watch-templates.ts'

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
