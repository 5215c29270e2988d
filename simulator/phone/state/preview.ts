/** A message as it is being written: what to send, and what its bubble looks like until the simulator has answered. */
import { ADDRESS_FIELDS, type AddressValues } from '#simulator/address-fields.ts'
import type { CustomerAction, PhoneMessage } from '#simulator/protocol.ts'
import { api } from './api.ts'

export type Draft = {
  /** The type of the bubble: a tap becomes `interactive`. */
  readonly type: string
  readonly content: Record<string, unknown>
  readonly replyTo: string | null
  /** What to send; uploads first if there is something to upload. */
  readonly prepare: () => Promise<CustomerAction>
}

type Replying = { readonly replyTo?: string }
const replying = (replyTo: string | null): Replying => (replyTo === null ? {} : { replyTo })

/** Text, perhaps a reply, perhaps the first words after an advertisement. */
export function textDraft(body: string, replyTo: string | null, referral?: Record<string, unknown>): Draft {
  const extra = referral === undefined ? {} : { referral }
  const action: CustomerAction = { type: 'text', body, ...replying(replyTo), ...extra }
  return { type: 'text', content: { text: { body }, ...extra }, replyTo, prepare: async () => action }
}

/** A file of any kind; it is uploaded once, however often the sending is tried. */
export function mediaDraft(
  type: 'image' | 'video' | 'audio' | 'document' | 'sticker',
  file: {
    readonly blob: Blob
    readonly filename: string
    readonly caption?: string
    readonly isVoice?: boolean
  },
  replyTo: string | null,
): Draft {
  const { blob, filename, caption = '', isVoice = false } = file
  let uploaded: Promise<string> | null = null
  const details = {
    ...(caption === '' ? {} : { caption }),
    ...(type === 'document' ? { filename } : {}),
    ...(isVoice ? { voice: true } : {}),
  }
  return {
    type,
    content: { [type]: { ...details, previewUrl: URL.createObjectURL(blob) } },
    replyTo,
    prepare: async () => {
      uploaded ??= api.upload(blob, filename)
      try {
        return { type, mediaId: await uploaded, ...details, ...replying(replyTo) }
      } catch (error) {
        uploaded = null
        throw error
      }
    },
  }
}

/** A location, a contact or an order: what is sent is what is shown. */
export function plainDraft(
  action: Extract<CustomerAction, { type: 'location' | 'contacts' | 'order' }>,
  replyTo: string | null,
): Draft {
  const sent = action.type === 'order' ? action : { ...action, ...replying(replyTo) }
  return { type: action.type, content: { ...action }, replyTo, prepare: async () => sent }
}

/** A tap on a button or a row: the bubble says its title and quotes the message that asked. */
export function tapDraft(messageId: string, id: string, title: string, isTemplate: boolean): Draft {
  const action: CustomerAction = { type: 'tap', messageId, id }
  const type = isTemplate ? 'button' : 'interactive'
  const content = isTemplate ? { button: { text: title } } : { interactive: { button_reply: { id, title } } }
  return { type, content, replyTo: messageId, prepare: async () => action }
}

/** The answer to a business that asks whether it may call. */
export function callAnswerDraft(messageId: string, isAllowed: boolean): Draft {
  const response = isAllowed ? 'accept' : 'reject'
  const action: CustomerAction = { type: 'tap', messageId, id: response }
  const content = { interactive: { call_permission_reply: { response } } }
  return { type: 'interactive', content, replyTo: messageId, prepare: async () => action }
}

/** The address that a business asked for. */
export function addressDraft(messageId: string, given: AddressValues): Draft {
  const filledIn = ADDRESS_FIELDS.flatMap((name) => {
    const value = (given[name] ?? '').trim()
    return value === '' ? [] : [[name, value] as const]
  })
  const values: AddressValues = Object.fromEntries(filledIn)
  const body = filledIn.map(([, value]) => value).join('\n')
  const action: CustomerAction = { type: 'address', messageId, values }
  const content = { interactive: { nfm_reply: { name: 'address_message', body } } }
  return { type: 'interactive', content, replyTo: messageId, prepare: async () => action }
}

/** The bubble of a draft. */
export function previewOf(draft: Draft, localId: string, at: number): PhoneMessage {
  return {
    wamid: localId,
    by: 'customer',
    type: draft.type,
    content: draft.content,
    rendered: null,
    at,
    ticks: 'sent',
    replyTo: draft.replyTo,
    reactions: [],
    editedAt: null,
    revokedAt: null,
  }
}
