import type { Me } from '../platform/contract.ts'

/** Who sits here, where the server says so; an inbox without sign-in has nobody by name. */
export function agentName(me: Me): string | null {
  const user: unknown = 'user' in me ? me.user : null
  if (typeof user !== 'object' || user === null || !('name' in user)) return null
  return typeof user.name === 'string' && user.name !== '' ? user.name : null
}
