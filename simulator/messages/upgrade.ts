/**
 * The upgrade of a number from 80 messages a second to 1,000: for up to a minute every send fails with 131057, then the app
 * is told. A number that is in the WhatsApp Business app as well stays at its 20. Source: cloud-api reference, d.1.
 */
import { ControlError } from '#simulator/control-error.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportNumber } from '#simulator/webhooks/report.ts'
import { THROUGHPUT_HIGH } from '#simulator/world/limits.ts'
import type { SimNumber } from '#simulator/world/world.ts'

const UPGRADE_MS = 60_000

/** Whether it is neither high already nor being made so. */
export const mayBeUpgraded = (number: SimNumber): boolean =>
  number.isOnBusinessApp !== true && number.messagesPerSecond < THROUGHPUT_HIGH && !isUpgrading(number)

const isUpgrading = ({ upgradesAt = null }: SimNumber): boolean => upgradesAt !== null

/** Whether nothing goes out at this moment. */
export const isInMaintenance = ({ upgradesAt }: SimNumber, now: number): boolean => (upgradesAt ?? 0) > now

/** It begins now. */
export function beginUpgrade(sim: Simulation, number: SimNumber, ms: number = UPGRADE_MS): void {
  if (!mayBeUpgraded(number)) throw new ControlError(409, 'the throughput of this number is not raised')
  number.upgradesAt = sim.clock.now() + ms
  awaitUpgrade(sim, number)
  sim.touch()
}

function awaitUpgrade(sim: Simulation, number: SimNumber): void {
  const { upgradesAt: at = null } = number
  if (at === null) return
  sim.clock.someday(at, () => {
    if (sim.world.numbers.get(number.phoneNumberId) !== number || number.upgradesAt !== at) return
    number.upgradesAt = null
    number.messagesPerSecond = THROUGHPUT_HIGH
    reportNumber(sim, number, 'THROUGHPUT_UPGRADE')
    sim.hub.emit({ type: 'numbers' })
    sim.touch()
  })
}

/** Goes on after a restart. */
export function resumeUpgrades(sim: Simulation): void {
  for (const number of sim.world.numbers.values()) awaitUpgrade(sim, number)
}
