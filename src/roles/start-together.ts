import { errorText } from '#platform/errors.ts'
import { BACKGROUND_ROLES, startBackground } from './background.ts'
import { startRoles, type RoleOptions, type Running } from './start-roles.ts'

/** Several roles in one process: those that answer requests in this thread, those that work behind them in another. */
export async function startTogether(
  options: RoleOptions & { readonly logFile: string | null; readonly isAll: boolean },
): Promise<Running> {
  const behind = [...options.roles].filter((role) => BACKGROUND_ROLES.has(role))
  const inFront = [...options.roles].filter((role) => !BACKGROUND_ROLES.has(role))
  if (inFront.length === 0) return startRoles(options)
  const { databaseUrl, graphUrl, isAll, logFile, log } = options
  const onDeath = (error: unknown): void => {
    log.fatal({ evt: 'background.died', err: errorText(error) })
    process.kill(process.pid, 'SIGTERM')
  }
  // At once, because most of it is loading; and each is closed if the other one fails.
  const [front, back] = await Promise.allSettled([
    startRoles({ ...options, roles: new Set(inFront) }),
    behind.length === 0
      ? null
      : startBackground({ roles: behind, databaseUrl, graphUrl, isAll, logFile }, onDeath),
  ])
  const close = async (): Promise<void> => {
    if (front.status === 'fulfilled') await front.value.close()
    if (back.status === 'fulfilled') await back.value?.close()
  }
  for (const part of [front, back]) {
    if (part.status === 'fulfilled') continue
    await close()
    throw part.reason
  }
  return { url: front.status === 'fulfilled' ? front.value.url : null, close }
}
