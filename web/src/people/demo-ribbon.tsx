import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Store, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../platform/ui/button.tsx'
import { sessionQuery } from './session.ts'

const KEY = 'harkara.ribbon-closed'

/** Says whose eyes one looks through in the demo shop; gone for as long as the tab lives once it was closed. Lazy. */
export function DemoRibbon() {
  const { t } = useLingui()
  const { data } = useQuery(sessionQuery)
  const [isClosed, setClosed] = useState(wasClosed)
  if (isClosed || data?.person?.isDemo !== true) return null
  const { name } = data.person
  const close = () => {
    setClosed(true)
    try {
      sessionStorage.setItem(KEY, '1')
    } catch {
      // Then it is back after the next load.
    }
  }
  return (
    <aside
      aria-label={t`Demo shop`}
      className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line bg-brand-tint ps-4 pe-1 text-[13px] text-brand-strong"
    >
      <Store size={16} aria-hidden className="shrink-0 max-sm:hidden" />
      <p className="min-w-0 flex-1 py-1.5">
        <Trans>You are looking around the demo shop as {name}.</Trans>{' '}
        <a href="/sign-up" className="font-semibold underline underline-offset-2">
          {data.signUp === 'open' ? t`Sign up` : t`Sign in`}
        </a>
      </p>
      <IconButton small tipAt="start" label={t`Close`} onClick={close}>
        <X size={16} aria-hidden />
      </IconButton>
    </aside>
  )
}

function wasClosed(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null
  } catch {
    return false
  }
}
