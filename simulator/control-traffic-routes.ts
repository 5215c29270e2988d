/** Limits, storms and figures, over HTTP; `protocol.ts` lists it. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { TrafficControl } from '#simulator/control-traffic.ts'
import type { NewStorm, Population } from '#simulator/protocol.ts'
import type { Rules } from '#simulator/simulation.ts'

type Asked<Body> = FastifyRequest<{ Params: { id: string }; Body: Body }>

/** Registers the routes. */
export function controlTrafficRoutes(app: FastifyInstance, control: TrafficControl): void {
  app.get('/violations', () => control.violations())
  app.delete('/violations', () => {
    control.forgetViolations()
    return {}
  })
  app.get('/sends/summary', () => control.summary())
  app.delete('/sends/summary', () => {
    control.forgetSummary()
    return {}
  })
  app.get('/storms', () => ({ storms: control.storms() }))
  app.post('/storms', (request: Asked<NewStorm>) => control.storm(request.body))
  app.delete('/storms', () => {
    control.endStorms()
    return {}
  })
  app.delete('/storms/:id', (request: Asked<unknown>) => {
    control.endStorms(request.params.id)
    return {}
  })
  app.post('/numbers/:id/upgrade', (request: Asked<{ forMs?: number } | undefined>) =>
    control.upgradeThroughput(request.params.id, request.body?.forMs),
  )
  app.put('/population', (request: Asked<Partial<Population> | undefined>) =>
    control.population(request.body ?? {}),
  )
  app.delete('/population', () => {
    control.population(null)
    return {}
  })
  app.put('/rules', (request: Asked<Partial<Rules> | undefined>) => control.rules(request.body))
}
