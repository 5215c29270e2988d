import type { FastifyReply } from 'fastify'

/** Breaks a long answer off when it is no longer allowed; one whose right cannot be asked for just now goes on. */
export function endWhenForbidden(
  { raw }: FastifyReply,
  isStillAllowed: () => Promise<boolean>,
  everyMs: number,
): void {
  const check = async (): Promise<void> => {
    if (!(await isStillAllowed().catch(() => true))) raw.destroy()
  }
  const timer = setInterval(() => void check(), everyMs)
  timer.unref()
  raw.once('close', () => clearInterval(timer))
}
