import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Permission } from '../platform/contract.ts'

/** Every permission, as a person would say what it lets a program do. */
export const PERMISSION_WORDS: Readonly<Record<Permission, MessageDescriptor>> = {
  'conversations:read': msg`Read conversations and messages`,
  'conversations:write': msg`Mark conversations as read and change them`,
  'messages:send': msg`Send messages`,
  'contacts:read': msg`Read contacts`,
  'contacts:write': msg`Add and change contacts`,
  'contacts:export': msg`Take all contacts away as a file`,
  'contacts:import': msg`Bring contacts in from a file`,
  'segments:read': msg`See segments`,
  'segments:write': msg`Make and change segments`,
  'deals:read': msg`See deals and reminders`,
  'deals:write': msg`Make and change deals and reminders`,
  'templates:read': msg`Read templates`,
  'templates:write': msg`Write, submit and delete templates`,
  'campaigns:read': msg`See campaigns and their results`,
  'campaigns:write': msg`Write, start, pause and cancel campaigns`,
  'costs:read': msg`See what messages cost`,
  'channels:read': msg`See the WhatsApp numbers`,
  'channels:write': msg`Connect and change WhatsApp numbers`,
  'settings:read': msg`Read settings`,
  'settings:write': msg`Change settings`,
  'team:read': msg`See the team`,
  'team:write': msg`Invite, change and remove team members`,
  'keys:read': msg`See which API keys there are`,
  'keys:write': msg`Make and revoke API keys`,
  'webhooks:read': msg`See outgoing webhooks`,
  'webhooks:write': msg`Add, change and remove outgoing webhooks`,
  'audit:read': msg`Read the audit log`,
  'privacy:read': msg`See privacy rules, receipts and exports of people`,
  'privacy:write': msg`Export and erase people, change privacy rules`,
}
