import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { LockKeyhole, MapPinOff } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import { Notice } from '../platform/ui/notice.tsx'
import { groupsOf, type Section, SECTIONS } from './sections.ts'

/** What concerns the whole business: the sections at the left, or above on a phone, and the open one beside them. Lazy. */
export function SettingsPage() {
  const { t } = useLingui()
  const { section: key } = useParams({ strict: false })
  const { data: me, isPending } = useQuery(meQuery)
  const section = SECTIONS.find((one) => one.key === key)
  const isAllowed = section !== undefined && (me === undefined || me.permissions.includes(section.permission))
  const title = section === undefined ? null : t(section.title)
  useEffect(() => {
    document.title = title === null ? t`Settings` : `${title} · ${t`Settings`}`
  }, [title, t])
  let content: ReactNode
  if (section === undefined) content = <Notice icon={MapPinOff} title={t`There is nothing at this address`} />
  else if (isPending) content = <Waiting />
  else if (!isAllowed)
    content = (
      <Notice icon={LockKeyhole} title={t`You may not see this`}>
        <Trans>Ask an owner or admin of your team.</Trans>
      </Notice>
    )
  else content = <SectionContent key={section.key} section={section} />
  const shown = SECTIONS.filter((one) => me === undefined || me.permissions.includes(one.permission))
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col md:flex-row">
      <SectionSelect sections={shown} current={section?.key ?? ''} />
      <SectionList sections={shown} />
      {/* A region of its own to scroll, so that the list of sections stays. */}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto p-4 md:p-8">{content}</div>
    </div>
  )
}

/** Loaded first and then rendered, so that nothing is suspended and the list beside it stays as it is. */
function SectionContent({ section: { component: Content } }: { readonly section: Section }) {
  const [isLoaded, setLoaded] = useState(Content.preload === undefined)
  useEffect(() => {
    let isHere = true
    const load = async () => {
      await Content.preload?.()
      if (isHere) setLoaded(true)
    }
    void load()
    return () => {
      isHere = false
    }
  }, [Content])
  return isLoaded ? <Content /> : <Waiting />
}

function SectionList({ sections }: { readonly sections: readonly Section[] }) {
  const { t } = useLingui()
  return (
    <nav
      aria-label={t`Settings`}
      className="w-56 shrink-0 overflow-y-auto border-e border-line bg-surface p-3 max-md:hidden"
    >
      <h1 className="px-3 pt-2 pb-3 text-[17px] font-semibold">{t`Settings`}</h1>
      {groupsOf(sections).map((group) => (
        <div key={group.title.id} className="pb-3">
          <p aria-hidden className="px-3 pt-1 pb-1 text-[12px] font-semibold text-ink">
            {t(group.title)}
          </p>
          <ul aria-label={t(group.title)}>
            {group.sections.map(({ key, title }) => (
              <li key={key}>
                <Link
                  to="/settings/$section"
                  params={{ section: key }}
                  className="flex min-h-9 items-center rounded-lg px-3 text-[14px] font-medium coarse:min-h-11"
                  activeProps={{ className: 'bg-brand-tint text-brand-strong' }}
                  inactiveProps={{ className: 'text-muted hover:bg-sunken hover:text-ink' }}
                >
                  {t(title)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** On a phone there is no room for a list beside the content. */
function SectionSelect({
  sections,
  current,
}: {
  readonly sections: readonly Section[]
  readonly current: string
}) {
  const { t } = useLingui()
  const navigate = useNavigate()
  return (
    <div className="flex items-center gap-3 border-b border-line bg-surface px-4 py-2 md:hidden">
      <h1 className="text-[16px] font-semibold">{t`Settings`}</h1>
      <select
        aria-label={t`Section`}
        value={current}
        onChange={(event) =>
          void navigate({ to: '/settings/$section', params: { section: event.currentTarget.value } })
        }
        className="h-11 min-w-0 flex-1 rounded-lg border border-control-line bg-surface px-3 text-[16px]"
      >
        {!sections.some(({ key }) => key === current) && (
          <option value={current}>{t`Choose a section`}</option>
        )}
        {groupsOf(sections).map((group) => (
          <optgroup key={group.title.id} label={t(group.title)}>
            {group.sections.map(({ key, title }) => (
              <option key={key} value={key}>
                {t(title)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  )
}

function Waiting() {
  const { t } = useLingui()
  return <output className="m-auto text-muted">{t`Loading…`}</output>
}
