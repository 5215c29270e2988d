import { Trans, useLingui } from '@lingui/react/macro'
import type { ContactDetail } from '../platform/contract.ts'
import { phoneNumber } from '../platform/format.ts'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { dayOf } from './day-of.ts'

type Name = ContactDetail['names'][number]
type Identity = ContactDetail['identities'][number]

/** By which names and numbers they are known, who says so, and since when. */
export function ContactNames({ detail }: { readonly detail: ContactDetail }) {
  const { t, i18n } = useLingui()
  const sources: Readonly<Record<Name['source'], string>> = {
    team: t`Your team’s name for them`,
    address_book: t`In your WhatsApp Business address book`,
    profile: t`Their own name on WhatsApp`,
    username: t`Their username`,
  }
  const kinds: Readonly<Record<Identity['kind'], string>> = {
    phone: t`Phone number`,
    bsuid: t`WhatsApp’s id (BSUID)`,
    parent_bsuid: t`WhatsApp’s id for several businesses`,
    group: t`WhatsApp group`,
    made: t`Made by Harkara`,
  }
  const since = (at: number | null) => {
    const day = at === null ? null : dayOf(at, i18n.locale)
    return day === null ? '' : ` · ${t`since ${day}`}`
  }
  return (
    <details className="py-2 text-[13px]">
      <summary className="min-h-8 rounded py-1 text-muted">
        <Trans>Names and numbers</Trans>
      </summary>
      <ul className="divide-y divide-line">
        {detail.names.map(({ source, value, at }) => (
          <li key={source} className="py-2">
            <span className="block text-[12px] text-muted">
              {sources[source]}
              {since(at)}
            </span>
            <bdi className="[overflow-wrap:anywhere]">{source === 'username' ? `@${value}` : value}</bdi>
          </li>
        ))}
        {detail.identities.map(({ kind, value, since: at }) => (
          <li
            key={`${kind}:${value}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2 py-2"
          >
            <span>
              <span className="block text-[12px] text-muted">
                {kinds[kind]}
                {since(at)}
              </span>
              {kind === 'phone' ? phoneNumber(value) : <code className="text-[12px] break-all">{value}</code>}
            </span>
            <CopyButton text={kind === 'phone' ? `+${value}` : value} label={t`Copy`} />
          </li>
        ))}
      </ul>
    </details>
  )
}
