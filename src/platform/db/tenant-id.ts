/** Branded, so that no other id can be passed where the tenant is meant. */
declare const tenant: unique symbol
export type TenantId = string & { readonly [tenant]: true }

/** Says that this id is a tenant's: only for values that came from our own database or configuration. */
export const tenantId = (id: string): TenantId => id as TenantId
