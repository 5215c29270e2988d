import { Menu } from '@base-ui/react/menu'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Bookmark, BookmarkPlus, Check, Settings2, UsersRound } from 'lucide-react'
import type { ListQuery } from '../conversations/patch-conversations.ts'
import { useLabels } from '../labels/queries.ts'
import type { SavedView } from '../platform/contract.ts'
import { isNarrowed, isSameList, listOfView, savedViewsQuery } from './queries.ts'

/** In the menu of views: those that were kept, and the way to keep this one. Lazy. */
export function SavedViews({
  list,
  itemClass,
  onOpen,
  onSave,
  onManage,
}: {
  readonly list: ListQuery
  readonly itemClass: string
  readonly onOpen: (list: ListQuery) => void
  readonly onSave: () => void
  readonly onManage: () => void
}) {
  const { t } = useLingui()
  const views = useQuery(savedViewsQuery).data?.items ?? []
  const labels = useLabels()
  /** A label that has been deleted narrows nothing any more. */
  const listOf = ({ filters: { label, ...filters } }: SavedView): ListQuery =>
    listOfView(labels.some(({ id }) => id === label) ? { ...filters, label } : filters)
  const isKept = views.some((view) => isSameList(listOf(view), list))
  const canKeep = isNarrowed(list) && !isKept
  if (views.length === 0 && !canKeep) return null
  return (
    <>
      <Menu.Separator className="mx-2 my-1.5 h-px bg-line" />
      <Menu.Group>
        <Menu.GroupLabel className="px-2.5 pt-1 pb-1 text-[12px] font-semibold text-muted">
          {t`Saved views`}
        </Menu.GroupLabel>
        {views.map((view) => {
          const to = listOf(view)
          const isChosen = isSameList(to, list)
          return (
            <Menu.Item
              key={view.id}
              closeOnClick={false} // What was chosen closes it.
              aria-current={isChosen ? 'true' : undefined}
              onClick={() => onOpen(to)}
              className={itemClass}
            >
              <Bookmark size={17} aria-hidden className="shrink-0 text-muted" />
              <bdi className="min-w-0 flex-1 truncate">{view.name}</bdi>
              {view.isShared && (
                <span className="shrink-0 text-muted" title={t`For the whole team`}>
                  <UsersRound size={14} aria-hidden />
                  <span className="sr-only">{t`For the whole team`}</span>
                </span>
              )}
              {isChosen && <Check size={16} aria-hidden className="shrink-0 text-brand" />}
            </Menu.Item>
          )
        })}
      </Menu.Group>
      {canKeep && (
        <Menu.Item closeOnClick={false} onClick={onSave} className={itemClass}>
          <BookmarkPlus size={17} aria-hidden className="shrink-0 text-muted" />
          <span className="min-w-0 flex-1">{t`Save this view…`}</span>
        </Menu.Item>
      )}
      {views.length > 0 && (
        <Menu.Item closeOnClick={false} onClick={onManage} className={itemClass}>
          <Settings2 size={17} aria-hidden className="shrink-0 text-muted" />
          <span className="min-w-0 flex-1">{t`Manage saved views…`}</span>
        </Menu.Item>
      )}
    </>
  )
}
