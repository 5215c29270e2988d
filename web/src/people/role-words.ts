import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Role } from '../platform/contract.ts'

export const ROLE_NAMES: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`Owner`,
  admin: msg`Admin`,
  agent: msg`Agent`,
  viewer: msg`Viewer`,
}

/** What it means in a sentence; the whole of it is the table of permissions. */
export const ROLE_SENTENCES: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`Everything, and decides who else is an owner.`,
  admin: msg`Everything but owners: team, numbers, settings, API keys.`,
  agent: msg`Answers customers and works with contacts. Changes no settings.`,
  viewer: msg`Sees conversations and contacts. Sends and changes nothing.`,
}
