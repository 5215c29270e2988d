import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { Quality } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Part } from './part.tsx'

type Templates = Quality['templates']

/** How the templates of the number's account fare; those that WhatsApp may stop, by name. */
export function TemplatesAtRisk({ templates }: { readonly templates: Templates }) {
  const { t } = useLingui()
  const { total, approved, green, yellow, red, paused, disabled, rejected, atRisk } = templates
  const counts: readonly (readonly [string, number, string])[] = [
    [t`Approved`, approved, ''],
    [t`High quality`, green, 'text-brand-strong'],
    [t`Medium quality`, yellow, 'text-amber'],
    [t`Low quality`, red, 'text-red'],
    [t`Paused`, paused, 'text-amber'],
    [t`Disabled`, disabled, 'text-red'],
    [t`Rejected`, rejected, 'text-red'],
  ]
  return (
    <Part title={t`Templates`}>
      {total === 0 ? (
        <p className="text-muted">{t`There are no templates yet.`}</p>
      ) : (
        <dl className="flex flex-wrap gap-x-6 gap-y-2 text-[13px]">
          {counts.map(([label, count, look]) => (
            <div key={label}>
              <dt className="text-muted">{label}</dt>
              <dd className={clsx('text-[18px] font-semibold tabular-nums', count > 0 && look)}>{count}</dd>
            </div>
          ))}
        </dl>
      )}
      {atRisk.length === 0 && total > 0 && (
        <p className="text-[13.5px] text-muted">{t`None of them is at risk.`}</p>
      )}
      <ul
        aria-label={t`Templates at risk`}
        className="divide-y divide-line border-t border-line empty:hidden"
      >
        {atRisk.map((template) => (
          <Row key={template.id} template={template} />
        ))}
      </ul>
    </Part>
  )
}

function Row({ template }: { readonly template: Templates['atRisk'][number] }) {
  const { t, i18n } = useLingui()
  const { id, name, language, status, quality, pausedUntil } = template
  const until = pausedUntil === null ? '' : dateAndTime(pausedUntil, i18n.locale)
  const isBad = status === 'DISABLED' || quality === 'RED'
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 text-[13.5px]">
      <Link
        to="/templates/$templateId"
        params={{ templateId: id }}
        className="min-w-0 font-medium [overflow-wrap:anywhere] text-brand-strong underline-offset-2 hover:underline"
      >
        {name} <span className="font-normal text-muted">{language}</span>
      </Link>
      <span className={clsx('font-medium', isBad ? 'text-red' : 'text-amber')}>
        {status === 'DISABLED'
          ? t`Disabled`
          : status === 'PAUSED'
            ? until === ''
              ? t`Paused`
              : t`Paused until ${until}`
            : quality === 'RED'
              ? t`Low quality`
              : t`Medium quality`}
      </span>
    </li>
  )
}
