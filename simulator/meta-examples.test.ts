/**
 * The simulator held against Meta's own material: the samples of its documentation are accepted, and what the
 * simulator answers fits Meta's OpenAPI file. Both lie beside the project, not in it, and are skipped where absent.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkMessage } from '#simulator/messages/check-message.ts'
import type { CustomerAction } from '#simulator/protocol.ts'
import { NUMBER, openDesk, WABA } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const shared = (path: string): string => fileURLToPath(new URL(`../../shared/${path}`, import.meta.url))
const fixtures = shared('fixtures')
const openapi = shared('openapi/business-messaging-api_v23.0.yaml')

/** Samples that Meta itself would refuse, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  'send__interactive-none__1.json': 'an empty interactive object, shown as a frame only',
  'send__interactive-order-details__1.json':
    'the syntax of the beta for Singapore, with a nested order_details',
  'send__interactive-product-list-hdr-<HEADER_TYPE>__1.json':
    'a placeholder where the kind of header belongs',
  'send__template-body-btn-quick-reply__1.json': 'true and false as the texts of quick replies',
}

/** Placeholders of the documentation, made into something that could be meant. */
function filled(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item, key))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner, name)]))
  }
  if (key === 'link' || key === 'url') return 'https://example.com/file'
  return key === 'latitude' || key === 'longitude' ? 12.5 : value
}

describe.skipIf(!existsSync(fixtures))('samples of sends in Meta’s documentation', () => {
  const names = existsSync(fixtures)
    ? readdirSync(fixtures).filter((name) => name.startsWith('send__') && !/block-users|mark-read/.test(name))
    : []
  it.each(names.filter((name) => !(name in REFUSED)))('%s is accepted', (name) => {
    const body = filled(JSON.parse(readFileSync(`${fixtures}/${name}`, 'utf8'))) as Json
    expect(checkMessage(body).type).toBe(body['type'] ?? 'text')
  })

  it('are all there, and few are left out', () => {
    expect(names.length).toBeGreaterThan(120)
    expect(Object.keys(REFUSED).every((name) => names.includes(name))).toBe(true)
  })
})

type Schema = { allOf?: readonly unknown[] }
type Document = {
  components: { schemas: Record<string, Schema> }
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content: Record<string, { schema: unknown }> }> }>
  >
}

/** What does not fit, in Meta's validator's words; nothing is right. */
function misfits(validate: ValidateFunction, value: unknown): readonly unknown[] {
  return validate(value) ? [] : [{ value, errors: validate.errors }]
}

