import { randomInt } from 'node:crypto'
import { Readable } from 'node:stream'
import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listChannels } from '#channels/read-channels.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { IdParams } from '#platform/id-params.ts'
import { notFound, sendProblem, type ProblemBody } from '#platform/problem.ts'
import { tenantOf } from '#tenants/access.ts'
import { limitStream, type Content } from './limit-stream.ts'
import { FILE_BYTES_MAX, filenameOf, NO_FILE, notKept, ONE_TOO_MANY } from './one-file.ts'
import type { Storage } from './storage.ts'
import { makeVoiceNote, type VoiceNote } from './make-voice-note.ts'
import { keepFile } from './upload-media.ts'

const MB = 1024 * 1024
/** What WhatsApp takes, by kind (Meta, "Media", Nov 2025). */
const LIMITS: readonly { readonly mime: RegExp; readonly bytesMax: number }[] = [
  { mime: /^image\/(jpeg|png)$/u, bytesMax: 5 * MB },
  { mime: /^image\/webp$/u, bytesMax: MB / 2 },
  { mime: /^video\/(mp4|3gpp)$/u, bytesMax: 16 * MB },
  { mime: /^audio\/(aac|amr|mpeg|mp4|ogg)(;.*)?$/u, bytesMax: 16 * MB },
  { mime: /^(text\/plain|application\/(pdf|msword|vnd\.[\w.+-]+))$/u, bytesMax: FILE_BYTES_MAX },
]
/** Shown in the page itself; everything else is downloaded, so that nothing of a customer's runs in our origin. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|video\/(mp4|3gpp)|audio\/[\w.+-]+)$/u

/** The one kind that WhatsApp plays as a voice note. */
const VOICE_NOTE = 'audio/ogg; codecs=opus'
const RECORD_AGAIN = 'Record it again; if it stays so, attach it as a file.'
/** Why a recording cannot be a voice note. */
const VOICE_PROBLEMS: Readonly<Record<'format' | 'broken' | 'silent', ProblemBody>> = {
  format: {
    status: 415,
    code: 'media.voice_format',
    title: 'This recording cannot be made into a voice note',
    nextStep:
      'Harkara takes WebM or Ogg with Opus sound, as Chrome, Edge, Firefox and Safari 18.4 record it.',
  },
  broken: {
    status: 400,
    code: 'media.voice_broken',
    title: 'This recording is incomplete or damaged',
    nextStep: RECORD_AGAIN,
  },
  silent: {
    status: 400,
    code: 'media.voice_silent',
    title: 'Nothing was recorded',
    nextStep: RECORD_AGAIN,
  },
}

type Wish = { readonly channelId?: string | undefined; readonly voice?: boolean | undefined }
type MediaRoutes = { readonly database: Database; readonly storage: Storage }

export async function mediaRoutes(app: FastifyInstance, parts: MediaRoutes): Promise<void> {
  await app.register(multipart, { limits: { fileSize: FILE_BYTES_MAX, files: 1 } })
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.post(
    '/api/v1/media',
    {
      config: { needs: 'messages:send' },
      schema: {
        querystring: z.object({
          channelId: z.uuid().optional(),
          /** What a browser recorded (WebM or Ogg with Opus): made into a voice note for WhatsApp. */
          voice: z.stringbool().optional(),
        }),
      },
    },
    async (request, reply) =>
      takeFile(parts, tenantOf(request), await request.file(ONE_TOO_MANY), request.query, reply),
  )
  routes.get(
    '/api/v1/media/:id',
    { config: { needs: 'conversations:read' }, schema: { params: IdParams } },
    async (request, reply) => giveFile(parts, tenantOf(request), request.params.id, reply),
  )
}

async function takeFile(
  { database, storage }: MediaRoutes,
  tenant: TenantId,
  file: MultipartFile | undefined,
  { channelId, voice }: Wish,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (file === undefined) return sendProblem(reply, NO_FILE)
  const isVoice = voice === true
  const mimeType = isVoice ? VOICE_NOTE : file.mimetype.replace(/^audio\/opus$/u, 'audio/ogg')
  const limit = LIMITS.find(({ mime }) => mime.test(mimeType))
  if (limit === undefined) {
    file.file.resume() // nobody keeps it
    const title = `WhatsApp takes no files of this kind (${mimeType})`
    return sendProblem(reply, { status: 415, code: 'media.kind', title })
  }
  const channels = await database.inTenant(tenant, async (client) => listChannels(client, tenant))
  const channel = channelId === undefined ? channels[0] : channels.find(({ id }) => id === channelId)
  if (channel === undefined) {
    file.file.resume()
    return notFound(reply, 'channel')
  }
  const filename = isVoice ? null : filenameOf(file.filename)
  try {
    const came = limitStream(file.file, limit.bytesMax)
    const content = isVoice ? await voiceNoteOf(came) : came
    if ('because' in content) return sendProblem(reply, VOICE_PROBLEMS[content.because])
    const kept = { channel: channel.id, content, mimeType, filename, isVoice }
    return reply.code(201).send({ id: await keepFile({ database, storage }, tenant, kept) })
  } catch (error) {
    return sendProblem(reply, notKept(error, limit.bytesMax))
  }
}

/** A recording has to be seen whole to be made into something else; it is never as large as other files may be. */
async function voiceNoteOf({ stream }: Content): Promise<Content | Extract<VoiceNote, { ok: false }>> {
  const made = makeVoiceNote(Buffer.concat((await stream.toArray()) as Buffer[]), randomInt(2 ** 32))
  return made.ok ? { stream: Readable.from([made.ogg]), bytes: () => made.ogg.length } : made
}

type Row = { mime_type: string | null; filename: string | null; storage_key: string }

async function giveFile(
  { database, storage }: MediaRoutes,
  tenant: TenantId,
  id: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const row = await database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<Row>(
      `select mime_type, filename, storage_key from media
       where tenant_id = $1 and id = $2 and state = 'stored' and storage_key is not null`,
      [tenant, id],
    )
    return rows[0]
  })
  const stored = row === undefined ? null : await storage.get(row.storage_key)
  if (row === undefined || stored === null) return notFound(reply, 'file')
  const mime = (row.mime_type ?? '').split(';')[0]?.trim() ?? ''
  const isShown = SHOWN.test(mime)
  return reply
    .type(isShown ? mime : 'application/octet-stream')
    .headers({
      'content-length': stored.bytes,
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(row.filename ?? id)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, max-age=86400, immutable',
    })
    .send(stored.stream)
}
