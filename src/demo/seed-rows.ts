/** The demo shop's rows, in the words of the tables because they travel as JSON. */

import type { JsonObject } from '#whatsapp/facts.ts'

/** Moments are milliseconds. */
export type SeedRows = {
  readonly contacts: readonly ContactRow[]
  readonly identities: readonly IdentityRow[]
  readonly conversations: readonly ConversationRow[]
  readonly messages: readonly MessageRow[]
  readonly media: readonly MediaRow[]
  readonly sends: readonly SendRow[]
  readonly amendments: readonly AmendmentRow[]
  readonly reactions: readonly ReactionRow[]
  readonly labels: readonly LabelRow[]
  readonly conversationLabels: readonly { readonly conversation_id: string; readonly label_id: string }[]
  readonly notes: readonly NoteRow[]
  readonly quickReplies: readonly QuickReplyRow[]
  readonly teams: readonly NamedRow[]
  readonly teamPeople: readonly { readonly team_id: string; readonly user_id: string }[]
  readonly availability: readonly AvailabilityRow[]
  readonly mentions: readonly MentionRow[]
  readonly views: readonly ViewRow[]
  readonly macros: readonly (NamedRow & { readonly actions: unknown })[]
  readonly fields: readonly FieldRow[]
  readonly fieldValues: readonly { readonly contact_id: string; readonly attributes: unknown }[]
  readonly notices: readonly NoticeRow[]
  readonly consents: readonly ConsentRow[]
  readonly suppressions: readonly Pick<ConsentRow, 'contact_id' | 'purpose' | 'source' | 'at'>[]
  readonly segments: readonly (NamedRow & { readonly tree: unknown; readonly changed_at: number })[]
  readonly stages: readonly StageRow[]
  readonly deals: readonly DealRow[]
  readonly reminders: readonly ReminderRow[]
  readonly alarms: readonly { readonly due_at: number }[]
  readonly imports: readonly ImportRow[]
  readonly importErrors: readonly ImportErrorRow[]
  readonly ratings: readonly RatingRow[]
  readonly statuses: readonly StatusRow[]
  readonly templateHours: readonly TemplateHourRow[]
  readonly healthWords: readonly HealthWordRow[]
  readonly pastAlarms: readonly PastAlarmRow[]
  readonly templateHistory: readonly TemplateHistoryRow[]
  readonly templateDrafts: readonly TemplateDraftRow[]
  readonly campaigns: readonly CampaignRow[]
  readonly recipients: readonly RecipientRow[]
  readonly campaignAlarms: readonly { readonly campaign_id: string; readonly due_at: number }[]
  readonly trackedLinks: readonly {
    readonly id: string
    readonly url: string
    readonly campaign_id: string
    readonly created_at: number
  }[]
  readonly linkCodes: readonly LinkCodeRow[]
}

export type ContactRow = {
  readonly id: string
  readonly kind: 'person' | 'group'
  readonly given_name: string | null
  readonly profile_name: string | null
  readonly profile_name_at: number | null
  readonly username: string | null
  readonly username_at: number | null
  readonly created_at: number
}
type IdentityRow = {
  readonly kind: 'phone' | 'bsuid' | 'group'
  readonly value: string
  readonly contact_id: string
  readonly seen_at: number
}
/**
 * Without `last_inbound_wamid`, which is what "mark read" tells Meta about: these customers have no phone that could turn
 * its ticks blue.
 */
