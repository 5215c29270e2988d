/** Of what came in: what to tell, and how. Pure. */
import type { Conversation, Message, NotificationSettings } from '../platform/contract.ts'

/** Where the person is looking. `openId`: the conversation that this tab shows. */
export type Looking = { readonly isLookedAt: boolean; readonly openId: string | null }
export type Told = {
  /** One for each conversation, with its newest message. */
  readonly notices: readonly { readonly newest: Message; readonly count: number }[]
  readonly isHeard: boolean
}

const NOTHING: Told = { notices: [], isHeard: false }

export function whatToTell(
  messages: readonly Message[],
  settings: NotificationSettings,
  { isLookedAt, openId }: Looking,
  /** undefined: it is not known yet, and cannot be said to be somebody's. */
  conversationOf: (id: string) => Pick<Conversation, 'assigneeId'> | undefined,
  me: string,
): Told {
  if (settings.scope === 'off') return NOTHING
  const wanted = messages.filter(({ conversationId }) => {
    if (isLookedAt && conversationId === openId) return false // they see it arrive
    return settings.scope === 'all' || conversationOf(conversationId)?.assigneeId === me
  })
  if (wanted.length === 0) return NOTHING
  const groups = Map.groupBy(wanted, ({ conversationId }) => conversationId)
  return {
    // Whoever looks at another conversation sees the list move; a tone is enough.
    notices: isLookedAt
      ? []
      : [...groups.values()].map((group) => ({
          newest: group.reduce((newest, one) => (one.at >= newest.at ? one : newest)),
          count: group.length,
        })),
    isHeard: settings.hasSound,
  }
}
