import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ControlState, PhoneEvent } from '#simulator/protocol.ts'
import type { Scenario } from '#simulator/scenario.ts'
import { startSimulator } from '#simulator/start.ts'
import { NUMBER, openDesk } from '#simulator/test-desk.ts'
import { exactNumber } from '#simulator/webhooks/wire.ts'

const PHONE = '+919876543210'
const demo = JSON.parse(await readFile(new URL('scenarios/demo.json', import.meta.url), 'utf8')) as Scenario

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'simulator-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

async function history(seed: number): Promise<unknown> {
  const desk = await openDesk({
    seed,
    faults: { duplicate: 0.3, reorder: 0.3, serverError: 0.2, batch: 3 },
  })
  desk.control.loadScenario({ ...demo, numbers: [], faults: {} })
  await desk.control.advance(2000)
  const answers: unknown[] = []
  for (let index = 0; index < 20; index++) {
    answers.push((await desk.send({ to: '919000010101', text: { body: `message ${index}` } })).body)
    desk.control.act('noor', NUMBER, { type: 'text', body: `answer ${index}` })
  }
  await desk.control.drain()
  const chats = desk.control.state().customers.map(({ id }) => desk.control.messages(id, NUMBER))
  return { answers, chats, received: desk.received }
}

describe('a seed', () => {
  it('repeats the whole history: ids, faults, chats, and the bytes of every webhook in their order', async () => {
    expect(await history(7)).toEqual(await history(7))
  })

  it('of another value makes another history', async () => {
    expect(await history(7)).not.toEqual(await history(8))
  })
})

describe('a restart', () => {
  it('finds everything again: people, chats, templates, files, sends, faults, and webhooks that had not got through', async () => {
    const stateFile = join(await folder(), 'state.json')
    const first = await openDesk({ stateFile })
    first.control.loadScenario({ ...demo, numbers: [], steps: [] })
    first.answer = () => 503
    const mediaId = first.control.addMedia(Buffer.from('picture'), 'image/png')
    first.control.act('asha', NUMBER, { type: 'image', mediaId, caption: 'this one' })
    first.control.faults({ deliverAfterMs: 77 })
    await first.control.advance(10)
    const before = first.control.state()
    await first.simulator.close()

    const second = await openDesk({ stateFile })
    await second.control.drain()
    const { customers, faults, numbers } = second.control.state()
    expect({ customers, faults, numbers }).toEqual({
      customers: before.customers,
      faults: before.faults,
      numbers: before.numbers,
    })
    expect(second.messages()).toMatchObject([{ type: 'image', image: { id: mediaId } }])
    expect(second.control.messages('asha', NUMBER)).toHaveLength(1)
    expect((await second.send({ to: '919000010101', type: 'image', image: { id: mediaId } })).status).toBe(
      200,
    )
    expect((await second.graph('GET', '/200000000000001/message_templates')).body['data']).toHaveLength(6)
  })

  it('goes on with what was on its way: a sent message is delivered, a pending template approved', async () => {
    const stateFile = join(await folder(), 'state.json')
    const first = await openDesk({ stateFile, rules: { window: 'off' } })
    const { id } = await first.send({ to: PHONE, text: { body: 'hi' } })
    const template = {
      name: 'slow',
      language: 'en',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Hello' }],
    }
    await first.graph('POST', '/200000000000001/message_templates', template)
    await first.simulator.close()
    const second = await openDesk({ stateFile })
    await second.control.drain()
    expect(second.statuses()).toMatchObject([{ id, status: 'delivered' }])
    expect(second.changes().at(-1)?.value).toMatchObject({ event: 'APPROVED' })
  })

  it('never gives an id twice, with a seed and without, even if nothing was saved at the end', async () => {
    const state = join(await folder(), 'state.json')
    const ids: string[] = []
    for (const options of [
      { stateFile: state },
      { stateFile: state },
      { stateFile: state, seed: undefined },
      { seed: undefined },
      { seed: undefined },
    ]) {
      const { seed, ...rest } = { seed: 7, ...options }
      const simulator = await startSimulator({
        port: 0,
        clock: 'virtual',
        ...rest,
        ...(seed === undefined ? {} : { seed }),
      })
      if (simulator.control.state().numbers.length === 0)
        simulator.control.addNumber({ phoneNumberId: NUMBER, verifiedName: 'x' })
      simulator.control.addCustomer({ id: 'a', name: 'a', phone: PHONE })
      ids.push(simulator.control.act('a', NUMBER, { type: 'text', body: 'hi' })?.wamid ?? '')
      ids.push(simulator.control.addMedia(Buffer.from('x'), 'image/png'))
      await simulator.close()
    }
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('keeps the digits of a template’s id in a webhook that was waiting', async () => {
    const stateFile = join(await folder(), 'state.json')
    const first = await openDesk({ stateFile })
    first.answer = () => 500
    first.control.addTemplate({
      name: 'sale',
      language: 'en',
      category: 'MARKETING',
      components: [{ type: 'BODY', text: 'Come' }],
    })
    const { id } = first.control.setTemplateStatus('sale', 'en', 'PAUSED')
    await first.simulator.close()
    const second = await openDesk({ stateFile })
    await second.control.drain()
    expect(second.received.at(-1)?.body).toContain(
      `"message_template_id":${JSON.stringify(exactNumber(id))},`,
    )
  })
})

describe('the command line', () => {
  it('starts, says where it is, and ends in order on Ctrl-C', async () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url))
    const scenario = fileURLToPath(new URL('scenarios/demo.json', import.meta.url))
    const child = spawn(process.execPath, [main, '--port', '0', '--seed', '7', '--scenario', scenario])
    const lines = createInterface(child.stdout)
    const ended = once(child, 'exit')
    let url = ''
    for await (const line of lines) {
      url = /^phone\s+(\S+)\/phone$/.exec(line)?.[1] ?? url
      if (line.startsWith('scenario')) break
    }
    const state = (await (await fetch(`${url}/_control/state`)).json()) as ControlState
    expect(state).toMatchObject({
      seed: 7,
      numbers: [{ verifiedName: 'Kurta House' }, { verifiedName: 'Practice Shop' }],
    })
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
  })
})

