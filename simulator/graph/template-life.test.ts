import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const fresh = (more: Json = {}): Json => ({
  name: 'order_ready',
  language: 'en',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Your order is ready, you may come and take it.' }],
  ...more,
})

async function create(desk: Desk, more: Json = {}): Promise<string> {
  const { body } = await desk.graph('POST', `/${WABA}/message_templates`, fresh(more))
  expect(body).toMatchObject({ status: 'PENDING' })
  return String(body['id'])
}

const fieldsOf = async (desk: Desk, id: string, fields: string): Promise<Json> =>
  (await desk.graph('GET', `/${id}?fields=${fields}`)).body
const eventsOf = (desk: Desk): Json[] =>
  desk.changes().flatMap(({ field, value }) => (field === 'message_template_status_update' ? [value] : []))
const codeOf = ({ body }: { body: Json }): unknown =>
  (body['error'] as { error_subcode?: number } | undefined)?.error_subcode

const edit = (desk: Desk, id: string, text: string, more: Json = {}): ReturnType<Desk['graph']> =>
  desk.graph('POST', `/${id}`, { components: [{ type: 'BODY', text }], ...more })

const openUpload = (desk: Desk, length: number, type = 'image/png'): ReturnType<Desk['graph']> =>
  desk.graph(
    'POST',
    `/${desk.simulator.appId}/uploads?file_name=a.png&file_length=${length}&file_type=${encodeURIComponent(type)}`,
  )
