/** What an alarm about a number may be. The first two are told by its traffic, the next three by what becomes of its templates, the rest by Meta. */
export const ALARM_KINDS = [
  ...(['no_statuses', 'no_messages'] as const),
  ...(['failed_rate', 'blocked_rate', 'read_rate'] as const),
  ...(['quality', 'number_status', 'sending', 'restriction', 'account', 'account_review'] as const),
  ...(['partner', 'violation', 'alert', 'payment', 'name', 'certification', 'security'] as const),
] as const
export type AlarmKind = (typeof ALARM_KINDS)[number]
