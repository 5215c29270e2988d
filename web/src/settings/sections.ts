/**
 * The sections of the settings, and how they stand together. A section is a component without props, loaded when it is
 * opened; who lacks its permission does not see it.
 */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { lazyRouteComponent as lazy } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Permission } from '../platform/contract.ts'

export type Section = {
  /** The last part of its address: /settings/<key>. */
  readonly key: string
  readonly title: MessageDescriptor
  readonly component: ComponentType & { readonly preload?: () => Promise<void> | undefined }
  readonly permission: Permission
}

export type SectionGroup = { readonly title: MessageDescriptor; readonly sections: readonly Section[] }

const GROUPS: readonly SectionGroup[] = [
  {
    title: msg`You`,
    sections: [
      {
        key: 'account',
        title: msg`Your account`,
        component: lazy(() => import('../people/account-section.tsx'), 'AccountSection'),
        permission: 'settings:read',
      },
      {
        key: 'notifications',
        title: msg`Notifications`,
        component: lazy(() => import('../notifications/notifications-section.tsx'), 'NotificationsSection'),
        permission: 'conversations:read',
      },
    ],
  },
  {
    title: msg`Team`,
    sections: [
      {
        key: 'team',
        title: msg`Members`,
        component: lazy(() => import('../people/team-section.tsx'), 'TeamSection'),
        permission: 'team:read',
      },
      {
        key: 'teams',
        title: msg`Teams`,
        component: lazy(() => import('../assignment/teams-section.tsx'), 'TeamsSection'),
        permission: 'settings:read',
      },
      {
        key: 'assignment',
        title: msg`Assignment`,
        component: lazy(() => import('../assignment/assignment-section.tsx'), 'AssignmentSection'),
        permission: 'settings:read',
      },
      {
        key: 'business-hours',
        title: msg`Business hours`,
        component: lazy(() => import('../service/business-hours-section.tsx'), 'BusinessHoursSection'),
        permission: 'settings:read',
      },
      {
        key: 'reply-targets',
        title: msg`Reply targets`,
        component: lazy(() => import('../service/reply-targets-section.tsx'), 'ReplyTargetsSection'),
        permission: 'settings:read',
      },
    ],
  },
  {
    title: msg`Inbox`,
    sections: [
      {
        key: 'channels',
        title: msg`WhatsApp numbers`,
        component: lazy(() => import('../channels/channels-section.tsx'), 'ChannelsSection'),
        permission: 'channels:read',
      },
      {
        key: 'short-links',
        title: msg`Short links`,
        component: lazy(() => import('../links/short-links-section.tsx'), 'ShortLinksSection'),
        permission: 'settings:read',
      },
      {
        key: 'costs',
        title: msg`Costs`,
        component: lazy(() => import('../costs/costs-section.tsx'), 'CostsSection'),
        permission: 'costs:read',
      },
      {
        key: 'labels',
        title: msg`Labels`,
        component: lazy(() => import('../labels/labels-section.tsx'), 'LabelsSection'),
        permission: 'settings:read',
      },
      {
        key: 'quick-replies',
        title: msg`Quick replies`,
        component: lazy(() => import('../quick-replies/quick-replies-section.tsx'), 'QuickRepliesSection'),
        permission: 'settings:read',
      },
      {
        key: 'macros',
        title: msg`Macros`,
        component: lazy(() => import('../macros/macros-section.tsx'), 'MacrosSection'),
        permission: 'settings:read',
      },
      {
        key: 'away-replies',
        title: msg`Away replies`,
        component: lazy(() => import('../service/away-reply-section.tsx'), 'AwayReplySection'),
        permission: 'settings:read',
      },
      {
        key: 'ratings',
        title: msg`Customer ratings`,
        component: lazy(() => import('../service/ratings-section.tsx'), 'RatingsSection'),
        permission: 'settings:read',
      },
    ],
  },
  {
    title: msg`Customers`,
    sections: [
      {
        key: 'contact-fields',
        title: msg`Contact fields`,
        component: lazy(() => import('../contacts/contact-fields-section.tsx'), 'ContactFieldsSection'),
        permission: 'settings:read',
      },
      {
        key: 'privacy',
        title: msg`Privacy`,
        component: lazy(() => import('../privacy/privacy-section.tsx'), 'PrivacySection'),
        permission: 'privacy:read',
      },
    ],
  },
  {
    title: msg`For developers`,
    sections: [
      {
        key: 'api-keys',
        title: msg`API keys`,
        component: lazy(() => import('./api-keys.tsx'), 'ApiKeysSection'),
        permission: 'keys:read',
      },
      {
        key: 'webhooks',
        title: msg`Webhooks`,
        component: lazy(() => import('../webhooks/webhooks-section.tsx'), 'WebhooksSection'),
        permission: 'webhooks:read',
      },
      {
        key: 'audit',
        title: msg`Audit log`,
        component: lazy(() => import('./audit-log.tsx'), 'AuditSection'),
        permission: 'audit:read',
      },
    ],
  },
]

export const SECTIONS: readonly Section[] = GROUPS.flatMap(({ sections }) => sections)

/** Those that may be seen, as they stand in the navigation; a group without any is left out. */
export const groupsOf = (shown: readonly Section[]): SectionGroup[] =>
  GROUPS.map(({ title, sections }) => ({
    title,
    sections: sections.filter((section) => shown.includes(section)),
  })).filter(({ sections }) => sections.length > 0)
