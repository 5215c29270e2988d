/** The views of the inbox in SQL, about conversations `c`: whose they are, who was named in them, whose window closes soon. */

export type ConversationView = {
  /** Only this member's; null: only those that nobody has. */
  readonly assignee?: string | null
  /** Only this team's. */
  readonly team?: string
  /** Only those with a note that names this member. */
  readonly mentioned?: string
  /** Only those whose newest answer came from a program. */
  readonly isBot?: boolean
  /** Only those in which the customer had the last word and whose window closes soon, the soonest first. */
  readonly isClosing?: boolean
  /** Only those in which what was promised is nearly late, late, or either; what is promised soonest first. */
  readonly sla?: 'due' | 'breached' | 'late'
}

/** When the window closes: the same as `serviceWindow`. */
export const CLOSES_AT = `greatest(c.last_inbound_at + interval '24 hours',
  case when c.referral_answered_at < c.last_referral_at + interval '24 hours' then c.last_referral_at + interval '72 hours' end)`

/**
 * The customer had the last word when it stands at the same moment as the last message. No window is open 72 hours after that,
 * so only the upper end of conversations_newest is walked.
 */
export const isClosing = (now: string): string => `(c.last_message_at = c.last_inbound_at
  and c.ordered_at > ${now}::timestamptz - interval '72 hours'
  and c.last_message_at <= ${now}::timestamptz - interval '20 hours'
  and ${CLOSES_AT} > ${now}::timestamptz and ${CLOSES_AT} <= ${now}::timestamptz + interval '4 hours')`

/** When what was promised is due. */
export const PROMISED_AT = `(select v.due_at from service_cases v where v.tenant_id = c.tenant_id and v.conversation_id = c.id)`
const PROMISED = {
  due: 'v.warn_at <= $5 and v.due_at > $5',
  breached: 'v.warn_at <= $5 and v.due_at <= $5',
  late: 'v.warn_at <= $5',
} as const

/** `put` makes a parameter of a value; the moment of asking is $5. */
export function inView(view: ConversationView, put: (value: unknown) => string): string {
  const conditions = [
    ...(view.assignee === undefined
      ? []
      : [view.assignee === null ? 'c.assignee_id is null' : `c.assignee_id = ${put(view.assignee)}::uuid`]),
    ...(view.team === undefined ? [] : [`c.team_id = ${put(view.team)}::uuid`]),
    ...(view.mentioned === undefined
      ? []
      : [
          `c.id in (select n.conversation_id from note_mentions n where n.tenant_id = $1 and n.user_id = ${put(view.mentioned)}::uuid)`,
        ]),
    ...(view.isBot === true ? [`c.answered_by = 'program'`] : []),
    ...(view.isClosing === true ? [isClosing('$5')] : []),
    ...(view.sla === undefined
      ? []
      : [
          `c.id in (select v.conversation_id from service_cases v where v.tenant_id = $1 and ${PROMISED[view.sla]})`,
        ]),
  ]
  return conditions.map((condition) => `and ${condition}`).join(' ')
}
