/**
 * SQL for how a person is addressed: of several numbers or names, by the one they have had since last. Uses contact_identities_contact. Each stands
 * for one value, or behind `lateral` for a row. What stands for the tenant and for the contact in the statement is given.
 */

/** Their phone number in Meta's digits, as `value`; null: none is known. */
export const phoneOf = (tenant: string, contact: string): string =>
  `(select i.value from contact_identities i where i.tenant_id = ${tenant} and i.contact_id = ${contact} and i.kind = 'phone'
    order by i.seen_at desc, i.value limit 1)`

/** Meta's name for them or else for them and their kin, as `value`; null: none is known. */
export const bsuidOf = (tenant: string, contact: string): string =>
  `(select i.value from contact_identities i where i.tenant_id = ${tenant} and i.contact_id = ${contact}
    and i.kind in ('bsuid', 'parent_bsuid') order by i.kind, i.seen_at desc, i.value limit 1)`

/** The first of both, as `kind` and `value`: only behind `lateral`. */
export const addressOf = (tenant: string, contact: string): string =>
  `(select i.kind, i.value from contact_identities i where i.tenant_id = ${tenant} and i.contact_id = ${contact}
    and i.kind in ('phone', 'bsuid', 'parent_bsuid') order by i.kind = 'phone' desc, i.kind, i.seen_at desc, i.value limit 1)`
