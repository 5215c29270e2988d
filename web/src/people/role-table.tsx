import { Trans, useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { PERMISSIONS, permissionsOf, ROLES } from '../../../src/tenants/permissions.ts'
import { PERMISSION_WORDS } from '../settings/permission-words.ts'
import { ROLE_NAMES, ROLE_SENTENCES } from './role-words.ts'

/** What each role may do, from the table that the server goes by. */
export function RoleTable() {
  const { t } = useLingui()
  return (
    <details className="rounded-xl border border-line bg-surface">
      <summary className="min-h-11 px-4 py-3 font-medium sm:px-5">
        <Trans>What each role may do</Trans>
      </summary>
      <dl className="grid gap-2 px-4 pb-4 sm:px-5">
        {ROLES.map((role) => (
          <div key={role} className="flex flex-wrap gap-x-2">
            <dt className="font-semibold after:content-[':']">{t(ROLE_NAMES[role])}</dt>
            <dd className="text-muted">{t(ROLE_SENTENCES[role])}</dd>
          </div>
        ))}
      </dl>
      {/* Wider than a phone: it scrolls by itself, with the keyboard as well. */}
      <section
        aria-label={t`What each role may do`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
        className="overflow-x-auto border-t border-line px-4 py-3 sm:px-5"
      >
        <table className="w-full text-[13.5px]">
          <thead>
            <tr className="text-muted">
              <th scope="col" className="py-1.5 pe-3 text-start font-medium">
                <Trans>Permission</Trans>
              </th>
              {ROLES.map((role) => (
                <th key={role} scope="col" className="px-2 py-1.5 text-center font-medium">
                  {t(ROLE_NAMES[role])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {PERMISSIONS.map((permission) => (
              <tr key={permission} className="border-t border-line">
                <th scope="row" className="min-w-44 py-2 pe-3 text-start font-normal">
                  {t(PERMISSION_WORDS[permission])}
                </th>
                {ROLES.map((role) => {
                  const isIn = permissionsOf(role).has(permission)
                  return (
                    <td key={role} className="px-2 py-2 text-center">
                      {isIn && <Check size={17} aria-hidden className="mx-auto text-brand" />}
                      <span className="sr-only">{isIn ? t`yes` : t`no`}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
