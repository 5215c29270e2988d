import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { MultipartFile } from '@fastify/multipart'
import { z } from 'zod'
import { limitStream, NotKept } from '#media/limit-stream.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { tenantOf } from '#tenants/access.ts'
import { selectAccount } from './internal/library-sql.ts'
import { keepSample, SAMPLE_KINDS } from './keep-sample.ts'
import type { TemplateParts } from './parts.ts'
import { refused, sendRefusal } from './refusal.ts'

const MB = 1024 * 1024
const BYTES_MAX = 100 * MB
/** The form's reader cuts a file off without a word; with one byte more it is we who see that it is too large. */
const ONE_TOO_MANY = { limits: { fileSize: BYTES_MAX + 1 } }
const FILENAME_CHARS_MAX = 240

/** A file for the header of a template, as a form with one file. */
export function sampleRoutes(app: FastifyInstance, parts: TemplateParts): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/template-samples',
    {
      config: { needs: 'templates:write' },
      schema: { querystring: z.object({ channelId: z.uuid() }) },
    },
    async (request, reply) =>
      takeSample(parts, tenantOf(request), request.query.channelId, await request.file(ONE_TOO_MANY), reply),
  )
}

async function takeSample(
  parts: TemplateParts,
  tenant: TenantId,
  channelId: string,
  file: MultipartFile | undefined,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (file === undefined)
    return sendProblem(reply, { status: 400, code: 'media.no_file', title: 'No file was sent' })
  const leave = async (answer: () => Promise<FastifyReply>): Promise<FastifyReply> => {
    file.file.resume() // nobody keeps it
    return answer()
  }
  const limit = SAMPLE_KINDS[file.mimetype]
  if (limit === undefined)
    return leave(async () =>
      sendProblem(reply, {
        ...{ status: 415, code: 'template_sample_kind' },
        title: `A header shows no files of this kind (${file.mimetype})`,
        nextStep: 'Use a JPEG or PNG picture, an MP4 film or a PDF.',
      }),
    )
  const account = await parts.database.inTenant(tenant, async (client) =>
    selectAccount(client, tenant, channelId),
  )
  if (account === null) return leave(async () => notFound(reply, 'channel'))
  const token = account.isConnected ? await parts.tokenOf(tenant, channelId) : null
  if (token === null) return leave(async () => sendRefusal(reply, refused('channel_disconnected')))
  try {
    const kept = await keepSample(parts, tenant, {
      ...{ channelId, token, mimeType: file.mimetype },
      content: limitStream(file.file, limit.bytesMax),
      filename: nameOf(file.filename),
    })
    return kept.ok ? await reply.code(201).send(kept.sample) : await sendRefusal(reply, kept)
  } catch (error) {
    if (!(error instanceof NotKept)) throw error
    if (error.because === 'cut_off')
      return sendProblem(reply, {
        ...{ status: 400, code: 'media.cut_off', title: 'The file did not arrive whole' },
        nextStep: 'Send it again.',
      })
    const title = `WhatsApp takes at most ${limit.bytesMax / MB} MB of this kind`
    return sendProblem(reply, { status: 413, code: 'media.too_large', title })
  }
}

/** The last part of what the browser calls it, without characters that nobody can see; null for nothing. */
function nameOf(given: string): string | null {
  const name =
    given
      .toWellFormed()
      .replaceAll(/\p{Cc}/gu, '')
      .split(/[/\\]/u)
      .at(-1)
      ?.trim() ?? ''
  return name === '' ? null : name.slice(0, FILENAME_CHARS_MAX)
}
