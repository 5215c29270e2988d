/** Does what a step of a flow wants done, in the step's own transaction. */
import { changeContact } from '#contacts/change-contact.ts'
import { changeConversation } from '#conversations/change-conversation.ts'
import { holdConversation } from '#conversations/hold-conversation.ts'
import { addNote } from '#conversations/write-notes.ts'
import { acceptMessage } from '#outbound/accept-message.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import type { FlowEffect } from './engine/flow-state.ts'
import type { Customer } from './internal/turns-sql.ts'

/** Who did it, in the audit log. */
export const FLOWS: Actor = { kind: 'system', id: 'flows', name: 'Flows' }

export type Done = {
  /** Whether there is something to send through the conversation's channel. */
  readonly isSending: boolean
  /** Of the messages that may not be sent: why the first one may not; null: all may. */
  readonly refusal: string | null
}

/** In order. After a message that may not be sent no other one is said: the customer would hear the end without the beginning. */
export async function doEffects(
  client: Client,
  tenant: TenantId,
  {
    run,
    customer,
    effects,
  }: { readonly run: string; readonly customer: Customer; readonly effects: readonly FlowEffect[] },
  now: Instant,
): Promise<Done> {
  let [isSending, refusal]: [boolean, string | null] = [false, null]
  for (const effect of effects) {
    if (effect.do === 'send') {
      if (refusal !== null) continue
      const accepted = await acceptMessage(
        client,
        tenant,
        {
          conversation: customer.conversation,
          outgoing: effect.message,
          key: `flow:${run}:${effect.number}`,
          origin: 'flow',
        },
        now,
      )
      if (accepted.ok) isSending = true
      else refusal = accepted.because
    } else await change(client, tenant, customer, effect, now)
  }
  return { isSending, refusal }
}

type Change = Exclude<FlowEffect, { do: 'send' }>

async function change(
  client: Client,
  tenant: TenantId,
  customer: Customer,
  effect: Change,
  now: Instant,
): Promise<void> {
  const { conversation, contact } = customer
  switch (effect.do) {
    case 'set_contact': {
      const { field, value } = effect
      const change = field === 'name' ? { name: value } : { attributes: { [field]: value } }
      await changeContact(client, tenant, FLOWS, contact, change) // a field that is none, or takes no such value, stays as it is
      return
    }
    case 'label': {
      const held = await holdConversation(client, tenant, conversation)
      if (held === null) return
      const labelIds = [...new Set([...held.labelIds, ...effect.add])].filter(
        (id) => !effect.remove.includes(id),
      )
      await changeConversation(client, tenant, FLOWS, { id: conversation, patch: { labelIds } }, now)
      return
    }
    case 'hand_over':
      await handOver(client, tenant, conversation, effect, now)
      return
    case 'request':
    case 'ask_assistant':
    case 'ask_for_rating':
      return
    default:
      effect satisfies never
  }
}

/** The conversation is open, and whose it shall be. Whoever is not there any more does not keep it from being open. */
export async function handOver(
  client: Client,
  tenant: TenantId,
  conversation: string,
  {
    teamId,
    memberId,
    note,
  }: { readonly teamId: string | null; readonly memberId: string | null; readonly note: string | null },
  now: Instant,
): Promise<void> {
  if (note !== null) await addNote(client, tenant, FLOWS, { conversation, text: note }, now)
  const open = { status: 'open' as const }
  const holders = {
    ...(teamId === null ? {} : { teamId }),
    ...(memberId === null ? {} : { assigneeId: memberId }),
  }
  const changed = await changeConversation(
    client,
    tenant,
    FLOWS,
    { id: conversation, patch: { ...open, ...holders } },
    now,
  )
  if (!changed.ok) await changeConversation(client, tenant, FLOWS, { id: conversation, patch: open }, now)
}
