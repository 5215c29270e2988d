import { z } from 'zod'

/** Every error of the API (RFC 9457). `code` is stable; `title` and `detail` are for people. */
export const ProblemShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  nextStep: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

export type Problem = z.infer<typeof ProblemShape>