describe.skipIf(!existsSync(openapi))('Meta’s OpenAPI file', () => {
  let file: Document
  let ajv: Ajv2020
  beforeAll(() => {
    file = parse(readFileSync(openapi, 'utf8'), { maxAliasCount: -1 }) as Document
    ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema({ $id: 'meta', ...file })
  })
  const named = (name: string): ValidateFunction => ajv.compile({ $ref: `meta#/components/schemas/${name}` })
  const answerOf = (method: string, path: string): ValidateFunction => {
    const pointer = `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/200/content/application~1json/schema`
    return ajv.compile({ $ref: `meta#${encodeURI(pointer)}` })
  }
  it('describes our answers: sends, errors, media, templates, subscriptions, numbers, accounts', async () => {
    const desk = await openDesk({ rules: { window: 'off' } })
    const sent = await desk.send({ to: '+919876543210', text: { body: 'hi' } })
    expect(misfits(named('MessageResponsePayload'), sent.body)).toEqual([])
    for (const body of [
      { to: '+919876131056', text: { body: 'hi' } },
      { to: 'x', text: {} },
    ]) {
      expect(misfits(named('GraphAPIError'), (await desk.send(body)).body)).toEqual([])
    }
    expect(misfits(named('GraphAPIError'), (await desk.graph('GET', '/1')).body)).toEqual([])
    const inbound = desk.control.act(desk.control.state().customers[0]?.id ?? '', NUMBER, {
      type: 'text',
      body: 'x',
    })
    expect(
      misfits(
        named('MarkMessageResponsePayload'),
        (await desk.send({ status: 'read', message_id: inbound?.wamid })).body,
      ),
    ).toEqual([])
    const media = desk.control.addMedia(Buffer.from('x'), 'image/png')
    expect(
      misfits(answerOf('get', '/{Version}/{Media-ID}'), (await desk.graph('GET', `/${media}`)).body),
    ).toEqual([])
    const template = {
      name: 'hello',
      language: 'en',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Hello' }],
    }
    const created = await desk.graph('POST', `/${WABA}/message_templates`, template)
    expect(misfits(answerOf('post', '/{Version}/{WABA-ID}/message_templates'), created.body)).toEqual([])
    expect(
      misfits(
        answerOf('get', '/{Version}/{WABA-ID}/message_templates'),
        (await desk.graph('GET', `/${WABA}/message_templates`)).body,
      ),
    ).toEqual([])
    expect(
      misfits(named('SubscriptionResponse'), (await desk.graph('POST', `/${WABA}/subscribed_apps`, {})).body),
    ).toEqual([])
    expect(
      misfits(named('SubscribedAppsResponse'), (await desk.graph('GET', `/${WABA}/subscribed_apps`)).body),
    ).toEqual([])
    expect(misfits(named('PhoneNumberInfo'), (await desk.graph('GET', `/${NUMBER}`)).body)).toEqual([])
    const account = 'name,country,currency,timezone_id,account_review_status,is_enabled_for_insights'
    expect(
      misfits(named('WhatsAppBusinessAccount'), (await desk.graph('GET', `/${WABA}?fields=${account}`)).body),
    ).toEqual([])
  })

  /** The file mixes up the inbound messages' base with that of sends; the right one is put in its place. */
  const inbound = (name: string): ValidateFunction =>
    ajv.compile({
      allOf: [
        { $ref: 'meta#/components/schemas/BaseMessageProperties_1' },
        { $ref: `meta#/components/schemas/${name}/allOf/1` },
      ],
    })

  it('describes the webhooks of what customers do', async () => {
    const desk = await openDesk()
    desk.control.addCustomer({ id: 'asha', phone: '919876543210', name: 'Asha' })
    const mediaId = desk.control.addMedia(Buffer.from('x'), 'image/png')
    const first = desk.control.act('asha', NUMBER, { type: 'text', body: 'hi' })?.wamid ?? ''
    const items = [{ productRetailerId: 'k', quantity: 1, itemPrice: 9, currency: 'INR' }]
    const referral = {
      source_url: 'https://fb.me/x',
      source_id: '1',
      source_type: 'ad',
      body: 'x',
      headline: 'x',
      media_type: 'image',
      image_url: 'https://fb.me/i',
      ctwa_clid: 'x',
      welcome_message: { text: 'x' },
    }
    const done: [CustomerAction, string][] = [
      [
        {
          type: 'text',
          body: 'x',
          referral,
        },
        'TextMessage_2',
      ],
      [{ type: 'reaction', messageId: first, emoji: '👍' }, 'ReactionMessage_1'],
      [{ type: 'image', mediaId, caption: 'x' }, 'ImageMessage_1'],
      [{ type: 'audio', mediaId, voice: true }, 'AudioMessage_1'],
      [{ type: 'video', mediaId }, 'VideoMessage_1'],
      [{ type: 'document', mediaId }, 'DocumentMessage_1'],
      [{ type: 'sticker', mediaId }, 'StickerMessage_1'],
      [{ type: 'location', latitude: 1, longitude: 2, name: 'x', address: 'y' }, 'LocationMessage_1'],
      [
        { type: 'contacts', contacts: [{ name: { formatted_name: 'x', first_name: 'x' } }] },
        'ContactSharingMessage',
      ],
      [{ type: 'order', catalogId: 'c', items }, 'OrderMessage'],
      [{ type: 'change-number', phone: '919876543299' }, 'SystemMessage'],
    ]
    for (const [action, name] of done) {
      desk.control.act('asha', NUMBER, action)
      await desk.control.drain()
      expect(misfits(inbound(name), desk.messages().at(-1))).toEqual([])
    }
    for (const { body } of desk.received.slice(0, -1)) {
      const value =
        (JSON.parse(body) as { entry: { changes: { value: Json }[] }[] }).entry[0]?.changes[0]?.value ?? {}
      expect(misfits(named('Metadata'), value['metadata'])).toEqual([])
      for (const contact of value['contacts'] as Json[])
        expect(misfits(named('ContactProfile'), contact)).toEqual([])
    }
  })

  it('describes our statuses, failed ones too', async () => {
    const desk = await openDesk()
    desk.control.addCustomer({ id: 'asha', phone: '919876543210', name: 'Asha' })
    desk.control.act('asha', NUMBER, { type: 'text', body: 'hi' })
    await desk.send({ to: '919876543210', text: { body: 'hi' } })
    await desk.send({ to: '919876131026', text: { body: 'hi' } })
    desk.control.openChat('asha', NUMBER)
    await desk.control.drain()
    const values = desk
      .changes()
      .map(({ value }) => value)
      .filter((value) => 'statuses' in value)
    expect(values).toHaveLength(4)
    for (const value of values) expect(misfits(named('StatusMessageValue'), value)).toEqual([])
  })
})
