/** A template that was sent, as its message tells: what it read like, with its files, codes, products and orders. Pure. */
import { fillingAgain } from '../../../src/templates/filling-again.ts'
import { mediaUrl } from '../platform/media-url.ts'
import { buttonText, sentValues, type TemplateParts, withFilling, withWords } from '../templates/render.ts'
import { asList, asRecord, asText, type Json } from './payload.ts'

/**
 * What a message keeps of the template that it was (`content`: the object that went to Meta, and what was rendered); null: it
 * keeps nothing of how it read, and somebody must know the template.
 */
export function sentParts(content: Json): TemplateParts | null {
  const rendered = asRecord(content['rendered'])
  const template = asRecord(content['template'])
  if (asText(rendered['body']) === null) return null
  const components = asList(template['components'])
  const cards = asList(components.find((one) => one['type'] === 'carousel')?.['cards'])
  const { parameters, ...given } = fillingAgain(template)
  const offer = asText(rendered['offer'])
  const language = asText(asRecord(template['language'])['code']) ?? 'en'
  const parts = {
    ...partOf(rendered, components, language),
    offer: offer === null ? null : { text: offer, hasExpiration: given.offerExpiresAt !== undefined },
    cards: asList(rendered['cards']).map((card, nth) =>
      partOf(card, asList(cards[nth]?.['components']), language),
    ),
  }
  return withFilling(parts, parameters, given, mediaUrl)
}

function partOf(rendered: Json, components: readonly Json[], language: string): TemplateParts {
  const [above] = asList(components.find((one) => one['type'] === 'header')?.['parameters'])
  const kind = asText(above?.['type'])?.toUpperCase() ?? 'TEXT'
  const text = asText(rendered['header'])
  return {
    header: kind !== 'TEXT' ? { format: kind, text: null } : text === null ? null : { format: 'TEXT', text },
    body: asText(rendered['body']) ?? '',
    footer: asText(rendered['footer']),
    buttons: asList(rendered['buttons']).map((button) => {
      const type = asText(button['type']) ?? ''
      return { type, text: buttonText(type, asText(button['text']), language), url: null }
    }),
  }
}

/** The same from the template as it is now, for messages that keep less. */
export function sentFromTemplate(parts: TemplateParts, payload: Json): TemplateParts {
  const values = sentValues(payload)
  return withFilling(withWords(parts, values), values, fillingAgain(payload), mediaUrl)
}
