import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { MapPinOff } from 'lucide-react'
import { Notice } from '../platform/ui/notice.tsx'

export function NotFound() {
  const { t } = useLingui()
  return (
    <Notice
      icon={MapPinOff}
      title={t`There is nothing at this address`}
      action={
        <Link to="/inbox" search={{}} className="text-link underline underline-offset-2">
          <Trans>To the inbox</Trans>
        </Link>
      }
    />
  )
}
