import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { activateLocale } from './platform/i18n.ts'
import { isOutside, SESSION_KEY, whenLockedOut } from './platform/locked-out.ts'
import { applyTheme, usePreferences } from './platform/preferences.ts'
import { queryClient } from './platform/query-client.ts'
import { reloadAfterDeploy } from './platform/reload-after-deploy.ts'
import { startLiveEvents } from './realtime/live-events.ts'
import { router } from './router.tsx'

/** On plain http from another host, or in a private window. */
const worksWithout = () => undefined

async function start(): Promise<void> {
  reloadAfterDeploy()
  applyTheme()
  followSession()
  if (!isOutside(location.pathname)) startLiveEvents(queryClient)
  // The route's chunk and the words are fetched side by side; rendering waits for both, so nothing flashes.
  await Promise.all([activateLocale(usePreferences.getState().locale), router.load()])
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  )
}

/** Without a session nothing of what was shown stays: to the sign-in page, and from there back to where one was. */
function followSession(): void {
  whenLockedOut((why) => {
    const { pathname, search } = location
    if (isOutside(pathname)) return
    queryClient.clear()
    void router.navigate(
      why === 'no_business'
        ? { to: '/no-business', replace: true }
        : { to: '/sign-in', search: { to: pathname + search }, replace: true },
    )
  })
  window.addEventListener('storage', ({ key }) => key === SESSION_KEY && location.reload())
  // A page that the browser kept for its back button may be another person's.
  window.addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
  // Not while developing: there the files change without a new worker.
  if (import.meta.env.PROD) {
    void import('./notifications/service-worker.ts').then((m) => m.startServiceWorker()).catch(worksWithout)
  }
}

void start()