const putBytes = async (desk: Desk, session: string, offset: number, bytes: string): Promise<Json> => {
  const answer = await fetch(`${desk.simulator.url}/v23.0/${session}`, {
    method: 'POST',
    headers: { authorization: `OAuth ${desk.simulator.accessToken}`, file_offset: String(offset) },
    body: Buffer.from(bytes),
  })
  return (await answer.json()) as Json
}
const withHeader = (handle: string, format = 'IMAGE'): Json => ({
  components: [
    { type: 'HEADER', format, example: { header_handle: [handle] } },
    ...(fresh()['components'] as Json[]),
  ],
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'simulator-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

describe('a review', () => {
  it('ends as the first script says that fits, with Meta’s words on why', async () => {
    const desk = await openDesk()
    desk.control.reviewTemplates([
      { name: 'ready', whenCategory: 'MARKETING', outcome: 'PENDING' },
      {
        ...{ contains: 'take it', outcome: 'REJECTED', reason: 'TAG_CONTENT_MISMATCH' },
        ...{ detail: 'It reads like something else.', recommendation: 'Say what it is.', afterMs: HOUR },
      },
    ])
    const id = await create(desk)
    await desk.control.advance(HOUR - 1)
    expect(await fieldsOf(desk, id, 'status')).toMatchObject({ status: 'PENDING' })
    await desk.control.advance(1)
    expect(await fieldsOf(desk, id, 'status,rejected_reason')).toMatchObject({
      status: 'REJECTED',
      rejected_reason: 'TAG_CONTENT_MISMATCH',
    })
    expect(eventsOf(desk)).toEqual([
      {
        event: 'REJECTED',
        message_template_id: Number(id),
        message_template_name: 'order_ready',
        message_template_language: 'en',
        reason: 'TAG_CONTENT_MISMATCH',
        message_template_category: 'UTILITY',
        rejection_info: { reason: 'It reads like something else.', recommendation: 'Say what it is.' },
      },
    ])
    expect(desk.received.at(-1)?.body).toContain(`"message_template_id":${id},`)
  })

  it('moves it to marketing when it is approved, if it sells or a script says so', async () => {
    const desk = await openDesk()
    desk.control.reviewTemplates([{ name: 'scripted', outcome: 'APPROVED', category: 'MARKETING' }])
    const selling = [{ type: 'BODY', text: 'Your order is ready. Flat 20% off on the next one!' }]
    const first = await create(desk, { components: selling })
    const second = await create(desk, { name: 'scripted' })
    await desk.control.advance(3000)
    for (const id of [first, second])
      expect(await fieldsOf(desk, id, 'status,category,previous_category')).toMatchObject({
        status: 'APPROVED',
        category: 'MARKETING',
        previous_category: 'UTILITY',
      })
    expect(eventsOf(desk)).toMatchObject([
      { event: 'APPROVED', message_template_category: 'MARKETING' },
      { event: 'APPROVED', message_template_category: 'MARKETING' },
    ])
  })

  it('goes on after a restart, and so do scripts', async () => {
    const stateFile = join(await folder(), 'state.json')
    const first = await openDesk({ stateFile })
    first.control.reviewTemplates([{ outcome: 'REJECTED', reason: 'SCAM', afterMs: 2 * HOUR }])
    const id = await create(first)
    await first.control.advance(HOUR)
    await first.simulator.close()
    const second = await openDesk({ stateFile })
    await second.control.advance(HOUR - 1)
    expect(await fieldsOf(second, id, 'status')).toMatchObject({ status: 'PENDING' })
    await second.control.advance(1)
    expect(await fieldsOf(second, id, 'status,rejected_reason')).toMatchObject({ rejected_reason: 'SCAM' })
    expect(second.control.templates()).toMatchObject([{ id, status: 'REJECTED' }])
  })
})

describe('an edit', () => {
  it('of an approved template leaves it approved while it is reviewed, and rejected if that fails', async () => {
    const desk = await openDesk()
    const id = await create(desk)
    await desk.control.advance(3000)
    expect((await edit(desk, id, 'Your order is ready, come and take it soon.')).status).toBe(200)
    expect(await fieldsOf(desk, id, 'status')).toMatchObject({ status: 'APPROVED' })
    await desk.control.advance(3000)
    expect(desk.changes().map(({ field }) => field)).toEqual([
      'message_template_status_update',
      'message_template_status_update',
      'message_template_components_update',
    ])
    await desk.control.advance(DAY)
    expect((await edit(desk, id, 'You have won the lottery, come and take it.')).status).toBe(200)
    await desk.control.advance(3000)
    expect(await fieldsOf(desk, id, 'status,rejected_reason')).toMatchObject({
      status: 'REJECTED',
      rejected_reason: 'SCAM',
    })
  })

  it('of an approved template is taken once in 24 hours, ten times in 30 days, and never for its category', async () => {
    const desk = await openDesk()
    const id = await create(desk)
    await desk.control.advance(3000)
    expect(codeOf(await edit(desk, id, 'Your order is here.', { category: 'MARKETING' }))).toBe(2388039)
    for (let day = 1; day <= 10; day++) {
      expect((await edit(desk, id, `Your order is ready, says day ${day}.`)).status).toBe(200)
      await desk.control.advance(DAY - 1)
      expect(codeOf(await edit(desk, id, 'Your order is here.'))).toBe(2388039)
      await desk.control.advance(1)
    }
    expect(codeOf(await edit(desk, id, 'Your order is here.'))).toBe(2388039)
    await desk.control.advance(20 * DAY)
    expect((await edit(desk, id, 'Your order is here.')).status).toBe(200)
  })

  it('of a rejected one is free, changes its category, and is reviewed as a new one', async () => {
    const desk = await openDesk()
    const id = await create(desk, { components: [{ type: 'BODY', text: 'You have won the lottery today.' }] })
    await desk.control.advance(3000)
    for (const text of ['You have won the lottery again.', 'Your order is ready to be taken.']) {
      expect((await edit(desk, id, text, { category: 'MARKETING' })).status).toBe(200)
      expect(await fieldsOf(desk, id, 'status')).toMatchObject({ status: 'PENDING' })
      await desk.control.advance(3000)
    }
    expect(await fieldsOf(desk, id, 'status,category')).toMatchObject({
      status: 'APPROVED',
      category: 'MARKETING',
    })
  })
})

describe('a deletion', () => {
  it('blocks the name of an approved template for 30 days', async () => {
    const desk = await openDesk()
    await create(desk)
    await desk.control.advance(3000)
    await desk.graph('DELETE', `/${WABA}/message_templates?name=order_ready`)
    const again = (language: string): ReturnType<Desk['graph']> =>
      desk.graph('POST', `/${WABA}/message_templates`, fresh({ language }))
    await desk.control.advance(30 * DAY - 1)
    expect(codeOf(await again('en'))).toBe(2388023)
    expect(codeOf(await again('hi'))).toBe(2388023)
    await desk.control.advance(1)
    expect((await again('en')).status).toBe(200)
    expect(eventsOf(desk).map((one) => one['event'])).toEqual(['APPROVED', 'DELETED'])
  })

  it('of one language leaves the others, and of one that was never approved leaves the name free', async () => {
    const desk = await openDesk()
    const hindi = [{ type: 'BODY', text: 'आपका ऑर्डर तैयार है, आकर ले जाइए।' }]
    const id = await create(desk)
    await create(desk, { language: 'hi', components: hindi })
    expect(
      (await desk.graph('DELETE', `/${WABA}/message_templates?hsm_id=${id}&name=order_ready`)).status,
    ).toBe(200)
    expect(desk.control.templates()).toMatchObject([{ language: 'hi' }])
    expect((await desk.graph('POST', `/${WABA}/message_templates`, fresh())).status).toBe(200)
  })

  it('waits for what was sent and has not arrived', async () => {
    const desk = await openDesk()
    const id = await create(desk)
    await desk.control.advance(3000)
    desk.control.faults({ deliverAfterMs: HOUR })
    const template = { name: 'order_ready', language: { code: 'en' } }
    await desk.send({ to: '+919876543210', type: 'template', template })
    await desk.graph('DELETE', `/${WABA}/message_templates?hsm_ids=["${id}"]`)
    expect(await fieldsOf(desk, id, 'status')).toMatchObject({ status: 'PENDING_DELETION' })
    expect((await desk.send({ to: '+919876543211', type: 'template', template })).code).toBe(132001)
    await desk.control.advance(HOUR)
    expect((await desk.graph('GET', `/${id}`)).status).toBe(400)
    expect(eventsOf(desk).map((one) => one['event'])).toEqual(['APPROVED', 'PENDING_DELETION', 'DELETED'])
    expect(desk.statuses().map((one) => one['status'])).toContain('delivered')
  })

  it('of a disabled template is refused', async () => {
    const desk = await openDesk()
    const id = await create(desk)
    desk.control.setTemplateState(id, { status: 'DISABLED' })
    expect((await desk.graph('DELETE', `/${WABA}/message_templates?name=order_ready`)).status).toBe(400)
    expect(eventsOf(await settled(desk))[0]).toMatchObject({
      event: 'DISABLED',
      disable_info: { disable_date: 'November 22, 2026' },
    })
  })
})

async function settled(desk: Desk): Promise<Desk> {
  await desk.control.drain()
  return desk
}

describe('the list', () => {
  it('shows each template once, whatever is made and deleted between its pages', async () => {
    const desk = await openDesk()
    const ids: string[] = []
    for (let index = 0; index < 9; index++) ids.push(await create(desk, { name: `order_${index}` }))
    const seen: unknown[] = []
    let after = ''
    for (let page = 0; ; page++) {
      const { body } = await desk.graph('GET', `/${WABA}/message_templates?limit=2&fields=name${after}`)
      seen.push(...(body['data'] as Json[]).map((one) => one['name']))
      const paging = body['paging'] as { next?: string; cursors: { after: string } }
      if (page === 0) desk.control.deleteTemplate(ids[0] ?? '')
      if (page === 1) desk.control.deleteTemplate(ids[3] ?? '')
      if (page === 2) await create(desk, { name: 'order_late' })
      if (paging.next === undefined) break
      after = `&after=${paging.cursors.after}`
    }
    expect(seen).toEqual([...Array.from({ length: 9 }, (_, index) => `order_${index}`), 'order_late'])
    const { body } = await desk.graph('GET', `/${WABA}/message_templates?limit=3&fields=name${after}`)
    const { cursors, previous } = body['paging'] as { previous: string; cursors: { before: string } }
    expect(previous).toContain(`before=${cursors.before}`)
    const back = await desk.graph(
      'GET',
      `/${WABA}/message_templates?limit=2&before=${cursors.before}&fields=name`,
    )
    expect((back.body['data'] as Json[]).map((one) => one['name'])).toEqual(['order_6', 'order_7'])
  })

  it('finds one by its id, and says all that Meta says of it', async () => {
    const desk = await openDesk()
    await create(desk, { name: 'other' })
    const id = await create(desk)
    desk.control.setTemplateQuality(id, 'YELLOW')
    desk.control.setTemplateCategory(id, 'MARKETING', DAY)
    const fields = 'id,category,correct_category,quality_score,rejected_reason'
    const { body } = await desk.graph('GET', `/${WABA}/message_templates?hsm_id=${id}&fields=${fields}`)
    const now = Math.floor(desk.control.now() / 1000)
    expect(body['data']).toEqual([
      {
        ...{ id, category: 'UTILITY', correct_category: 'MARKETING', rejected_reason: 'NONE' },
        quality_score: { score: 'YELLOW', date: now },
      },
    ])
    await desk.control.advance(DAY)
    const moved = await fieldsOf(desk, id, 'category,correct_category,previous_category')
    expect(moved).toEqual({ id, category: 'MARKETING', previous_category: 'UTILITY' })
    const told = desk
      .changes()
      .flatMap(({ field, value }) => (field === 'template_category_update' ? [value] : []))
    expect(told).toMatchObject([
      {
        ...{ new_category: 'UTILITY', correct_category: 'MARKETING' },
        category_update_timestamp: now + DAY / 1000,
      },
      { previous_category: 'UTILITY', new_category: 'MARKETING' },
    ])
  })
})

describe('a sample', () => {
  it('is uploaded in pieces, goes on where it stopped, even after a restart, and is seen at an address', async () => {
    const stateFile = join(await folder(), 'state.json')
    const first = await openDesk({ stateFile })
    const session = String((await openUpload(first, 10)).body['id'])
    expect(session).toMatch(/^upload:\S+\?sig=/)
    expect(await putBytes(first, session, 0, 'abcd')).toMatchObject({ file_offset: 4 })
    await first.simulator.close()
    const desk = await openDesk({ stateFile })
    expect((await desk.graph('GET', `/${session}`)).body).toEqual({ id: session, file_offset: 4 })
    expect(await putBytes(desk, session, 0, 'abcd')).toHaveProperty('error')
    const { h } = await putBytes(desk, session, 4, 'efghij')
    expect(h).toMatch(/^4::/)
    const id = await create(desk, withHeader(String(h)))
    const { components } = (await desk.graph('GET', `/${id}`)).body as {
      components: { example: { header_handle: string[] } }[]
    }
    const url = components[0]?.example.header_handle[0] ?? ''
    const seen = await fetch(url)
    expect([seen.headers.get('content-type'), await seen.text()]).toEqual(['image/png', 'abcdefghij'])
    expect((await fetch(url.replace(/oh=.*/, 'oh=nothing'))).status).toBe(404)
  })

  it('must be the handle of a file that fits its header', async () => {
    const desk = await openDesk()
    expect((await openUpload(desk, 10, 'image/webp')).status).toBe(400)
    const { h } = await putBytes(desk, String((await openUpload(desk, 3)).body['id']), 0, 'abc')
    const make = (more: Json): ReturnType<Desk['graph']> =>
      desk.graph('POST', `/${WABA}/message_templates`, fresh(more))
    expect((await make(withHeader(String(h), 'VIDEO'))).status).toBe(400)
    expect((await make(withHeader('https://x.example/a.png'))).status).toBe(400)
    expect((await make(withHeader(String(h)))).status).toBe(200)
  })

  it('has no session for another app', async () => {
    const desk = await openDesk()
    expect((await desk.graph('POST', `/${NUMBER}/uploads?file_length=1&file_type=image/png`)).status).toBe(
      400,
    )
  })
})
