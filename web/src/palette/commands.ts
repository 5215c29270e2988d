import type { Messages, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import {
  AlarmClock,
  ArrowDown,
  ArrowUp,
  AtSign,
  Bot,
  CircleCheck,
  Clock,
  FileUp,
  Inbox,
  IndianRupee,
  Keyboard,
  KeyRound,
  Languages,
  LayoutTemplate,
  Link as LinkIcon,
  LogOut,
  type LucideIcon,
  Megaphone,
  MessageSquareReply,
  Moon,
  PanelRight,
  Settings2,
  StickyNote,
  Tag,
  Timer,
  UserRound,
  UserRoundPlus,
  UserRoundX,
  UsersRound,
  Webhook,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { useAssignees } from '../assignment/queries.ts'
import type { View } from '../conversations/patch-conversations.ts'
import { findConversation, meQuery } from '../conversations/queries.ts'
import { signOut } from '../people/session.ts'
import { announce } from '../platform/announce.ts'
import type { Conversation, Permission } from '../platform/contract.ts'
import { chooseLocale, laterWordsOfAll } from '../platform/i18n.ts'
import { setPreferences, usePreferences } from '../platform/preferences.ts'
import type { ShortcutKey } from '../platform/shortcut-keys.ts'
import { shortcutOf } from '../platform/shortcuts.ts'
import { copyText } from '../platform/ui/copy-button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { SECTIONS } from '../settings/sections.ts'
import { SHORTCUT_WORDS } from './shortcut-words.ts'

export type Group = 'conversation' | 'create' | 'go' | 'you'

/** What opens in the place of the palette. */
export type Follow = 'template' | 'reminder' | 'deal' | 'import' | 'key' | 'webhook'

export type Command = {
  readonly id: string
  readonly group: Group
  readonly icon: LucideIcon
  /** As it is shown. */
  readonly name: string
  /** By which it is found: its name in every language. */
  readonly names: readonly string[]
  readonly key: ShortcutKey | null
  /** Null: one may do it here and now. */
  readonly whyNot: string | null
  readonly run: () => void
}

type Plan = {
  readonly id: string
  readonly group: Group
  readonly icon: LucideIcon
  readonly words: MessageDescriptor | readonly [MessageDescriptor, MessageDescriptor] | string
  readonly key?: ShortcutKey
  readonly needs?: Permission
  readonly run: () => void
}

/** Everything that can be done by its name, from where one is. */
export function useCommands(follow: (what: Follow) => void): readonly Command[] {
  const { t } = useLingui()
  const all = useWordsOfAll()
  const { data: me } = useQuery(meQuery)
  const conversation = useOpenConversation()
  const plans = [
    ...useConversationPlans(follow),
    ...useCreatePlans(follow),
    ...usePagePlans(),
    ...useOwnPlans(),
  ]
  const whyNot = ({ group, needs, key }: Plan): string | null => {
    if (group === 'conversation' && conversation === null) return t`Open a conversation first.`
    if (needs !== undefined && me?.permissions.includes(needs) !== true)
      return t`You may not do this. Ask an owner or admin of your team.`
    return group === 'conversation' && key !== undefined && shortcutOf(key) === undefined
      ? t`This is not possible here.`
      : null
  }
  return plans.map((plan) => {
    const { id, group, icon, words, key = null, run } = plan
    const parts = typeof words === 'string' ? [] : 'id' in words ? [words] : words
    const name = typeof words === 'string' ? words : parts.map((part) => t(part)).join(': ')
    const names = all.map((messages) => parts.map((part) => textOf(messages, part)).join(' '))
    return { id, group, icon, name, names: [name, ...names], key, whyNot: whyNot(plan), run }
  })
}

/** The conversation that the address names, if the page has it. */
export function useOpenConversation(): Conversation | null {
  const client = useQueryClient()
  const { id } = useParams({ strict: false })
  return id === undefined ? null : (findConversation(client, id) ?? null)
}

/** Presses a key for somebody, once the palette is gone and the focus is back. */
const press = (key: ShortcutKey) => () => {
  setTimeout(() => shortcutOf(key)?.(new KeyboardEvent('keydown')), 60)
}

const byKey = (key: ShortcutKey, icon: LucideIcon, needs?: Permission): Plan => ({
  id: key,
  group: 'conversation',
  icon,
  words: SHORTCUT_WORDS[key],
  key,
  ...(needs !== undefined && { needs }),
  run: press(key),
})

function useConversationPlans(follow: (what: Follow) => void): readonly Plan[] {
  const { t } = useLingui()
  const copyLink = async () => {
    const isCopied = await copyText(location.href)
    announce(
      isCopied ? t`Link copied` : t`The browser did not let the link be copied.`,
      isCopied ? 'quiet' : 'problem',
    )
  }
  return [
    byKey('KeyE', CircleCheck, 'conversations:write'),
    byKey('KeyI', UserRound, 'conversations:write'),
    byKey('KeyA', UserRoundPlus, 'conversations:write'),
    byKey('KeyZ', AlarmClock, 'conversations:write'),
    byKey('KeyL', Tag, 'conversations:write'),
    byKey('KeyR', MessageSquareReply, 'messages:send'),
    byKey('KeyN', StickyNote, 'conversations:write'),
    {
      id: 'template',
      group: 'conversation',
      icon: LayoutTemplate,
      words: msg`Answer with a template`,
      needs: 'messages:send',
      run: () => follow('template'),
    },
    {
      id: 'remind',
      group: 'conversation',
      icon: Clock,
      words: msg`Remind me of the conversation`,
      needs: 'deals:write',
      run: () => follow('reminder'),
    },
    {
      id: 'copy-link',
      group: 'conversation',
      icon: LinkIcon,
      words: msg`Copy the link to the conversation`,
      run: () => void copyLink(),
    },
    byKey('KeyP', PanelRight),
    byKey('KeyJ', ArrowDown),
    byKey('KeyK', ArrowUp),
  ]
}

const making = (
  id: string,
  icon: LucideIcon,
  words: MessageDescriptor,
  needs: Permission,
  run: () => void,
): Plan => ({ id, group: 'create', icon, words, needs, run })

function useCreatePlans(follow: (what: Follow) => void): readonly Plan[] {
  const navigate = useNavigate()
  const at = (section: string) => () => void navigate({ to: '/settings/$section', params: { section } })
  return [
    making('new-deal', IndianRupee, msg`New deal`, 'deals:write', () => follow('deal')),
    making('import', FileUp, msg`Import contacts`, 'contacts:import', () => follow('import')),
    making('new-reply', MessageSquareReply, msg`New quick reply`, 'settings:write', at('quick-replies')),
    making('new-label', Tag, msg`New label`, 'settings:write', at('labels')),
    making('invite', UserRoundPlus, msg`Invite a colleague`, 'team:write', at('team')),
    making('new-team', UsersRound, msg`New team`, 'settings:write', at('teams')),
    making('new-key', KeyRound, msg`New API key`, 'keys:write', () => follow('key')),
    making('new-webhook', Webhook, msg`New webhook`, 'webhooks:write', () => follow('webhook')),
  ]
}

function usePagePlans(): readonly Plan[] {
  const navigate = useNavigate()
  const { teams } = useAssignees()
  const page = (
    key: ShortcutKey,
    icon: LucideIcon,
    to: '/inbox' | '/contacts' | '/deals' | '/templates' | '/campaigns' | '/settings',
  ): Plan => ({
    id: key,
    group: 'go',
    icon,
    words: SHORTCUT_WORDS[key],
    key,
    run: () => void navigate({ to }),
  })
  const view = (to: View, icon: LucideIcon, name: MessageDescriptor | string): Plan => ({
    id: `view:${to}`,
    group: 'go',
    icon,
    words: typeof name === 'string' ? name : [msg`Inbox`, name],
    run: () =>
      void navigate({ to: '/inbox', search: { view: to, ...(to === 'mentions' && { status: 'any' }) } }),
  })
  const pile = (status: 'pending' | 'snoozed' | 'resolved', name: MessageDescriptor): Plan => ({
    id: `status:${status}`,
    group: 'go',
    icon: Inbox,
    words: [msg`Inbox`, name],
    run: () => void navigate({ to: '/inbox', search: { status } }),
  })
  return [
    page('KeyG KeyI', Inbox, '/inbox'),
    page('KeyG KeyC', UsersRound, '/contacts'),
    page('KeyG KeyD', IndianRupee, '/deals'),
    page('KeyG KeyT', LayoutTemplate, '/templates'),
    { ...page('KeyG KeyB', Megaphone, '/campaigns'), needs: 'campaigns:read' },
    page('KeyG KeyS', Settings2, '/settings'),
    view('mine', UserRound, msg`Mine`),
    view('unassigned', UserRoundX, msg`Unassigned`),
    view('mentions', AtSign, msg`Mentions`),
    view('bot', Bot, msg`Answered by a bot`),
    view('closing', Timer, msg`Closing soon`),
    pile('pending', msg`Pending`),
    pile('snoozed', msg`Snoozed`),
    pile('resolved', msg`Resolved`),
    ...teams.map(({ id, name }) => view(`team:${id}`, UsersRound, name)),
    ...SECTIONS.map(({ key, title, permission }): Plan => ({
      id: `settings:${key}`,
      group: 'go',
      icon: Settings2,
      words: [msg`Settings`, title],
      needs: permission,
      run: () => void navigate({ to: '/settings/$section', params: { section: key } }),
    })),
  ]
}

const own = (id: string, icon: LucideIcon, words: MessageDescriptor, run: () => void): Plan => ({
  id,
  group: 'you',
  icon,
  words,
  run,
})

function useOwnPlans(): readonly Plan[] {
  const { theme, locale, singleKeys } = usePreferences()
  const tellProblem = useTellProblem()
  const leave = async () => {
    try {
      await signOut()
    } catch (error) {
      tellProblem(error)
    }
  }
  const isDark = document.documentElement.dataset['theme'] === 'dark'
  return [
    own('theme', Moon, isDark ? msg`Light theme` : msg`Dark theme`, () =>
      setPreferences({ theme: isDark ? 'light' : 'dark' }),
    ),
    ...(theme === 'system'
      ? []
      : [own('theme-system', Moon, msg`Theme as the device`, () => setPreferences({ theme: 'system' }))]),
    // Whoever cannot read the language that is shown must still find this.
    {
      ...own('language', Languages, msg`Language`, () => void chooseLocale(locale === 'en' ? 'hi' : 'en')),
      words: locale === 'en' ? 'हिन्दी में दिखाएँ · Show in Hindi' : 'Show in English · अंग्रेज़ी में दिखाएँ',
    },
    own(
      'single-keys',
      Keyboard,
      singleKeys ? msg`Switch single-key shortcuts off` : msg`Switch single-key shortcuts on`,
      () => setPreferences({ singleKeys: !singleKeys }),
    ),
    { ...own('help', Keyboard, msg`Keyboard shortcuts`, press('Shift+Slash')), key: 'Shift+Slash' },
    own('sign-out', LogOut, msg`Sign out`, () => void leave()),
  ]
}

/** The catalogues of every language, once they are here. */
function useWordsOfAll(): readonly Messages[] {
  const [all, setAll] = useState<readonly Messages[]>([])
  useEffect(() => {
    let isHere = true
    const load = async () => {
      const words = await laterWordsOfAll().catch(() => [])
      if (isHere) setAll(words)
    }
    void load()
    return () => {
      isHere = false
    }
  }, [])
  return all
}

/** A catalogue keeps plain words as they are, or as a list with one entry. */
function textOf(messages: Messages, { id, message }: MessageDescriptor): string {
  const found = messages[id ?? ''] ?? message ?? ''
  return Array.isArray(found) ? found.filter((part) => typeof part === 'string').join('') : found
}
