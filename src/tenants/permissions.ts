/**
 * Who may do what: one table, asked by every route and shown by the web app where a button is disabled. A permission names a
 * thing and what is done to it. People have them by their role; API keys have those that they were made with.
 */
export const ROLES = ['owner', 'admin', 'agent', 'viewer'] as const
export type Role = (typeof ROLES)[number]

const TABLE = {
  'conversations:read': ['owner', 'admin', 'agent', 'viewer'],
  'conversations:write': ['owner', 'admin', 'agent'],
  'messages:send': ['owner', 'admin', 'agent'],
  'contacts:read': ['owner', 'admin', 'agent', 'viewer'],
  'contacts:write': ['owner', 'admin', 'agent'],
  'contacts:export': ['owner', 'admin'],
  'contacts:import': ['owner', 'admin'],
  'segments:read': ['owner', 'admin', 'agent', 'viewer'],
  'segments:write': ['owner', 'admin', 'agent'],
  'deals:read': ['owner', 'admin', 'agent', 'viewer'],
  'deals:write': ['owner', 'admin', 'agent'],
  'templates:read': ['owner', 'admin', 'agent', 'viewer'],
  'templates:write': ['owner', 'admin'],
  'campaigns:read': ['owner', 'admin', 'agent', 'viewer'],
  'campaigns:write': ['owner', 'admin'],
  'costs:read': ['owner', 'admin'],
  'channels:read': ['owner', 'admin', 'agent', 'viewer'],
  'channels:write': ['owner', 'admin'],
  'settings:read': ['owner', 'admin', 'agent', 'viewer'],
  'settings:write': ['owner', 'admin'],
  'team:read': ['owner', 'admin', 'agent', 'viewer'],
  'team:write': ['owner', 'admin'],
  'keys:read': ['owner', 'admin'],
  'keys:write': ['owner', 'admin'],
  'webhooks:read': ['owner', 'admin'],
  'webhooks:write': ['owner', 'admin'],
  'audit:read': ['owner', 'admin'],
  'privacy:read': ['owner', 'admin'],
  'privacy:write': ['owner', 'admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type Permission = keyof typeof TABLE
export const PERMISSIONS = Object.keys(TABLE) as readonly Permission[]

/** Everything that this role may do. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> =>
  new Set(PERMISSIONS.filter((permission) => (TABLE[permission] as readonly Role[]).includes(role)))
