import { Trans, useLingui } from '@lingui/react/macro'
import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useNow } from '../platform/clock.ts'
import { retryNow, useConnection } from './connection.ts'

/** A first connection takes a moment; saying so at once would only flicker. */
const PATIENCE_MS = 1500

/** Stands above the list whenever what is shown may be out of date. */
export function ConnectionNotice() {
  const { t } = useLingui()
  const connection = useConnection((state) => state.connection)
  const now = useNow(1000)
  const [isLate, setLate] = useState(false)
  const isLive = connection.state === 'live'
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(!isLive), isLive ? 0 : PATIENCE_MS)
    return () => window.clearTimeout(timer)
  }, [isLive])
  if (isLive || !isLate) return null
  const seconds =
    connection.state === 'waiting' ? Math.max(0, Math.ceil((connection.retryAt - now) / 1000)) : 0
  return (
    <div className="flex items-center gap-2 bg-amber-tint px-4 py-2 text-[13px] text-amber">
      <WifiOff size={16} aria-hidden className="shrink-0" />
      <output className="flex-1">
        {connection.state === 'waiting' ? (
          <Trans>Not connected. What you see may be out of date.</Trans>
        ) : (
          <Trans>Connecting…</Trans>
        )}
      </output>
      {connection.state === 'waiting' && (
        <button
          type="button"
          onClick={retryNow}
          className="min-h-7 shrink-0 rounded px-1.5 font-semibold underline underline-offset-2"
        >
          <Trans>Try now</Trans> <span aria-label={t`in ${seconds} seconds`}>({seconds})</span>
        </button>
      )}
    </div>
  )
}
