/** At most one reload in this time: a chunk that is missing for another reason must not make the page spin. */
const AGAIN_MS = 60_000
const KEY = 'harkara.reloadedAt'

/** After a deploy an open page asks for chunks that no longer exist: it loads itself anew, once, if the server is there. */
export function reloadAfterDeploy(): void {
  window.addEventListener('vite:preloadError', () => void reloadIfServed())
}

async function reloadIfServed(): Promise<void> {
  const last = Number(sessionStorage.getItem(KEY) ?? 0)
  if (Date.now() - last < AGAIN_MS) return
  const isServed = await fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    (response) => response.ok,
    () => false, // Only the network: what is on the screen is better than the browser's error page.
  )
  if (!isServed) return
  sessionStorage.setItem(KEY, String(Date.now()))
  location.reload()
}
