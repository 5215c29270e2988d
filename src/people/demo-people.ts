import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Role } from '#tenants/permissions.ts'
import { addMember } from './add-member.ts'

/** Fixed, so that what the demo shop's people did can be told before they are there. */
export const DEMO_PEOPLE = {
  Meera: { id: '00000000-0000-7000-8000-0000000000a1', name: 'Meera Shah', role: 'owner' },
  Arif: { id: '00000000-0000-7000-8000-0000000000a2', name: 'Arif Khan', role: 'agent' },
  Kavya: { id: '00000000-0000-7000-8000-0000000000a3', name: 'Kavya Rao', role: 'agent' },
} as const satisfies Readonly<
  Record<string, { readonly id: string; readonly name: string; readonly role: Role }>
>

/** The demo shop's made-up colleagues. They have no password: one is them only where the demo is offered. */
export async function addDemoPeople(client: Client, tenant: TenantId): Promise<void> {
  for (const [short, { id, name, role }] of Object.entries(DEMO_PEOPLE)) {
    await client.query(
      'insert into users (id, name, email, is_demo) values ($1, $2, $3, true) on conflict do nothing',
      [id, name, `${short.toLowerCase()}@kurtahouse.example`],
    )
    await addMember(client, tenant, id, role)
  }
}
