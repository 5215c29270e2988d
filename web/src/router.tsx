import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { Filter, StatusChoice } from './conversations/patch-conversations.ts'
import { withLaterWords } from './platform/i18n.ts'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

/** What the address of the inbox may say beside the conversation. */
export type InboxSearch = {
  /** Without it: the open ones, or every one during a search. */
  readonly status?: StatusChoice
  readonly label?: string
  readonly filter?: Exclude<Filter, 'all'>
  readonly q?: string
}

function inboxSearch(raw: Record<string, unknown>): InboxSearch {
  const { status, label, filter, q } = raw
  return {
    ...(isStatus(status) ? { status } : {}),
    ...(typeof label === 'string' && label !== '' ? { label } : {}),
    ...(filter === 'unread' || filter === 'window_open' ? { filter } : {}),
    ...(typeof q === 'string' && q !== '' ? { q } : typeof q === 'number' ? { q: String(q) } : {}),
  }
}

const isStatus = (text: unknown): text is StatusChoice =>
  text === 'open' || text === 'pending' || text === 'snoozed' || text === 'resolved' || text === 'any'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox', replace: true })
  },
})
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('./conversations/inbox.tsx'), 'InboxPage'),
})
/** The conversation is a part of the inbox's address, not a page of its own: the list beside it stays as it is. */
const conversation = createRoute({ getParentRoute: () => inbox, path: '$id' })

const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts',
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./contacts/contacts-page.tsx')),
    'ContactsPage',
  ),
})
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'api-keys' }, replace: true })
  },
})
const settingsSection = createRoute({
  getParentRoute: () => root,
  path: '/settings/$section',
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./settings/settings-page.tsx')),
    'SettingsPage',
  ),
})

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    inbox.addChildren([conversation]),
    contacts,
    settings,
    settingsSection,
  ]),
})

declare module '@tanstack/react-router' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the router's types are extended by merging
  interface Register {
    router: typeof router
  }
}