export type ConversationRow = {
  readonly id: string
  readonly contact_id: string
  readonly last_inbound_at: number | null
  readonly last_referral_at: number | null
  readonly referral_answered_at: number | null
  readonly last_message_at: number | null
  readonly last_message_id: string | null
  readonly answered_by: 'person' | 'program' | null
  readonly unread_count: number
  readonly status: 'open' | 'pending' | 'snoozed' | 'resolved'
  readonly snoozed_until: number | null
  readonly resolved_at: number | null
  readonly lifted_at: number | null
  readonly assignee_id: string | null
  readonly team_id: string | null
  readonly created_at: number
}
export type MessageRow = {
  readonly id: string
  readonly conversation_id: string
  readonly direction: 'in' | 'out'
  readonly source: string
  readonly wamid: string | null
  readonly type: string
  readonly text: string | null
  readonly content: unknown
  readonly context: unknown
  readonly referral: unknown
  readonly author: unknown
  readonly media_id: string | null
  readonly at: number
  readonly status_rank: number
  readonly sent_at: number | null
  readonly delivered_at: number | null
  readonly read_at: number | null
  readonly failed_at: number | null
  readonly failure: unknown
}
type MediaRow = {
  readonly id: string
  readonly meta_media_id: string | null
  readonly state: 'pending' | 'stored' | 'unavailable'
  readonly mime_type: string
  readonly filename: string | null
  readonly is_voice: boolean
  readonly bytes: number | null
  readonly storage_key: string | null
  readonly problem: string | null
  readonly created_at: number
}
type SendRow = {
  readonly id: string
  readonly conversation_id: string
  readonly class: number
  readonly state: 'accepted' | 'held' | 'unknown'
  readonly idempotency_key: string
  readonly payload: unknown
  readonly accepted_at: number
  readonly dispatching_at: number | null
  readonly wamid: string | null
  readonly error: unknown
}
type AmendmentRow = {
  readonly target_wamid: string
  readonly kind: 'edit' | 'revoke'
  readonly wamid: string
  readonly at: number
  readonly type: string | null
  readonly text: string | null
  readonly content: unknown
}
type ReactionRow = {
  readonly target_wamid: string
  readonly reactor: string
  readonly direction: 'in' | 'out'
  readonly emoji: string
  readonly wamid: string
  readonly at: number
}
type LabelRow = {
  readonly id: string
  readonly name: string
  readonly name_key: string
  readonly color: string
  readonly created_at: number
}
type NoteRow = {
  readonly id: string
  readonly conversation_id: string
  readonly text: string
  readonly author_kind: string
  readonly author_id: string
  readonly author_name: string
  readonly at: number
}
type NamedRow = {
  readonly id: string
  readonly name: string
  readonly name_key: string
  readonly created_at: number
}
type AvailabilityRow = {
  readonly user_id: string
  readonly is_available: boolean
  readonly changed_at: number
}
type MentionRow = {
  readonly note_id: string
  readonly user_id: string
  readonly conversation_id: string
}
type ViewRow = NamedRow & {
  readonly user_id: string | null
  readonly filters: unknown
  readonly place: number
}
type FieldRow = {
  readonly key: string
  readonly label: string
  readonly type: string
  readonly choices: readonly string[]
  readonly created_at: number
}
type NoticeRow = {
  readonly version: string
  readonly language: string
  readonly text: string
  readonly valid_from: number
  readonly created_at: number
  readonly created_by_name: string
}
export type ConsentRow = {
  readonly id: string
  readonly contact_id: string
  readonly purpose: string
  readonly state: 'granted' | 'withdrawn'
  readonly source: 'agent' | 'import' | 'message'
  readonly cause: string
  readonly evidence: unknown
  readonly notice_version: string | null
  readonly note: string | null
  readonly actor: unknown
  readonly at: number
}
type StageRow = {
  readonly id: string
  readonly name: string
  readonly kind: 'open' | 'won' | 'lost'
  readonly position: string
  readonly created_at: number
}
type DealRow = {
  readonly id: string
  readonly title: string
  readonly value_paise: number
  readonly contact_id: string
  readonly conversation_id: string
  readonly owner_id: string | null
  readonly expected_close_on: string | null
  readonly stage_id: string
  readonly position: string
  readonly lost_reason: string | null
  readonly closed_at: number | null
  readonly created_at: number
  readonly changed_at: number
}
type ReminderRow = {
  readonly id: string
  readonly conversation_id: string
  readonly deal_id: string | null
  readonly note: string
  readonly due_at: number
  readonly state: 'waiting' | 'due'
  readonly for_kind: string
  readonly for_id: string
  readonly for_name: string
  readonly created_at: number
}
type ImportRow = {
  readonly id: string
  readonly state: 'done'
  readonly filename: string
  readonly bytes: number
  readonly encoding: string
  readonly has_bom: boolean
  readonly delimiter: string
  readonly has_header: boolean
  readonly header: unknown
  readonly sample: unknown
  readonly lines: number
  readonly plan: unknown
  readonly actor: unknown
  readonly position: number
  readonly created: number
  readonly updated: number
  readonly skipped: number
  readonly refused: number
  readonly created_at: number
  readonly started_at: number
  readonly finished_at: number
}
type ImportErrorRow = {
  readonly import_id: string
  readonly row_number: number
  readonly reason: string
  readonly field: string | null
  readonly cells: unknown
}
export type RatingRow = {
  readonly id: string
  readonly conversation_id: string
  readonly assignee_id: string
  readonly resolved_at: number
  readonly due_at: number
  readonly asked_at: number
  readonly token: string
  readonly rating: number | null
  readonly rated_at: number | null
  readonly comment: string | null
}
export type StatusRow = {
  readonly wamid: string
  /** It carries the price; who read what stands with the messages. */
  readonly status: 'delivered'
  readonly recipient: string
  readonly at: number
  readonly pricing: JsonObject
}
export type TemplateHourRow = {
  readonly hour: number
  readonly template: string
  readonly language: string
  readonly sent: number
  readonly delivered: number
  readonly read: number
  readonly failed: number
  readonly blocked: number
}
export type HealthWordRow = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly at: number
  readonly to_value: string
  readonly mark: string
  readonly data: unknown
  readonly severity: 'info' | 'warning' | 'critical'
  readonly source: 'webhook' | 'poll'
  readonly cause: string
}
export type PastAlarmRow = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly severity: 'warning' | 'critical'
  readonly opened_at: number
  readonly closed_at: number
  readonly mailed_at: number
  readonly details: unknown
}
export type TemplateHistoryRow = {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly kind: 'version' | 'status' | 'quality' | 'category'
  readonly at: number
  readonly from_value: string | null
  readonly to_value: string
  readonly reason: string | null
  readonly source: 'us' | 'webhook' | 'pull'
  readonly by_id: string | null
  readonly by_name: string | null
  readonly definition: unknown
}
export type TemplateDraftRow = {
  readonly id: string
  readonly definition: unknown
  readonly revision: number
  readonly created_at: number
  readonly updated_at: number
  readonly updated_by_name: string
}
export type CampaignRow = {
  readonly id: string
  readonly name: string
  readonly state: 'draft' | 'completed'
  /** JSON. */
  readonly definition: string
  readonly created_by: string
  readonly created_at: number
  readonly changed_at: number
  readonly starts_at: number | null
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly is_audience_whole: boolean
  readonly taken: number
  readonly reserved_micros: number
  readonly category: string | null
}
export type RecipientRow = {
  readonly campaign_id: string
  readonly contact_id: string
  readonly place: number
  readonly variant: number
  readonly zone: string
  readonly state: 'taken' | 'skipped'
  readonly reason: string | null
  readonly send_id: string | null
  readonly price_micros: number | null
  readonly done_at: number
}
export type LinkCodeRow = {
  readonly code: string
  readonly link_id: string
  readonly contact_id: string
  readonly campaign_id: string
  readonly created_at: number
  readonly clicks: number
  readonly previews: number
  readonly seen_at: number | null
  readonly clicked_at: number | null
}
type QuickReplyRow = {
  readonly id: string
  readonly shortcut: string
  readonly shortcut_key: string
  readonly text: string
  readonly created_at: number
}
