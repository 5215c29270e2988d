/** Lanes partition the work: everything about one number is in one lane, in order of arrival. */
const LANES = 256

/** FNV-1a over the route (a phone number id, or `waba:<id>`). Stored rows depend on it: it never changes. */
export function laneOf(route: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < route.length; i++) {
    hash ^= route.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return (hash >>> 0) % LANES
}
