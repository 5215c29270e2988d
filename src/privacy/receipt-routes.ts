import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams } from '#platform/id-params.ts'
import { notFound } from '#platform/problem.ts'
import { tenantOf } from '#tenants/access.ts'
import type { PrivacyRoutes } from './route-parts.ts'
import { escapeHtml } from './internal/collect-person.ts'
import { selectErasure, selectErasures, type ErasureRow } from './internal/erasures-sql.ts'
import { privacyKeys } from './privacy-keys.ts'
import { isGenuine, type Receipt } from './receipt.ts'
import { STEPS_TOTAL } from './run-erasures.ts'
import { ErasureDetailShape, ErasurePageShape, type Erasure } from './shapes.ts'

/** The erasures that there were, and the receipt of each: as JSON, and as a page to print. */
export function receiptRoutes(app: FastifyInstance, { database, vault }: PrivacyRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  routes.get(
    '/api/v1/privacy/erasures',
    {
      config: { needs: 'privacy:read' },
      schema: {
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(100).default(50),
          cursor: z.uuid().optional(),
        }),
        response: { 200: ErasurePageShape },
      },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const { limit, cursor } = request.query
      const rows = await database.inTenant(tenant, async (client) =>
        selectErasures(client, tenant, cursor ?? null, limit),
      )
      const last = rows.length < limit ? undefined : rows.at(-1)
      return { items: rows.map(shownOf), nextCursor: last?.id ?? null }
    },
  )
  routes.get(
    '/api/v1/privacy/erasures/:id',
    {
      config: { needs: 'privacy:read' },
      schema: { params: IdParams, response: { 200: ErasureDetailShape } },
    },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const row = await database.inTenant(tenant, async (client) =>
        selectErasure(client, tenant, request.params.id),
      )
      if (row === null) return notFound(reply, 'erasure')
      const { receipt, signature } = row
      return { ...shownOf(row), receipt, signature, isGenuine: await isWhole(row) }
    },
  )
  routes.get(
    '/api/v1/privacy/erasures/:id/receipt.html',
    { config: { needs: 'privacy:read' }, schema: { params: IdParams } },
    async (request, reply) => {
      const tenant = tenantOf(request)
      const row = await database.inTenant(tenant, async (client) =>
        selectErasure(client, tenant, request.params.id),
      )
      if (row === null || row.receipt === null || row.signature === null) return notFound(reply, 'receipt')
      return reply
        .type('text/html; charset=utf-8')
        .headers({
          'cache-control': 'private, no-store',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        })
        .send(pageOf(row.receipt, row.signature, await isWhole(row)))
    },
  )

  async function isWhole({ receipt, signature }: ErasureRow): Promise<boolean> {
    if (receipt === null || signature === null) return false
    return isGenuine(await privacyKeys(database.pool, vault), receipt, signature)
  }
}

const shownOf = (row: ErasureRow): Erasure => ({
  ...{ id: row.id, state: row.state, cause: row.cause, requestedBy: row.requestedBy.name },
  ...{ requestedAt: row.requestedAt, finishedAt: row.finishedAt, removed: { ...row.counts } },
  progress: row.state === 'done' ? 1 : row.step / STEPS_TOTAL,
})

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin-top:1.6rem}table{border-collapse:collapse;width:100%}
td,th{border-top:1px solid #ccc;padding:.3rem .5rem;text-align:start;vertical-align:top}td.n{text-align:end}
code{overflow-wrap:anywhere;font-size:.85rem}`

/** To print or to keep as PDF. The signed text itself is in it, so that it can be checked later. */
function pageOf(text: string, signature: string, isSigned: boolean): string {
  const receipt = JSON.parse(text) as Receipt
  const e = escapeHtml
  const lines = (pairs: readonly (readonly [string, string])[], isNumber: boolean): string =>
    pairs
      .map(
        ([name, value]) => `<tr><th>${e(name)}</th><td${isNumber ? ' class="n"' : ''}>${e(value)}</td></tr>`,
      )
      .join('')
  const billing = receipt.billing.map(
    ({ month, category, isBillable, messages }) =>
      [`${month}, ${category}${isBillable ? '' : ', not charged'}`, String(messages)] as const,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Receipt of an erasure</title><style>${STYLE}</style></head><body>
<h1>Receipt of an erasure</h1>
<table>${lines(
    [
      ['Business', receipt.business],
      ['Receipt', receipt.receipt],
      ['Erased contact', receipt.erasedContact],
      ['Asked for', `${receipt.requestedAt} by ${receipt.requestedBy}`],
      ['Finished', receipt.finishedAt],
      [
        'Why',
        receipt.cause === 'request'
          ? 'Somebody asked for it'
          : 'Nothing was said for as long as the business keeps data',
      ],
    ],
    false,
  )}</table>
<h2>What went</h2><table>${lines(
    Object.entries(receipt.removed).map(([table, n]) => [table.replaceAll('_', ' '), String(n)] as const),
    true,
  )}</table>
<h2>What stays, and why</h2><table>${lines(Object.entries(receipt.kept), false)}</table>
${billing.length === 0 ? '' : `<h2>Messages that were priced</h2><table>${lines(billing, true)}</table>`}
<h2>Signature</h2><p>${
    isSigned
      ? 'HMAC-SHA256 of the text below, made with this installation’s key. The installation has checked it for this page.'
      : '<strong>The text below is not what this installation signed.</strong>'
  }</p><p><code>${e(signature)}</code></p><pre><code>${e(text)}</code></pre>
</body></html>`
}
