import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { ROLES } from '../../../src/tenants/permissions.ts'
import { postJson } from '../platform/api.ts'
import type { SessionState } from '../platform/contract.ts'
import { Problem } from './fields.tsx'
import { PersonMark } from './person-mark.tsx'
import { ROLE_NAMES } from './role-words.ts'
import { enter } from './session.ts'

/** Into the demo shop, as one of its made-up colleagues. */
export function DemoCard({ colleagues }: { readonly colleagues: SessionState['demo'] }) {
  const { t } = useLingui()
  const sorted = colleagues.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
  const look = useMutation({
    mutationFn: async (userId: string) => postJson('/auth/demo', { userId }),
    onSuccess: async () => enter('/inbox'),
  })
  return (
    <section aria-labelledby="demo-title" className="rounded-2xl border border-line p-5 sm:px-8 sm:py-6">
      <h2 id="demo-title" className="text-[16px] font-semibold">
        <Trans>Look around the demo shop</Trans>
      </h2>
      <p className="mt-0.5 text-pretty text-muted">
        <Trans>Nothing to fill in: be one of its made-up colleagues and try everything.</Trans>
      </p>
      <ul className="-mx-2.5 mt-2.5 grid">
        {sorted.map(({ id, name, role }) => (
          <li key={id}>
            <button
              type="button"
              disabled={look.isPending || look.isSuccess}
              onClick={() => look.mutate(id)}
              className="flex min-h-13 w-full items-center gap-3 rounded-xl px-2.5 py-1.5 text-start hover:bg-sunken"
            >
              <PersonMark id={id} name={name} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <span className="block text-[13px] text-muted">{t(ROLE_NAMES[role])}</span>
              </span>
              <ChevronRight size={18} aria-hidden className="text-muted rtl:rotate-180" />
            </button>
          </li>
        ))}
      </ul>
      {look.isError && <Problem error={look.error} />}
    </section>
  )
}
