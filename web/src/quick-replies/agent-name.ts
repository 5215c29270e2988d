import type { Me } from '../platform/contract.ts'

/** Who sits here. */
export const agentName = ({ actor }: Me): string | null => (actor.kind === 'user' ? actor.name : null)
