import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router'
import { clsx } from 'clsx'
import {
  Inbox,
  IndianRupee,
  Keyboard,
  LayoutTemplate,
  type LucideIcon,
  Megaphone,
  Search,
  Settings2,
  Smartphone,
  UsersRound,
} from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useContactName } from '../contacts/avatar.tsx'
import { initials } from '../contacts/naming.ts'
import { findConversation, meQuery } from '../conversations/queries.ts'
import { queryClient } from '../platform/query-client.ts'
import { useShortcuts } from '../platform/shortcuts.ts'
import { PHONE, useMediaQuery } from '../platform/use-media-query.ts'
import { useConnection } from '../realtime/connection.ts'
import { setLiveHandlers } from '../realtime/live-events.ts'
import { announce } from '../platform/announce.ts'
import { Announcer } from './announcer.tsx'
import { lazyPart } from '../platform/ui/lazy-part.tsx'

const SettingsPanel = lazyPart(() => import('./settings-panel.tsx').then((m) => m.SettingsPanel))
const AccountMenu = lazyPart(() => import('../people/account-menu.tsx').then((m) => m.AccountMenu))
const DemoRibbon = lazyPart(() => import('../people/demo-ribbon.tsx').then((m) => m.DemoRibbon))
const stay = (): void => {}
const Palette = lazyPart(() => import('../palette/palette.tsx').then((m) => m.Palette))
const ShortcutHelp = lazyPart(() => import('./shortcut-help.tsx').then((m) => m.ShortcutHelp))

/** The frame around every page: where one is, what is live, settings and help. */
export function Shell() {
  const { t } = useLingui()
  const isPhone = useMediaQuery(PHONE)
  const { id } = useParams({ strict: false })
  const [settings, setSettings] = useState<Element | null>(null)
  const [account, setAccount] = useState<Element | null>(null)
  const { data: me } = useQuery(meQuery)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const help = () => setHelpOpen(true)
  useLive(id)
  const [palette, setPalette] = useState<'all' | 'new' | null>(null)
  const navigate = useNavigate()
  useShortcuts({
    'Shift+Slash': help,
    'Mod+KeyK': (event) => {
      event.preventDefault()
      setPalette('all')
    },
    KeyC: (event) => {
      event.preventDefault()
      setPalette('new')
    },
    'KeyG KeyI': () => void navigate({ to: '/inbox' }),
    'KeyG KeyC': () => void navigate({ to: '/contacts' }),
    'KeyG KeyD': () => void navigate({ to: '/deals' }),
    'KeyG KeyT': () => void navigate({ to: '/templates' }),
    'KeyG KeyB': () => void navigate({ to: '/campaigns' }),
    'KeyG KeyS': () => void navigate({ to: '/settings' }),
  })
  const nav = (
    <NavItems
      isHelpShown={!isPhone}
      onHelp={help}
      onSearch={() => setPalette('all')}
      onSettings={setSettings}
      isSettingsOpen={settings !== null}
    />
  )
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-[80] focus:rounded-lg focus:bg-surface focus:p-3"
      >
        <Trans>Skip to the content</Trans>
      </a>
      {!isPhone && (
        <nav
          aria-label={t`Main`}
          className="flex w-[76px] shrink-0 flex-col items-stretch gap-1 border-e border-line bg-surface px-1.5 py-3"
        >
          <span className="mb-3 flex justify-center">
            <Mark />
          </span>
          {nav}
          <button
            type="button"
            aria-haspopup="dialog"
            aria-expanded={account !== null}
            onClick={(event) => setAccount(event.currentTarget)}
            className="mx-auto mt-1 grid size-10 shrink-0 place-items-center rounded-full bg-brand-tint-2 text-[13px] font-semibold text-brand-strong"
          >
            <span aria-hidden>{initials(me?.actor.name ?? null)}</span>
            <span className="sr-only">{t`Your account`}</span>
          </button>
        </nav>
      )}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {/* There is a demo shop only where there is a simulator. */}
        {(me?.phoneUrl ?? null) !== null && <DemoRibbon onClose={stay} />}
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      {isPhone && id === undefined && (
        <nav
          aria-label={t`Main`}
          className="flex shrink-0 border-t border-line bg-surface px-2 pb-[env(safe-area-inset-bottom)]"
        >
          {nav}
        </nav>
      )}
      {settings !== null && <SettingsPanel anchor={settings} onClose={() => setSettings(null)} />}
      {account !== null && <AccountMenu anchor={account} onClose={() => setAccount(null)} />}
      {palette !== null && <Palette isForNew={palette === 'new'} onClose={() => setPalette(null)} />}
      {isHelpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
      <Announcer />
    </div>
  )
}

/** No notification where its code did not come (no network, an older page): the list still shows the message. */
const showsNone = () => undefined

