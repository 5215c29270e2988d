import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { MultipartFile } from '@fastify/multipart'
import { z } from 'zod'
import { limitStream } from '#media/limit-stream.ts'
import { filenameOf, NO_FILE, notKept, ONE_TOO_MANY } from '#media/one-file.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import { tenantOf } from '#tenants/access.ts'
import { selectAccount } from './internal/library-sql.ts'
import { keepSample, SAMPLE_KINDS } from './keep-sample.ts'
import type { TemplateParts } from './parts.ts'
import { refused, sendRefusal } from './refusal.ts'

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
  if (file === undefined) return sendProblem(reply, NO_FILE)
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
      filename: filenameOf(file.filename),
    })
    return kept.ok ? await reply.code(201).send(kept.sample) : await sendRefusal(reply, kept)
  } catch (error) {
    return sendProblem(reply, notKept(error, limit.bytesMax))
  }
}
