/** A send's error in words for whoever runs the shop: what happened, whose side it is on, what to do. */
import type { Failure } from '#conversations/message-shapes.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { explain, graphErrorOf } from '#whatsapp/graph-errors.ts'

/** Our own reasons; Meta's are in `whatsapp/graph-errors.ts`. Codes never change meaning. */
const OWN: Readonly<Record<string, Omit<Failure, 'code' | 'metaCode'>>> = {
  'outbound.unconfirmed': {
    side: 'meta',
    title: 'WhatsApp never confirmed this message',
    nextStep: 'It may or may not have arrived. Ask the customer, or send it again.',
  },
  'outbound.window_closed': {
    side: 'business',
    title: 'The 24 hours to answer were over before it could be sent',
    nextStep: 'Send a template, or wait until the customer writes again.',
  },
  'outbound.suppressed': {
    side: 'customer',
    title: 'The customer asked for no more offers before it could be sent',
    nextStep: 'It was not sent. Answer when they write again.',
  },
  'outbound.offer_expired': {
    side: 'business',
    title: 'The offer was over before it could be sent',
    nextStep: 'It was not sent. Send it again with another end.',
  },
  'outbound.expired': {
    side: 'business',
    title: 'It was too late for this message when its turn came',
    nextStep: 'It was not sent. If the customer still needs it, send it again.',
  },
  'outbound.no_address': {
    side: 'customer',
    title: 'WhatsApp gives us neither a phone number nor an id for this customer',
    nextStep: 'Wait until they write again.',
  },
  'outbound.no_token': {
    side: 'harkara',
    title: 'The access token of this number cannot be read',
    nextStep: 'Connect the number again. If HARKARA_SECRET_KEY was changed, set it back first.',
  },
  'outbound.media_missing': {
    side: 'harkara',
    title: 'The attached file is no longer there',
    nextStep: 'Attach it again and send the message anew.',
  },
  'outbound.no_place': {
    side: 'meta',
    title: 'WhatsApp lets you begin with no more people for now',
    nextStep: 'Nothing to do: it is sent as soon as the 24-hour limit of your business has room.',
  },
  'outbound.unreachable': {
    side: 'meta',
    title: 'WhatsApp cannot be reached at the moment',
    nextStep: 'Nothing to do: it is sent as soon as the connection is back.',
  },
}

/** Why a template is not sent though it was accepted, by what happened to it (`templates/shapes.ts`, HALTS). */
const HALTED: Readonly<Record<string, Pick<Failure, 'title' | 'nextStep'>>> = {
  paused: {
    title: 'WhatsApp paused this template before it could be sent',
    nextStep: 'It was not sent. Once the template is approved again, send it again.',
  },
  disabled: {
    title: 'WhatsApp disabled this template before it could be sent',
    nextStep: 'It was not sent. Choose another template.',
  },
  rejected: {
    title: 'WhatsApp rejected this template before it could be sent',
    nextStep: 'It was not sent. Mend the template, or choose another one.',
  },
  recategorised: {
    title: 'WhatsApp moved this template to another category before it could be sent',
    nextStep: 'It was not sent, because it may cost more now. If that is all right, send it again.',
  },
  quality: {
    title: 'The quality of this template fell before it could be sent',
    nextStep: 'It was not sent, to protect your number. Look at the template before you send it again.',
  },
  archived: {
    title: 'This template was archived before it could be sent',
    nextStep: 'It was not sent. Choose another template.',
  },
  deleted: {
    title: 'This template was deleted before it could be sent',
    nextStep: 'It was not sent. Choose another template.',
  },
}
const HALTED_OTHERWISE = {
  title: 'This template was no longer approved when it was to be sent',
  nextStep: 'It was not sent. Once the template is approved again, send it again.',
}

export function explainFailure(error: JsonObject | null): Failure | null {
  if (error === null) return null
  const own = error['harkara']
  if (own === 'outbound.template_halted') {
    const because = error['because']
    const words = (typeof because === 'string' ? HALTED[because] : undefined) ?? HALTED_OTHERWISE
    return { code: own, metaCode: null, side: 'meta', ...words }
  }
  if (typeof own === 'string') {
    const known = OWN[own]
    return {
      code: own,
      metaCode: null,
      side: known?.side ?? 'harkara',
      title: known?.title ?? 'It could not be sent',
      nextStep: known?.nextStep ?? 'Send it again.',
    }
  }
  const said = graphErrorOf(error)
  return said === null ? null : explain(said.code, said.details, said.subcode)
}
