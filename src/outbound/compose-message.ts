/** From what somebody wants to say to what Meta's send call wants, without address. Looks up what it refers to. */
import type { Outgoing } from './outgoing-shape.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Refusal } from './refusal.ts'
import { checkCardFiles } from './check-card-files.ts'
import { checkInteractive } from './check-interactive.ts'
import { composeTemplate } from './compose-template.ts'
import type { Composed } from './composed.ts'
import { headerMedia } from './header-media.ts'
import { findMedia, findWamid, type Target } from './internal/targets.ts'

type Result = Composed | ({ readonly ok: false } & Refusal)

export async function compose(
  client: Client,
  tenant: TenantId,
  target: Target,
  outgoing: Outgoing,
  now: Instant,
): Promise<Result> {
  if (outgoing.type === 'template') return composeTemplate(client, tenant, target, outgoing.template, now)
  if (outgoing.type === 'reaction') {
    const message = await findWamid(client, tenant, target.conversation, outgoing.messageId)
    if (message === null) return { ok: false, because: 'message_not_found' }
    const reaction = { message_id: message.wamid, emoji: outgoing.emoji }
    return { ok: true, kind: 'reaction', class: 'reply', payload: { type: 'reaction', reaction } }
  }
  const answered =
    outgoing.replyTo === undefined
      ? null
      : await findWamid(client, tenant, target.conversation, outgoing.replyTo)
  if (outgoing.replyTo !== undefined && answered === null) return { ok: false, because: 'message_not_found' }
  const said = await composeFreeForm(client, tenant, target, outgoing)
  if (!said.ok) return said
  const { content, text, mediaId } = said
  return {
    ok: true,
    kind: 'message',
    class: 'reply',
    type: outgoing.type,
    payload: {
      type: outgoing.type,
      ...content,
      ...(answered !== null && { context: { message_id: answered.wamid } }),
    },
    text,
    content,
    context: answered === null ? null : { id: answered.wamid },
    mediaId,
  }
}

type FreeForm = Exclude<Outgoing, { type: 'template' | 'reaction' }>
type Said =
  | {
      readonly ok: true
      readonly content: JsonObject
      readonly text: string | null
      readonly mediaId: string | null
    }
  | ({ readonly ok: false } & Refusal)

async function composeFreeForm(
  client: Client,
  tenant: TenantId,
  target: Target,
  outgoing: FreeForm,
): Promise<Said> {
  if (outgoing.type === 'text')
    return { ok: true, content: { text: jsonOf(outgoing.text) }, text: outgoing.text.body, mediaId: null }
  if (outgoing.type === 'location') {
    const text = outgoing.location.name ?? outgoing.location.address ?? null
    return { ok: true, content: { location: jsonOf(outgoing.location) }, text, mediaId: null }
  }
  if (outgoing.type === 'interactive') {
    const problem = checkInteractive(outgoing.interactive)
    if (problem !== null) return { ok: false, because: 'invalid_content', ...problem }
    const interactive = jsonOf(outgoing.interactive)
    const body = interactive['body']
    const text = isObject(body) && typeof body['text'] === 'string' ? body['text'] : null
    const mediaId = outgoing.mediaId ?? null
    if (mediaId !== null && headerMedia(interactive) === null)
      return {
        ok: false,
        because: 'invalid_content',
        path: 'mediaId',
        message: 'needs a header of the type image, video or document',
      }
    if (mediaId !== null && (await findMedia(client, tenant, target.channel, mediaId)) === null)
      return { ok: false, because: 'media_not_found' }
    const refusal = await checkCardFiles(client, tenant, target.channel, interactive)
    if (refusal !== null) return { ok: false, ...refusal }
    return { ok: true, content: { interactive }, text, mediaId }
  }
  if (outgoing.type === 'contacts') {
    const text = outgoing.contacts.map(({ name }) => name.formatted_name).join(', ')
    return { ok: true, content: { contacts: jsonOf(outgoing.contacts) }, text, mediaId: null }
  }
  const media = await findMedia(client, tenant, target.channel, outgoing.mediaId)
  if (media === null) return { ok: false, because: 'media_not_found' }
  const text =
    outgoing.caption ?? (outgoing.type === 'document' ? (outgoing.filename ?? media.filename) : null)
  const content = { [outgoing.type]: mediaObject(outgoing, media.filename) }
  return { ok: true, content, text, mediaId: outgoing.mediaId }
}

type MediaOutgoing = Extract<Outgoing, { mediaId: string }>

/** Captions and names only where Meta takes them (Meta, "Send messages", 23 Apr 2026). */
function mediaObject({ type, caption, filename, voice }: MediaOutgoing, stored: string | null): JsonObject {
  const takesCaption = type === 'image' || type === 'video' || type === 'document'
  const name = filename ?? stored
  return {
    ...(takesCaption && caption !== undefined && caption !== '' && { caption }),
    ...(type === 'document' && name !== null && { filename: name }),
    ...(type === 'audio' && voice === true && { voice: true }),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** What zod has checked came in as JSON; without its undefined fields it is JSON again. */
const jsonOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject
