/** What becomes of a template that Meta has: deleted, unpaused, put away and brought back, rejected, looked for. */
import { describe, expect } from 'vitest'
import { DAY_MS } from '#platform/time.ts'
import { test } from '#test/template-desk.ts'
import {
  word,
  definitionOf,
  write,
  submit,
  listed,
  detailOf,
  approved,
  type Problem,
} from '#test/template-writing.ts'
import type { LibraryTemplate } from './shapes.ts'

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
