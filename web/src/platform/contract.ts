/**
 * The API's contract, as types only: the schemas themselves stay on the server, so the browser carries none of zod.
 */
export type { Me } from '../../../src/channels/me-shape.ts'
export type {
  Added as CampaignAdded,
  Audience as CampaignAudience,
  Campaign,
  CampaignMessage,
  CampaignPage,
  CampaignPatch,
  CampaignState,
  Check as CampaignCheck,
  Definition as CampaignDefinition,
  FestivalDays,
  NewCampaign,
  Preview as CampaignPreview,
  Problem as CampaignProblem,
  Progress as CampaignProgress,
  Recipient,
  RecipientPage,
  SkipReason,
} from '../../../src/campaigns/shapes.ts'
export type { Label } from '../../../src/conversations/label-shapes.ts'
export type {
  Definition as SequenceDefinition,
  Enrolment,
  EnrolmentPage,
  EnrolmentState,
  NewSequence,
  Problem as SequenceProblem,
  Sequence,
  SequencePage,
  SequencePatch,
  SequenceState,
  Step as SequenceStep,
} from '../../../src/sequences/shapes.ts'
export type {
  Failure,
  Message,
  MessagePage,
  MessageState,
} from '../../../src/conversations/message-shapes.ts'
export type { Note, UnreadMentions } from '../../../src/conversations/note-shapes.ts'
export type {
  Contact,
  Conversation,
  ConversationCounts,
  ConversationPage,
  ConversationPatch,
} from '../../../src/conversations/shapes.ts'
export type { Outgoing } from '../../../src/outbound/outgoing-shape.ts'
export type { Problem } from '../../../src/platform/problem-shape.ts'
export type { PresenceList } from '../../../src/presence/shapes.ts'
export type { Presence, StreamEvent } from '../../../src/realtime/event-shape.ts'
export type {
  Attribute,
  AttributeValue,
  Consent,
  ContactDetail,
  ContactPage,
  ContactSummary,
} from '../../../src/contacts/shapes.ts'
export type { AuditPage, AuditRow, AuditFilters, AuditVerdict } from '../../../src/audit/shapes.ts'
export type { Import, ImportDetail, ImportList, ImportPlan } from '../../../src/imports/shapes.ts'
export type { Merge, MergeList } from '../../../src/merges/shapes.ts'
export type { ApiKey, ApiKeyList, NewApiKey } from '../../../src/keys/shapes.ts'
export type { Condition, Country, Tree } from '../../../src/segments/conditions.ts'
export type { Segment, SegmentCount, SegmentList } from '../../../src/segments/shapes.ts'
export type { Deal, DealPage, DealStage, DealStageList } from '../../../src/deals/shapes.ts'
export type { Reminder, ReminderList } from '../../../src/reminders/shapes.ts'
export type { Assignees, AssignmentRule, Team } from '../../../src/assignment/shapes.ts'
export type {
  AwayReply,
  BusinessHoursSetting as BusinessHours,
  CsatSettings,
  Rating,
  RatingPage,
  RatingSummary,
  ReplyTargets,
} from '../../../src/service/shapes.ts'
export type { DomainProblem, LinkDomain, LinkPrefixes } from '../../../src/links/shapes.ts'
export type { SearchHits } from '../../../src/search/shapes.ts'
export type {
  InvitationList,
  InvitationPreview,
  Member,
  MemberList,
  NewInvitation,
  SessionList,
  SessionState,
  SignedIn,
  TwoFactorSetup,
} from '../../../src/people/shapes.ts'
export type { Permission, Role } from '../../../src/tenants/permissions.ts'
export type { Macro, MacroAction, MacroDone, MacroList } from '../../../src/macros/shapes.ts'
export type { BulkChange, BulkDone } from '../../../src/bulk/shapes.ts'
export type { SavedView, SavedViewList, ViewFilters } from '../../../src/views/shapes.ts'
export type {
  Draft as TemplateDraft,
  HistoryEntry,
  LibraryTemplate,
  TemplateDetail,
  TemplateSample,
} from '../../../src/templates/shapes.ts'
export type {
  Allowance,
  By as CostsBy,
  Ledger,
  LedgerLine,
  LedgerTotal,
  ReconciledLine,
  Reconciliation,
} from '../../../src/costs/shapes.ts'
export type { HealthEvent, HealthEventPage, Quality } from '../../../src/health/shapes.ts'
export type { QuickReply } from '../../../src/quick-replies/shapes.ts'
export type {
  WebhookEndpoint,
  WebhookEndpointList,
  WebhookEndpointWithSecret,
  WebhookMessage,
  WebhookMessageDetail,
  WebhookMessagePage,
} from '../../../src/webhooks/shapes.ts'
export type { Notifications, NotificationSettings, SettingsPatch } from '../../../src/push/shapes.ts'
export type {
  Alarm,
  Check,
  ConnectedNumber,
  ConnectedNumberList,
  Health,
  Signup,
} from '../../../src/connection/shapes.ts'
export type {
  Due as ErasureDue,
  Erasure,
  ErasurePreview,
  Notice as PrivacyNotice,
  PersonExport,
  Retention,
  TimelineItem,
  TimelinePage,
} from '../../../src/privacy/shapes.ts'
