import { tenantId } from '#platform/db/tenant-id.ts'

/** The one business of an installation without sign-in. */
export const FIRST_TENANT = tenantId('00000000-0000-7000-8000-000000000001')
