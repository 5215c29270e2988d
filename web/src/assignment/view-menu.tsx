import { Menu } from '@base-ui/react/menu'
import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  AtSign,
  Bot,
  Check,
  Hourglass,
  Inbox,
  type LucideIcon,
  Timer,
  UserRound,
  UserRoundX,
  UsersRound,
} from 'lucide-react'
import { useCountWords } from '../conversations/list-pane.tsx'
import type { ListQuery, View } from '../conversations/patch-conversations.ts'
import { countsQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { putJson } from '../platform/api.ts'
import type { OverlayProps } from '../platform/ui/popover.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { SavedViews } from '../views/saved-views.tsx'
import { assigneesQuery, useAssignees } from './queries.ts'

/** Whose conversations the list shows; and whether I take new ones. Lazy. */
export function ViewMenu({
  anchor,
  list,
  onView,
  onList,
  onDialog,
  onClose,
}: OverlayProps & {
  readonly list: ListQuery
  readonly onView: (view: View | undefined) => void
  readonly onList: (list: ListQuery) => void
  /** Keeping this view, or managing those that were kept. */
  readonly onDialog: (which: 'save-view' | 'manage-views') => void
}) {
  const { t } = useLingui()
  const { view } = list
  const { me, people, teams } = useAssignees()
  const { data: counts } = useQuery(countsQuery)
  const countWords = useCountWords()
  const choose = (to: View | undefined) => () => {
    onClose()
    onView(to)
  }
  const item = (to: View | undefined, icon: LucideIcon, name: string, count?: number) => (
    <Item key={to ?? 'all'} icon={icon} isChosen={view === to} count={countWords(count)} onClick={choose(to)}>
      {name}
    </Item>
  )
  const own = people.find(({ id }) => id === me)
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-[60] outline-none"
        >
          <Menu.Popup
            aria-label={t`Which conversations`}
            className="overlay-panel max-h-(--available-height) w-72 overflow-y-auto p-1.5 text-[14px] font-normal outline-none"
            finalFocus={() => (anchor instanceof HTMLElement && anchor.isConnected ? anchor : true)}
          >
            <Menu.Group>
              {item('mine', UserRound, t`Mine`, counts?.mine)}
              {item('unassigned', UserRoundX, t`Unassigned`, counts?.unassigned)}
              {item('mentions', AtSign, t`Mentions`, counts?.mentions)}
              {item('bot', Bot, t`Answered by a bot`, counts?.bot)}
              {item('closing', Hourglass, t`Closing soon`, counts?.closing)}
              {item('late', Timer, t`Running late`, counts?.late)}
              {item(undefined, Inbox, t`All conversations`)}
            </Menu.Group>
            {teams.length > 0 && (
              <Menu.Group>
                <Menu.Separator className="mx-2 my-1.5 h-px bg-line" />
                <Menu.GroupLabel className="px-2.5 pt-1 pb-1 text-[12px] font-semibold text-muted">
                  {t`Teams`}
                </Menu.GroupLabel>
                {teams.map(({ id, name }) => item(`team:${id}`, UsersRound, name))}
              </Menu.Group>
            )}
            <SavedViews
              list={list}
              itemClass={ITEM}
              onOpen={(to) => {
                onClose()
                onList(to)
              }}
              onSave={() => onDialog('save-view')}
              onManage={() => onDialog('manage-views')}
            />
            {own !== undefined && (
              <>
                <Menu.Separator className="mx-2 my-1.5 h-px bg-line" />
                <Availability isAvailable={own.isAvailable} />
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1 outline-none select-none data-highlighted:bg-sunken coarse:min-h-11'

function Item({
  icon: Icon,
  isChosen,
  count,
  onClick,
  children,
}: {
  readonly icon: LucideIcon
  readonly isChosen: boolean
  readonly count: string
  readonly onClick: () => void
  readonly children: string
}) {
  return (
    <Menu.Item
      closeOnClick={false} // What was chosen closes it.
      aria-current={isChosen ? 'true' : undefined}
      onClick={onClick}
      className={ITEM}
    >
      <Icon size={17} aria-hidden className="shrink-0 text-muted" />
      <bdi className="min-w-0 flex-1 truncate">{children}</bdi>
      {count !== '' && <span className="shrink-0 text-[12.5px] text-muted tabular-nums">{count}</span>}
      {isChosen && <Check size={16} aria-hidden className="shrink-0 text-brand" />}
    </Menu.Item>
  )
}

/** My own switch. What I have stays mine while I am away. */
function Availability({ isAvailable }: { readonly isAvailable: boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const { mutate, isPending } = useMutation({
    mutationFn: (shall: boolean) => putJson('/me/availability', { isAvailable: shall }),
    onSuccess: async (_answer, shall) => {
      await client.invalidateQueries({ queryKey: assigneesQuery.queryKey })
      announce(shall ? t`You get new conversations` : t`You are away: new conversations go to others`)
    },
    onError: (error) => {
      const { title, nextStep } = problemText(error)
      announce(`${title} ${nextStep}`, 'problem')
    },
  })
  return (
    <Menu.CheckboxItem
      aria-label={t`I am available`}
      checked={isAvailable}
      disabled={isPending}
      onCheckedChange={(shall) => mutate(shall)}
      closeOnClick={false}
      className={ITEM}
    >
      <span
        aria-hidden
        className={`mx-1 size-2.5 shrink-0 rounded-full ${isAvailable ? 'bg-brand' : 'bg-amber-mark'}`}
      />
      <span className="min-w-0 flex-1">
        {isAvailable ? t`I am available` : t`I am away`}
        <span className="block text-[12px] text-muted">
          {isAvailable ? t`New conversations may come to me` : t`I keep what I have, and get nothing new`}
        </span>
      </span>
    </Menu.CheckboxItem>
  )
}
