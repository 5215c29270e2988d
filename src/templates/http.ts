import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { TemplateShape } from '#conversations/shapes.ts'
import type { Database } from '#platform/db/database.ts'
import { notFound } from '#platform/problem.ts'
import { tenantOf } from '#tenants/access.ts'
import { isShallow } from '#whatsapp/json.ts'
import { listTemplates } from './find-template.ts'
import { lintTemplate } from './lint/lint-template.ts'
import { RULES } from './lint/rules.ts'
import { parametersOf } from './render-template.ts'
import { LANGUAGES, templateOf } from './starters/starter.ts'
import { STARTERS } from './starters/starters.ts'
import { readTemplate, writeTemplate, type JsonObject } from './template-model.ts'

/** What is sent to Meta to make a template; what is wrong with it is what the linter tells. */
const DefinitionShape = z
  .record(z.string(), z.unknown())
  .refine((json) => isShallow(json as JsonObject), 'nests too deep')
const FindingShape = z.object({
  /** Stays the same; the others may be said in other words one day. */
  rule: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Where: `components.1.text`. */
  path: z.string(),
  detail: z.string(),
  why: z.string(),
  /** The whole template, mended; null: only its author knows how. */
  fix: DefinitionShape.nullable(),
})

export function templateRoutes(app: FastifyInstance, { database }: { readonly database: Database }): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/templates',
    {
      config: { needs: 'templates:read' },
      schema: {
        querystring: z.object({ channelId: z.uuid() }),
        response: { 200: z.object({ items: z.array(TemplateShape) }) },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const { channelId } = request.query
      const templates = await database.inTenant(tenant, async (client) =>
        listTemplates(client, tenant, channelId),
      )
      if (templates === null) return notFound(reply, 'channel')
      return {
        items: templates.map((template) => ({
          ...template,
          components: template.components.map((component) => ({ ...component })),
          parameters: parametersOf(template.components),
        })),
      }
    },
  )
  lintRoutes(app)
  starterRoutes(app)
}

/** Nothing is stored and Meta is not asked. */
function lintRoutes(app: FastifyInstance): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/templates/lint',
    {
      config: { needs: 'templates:read' },
      schema: {
        body: z.strictObject({ template: DefinitionShape }),
        response: { 200: z.object({ findings: z.array(FindingShape) }) },
      },
    },
    ({ body }) => ({
      findings: lintTemplate(readTemplate(body.template as JsonObject)).map(({ fix, ...found }) => ({
        ...found,
        why: RULES[found.rule].why,
        fix: fix === null ? null : writeTemplate(fix),
      })),
    }),
  )
}

/** Meta's JSON of each, in every language that there is. */
const StarterShape = z.object({
  name: z.string(),
  use: z.string(),
  category: z.string(),
  languages: z.record(z.string(), DefinitionShape),
})

/** Templates to start from; the same for everybody. */
function starterRoutes(app: FastifyInstance): void {
  const items = STARTERS.map((starter) => ({
    ...{ name: starter.name, use: starter.use, category: starter.category },
    languages: Object.fromEntries(
      LANGUAGES.flatMap((language) => {
        const template = templateOf(starter, language)
        return template === null ? [] : [[language, template]]
      }),
    ),
  }))
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/templates/starters',
    {
      config: { needs: 'templates:read' },
      schema: { response: { 200: z.object({ items: z.array(StarterShape) }) } },
    },
    () => ({ items }),
  )
}
