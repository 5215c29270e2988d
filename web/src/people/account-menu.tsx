import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, LogOut, Plus, UserRoundCog } from 'lucide-react'
import { useState } from 'react'
import { putJson } from '../platform/api.ts'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { OpenForm } from './business-page.tsx'
import { Problem } from './fields.tsx'
import { PersonMark } from './person-mark.tsx'
import { ROLE_NAMES } from './role-words.ts'
import { enter, sessionQuery, signOut } from './session.ts'

/** Who one is, which business is open, and the way out. Lazy. */
export function AccountMenu(overlay: OverlayProps) {
  const { t } = useLingui()
  const [isOpening, setOpening] = useState(false)
  if (isOpening)
    return (
      <Dialog title={t`Open another business`} onClose={overlay.onClose}>
        <div className="p-5">
          <OpenForm />
        </div>
      </Dialog>
    )
  return (
    <Popover {...overlay} label={t`Your account`} side="right">
      <div className="w-72 p-2">
        <AccountItems onClose={overlay.onClose} onOpenBusiness={() => setOpening(true)} />
      </div>
    </Popover>
  )
}

const ITEM =
  'flex min-h-10 w-full items-center gap-3 rounded-lg px-2.5 py-1.5 text-start hover:bg-sunken coarse:min-h-11'

/** Also in the settings of a phone, where there is no rail. */
function AccountItems({
  onClose,
  onOpenBusiness,
}: {
  readonly onClose: () => void
  readonly onOpenBusiness: () => void
}) {
  const { t } = useLingui()
  const { data, error } = useQuery(sessionQuery)
  const change = useMutation({
    mutationFn: async (tenantId: string) => putJson('/me/business', { tenantId }),
    onSuccess: async () => enter('/inbox'),
  })
  const leave = useMutation({ mutationFn: async () => signOut() })
  if (error !== null) return <Problem error={error} />
  const person = data?.person ?? null
  if (data === undefined || person === null)
    return <output className="block p-3 text-muted">{t`Loading…`}</output>
  const { businesses, tenantId, signUp } = data
  return (
    <>
      <div className="flex items-center gap-3 px-2.5 pt-1.5 pb-2.5">
        <PersonMark id={person.id} name={person.name} size={42} />
        <span className="min-w-0">
          <span dir="auto" className="block truncate font-semibold">
            {person.name}
          </span>
          <span dir="ltr" className="block truncate text-start text-[13px] text-muted">
            {person.email}
          </span>
        </span>
      </div>
      <div className="border-t border-line py-1.5">
        <p className="px-2.5 pt-1 pb-0.5 text-[12.5px] font-medium text-muted">
          <Trans>Business</Trans>
        </p>
        <ul>
          {businesses.map(({ id, name, role }) => (
            <li key={id}>
              <button
                type="button"
                aria-current={id === tenantId ? 'true' : undefined}
                disabled={change.isPending}
                onClick={() => (id === tenantId ? onClose() : change.mutate(id))}
                className={ITEM}
              >
                <span className="min-w-0 flex-1">
                  <span dir="auto" className="block truncate font-medium">
                    {name}
                  </span>
                  <span className="block text-[12.5px] text-muted">{t(ROLE_NAMES[role])}</span>
                </span>
                {id === tenantId && <Check size={18} aria-hidden className="text-brand" />}
              </button>
            </li>
          ))}
        </ul>
        {signUp === 'open' && !person.isDemo && (
          <button type="button" onClick={onOpenBusiness} className={ITEM}>
            <Plus size={18} aria-hidden className="text-muted" />
            <Trans>Open another business</Trans>
          </button>
        )}
      </div>
      <div className="border-t border-line pt-1.5">
        <Link to="/settings/$section" params={{ section: 'account' }} onClick={onClose} className={ITEM}>
          <UserRoundCog size={18} aria-hidden className="text-muted" />
          <Trans>Your account</Trans>
        </Link>
        <button type="button" disabled={leave.isPending} onClick={() => leave.mutate()} className={ITEM}>
          <LogOut size={18} aria-hidden className="text-muted rtl:rotate-180" />
          <Trans>Sign out</Trans>
        </button>
        {change.isError && <Problem error={change.error} />}
        {leave.isError && <Problem error={leave.error} />}
      </div>
    </>
  )
}
