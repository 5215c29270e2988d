/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a combobox: the field keeps the focus and takes the keys for its options */
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { contactQuery } from '../contacts/queries.ts'
import { announce } from '../platform/announce.ts'
import { getJson } from '../platform/api.ts'
import type { ContactPage, ContactSummary, SearchHits } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText, useTellProblem } from '../platform/ui/problem-text.tsx'
import { wantMessage } from '../search/wanted-message.ts'
import { type Command, type Follow, type Group, useCommands, useOpenConversation } from './commands.ts'
import { matching } from './match-commands.ts'
import { recentCommands, rememberCommand } from './recent.ts'
import { CommandRow, type Hit, HitRow, PersonRow } from './rows.tsx'

/** Long enough that a fast typist asks once a word. */
const TYPING_MS = 180
/** So many fit above what was found among people and messages. */
const COMMANDS_SHOWN = 6
const PEOPLE_SHOWN = 5

type Option =
  | { readonly kind: 'command'; readonly key: string; readonly command: Command }
  | { readonly kind: 'person'; readonly key: string; readonly person: ContactSummary }
  | { readonly kind: 'hit'; readonly key: string; readonly hit: Hit }
type Part = { readonly title: string; readonly options: readonly Option[] }

type Props = {
  readonly isForNew: boolean
  readonly onFollow: (what: Follow) => void
  readonly onPerson: (person: ContactSummary) => void
  readonly onClose: () => void
}

/** One field for commands, people and words that were said. */
export function PaletteDialog(props: Props) {
  const { isForNew, onClose } = props
  const { t } = useLingui()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [wish, setActive] = useState(0)
  const words = useSettled(typed.trim(), TYPING_MS)
  const people = usePeople(isForNew ? '' : words)
  const found = useMessages(isForNew ? '' : words)
  // Set by a command that opens something in the place of the palette, which then is not closed.
  const isFollowed = useRef(false)
  const commands = useCommands((what) => {
    isFollowed.current = true
    props.onFollow(what)
  })
  const seen = { typed: typed.trim(), words, isForNew, people: people.data, found: found.data }
  const parts = useParts(commands, seen)
  const open = useOpen(props, () => isFollowed.current)
  const options = parts.flatMap((part) => part.options)
  const active = Math.min(wish, Math.max(0, options.length - 1))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const option = options[active]
    if (event.key === 'ArrowDown') setActive(options.length === 0 ? 0 : (active + 1) % options.length)
    else if (event.key === 'ArrowUp')
      setActive(options.length === 0 ? 0 : (active + options.length - 1) % options.length)
    else if (event.key === 'Enter' && option !== undefined) open(option)
    else return
    event.preventDefault()
  }
  const isSearching = words !== '' && !isForNew
  const { title, nextStep } = useProblemText()(found.error)
  const count = options.length
  return (
    <Dialog title={isForNew ? t`Make something new` : t`Search and commands`} shape="wide" onClose={onClose}>
      <div className="sticky top-0 z-20 border-b border-line bg-surface p-3">
        <input
          type="search"
          // The dialog is opened to type into it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          role="combobox"
          aria-expanded={count > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={count === 0 ? undefined : `${listId}-${active}`}
          aria-label={t`What to find or to do`}
          placeholder={isForNew ? t`What shall it be?` : t`A command, a name, or words that were said`}
          dir="auto"
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="h-11 w-full rounded-lg border border-control-line bg-surface px-3 text-[16px] outline-offset-[-1px]"
        />
      </div>
      <div className="flex min-h-80 flex-col">
        <div id={listId} role="listbox" aria-label={t`What was found`} className="flex flex-col px-2 pb-2">
          <PartList
            parts={parts}
            listId={listId}
            active={active}
            words={words}
            now={found.dataUpdatedAt}
            onOpen={open}
            onPoint={setActive}
          />
        </div>
        {isSearching && found.isError && (
          <Notice icon={SearchX} title={title}>
            {nextStep}
          </Notice>
        )}
        {typed.trim() !== '' && count === 0 && !found.isError && !(isSearching && found.isPending) && (
          <Notice icon={SearchX} title={t`Nothing was found`}>
            <Trans>Try fewer words, or only the beginning of one.</Trans>
          </Notice>
        )}
        {isSearching && found.hasNextPage && (
          <div className="p-3 text-center">
            <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
              <Trans>Show more</Trans>
            </Button>
          </div>
        )}
        {isSearching && found.data?.pages.at(-1)?.isCatchingUp === true && (
          <p className="px-4 pb-4 text-center text-[13px] text-muted">
            <Trans>Older messages are still being taken in. Look again in a minute.</Trans>
          </p>
        )}
        <output className="sr-only">
          {isSearching && found.isSuccess && <Plural value={count} one="# found" other="# found" />}
        </output>
      </div>
    </Dialog>
  )
}

