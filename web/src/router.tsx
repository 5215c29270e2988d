import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { type Filter, isView, type StatusChoice, type View } from './conversations/patch-conversations.ts'
import { withLaterWords } from './platform/i18n.ts'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

/** What the address of the inbox may say beside the conversation. */
export type InboxSearch = {
  readonly view?: View
  /** Without it: the open ones, or every one during a search. */
  readonly status?: StatusChoice
  readonly label?: string
  readonly filter?: Exclude<Filter, 'all'>
  readonly q?: string
}

function inboxSearch(raw: Record<string, unknown>): InboxSearch {
  const { view, status, label, filter, q } = raw
  return {
    ...(isView(view) ? { view } : {}),
    ...(isStatus(status) ? { status } : {}),
    ...(typeof label === 'string' && label !== '' ? { label } : {}),
    ...(filter === 'unread' || filter === 'window_open' ? { filter } : {}),
    ...(typeof q === 'string' && q !== '' ? { q } : typeof q === 'number' ? { q: String(q) } : {}),
  }
}

const isStatus = (text: unknown): text is StatusChoice =>
  text === 'open' || text === 'pending' || text === 'snoozed' || text === 'resolved' || text === 'any'

const base = createRootRoute()
const root = createRoute({ getParentRoute: () => base, id: 'shell', component: Shell })
const nowhere = createRoute({ getParentRoute: () => root, path: '$', component: NotFound })

/** Pages for whoever is not signed in, or has no business: without the frame around the others. */
const page = {
  getParentRoute: () => base,
  component: lazyRouteComponent(() => withLaterWords(() => import('./people/people-page.tsx')), 'PeoplePage'),
} as const
const peoplePages = [
  createRoute({ ...page, path: '/sign-in', validateSearch: (raw: { to?: string }) => raw }),
  createRoute({ ...page, path: '/sign-up' }),
  createRoute({ ...page, path: '/forgot-password' }),
  createRoute({ ...page, path: '/reset-password' }),
  createRoute({ ...page, path: '/join/$secret' }),
  createRoute({ ...page, path: '/no-business' }),
] as const

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
const conversation = createRoute({
  getParentRoute: () => inbox,
  path: '$id',
  // Side by side with the list, if the address names one.
  beforeLoad: () => void import('./conversations/open-conversation.tsx').catch(() => {}),
})

/** What the address of the contacts may say beside the one that is open. */
export type ContactsSearch = {
  readonly q?: string
  /** Without it: everybody. */
  readonly show?: 'off'
  /** Without it: newest first. */
  readonly sort?: 'name'
  /** The id of one. */
  readonly segment?: string
}
function contactsSearch({ q, show, sort, segment }: Record<string, unknown>): ContactsSearch {
  return {
    ...(typeof q === 'string' && q !== '' ? { q } : typeof q === 'number' ? { q: String(q) } : {}),
    ...(show === 'off' ? { show } : {}),
    ...(sort === 'name' ? { sort } : {}),
    ...(typeof segment === 'string' && segment !== '' ? { segment } : {}),
  }
}
const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts',
  validateSearch: contactsSearch,
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./contacts/contacts-page.tsx')),
    'ContactsPage',
  ),
})
/** Who is open is a part of the contacts' address, as with conversations. */
const contact = createRoute({ getParentRoute: () => contacts, path: '$contactId' })
const deals = createRoute({
  getParentRoute: () => root,
  path: '/deals',
  component: lazyRouteComponent(() => withLaterWords(() => import('./deals/deals-page.tsx')), 'DealsPage'),
})
/** What the address of the templates may say. */
type TemplatesSearch = Partial<Readonly<Record<'state' | 'category' | 'language' | 'q' | 'use', string>>>
const templatesSearch = (raw: Record<string, unknown>): TemplatesSearch =>
  Object.fromEntries(
    ['state', 'category', 'language', 'q', 'use'].flatMap((name) =>
      typeof raw[name] === 'string' && raw[name] !== '' ? [[name, raw[name]]] : [],
    ),
  )
const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  validateSearch: templatesSearch,
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./templates/templates-page.tsx')),
    'TemplatesPage',
  ),
})
const newTemplate = createRoute({
  getParentRoute: () => root,
  path: '/templates/new',
  validateSearch: templatesSearch,
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./templates/starters-page.tsx')),
    'StartersPage',
  ),
})
const draft = createRoute({
  getParentRoute: () => root,
  path: '/templates/drafts/$draftId',
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./templates/builder-page.tsx')),
    'BuilderPage',
  ),
})
const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$templateId',
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./templates/template-page.tsx')),
    'TemplatePage',
  ),
})

/** What the address of the campaigns may say. */
export type CampaignsSearch = { readonly state?: string }
const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  validateSearch: ({ state }: Record<string, unknown>): CampaignsSearch =>
    typeof state === 'string' && state !== '' ? { state } : {},
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./campaigns/campaigns-page.tsx')),
    'CampaignsPage',
  ),
})
const sequences = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/sequences',
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./sequences/sequences-page.tsx')),
    'SequencesPage',
  ),
})
const sequence = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/sequences/$sequenceId',
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./sequences/sequence-page.tsx')),
    'SequencePage',
  ),
})
/** With whom a new one may begin. */
export type NewCampaignSearch = { readonly segment?: string }
const newCampaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/new',
  validateSearch: ({ segment }: Record<string, unknown>): NewCampaignSearch =>
    typeof segment === 'string' && segment !== '' ? { segment } : {},
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./campaigns/new-campaign-page.tsx')),
    'NewCampaignPage',
  ),
})
/** Which of its recipients are listed. */
export type CampaignSearch = { readonly state?: string; readonly reason?: string }
/** Meta's codes look like numbers. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
function campaignSearch({ state, reason }: Record<string, unknown>): CampaignSearch {
  return {
    ...(wordOf(state) !== '' ? { state: wordOf(state) } : {}),
    ...(wordOf(reason) !== '' ? { reason: wordOf(reason) } : {}),
  }
}
const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId',
  validateSearch: campaignSearch,
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./campaigns/campaign-page.tsx')),
    'CampaignPage',
  ),
})
/** Without a step: the first. */
export type BuilderSearch = { readonly step?: string }
const editCampaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaignId/edit',
  validateSearch: ({ step }: Record<string, unknown>): BuilderSearch =>
    typeof step === 'string' ? { step } : {},
  component: lazyRouteComponent(
    () => withLaterWords(() => import('./campaigns/builder/builder-page.tsx')),
    'CampaignBuilderPage',
  ),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'account' }, replace: true })
  },
})
/** Where people look for it; it stands among the settings. */
const costs = createRoute({
  getParentRoute: () => root,
  path: '/costs',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'costs' }, replace: true })
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
/** How healthy one number is. */
const numberHealth = createRoute({
  getParentRoute: () => root,
  path: '/settings/channels/$channelId',
  component: lazyRouteComponent(() => withLaterWords(() => import('./health/number-page.tsx')), 'NumberPage'),
})

export const router = createRouter({
  routeTree: base.addChildren([
    ...peoplePages,
    root.addChildren([
      start,
      inbox.addChildren([conversation]),
      contacts.addChildren([contact]),
      deals,
      templates,
      newTemplate,
      draft,
      template,
      campaigns,
      sequences,
      sequence,
      newCampaign,
      editCampaign,
      campaign,
      settings,
      costs,
      settingsSection,
      numberHealth,
      nowhere,
    ]),
  ]),
})

declare module '@tanstack/react-router' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the router's types are extended by merging
  interface Register {
    router: typeof router
  }
}
