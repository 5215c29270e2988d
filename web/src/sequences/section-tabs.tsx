import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'

const tab = (isHere: boolean): string =>
  clsx(
    'inline-flex min-h-10 items-center rounded-lg px-2.5 text-[17px] coarse:min-h-11 md:text-[19px]',
    isHere ? 'font-semibold text-ink' : 'font-medium text-muted hover:bg-sunken hover:text-ink',
  )

/** Once to many, or step by step to each: the two pages of the section, the open one as its heading. */
export function SectionTabs({ at }: { readonly at: 'campaigns' | 'sequences' }) {
  const { t } = useLingui()
  return (
    <nav aria-label={t`Campaigns and sequences`} className="-ms-2.5 me-auto flex items-center gap-0.5">
      {at === 'campaigns' ? (
        <h1 className={tab(true)}>{t`Campaigns`}</h1>
      ) : (
        <Link to="/campaigns" className={tab(false)}>
          {t`Campaigns`}
        </Link>
      )}
      {at === 'sequences' ? (
        <h1 className={tab(true)}>{t`Sequences`}</h1>
      ) : (
        <Link to="/campaigns/sequences" className={tab(false)}>
          {t`Sequences`}
        </Link>
      )}
    </nav>
  )
}