function PartList({
  parts,
  listId,
  active,
  words,
  now,
  onOpen,
  onPoint,
}: {
  readonly parts: readonly Part[]
  readonly listId: string
  readonly active: number
  readonly words: string
  readonly now: number
  readonly onOpen: (option: Option) => void
  readonly onPoint: (nth: number) => void
}) {
  let nth = -1
  const row = (option: Option): ReactNode => {
    nth += 1
    const at = nth
    const common = {
      id: `${listId}-${at}`,
      isActive: at === active,
      onOpen: () => onOpen(option),
      onPoint: () => onPoint(at),
    }
    if (option.kind === 'command') return <CommandRow key={option.key} {...common} command={option.command} />
    if (option.kind === 'person') return <PersonRow key={option.key} {...common} person={option.person} />
    return <HitRow key={option.key} {...common} hit={option.hit} words={words} now={now} />
  }
  return parts.map(({ title, options }) => (
    <div key={title} role="group" aria-label={title}>
      <p aria-hidden className="px-3 pt-3 pb-1 text-[12.5px] font-semibold text-muted">
        {title}
      </p>
      {options.map(row)}
    </div>
  ))
}

/** What stands in the list: with nothing typed what was used last and what can be done here, else what fits, best first. */
function useParts(
  commands: readonly Command[],
  {
    typed,
    words,
    isForNew,
    people,
    found,
  }: {
    readonly typed: string
    readonly words: string
    readonly isForNew: boolean
    readonly people: ContactPage | undefined
    readonly found: { readonly pages: readonly SearchHits[] } | undefined
  },
): readonly Part[] {
  const { t } = useLingui()
  const hasConversation = useOpenConversation() !== null
  const [recent] = useState(recentCommands)
  const titles: Readonly<Record<Group, string>> = {
    conversation: t`This conversation`,
    create: t`Make something new`,
    go: t`Go to`,
    you: t`You and this browser`,
  }
  if (typed !== '') {
    const fitting = matching(
      isForNew ? commands.filter(({ group }) => group === 'create') : commands,
      typed,
    ).toSorted((a, b) => Number(a.whyNot !== null) - Number(b.whyNot !== null))
    const persons = words === '' ? [] : (people?.items ?? [])
    const hits = words === '' ? [] : (found?.pages.flatMap((page) => page.items) ?? [])
    return filled([
      partOf(t`Commands`, fitting.slice(0, COMMANDS_SHOWN)),
      { title: t`People`, options: persons.map((person) => ({ kind: 'person', key: person.id, person })) },
      { title: t`Messages`, options: hits.map((hit) => ({ kind: 'hit', key: hit.message.id, hit })) },
    ])
  }
  const last = recent.flatMap((id) => commands.find((one) => one.id === id && one.whyNot === null) ?? [])
  const groups: readonly Group[] = isForNew
    ? ['create']
    : [...(hasConversation ? (['conversation'] as const) : []), 'go', 'create', 'you']
  return filled([
    ...(isForNew ? [] : [partOf(t`Used last`, last, 'recent ')]),
    ...groups.map((group) =>
      partOf(
        titles[group],
        commands.filter((one) => one.group === group),
      ),
    ),
  ])
}

const partOf = (title: string, of: readonly Command[], prefix = ''): Part => ({
  title,
  options: of.map((command) => ({ kind: 'command', key: `${prefix}${command.id}`, command })),
})
const filled = (parts: readonly Part[]): readonly Part[] => parts.filter(({ options }) => options.length > 0)

/** What choosing an option does. */
function useOpen({ onPerson, onClose }: Props, hasFollowed: () => boolean): (option: Option) => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  const toThread = (id: string) => {
    onClose()
    void navigate({ to: '/inbox/$id', params: { id }, search: (old) => old })
  }
  const toPerson = async (person: ContactSummary) => {
    try {
      const { conversationIds } = await client.fetchQuery(contactQuery(person))
      const [id] = conversationIds
      if (id === undefined) onPerson(person)
      else toThread(id)
    } catch (error) {
      tellProblem(error)
    }
  }
  return (option) => {
    if (option.kind === 'person') void toPerson(option.person)
    else if (option.kind === 'hit') {
      const { message, conversation } = option.hit
      wantMessage({ conversation: conversation.id, message: message.id })
      toThread(conversation.id)
    } else if (option.command.whyNot !== null) announce(option.command.whyNot)
    else {
      rememberCommand(option.command.id)
      option.command.run()
      if (!hasFollowed()) onClose()
    }
  }
}

const usePeople = (words: string) =>
  useQuery({
    queryKey: ['palette-people', words],
    enabled: words !== '',
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    gcTime: 60_000,
    queryFn: ({ signal }) =>
      getJson<ContactPage>(
        `/contacts?${new URLSearchParams({ q: words, limit: String(PEOPLE_SHOWN) })}`,
        signal,
      ),
  })

const useMessages = (words: string) =>
  useInfiniteQuery({
    queryKey: ['search', words],
    enabled: words !== '',
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ q: words, limit: '20' })
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<SearchHits>(`/search?${params}`, signal)
    },
    getNextPageParam: (page) => page.nextCursor,
  })

/** The value once it has not changed for so long. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
