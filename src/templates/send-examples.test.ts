import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '#whatsapp/facts.ts'
import { fillingAgain } from './filling-again.ts'
import { renderTemplate } from './render-template.ts'

type Sent = {
  type: string
  sub_type?: string
  index?: string | number
  parameters?: Record<string, unknown>[]
  cards?: { card_index: number; components: Sent[] }[]
}
const DIRECTORY = '../shared/fixtures'
/** How an order stands; other kinds of words than text; files by their address; what is only there for links. */
const NOT_OURS = /order_status|"currency"|date_time|"link"|tap_target|"text":(true|false)/u
const examples = (existsSync(DIRECTORY) ? readdirSync(DIRECTORY) : [])
  .filter((name) => /^(syntax-)?send__template-/u.test(name))
  .map((name) => ({ name, json: readFileSync(`${DIRECTORY}/${name}`, 'utf8') }))
  .filter(
    ({ name, json }) => !NOT_OURS.test(json.replaceAll(/\s/gu, '')) && !/btn-quick-reply__2/u.test(name),
  )

/** Some leave out what everybody fills in otherwise: `<MEDIA_HEADER_TYPE>`. */
const filledIn = (json: string): string =>
  json
    .replaceAll(/<(MESSAGE_HEADER_FORMAT|MEDIA_HEADER_TYPE)>/gu, 'image')
    .replaceAll(/<(NAMED_PARAM_)?TYPE>/gu, 'text')
    .replaceAll('<INDEX>', '0')
    .replaceAll(/<([\w-]+)>/gu, (_, word: string) => word.toLowerCase().replaceAll('-', '_'))

/** With our id of a file instead of Meta's; indexes and kinds of buttons as we write them. */
function asWeSend(sent: Sent): Sent {
  const { type, sub_type: subType, index, parameters, cards } = sent
  return {
    type,
    ...(subType !== undefined && { sub_type: subType.toLowerCase(), index: String(index ?? 0) }),
    ...(parameters !== undefined && {
      parameters: parameters.map(({ payment_link_preview: _preview, ...parameter }) => {
        const file = parameter[String(parameter['type'])] as { id?: string } | undefined
        if (typeof file !== 'object' || file.id === undefined) return parameter
        const { id, ...more } = file
        return { ...parameter, [String(parameter['type'])]: { mediaId: id, ...more } }
      }),
    }),
    ...(cards !== undefined && {
      cards: cards.map((card) => ({ ...card, components: card.components.map(asWeSend) })),
    }),
  }
}

const nameOf = ({ parameter_name: name }: Record<string, unknown>): string | null =>
  typeof name === 'string' ? name : null

/** A template that takes what was sent. */
function approvedFor(sent: readonly Sent[]): JsonObject[] {
  const slots = ({ parameters = [] }: Sent): string =>
    parameters.map((one, nth) => `{{${nameOf(one) ?? nth + 1}}}`).join(' and ')
  const buttons = sent.filter(({ type }) => type === 'button')
  const listed = Array.from(
    { length: Math.max(0, ...buttons.map((one) => Number(one.index) + 1)) },
    (_, nth) => {
      const type = (buttons.find((one) => Number(one.index) === nth)?.sub_type ?? 'quick_reply').toUpperCase()
      return { type, text: 'x', ...(type === 'URL' && { url: 'https://shop.example/{{1}}' }) }
    },
  )
  return sent
    .flatMap((one): JsonObject[] => {
      const kind = String(one.parameters?.[0]?.['type'])
      if (one.type === 'header')
        return kind === 'text'
          ? [{ type: 'HEADER', format: 'TEXT', text: slots(one) }]
          : [{ type: 'HEADER', format: kind.toUpperCase() }]
      if (one.type === 'body') return [{ type: 'BODY', text: slots(one) }]
      if (one.type === 'limited_time_offer')
        return [{ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'x', has_expiration: true } }]
      if (one.type !== 'carousel') return []
      return [
        {
          type: 'CAROUSEL',
          cards: (one.cards ?? []).map((card) => ({ components: approvedFor(card.components) })),
        },
      ]
    })
    .concat(listed.length > 0 ? [{ type: 'BUTTONS', buttons: listed }] : [])
}

describe.skipIf(examples.length === 0)('what Meta’s own examples send', () => {
  test.for(examples)('is what we send: $name', ({ json }) => {
    const message = JSON.parse(filledIn(json)) as {
      template: { name: string; language: { code: string }; components?: Sent[] }
    }
    const { name, language, components = [] } = message.template
    const sent = components.map(asWeSend)
    const { parameters, ...given } = fillingAgain({ name, language, components: sent })
    const approved = { name, language: language.code, components: approvedFor(sent) }
    const rendering = renderTemplate(approved, parameters, given)
    expect(rendering.ok && rendering.rendered.template).toEqual({
      name,
      language: { code: language.code },
      ...(sent.length > 0 && { components: sent }),
    })
  })
  // Where the examples are not there, this keeps the file from being empty.
  test('are there', () => expect(examples).not.toEqual([]))
})
