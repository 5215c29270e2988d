/** Refusals because a limit was exceeded: a business that paces itself has none. What a storm refuses is not counted here. */
import type { Violations } from '#simulator/protocol.ts'
import type { Simulation } from '#simulator/simulation.ts'

export type ViolationKind = 'throughput' | 'pair' | 'messagingLimit' | 'management'

/** @param id of the number, or of the account for calls of management. */
export function countViolation(sim: Simulation, kind: ViolationKind, id: string): void {
  const key = `${kind}/${id}`
  sim.world.violations.set(key, (sim.world.violations.get(key) ?? 0) + 1)
}

/** All of them, by kind, number and account. */
export function violationsOf(sim: Simulation): Violations {
  const total = { throughput: 0, pair: 0, messagingLimit: 0, management: 0 }
  const byNumber: Record<string, { throughput: number; pair: number; messagingLimit: number }> = {}
  const byAccount: Record<string, { management: number }> = {}
  for (const [key, count] of sim.world.violations) {
    const [kind, id] = key.split('/') as [ViolationKind, string]
    total[kind] += count
    if (kind === 'management') byAccount[id] = { management: count }
    else (byNumber[id] ??= { throughput: 0, pair: 0, messagingLimit: 0 })[kind] = count
  }
  return { ...total, byNumber, byAccount }
}
