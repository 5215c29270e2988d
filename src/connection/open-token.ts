import { tokenSealedTo } from '#channels/connect-channel.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import { selectSealedToken } from './internal/sql.ts'
import type { ConnectionParts } from './parts.ts'

export type OpenedToken =
  | { readonly token: Secret; readonly why: null }
  | { readonly token: null; readonly why: 'disconnected' | 'unreadable' }

/** A number's token as it is now; nothing is remembered here. */
export async function openToken(
  { database, vault }: Pick<ConnectionParts, 'database' | 'vault'>,
  tenant: TenantId,
  channel: string,
): Promise<OpenedToken> {
  const sealed = await database.inTenant(tenant, async (client) => selectSealedToken(client, tenant, channel))
  if (sealed === null) return { token: null, why: 'disconnected' }
  try {
    return { token: vault.open(sealed, tokenSealedTo(tenant, channel)), why: null }
  } catch {
    return { token: null, why: 'unreadable' }
  }
}
