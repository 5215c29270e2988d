/** Registers `web/service-worker.js`, and opens what a notification was about. Lazy: it can wait until the page stands. */
import { router } from '../router.tsx'

const ADDRESS = '/service-worker.js'
/** A tab that stays open for days learns of a new version within the hour. */
const LOOK_AGAIN_MS = 60 * 60_000

export async function startServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const id = conversationIn(data)
    if (id !== null) void router.navigate({ to: '/inbox/$id', params: { id }, search: {} })
  })
  const registration = await navigator.serviceWorker.register(ADDRESS, { updateViaCache: 'none' })
  window.setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN_MS)
}

function conversationIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('kind' in data) || data.kind !== 'open') return null
  return 'conversation' in data && typeof data.conversation === 'string' ? data.conversation : null
}
