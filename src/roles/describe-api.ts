/**
 * The API described by its own routes: every route's schemas are what checks its requests, so the description cannot drift.
 * `GET /api/v1/openapi.json` for programs, `/reference` for people.
 */
import { randomBytes } from 'node:crypto'
import swagger from '@fastify/swagger'
import { fastify, type FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** Call it before the routes are added. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Harkara',
        version: 'v1',
        description:
          'Everything the web app does, it does through this API. Errors are problem+json (RFC 9457) with stable codes. ' +
          'What belongs to another business answers 404, like an id that never was. Every request that changes something may ' +
          'bring an Idempotency-Key: the same key brings the same answer for a day, and nothing is done twice.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'harkara.session_token' },
        },
      },
    },
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route)
      const { needs } = route.route.config ?? {}
      if (needs === undefined || !url.startsWith('/api/v1/'))
        return { schema: { ...schema, hide: true }, url }
      const tag = url.split('/')[3] ?? ''
      return {
        schema: {
          ...schema,
          tags: [tag],
          ...(needs === 'public'
            ? { security: [] }
            : { security: [{ key: [] }], description: `Needs \`${needs}\`.` }),
          ...(needs === 'session' && {
            security: [{ session: [] }],
            description: 'Only for people who are signed in.',
          }),
        },
        url,
      }
    },
  })
  app.get('/api/v1/openapi.json', { config: { needs: 'public' }, schema: { hide: true } }, async () =>
    app.swagger(),
  )
  showReference(app)
}

/** Loaded when somebody looks: the page's script is 4 MB of our memory and a third of a second of our start. */
function showReference(app: FastifyInstance): void {
  const nonce = randomBytes(16).toString('base64')
  let page: Promise<FastifyInstance> | null = null
  app.get('/reference/*', { schema: { hide: true } }, async (request, reply) => {
    page ??= openReference(nonce)
    const reference = await page
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '')
    reply.raw.setHeader(
      'content-security-policy',
      `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
        "font-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    )
    reference.routing(request.raw, reply.raw)
  })
  app.get('/reference', { schema: { hide: true } }, async (_request, reply) => reply.redirect('/reference/'))
}

async function openReference(nonce: string): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const app = fastify({ forceCloseConnections: true })
  await app.register(scalar, {
    routePrefix: '/reference',
    configuration: {
      nonce,
      url: '/api/v1/openapi.json',
      pageTitle: 'Harkara API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      authentication: { preferredSecurityScheme: 'key' },
      mcp: { disabled: true },
      agent: { disabled: true },
    },
  })
  await app.ready()
  return app
}
