import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import {
  findSuppression,
  selectConsents,
  selectSuppressions,
  type ConsentRecord,
  type SuppressionRecord,
} from './internal/sql.ts'

export type { ConsentRecord, SuppressionRecord } from './internal/sql.ts'

/** Whether this contact must not be sent anything of this purpose. */
export const isSuppressed = async (
  client: Client,
  tenant: TenantId,
  contact: string,
  purpose: string,
): Promise<boolean> => findSuppression(client, tenant, contact, purpose)

/** The ledger of one contact, newest first; the last 200 entries. */
export const listConsents = async (
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<readonly ConsentRecord[]> => selectConsents(client, tenant, contact)

export const listSuppressions = async (
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<readonly SuppressionRecord[]> => selectSuppressions(client, tenant, contact)