/** Follows merges of the open conversation, and tells screen readers what came in. */
function useLive(openId: string | undefined): void {
  const { t } = useLingui()
  const navigate = useNavigate()
  const nameOf = useContactName()
  useEffect(() =>
    setLiveHandlers({
      onMerged: (merged) => {
        const into = openId === undefined ? undefined : merged.get(openId)
        if (into !== undefined)
          void navigate({ to: '/inbox/$id', params: { id: into }, search: (old) => old, replace: true })
      },
      onIncoming: (messages) => {
        import('../notifications/notify.ts')
          .then((m) => m.notifyIncoming(messages, openId ?? null, nameOf))
          .catch(showsNone)
        const last = messages.at(-1)
        if (last === undefined) return
        const from = findConversation(queryClient, last.conversationId)
        const name = from === undefined ? t`WhatsApp user` : nameOf(from.contact)
        const count = messages.length
        const words = (last.text ?? '').slice(0, 120)
        announce(
          count === 1
            ? t`New message from ${name}: ${words}`
            : t`${count} new messages, the last from ${name}`,
        )
      },
    }),
  )
}

function NavItems({
  isHelpShown,
  isSettingsOpen,
  onHelp,
  onSearch,
  onSettings,
}: {
  readonly isHelpShown: boolean
  readonly isSettingsOpen: boolean
  readonly onHelp: () => void
  readonly onSearch: () => void
  readonly onSettings: (anchor: Element) => void
}) {
  const { t } = useLingui()
  const { data: me } = useQuery(meQuery)
  const phoneUrl = me?.phoneUrl ?? null
  return (
    <>
      <Link
        to="/inbox"
        search={{}}
        className={ITEM}
        activeOptions={{ includeSearch: false }}
        activeProps={{ className: 'bg-brand-tint text-brand-strong' }}
        inactiveProps={{ className: QUIET }}
      >
        <Face icon={Inbox}>{t`Inbox`}</Face>
      </Link>
      <Link
        to="/contacts"
        className={ITEM}
        activeProps={{ className: 'bg-brand-tint text-brand-strong' }}
        inactiveProps={{ className: QUIET }}
      >
        <Face icon={UsersRound}>{t`Contacts`}</Face>
      </Link>
      <Link
        to="/deals"
        className={ITEM}
        activeProps={{ className: 'bg-brand-tint text-brand-strong' }}
        inactiveProps={{ className: QUIET }}
      >
        <Face icon={IndianRupee}>{t`Deals`}</Face>
      </Link>
      <Link
        to="/templates"
        className={ITEM}
        activeOptions={{ includeSearch: false }}
        activeProps={{ className: 'bg-brand-tint text-brand-strong' }}
        inactiveProps={{ className: QUIET }}
      >
        <Face icon={LayoutTemplate}>{t`Templates`}</Face>
      </Link>
      {me?.permissions.includes('campaigns:read') === true && (
        <Link
          to="/campaigns"
          className={ITEM}
          activeOptions={{ includeSearch: false }}
          activeProps={{ className: 'bg-brand-tint text-brand-strong' }}
          inactiveProps={{ className: QUIET }}
        >
          <Face icon={Megaphone}>{t`Campaigns`}</Face>
        </Link>
      )}
      <button type="button" aria-haspopup="dialog" onClick={onSearch} className={clsx(ITEM, QUIET)}>
        <Face icon={Search}>{t`Search`}</Face>
      </button>
      <span className="md:mt-auto" />
      {phoneUrl !== null && (
        <a
          href={phoneUrl}
          target="_blank"
          rel="noopener noreferrer"
          // Seven are as many as fit on a phone, where nobody opens a second one.
          className={clsx(ITEM, QUIET, 'max-md:hidden')}
          title={t`The simulator’s phone: write as a customer`}
        >
          <Face icon={Smartphone}>{t`Phone`}</Face>
        </a>
      )}
      {isHelpShown && (
        <button type="button" onClick={onHelp} className={clsx(ITEM, QUIET)}>
          <Face icon={Keyboard}>{t`Keys`}</Face>
        </button>
      )}
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isSettingsOpen}
        onClick={(event) => onSettings(event.currentTarget)}
        className={clsx(ITEM, QUIET, 'relative')}
      >
        <Face icon={Settings2}>{t`Settings`}</Face>
      </button>
      <LiveDot />
    </>
  )
}

const ITEM =
  'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 rounded-xl px-1 py-1.5 text-center text-[11.5px] leading-tight font-medium max-md:px-0 max-md:text-[10.5px] max-md:tracking-tight md:flex-none'
const QUIET = 'text-muted hover:bg-sunken hover:text-ink'

function Face({ icon: Icon, children }: { readonly icon: LucideIcon; readonly children: ReactNode }) {
  return (
    <>
      <Icon size={22} aria-hidden strokeWidth={1.9} />
      <span>{children}</span>
    </>
  )
}

/** Always there: green and "Live", or amber and what is the matter. The list shows the longer words. */
function LiveDot() {
  const { t } = useLingui()
  const state = useConnection((store) => store.connection.state)
  const text = state === 'live' ? t`Live` : state === 'connecting' ? t`Connecting…` : t`Not connected`
  return (
    <span className="flex flex-wrap items-center justify-center gap-1 py-1 text-center text-[11px] leading-tight text-muted max-md:hidden">
      <span
        aria-hidden
        className={clsx('size-2 shrink-0 rounded-full', state === 'live' ? 'bg-brand' : 'bg-amber-mark')}
      />
      {text}
    </span>
  )
}

function Mark() {
  return <img src="/icon.svg" alt="Harkara" width={38} height={38} />
}
