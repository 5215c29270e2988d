/**
 * The API's contract, as types only: the schemas themselves stay on the server, so the browser carries none of zod.
 */
export type {
  Contact,
  Conversation,
  ConversationCounts,
  ConversationPage,
  ConversationPatch,
  Failure,
  Label,
  Me,
  Message,
  MessagePage,
  MessageState,
  Note,
  Outgoing,
  Problem,
  StreamEvent,
  Template,
} from '../../../src/conversations/shapes.ts'
export type {
  Attribute,
  AttributeValue,
  Consent,
  ContactDetail,
  ContactPage,
  ContactSummary,
} from '../../../src/contacts/shapes.ts'
export type { AuditPage, AuditRow, AuditFilters, AuditVerdict } from '../../../src/audit/shapes.ts'
export type { ApiKey, ApiKeyList, NewApiKey } from '../../../src/keys/shapes.ts'
export type { SearchHits } from '../../../src/search/shapes.ts'
export type { Permission } from '../../../src/tenants/permissions.ts'
export type { QuickReply } from '../../../src/quick-replies/shapes.ts'
export type {
  WebhookEndpoint,
  WebhookEndpointList,
  WebhookEndpointWithSecret,
  WebhookMessage,
  WebhookMessageDetail,
  WebhookMessagePage,
} from '../../../src/webhooks/shapes.ts'