describe('the control API over HTTP', () => {
  it('plays a scenario, shows the state, takes actions and tells the phone as it happens', async () => {
    const desk = await openDesk()
    const { url } = desk.simulator
    const events = await fetch(`${url}/_control/events`)
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
    await reader?.read()
    const post = (path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') =>
      fetch(`${url}/_control${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    const state = (await (await post('/scenario', demo)).json()) as ControlState
    expect(state.customers.map(({ name }) => name)).toContain('மீனாட்சி சுந்தரம்')
    expect(await (await post('/clock', { advanceMs: 10_000 })).json()).toEqual({
      now: desk.control.now(),
    })
    const chat = (await (await fetch(`${url}/_control/chats/asha/${NUMBER}`)).json()) as {
      messages: unknown[]
    }
    expect(chat.messages).toMatchObject([{ by: 'customer', type: 'text' }])
    expect(await (await post(`/chats/asha/${NUMBER}`, { type: 'text', body: 'hi' })).json()).toMatchObject({
      message: { content: { text: { body: 'hi' } } },
    })
    expect(await (await post('/faults', { mute: true }, 'PUT')).json()).toMatchObject({
      mute: true,
      batch: 1,
    })
    expect(await (await fetch(`${url}/_control/sent`)).json()).toEqual({ sends: [] })
    expect((await post('/chats/nobody/1', { type: 'text', body: 'hi' })).status).toBe(404)
    const media = await fetch(`${url}/_control/media`, {
      method: 'POST',
      body: 'abc',
      headers: { 'content-type': 'text/plain', 'x-filename': 'a%20b.txt' },
    })
    const { id } = (await media.json()) as { id: string }
    expect(await (await fetch(`${url}/_control/media/${id}`)).text()).toBe('abc')
    const told = (await reader?.read())?.value ?? ''
    const [first] = told.split('\n').filter((line) => line.startsWith('data: '))
    expect((JSON.parse(first?.slice(6) ?? '') as PhoneEvent).type).toBeTypeOf('string')
    await reader?.cancel()
    await post('/reset', {})
    expect(desk.control.state()).toMatchObject({
      numbers: [],
      customers: [],
      app: { callbackUrl: desk.callbackUrl },
    })
  })

  it('signs and sends a body of one’s own, as often as wished', async () => {
    const desk = await openDesk()
    expect(await desk.control.deliver({ object: 'whatsapp_business_account', entry: [] }, 3)).toEqual([
      200, 200, 200,
    ])
    expect(await desk.control.deliver('not json')).toEqual([200])
    expect(desk.received.map(({ body }) => body).at(-1)).toBe('not json')
  })

  it('leads to the phone from the root', async () => {
    const desk = await openDesk()
    const answer = await fetch(`${desk.simulator.url}/`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/phone/'])
    expect((await fetch(`${desk.simulator.url}/phone/..%2f..%2fstart.ts`)).status).toBe(404)
  })
})
