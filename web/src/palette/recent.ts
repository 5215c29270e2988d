/** Which commands this person used last, in this browser, the newest first. */
import { loadStored, store } from '../platform/storage.ts'

const KEY = 'harkara.recent-commands'
const KEPT = 5

export const recentCommands = (): readonly string[] => loadStored<readonly string[]>(KEY, [])

export function rememberCommand(id: string): void {
  store(KEY, [id, ...recentCommands().filter((other) => other !== id)].slice(0, KEPT))
}
