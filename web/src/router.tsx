import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { Filter } from './conversations/patch-conversations.ts'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

/** What the address of the inbox may say beside the conversation. */
type InboxSearch = { readonly filter?: Exclude<Filter, 'all'>; readonly q?: string }

function inboxSearch(raw: Record<string, unknown>): InboxSearch {
  const { filter, q } = raw
  return {
    ...(filter === 'unread' || filter === 'window_open' ? { filter } : {}),
    ...(typeof q === 'string' && q !== '' ? { q } : typeof q === 'number' ? { q: String(q) } : {}),
  }
}

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

export const router = createRouter({
  routeTree: root.addChildren([start, inbox.addChildren([conversation])]),
})

declare module '@tanstack/react-router' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the router's types are extended by merging
  interface Register {
    router: typeof router
  }
}
