import { z } from 'zod'
import { job } from '#platform/jobs.ts'

export const fetchMediaJob = job({
  name: 'media.fetch',
  payload: z.object({ tenant: z.uuid(), media: z.uuid() }),
  timeoutMs: 300_000,
  attemptsMax: 12,
  concurrency: 8,
})
