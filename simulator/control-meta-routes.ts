/** What Meta decides, over HTTP; `protocol.ts` lists it. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { MarketingChanges, MetaControl, NumberChanges, StatusChange } from '#simulator/control-meta.ts'
import type { PauseKind } from '#simulator/messages/quality.ts'
import type { Json, RateChange, ReviewRule } from '#simulator/world/world.ts'

type Asked<Body> = FastifyRequest<{ Params: { id: string }; Body: Body; Querystring: Record<string, string> }>

/** Registers the routes. */
export function controlMetaRoutes(app: FastifyInstance, control: MetaControl): void {
  templateRoutes(app, control)
  app.get('/numbers', () => ({ numbers: control.numbers() }))
  app.patch('/numbers/:id', (request: Asked<NumberChanges>) =>
    control.updateNumber(request.params.id, request.body),
  )
  app.post('/accounts/:id/updates', (request: Asked<Json & { event: string }>) =>
    control.updateAccount(request.params.id, request.body),
  )
  app.put('/accounts/:id/marketing', (request: Asked<MarketingChanges>) =>
    control.setMarketing(request.params.id, request.body),
  )
  app.post('/accounts/:id/alerts', (request: Asked<Json>) =>
    control.alertAccount(request.params.id, request.body),
  )
  app.post('/accounts/:id/webhooks', (request: Asked<{ field: string; value: Json }>) => {
    control.tellAccount(request.params.id, request.body.field, request.body.value)
    return {}
  })
  type Complaint = { number?: string; template?: string }
  app.post('/customers/:id/block', (request: Asked<Complaint | undefined>) => {
    control.block(request.params.id, request.body?.number)
    return {}
  })
  app.post('/customers/:id/unblock', (request: Asked<Complaint | undefined>) => {
    control.unblock(request.params.id, request.body?.number)
    return {}
  })
  app.post('/customers/:id/report', (request: Asked<Complaint | undefined>) => {
    control.report(request.params.id, request.body?.number, request.body?.template)
    return {}
  })
  app.get('/invoice', (request: Asked<unknown>) =>
    control.invoice(request.query['waba'], request.query['month']),
  )
  app.get('/rates', () => ({ rates: control.rates() }))
  app.put('/rates', (request: Asked<{ rates?: RateChange[] } | undefined>) => ({
    rates: control.setRates(request.body?.rates ?? []),
  }))
}

function templateRoutes(app: FastifyInstance, control: MetaControl): void {
  app.get('/templates', () => ({ templates: control.templates() }))
  app.put('/templates/review', (request: Asked<{ rules?: ReviewRule[] } | undefined>) => ({
    rules: control.reviewTemplates(request.body?.rules ?? []),
  }))
  app.post('/templates/:id/status', (request: Asked<StatusChange>) =>
    control.setTemplateState(request.params.id, request.body),
  )
  app.post('/templates/:id/pause', (request: Asked<{ kind?: PauseKind; ms?: number } | undefined>) =>
    control.pauseTemplate(request.params.id, request.body?.kind ?? 'FIRST_PAUSE', request.body?.ms),
  )
  app.post('/templates/:id/unpause', (request: Asked<unknown>) => control.unpauseTemplate(request.params.id))
  app.post('/templates/:id/quality', (request: Asked<{ score: string }>) =>
    control.setTemplateQuality(request.params.id, request.body.score),
  )
  app.post('/templates/:id/category', (request: Asked<{ category: string; impendingMs?: number }>) =>
    control.setTemplateCategory(request.params.id, request.body.category, request.body.impendingMs),
  )
  app.delete('/templates/:id', (request: Asked<unknown>) => {
    control.deleteTemplate(request.params.id)
    return {}
  })
}
