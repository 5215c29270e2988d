/**
 * The sections of the settings, and how they stand together. A section is a component without props, loaded when it is
 * opened; who lacks its permission does not see it.
 */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Permission } from '../platform/contract.ts'

export type Section = {
  /** The last part of its address: /settings/<key>. */
  readonly key: string
  readonly title: MessageDescriptor
  readonly component: ComponentType & { readonly preload?: () => Promise<void> | undefined }
  readonly permission: Permission
}

/** What belongs together, by the keys of its sections; a section that is named nowhere stands in the last group. */
const GROUPS: readonly { readonly title: MessageDescriptor; readonly keys: readonly string[] }[] = [
  { title: msg`You`, keys: ['account', 'notifications'] },
  { title: msg`Team`, keys: ['team', 'teams', 'assignment', 'business-hours', 'reply-targets'] },
  {
    title: msg`Inbox`,
    keys: ['channels', 'labels', 'quick-replies', 'macros', 'away-replies', 'ratings'],
  },
  { title: msg`Customers`, keys: ['contact-fields', 'privacy'] },
  { title: msg`For developers`, keys: ['api-keys', 'webhooks', 'audit'] },
]

export type SectionGroup = { readonly title: MessageDescriptor; readonly sections: readonly Section[] }

/** Those that may be seen, as they stand in the navigation; a group without any is left out. */
export function groupsOf(shown: readonly Section[]): SectionGroup[] {
  const named = new Set(GROUPS.flatMap(({ keys }) => keys))
  const rest = shown.filter(({ key }) => !named.has(key))
  return GROUPS.map(({ title, keys }, nth) => ({
    title,
    sections: [
      ...keys.flatMap((key) => shown.filter((section) => section.key === key)),
      ...(nth === GROUPS.length - 1 ? rest : []),
    ],
  })).filter(({ sections }) => sections.length > 0)
}

export const SECTIONS: readonly Section[] = [
  {
    key: 'account',
    title: msg`Your account`,
    component: lazyRouteComponent(() => import('../people/account-section.tsx'), 'AccountSection'),
    permission: 'settings:read',
  },
  {
    key: 'team',
    title: msg`Members`,
    component: lazyRouteComponent(() => import('../people/team-section.tsx'), 'TeamSection'),
    permission: 'team:read',
  },
  {
    key: 'channels',
    title: msg`WhatsApp numbers`,
    component: lazyRouteComponent(() => import('../channels/channels-section.tsx'), 'ChannelsSection'),
    permission: 'channels:read',
  },
  {
    key: 'api-keys',
    title: msg`API keys`,
    component: lazyRouteComponent(() => import('./api-keys.tsx'), 'ApiKeysSection'),
    permission: 'keys:read',
  },
  {
    key: 'audit',
    title: msg`Audit log`,
    component: lazyRouteComponent(() => import('./audit-log.tsx'), 'AuditSection'),
    permission: 'audit:read',
  },
  {
    key: 'teams',
    title: msg`Teams`,
    component: lazyRouteComponent(() => import('../assignment/teams-section.tsx'), 'TeamsSection'),
    permission: 'settings:read',
  },
  {
    key: 'assignment',
    title: msg`Assignment`,
    component: lazyRouteComponent(() => import('../assignment/assignment-section.tsx'), 'AssignmentSection'),
    permission: 'settings:read',
  },
  {
    key: 'business-hours',
    title: msg`Business hours`,
    component: lazyRouteComponent(
      () => import('../service/business-hours-section.tsx'),
      'BusinessHoursSection',
    ),
    permission: 'settings:read',
  },
  {
    key: 'reply-targets',
    title: msg`Reply targets`,
    component: lazyRouteComponent(
      () => import('../service/reply-targets-section.tsx'),
      'ReplyTargetsSection',
    ),
    permission: 'settings:read',
  },
  {
    key: 'away-replies',
    title: msg`Away replies`,
    component: lazyRouteComponent(() => import('../service/away-reply-section.tsx'), 'AwayReplySection'),
    permission: 'settings:read',
  },
  {
    key: 'ratings',
    title: msg`Customer ratings`,
    component: lazyRouteComponent(() => import('../service/ratings-section.tsx'), 'RatingsSection'),
    permission: 'settings:read',
  },
  {
    key: 'labels',
    title: msg`Labels`,
    component: lazyRouteComponent(() => import('../labels/labels-section.tsx'), 'LabelsSection'),
    permission: 'settings:read',
  },
  {
    key: 'quick-replies',
    title: msg`Quick replies`,
    component: lazyRouteComponent(
      () => import('../quick-replies/quick-replies-section.tsx'),
      'QuickRepliesSection',
    ),
    permission: 'settings:read',
  },
  {
    key: 'macros',
    title: msg`Macros`,
    component: lazyRouteComponent(() => import('../macros/macros-section.tsx'), 'MacrosSection'),
    permission: 'settings:read',
  },
  {
    key: 'webhooks',
    title: msg`Webhooks`,
    component: lazyRouteComponent(() => import('../webhooks/webhooks-section.tsx'), 'WebhooksSection'),
    permission: 'webhooks:read',
  },
  {
    key: 'privacy',
    title: msg`Privacy`,
    component: lazyRouteComponent(() => import('../privacy/privacy-section.tsx'), 'PrivacySection'),
    permission: 'privacy:read',
  },
  {
    key: 'contact-fields',
    title: msg`Contact fields`,
    component: lazyRouteComponent(
      () => import('../contacts/contact-fields-section.tsx'),
      'ContactFieldsSection',
    ),
    permission: 'settings:read',
  },
  {
    key: 'notifications',
    title: msg`Notifications`,
    component: lazyRouteComponent(
      () => import('../notifications/notifications-section.tsx'),
      'NotificationsSection',
    ),
    permission: 'conversations:read',
  },
]
