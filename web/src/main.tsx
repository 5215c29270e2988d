import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { activateLocale } from './platform/i18n.ts'
import { applyTheme, usePreferences } from './platform/preferences.ts'
import { queryClient } from './platform/query-client.ts'
import { reloadAfterDeploy } from './platform/reload-after-deploy.ts'
import { startLiveEvents } from './realtime/live-events.ts'
import { router } from './router.tsx'

async function start(): Promise<void> {
  reloadAfterDeploy()
  applyTheme()
  startLiveEvents(queryClient)
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

void start()
