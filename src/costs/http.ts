import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { createTokens } from '#channels/read-channels.ts'
import type { Database } from '#platform/db/database.ts'
import { notFound, sendProblem } from '#platform/problem.ts'
import type { Vault } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import { tenantOf } from '#tenants/access.ts'
import type { GraphCosts } from '#whatsapp/graph-costs.ts'
import { forecastCost } from './forecast-cost.ts'
import { monthAfter, readAccounts, runningMonth } from './months.ts'
import { readAllowance } from './read-allowance.ts'
import { readLedger } from './read-ledger.ts'
import { readReconciliation } from './read-reconciliation.ts'
import { reconcileCosts } from './reconcile-costs.ts'
import {
  AllowanceShape,
  BY,
  ForecastShape,
  ForecastWishShape,
  LedgerShape,
  MonthShape,
  ReconciliationShape,
  type Ledger,
} from './shapes.ts'
import { ledgerCsv } from './write-ledger-csv.ts'

export type CostRoutes = {
  readonly database: Database
  readonly clock: Clock
  readonly vault: Vault
  readonly graph: GraphCosts
}

const READS = { needs: 'costs:read' } as const
/** Meta, "Analytics" (12 Feb 2026): at most a year back. */
const MONTHS_BACK = 12
const LedgerQuery = z.object({
  /** Left out: the running one. */
  month: MonthShape.optional(),
  channelId: z.uuid().optional(),
  by: z.enum(BY).default('category'),
})

/** What messages cost: the month, what is free in it, what comes, and what Meta says. */
export function costRoutes(app: FastifyInstance, options: CostRoutes): void {
  ledgerRoutes(app, options)
  forecastRoute(app, options)
  reconciliationRoutes(app, options)
}

function ledgerRoutes(app: FastifyInstance, { database, clock }: CostRoutes): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const read = async (
    request: FastifyRequest,
    { month, channelId, by }: z.infer<typeof LedgerQuery>,
  ): Promise<Ledger | null> => {
    const tenant = tenantOf(request)
    const wish = { by, month: month ?? null, channelId: channelId ?? null }
    return database.inTenant(tenant, async (client) => readLedger(client, tenant, wish, clock()))
  }
  routes.get(
    '/api/v1/costs',
    { config: READS, schema: { querystring: LedgerQuery, response: { 200: LedgerShape } } },
    async (request, reply) => (await read(request, request.query)) ?? notFound(reply, 'number'),
  )
  routes.get(
    '/api/v1/costs/export.csv',
    { config: READS, schema: { querystring: LedgerQuery } },
    async (request, reply) => {
      const ledger = await read(request, request.query)
      if (ledger === null) return notFound(reply, 'number')
      const name = `costs-${ledger.month}-by-${ledger.by}.csv`
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(ledgerCsv(ledger))
    },
  )
  routes.get(
    '/api/v1/costs/allowance',
    {
      config: READS,
      schema: { querystring: z.object({ month: MonthShape.optional() }), response: { 200: AllowanceShape } },
    },
    async (request) => {
      const tenant = tenantOf(request)
      const month = request.query.month ?? null
      return database.inTenant(tenant, async (client) => readAllowance(client, tenant, { month }, clock()))
    },
  )
}

function forecastRoute(app: FastifyInstance, { database, clock }: CostRoutes): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/api/v1/costs/forecast',
      { config: READS, schema: { body: ForecastWishShape, response: { 200: ForecastShape } } },
      async (request, reply) => {
        const tenant = tenantOf(request)
        const forecast = await database.inTenant(tenant, async (client) =>
          forecastCost(client, tenant, request.body, clock()),
        )
        if (forecast.ok) return forecast.forecast
        if (forecast.because !== 'category') return notFound(reply, forecast.because)
        return sendProblem(reply, {
          status: 409,
          code: 'category_without_price',
          title: 'Meta’s rate cards do not have this template’s category',
          nextStep: 'Ask for a forecast by category instead.',
        })
      },
    )
}

function reconciliationRoutes(app: FastifyInstance, options: CostRoutes): void {
  const { database, clock, vault, graph } = options
  const routes = app.withTypeProvider<ZodTypeProvider>()
  const tokenOf = createTokens(database, vault)
  const schema = {
    querystring: z.object({ month: MonthShape.optional() }),
    response: { 200: ReconciliationShape },
  }
  routes.get('/api/v1/costs/reconciliation', { config: READS, schema }, async (request) => {
    const tenant = tenantOf(request)
    return database.inTenant(tenant, async (client) => {
      const month = request.query.month ?? runningMonth(await readAccounts(client, tenant), clock())
      return readReconciliation(client, tenant, month)
    })
  })
  /** Asks Meta now, which may take some seconds. */
  routes.post('/api/v1/costs/reconciliation', { config: READS, schema }, async (request, reply) => {
    const tenant = tenantOf(request)
    const accounts = await database.inTenant(tenant, async (client) => readAccounts(client, tenant))
    const running = runningMonth(accounts, clock())
    const { month = running } = request.query
    if (month > running || month < monthAfter(running, -MONTHS_BACK))
      return sendProblem(reply, {
        status: 409,
        code: 'month_out_of_reach',
        title: 'Meta has no figures of this month',
        nextStep: `Choose the running month or one of the ${MONTHS_BACK} before it.`,
      })
    const parts = { database, graph, tokenOf, clock }
    for (const { wabaId } of accounts) await reconcileCosts(parts, tenant, { wabaId, month })
    return database.inTenant(tenant, async (client) => readReconciliation(client, tenant, month))
  })
}
