import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const DAY = 24 * 3_600_000

let names = 0
/** One that is there, and its id. */
function put(desk: Desk, status = 'APPROVED', more: Json = {}): string {
  const name = `order_ready_${(names += 1)}`
  const components = [{ type: 'BODY', text: `Your order is ready, says ${name} of our shop.` }]
  return desk.control.addTemplate({ name, language: 'en', category: 'UTILITY', components, status, ...more })
    .id
}
const stateOf = (desk: Desk, id: string): { status: string; rejectedReason: string } | undefined =>
  desk.control.templates().find((one) => one.id === id)
const nameOf = (desk: Desk, id: string): string =>
  desk.control.templates().find((one) => one.id === id)?.name ?? ''
const move = async (desk: Desk, verb: 'archive' | 'unarchive', ids: readonly string[]): Promise<Json> =>
  (await desk.graph('POST', `/${WABA}/message_templates/${verb}`, { hsm_ids: ids })).body
/** Of those of this name: ids are longer here than a number is exact. */
const eventsOf = (desk: Desk, name: string): unknown[] =>
  desk
    .changes()
    .filter(({ value }) => value['message_template_name'] === name)
    .map(({ value }) => value['event'])
const send = async (desk: Desk, name: string): ReturnType<Desk['send']> =>
  desk.send({ to: '919811111111', type: 'template', template: { name, language: { code: 'en' } } })

describe('the archive', () => {
  it('takes approved and rejected templates, tells of each, and says of the others why not', async () => {
    const desk = await openDesk()
    const [good, bad, paused] = [put(desk), put(desk, 'REJECTED'), put(desk, 'PAUSED')]
    expect(await move(desk, 'archive', [good, bad, paused, '77'])).toEqual({
      archived_templates: [good, bad],
      failed_templates: {
        [paused]: 'Only approved or rejected templates can be archived',
        77: 'Template does not exist',
      },
    })
    await desk.control.drain()
    for (const id of [good, bad]) {
      expect(stateOf(desk, id)?.status).toBe('ARCHIVED')
      expect(eventsOf(desk, nameOf(desk, id))).toEqual(['ARCHIVED'])
    }
    expect(stateOf(desk, paused)?.status).toBe('PAUSED')
  })

  it('is found without a version, as Meta has it; nobody archives what is another account’s', async () => {
    const desk = await openDesk()
    const id = put(desk)
    const other = desk.control.addNumber({ verifiedName: 'Another', wabaId: '200000000000009' })
    const post = async (waba: string): Promise<Json> => {
      const answer = await fetch(`${desk.simulator.url}/${waba}/message_templates/archive`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${desk.simulator.accessToken}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ hsm_ids: [id] }),
      })
      return (await answer.json()) as Json
    }
    expect(await post(other.wabaId)).toMatchObject({ archived_templates: [] })
    expect(await post(WABA)).toMatchObject({ archived_templates: [id] })
  })

  it('takes a hundred at once and no more', async () => {
    const desk = await openDesk()
    const ids = Array.from({ length: 101 }, (_, nth) => String(nth))
    expect(await move(desk, 'archive', ids)).toHaveProperty('error.code', 100)
    expect(await move(desk, 'archive', [])).toHaveProperty('error.code', 100)
    expect(Object.keys((await move(desk, 'archive', ids.slice(1)))['failed_templates'] as Json)).toHaveLength(
      100,
    )
  })

  it('gives back what it was before, and APPROVED where nobody knows', async () => {
    const desk = await openDesk()
    const id = put(desk)
    desk.control.setTemplateState(id, { status: 'REJECTED', reason: 'SCAM' })
    const unknown = put(desk, 'ARCHIVED')
    const approved = put(desk)
    await move(desk, 'archive', [id])
    expect(stateOf(desk, id)?.rejectedReason).toBe('NONE')
    expect(await move(desk, 'unarchive', [id, unknown, approved])).toEqual({
      unarchived_templates: [id, unknown],
      failed_templates: { [approved]: 'Template is not archived' },
    })
    await desk.control.drain()
    expect(stateOf(desk, id)).toMatchObject({ status: 'REJECTED', rejectedReason: 'SCAM' })
    expect(stateOf(desk, unknown)?.status).toBe('APPROVED')
    expect(eventsOf(desk, nameOf(desk, id))).toEqual(['REJECTED', 'ARCHIVED', 'UNARCHIVED'])
  })

  it('lets nothing be sent, and nothing be edited', async () => {
    const desk = await openDesk()
    const id = put(desk)
    const name = nameOf(desk, id)
    await move(desk, 'archive', [id])
    expect((await send(desk, name)).code).toBe(132001)
    const components = [{ type: 'BODY', text: 'Your order is ready to be taken.' }]
    expect((await desk.graph('POST', `/${id}`, { components })).body).toHaveProperty(
      'error.error_subcode',
      2388039,
    )
    await move(desk, 'unarchive', [id])
    expect((await send(desk, name)).status).toBe(200)
  })

  it('deletes after 28 days what nobody has brought back, also after a restart; a rejected one’s name is free', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const stateFile = join(folder, 'state.json')
    const first = await openDesk({ stateFile })
    const [gone, back, bad] = [put(first), put(first), put(first, 'REJECTED')]
    const known = [gone, bad].map((id) => nameOf(first, id))
    await move(first, 'archive', [gone, back, bad])
    await first.control.advance(10 * DAY)
    await move(first, 'unarchive', [back])
    await first.simulator.close()
    const second = await openDesk({ stateFile })
    await second.control.advance(18 * DAY - 1)
    expect(stateOf(second, gone)?.status).toBe('ARCHIVED')
    await second.control.advance(1)
    expect(stateOf(second, gone)).toBeUndefined()
    expect(stateOf(second, back)?.status).toBe('APPROVED')
    expect(eventsOf(second, known[0] ?? '')).toEqual(['DELETED'])
    const again = known.map(async (name) =>
      second.graph('POST', `/${WABA}/message_templates`, {
        ...{ name, language: 'en', category: 'UTILITY' },
        components: [{ type: 'BODY', text: 'Your order is ready, you may come and take it.' }],
      }),
    )
    expect((await Promise.all(again)).map(({ status }) => status)).toEqual([400, 200])
  })

  it('takes by itself what was not used for a year: made, edited, sent or brought back', async () => {
    const desk = await openDesk()
    const [idle, sent, edited] = [put(desk), put(desk), put(desk)]
    const created = await desk.graph('POST', `/${WABA}/message_templates`, {
      ...{ name: 'made_here', language: 'en', category: 'UTILITY' },
      components: [{ type: 'BODY', text: 'Your order is ready, you may come and take it.' }],
    })
    await desk.control.advance(100 * DAY)
    expect((await send(desk, nameOf(desk, sent))).status).toBe(200)
    await desk.graph('POST', `/${edited}`, {
      components: [{ type: 'BODY', text: 'Your order is ready to be taken now.' }],
    })
    await desk.control.advance(265 * DAY)
    for (const id of [idle, String(created.body['id'])]) expect(stateOf(desk, id)?.status).toBe('ARCHIVED')
    for (const id of [sent, edited]) expect(stateOf(desk, id)?.status).toBe('APPROVED')
    await move(desk, 'unarchive', [idle])
    await desk.control.advance(100 * DAY)
    for (const id of [sent, edited]) expect(stateOf(desk, id)?.status).toBe('ARCHIVED')
    await desk.control.advance(264 * DAY)
    expect(stateOf(desk, idle)?.status).toBe('APPROVED')
    await desk.control.advance(DAY)
    expect(stateOf(desk, idle)?.status).toBe('ARCHIVED')
  })
})
