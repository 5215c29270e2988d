import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { SessionState } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { BusinessPage } from './business-page.tsx'
import { ForgotPage } from './forgot-page.tsx'
import { JoinPage } from './join-page.tsx'
import { ownPlace } from './own-place.ts'
import { PageFrame } from './page-frame.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { ResetPage } from './reset-page.tsx'
import { sessionQuery } from './session.ts'
import { SignInPage } from './sign-in-page.tsx'
import { SignUpPage } from './sign-up-page.tsx'

/** The pages for whoever is not signed in, or has no business yet. */
export function PeoplePage() {
  const { t } = useLingui()
  const { pathname } = useLocation()
  const { data: session, error, isFetching, refetch } = useQuery(sessionQuery)
  const { title, nextStep } = useProblemText()(error)
  if (session !== undefined) return <Page path={pathname} session={session} />
  if (error === null || isFetching) return <output aria-label={t`Loading…`} />
  return (
    <PageFrame title={title} about={nextStep}>
      <Button onClick={() => void refetch()}>
        <Trans>Try again</Trans>
      </Button>
    </PageFrame>
  )
}

function Page({ path, session }: { readonly path: string; readonly session: SessionState }) {
  if (path === '/forgot-password') return <ForgotPage session={session} />
  if (path === '/reset-password') return <ResetPage />
  if (path.startsWith('/join/')) return <JoinPage secret={path.slice('/join/'.length)} session={session} />
  if (path === '/no-business') return <BusinessPage session={session} />
  // Whoever looks around the demo shop signs up from in there.
  if (session.person !== null && !session.person.isDemo) return <Onward />
  if (session.isFirstRun || path === '/sign-up') return <SignUpPage session={session} />
  return <SignInPage session={session} />
}

/** Signed in already, here or in another tab. */
function Onward() {
  const { t } = useLingui()
  useEffect(() => {
    location.replace(ownPlace(new URLSearchParams(location.search).get('to')))
  }, [])
  return <output aria-label={t`Loading…`} />
}
