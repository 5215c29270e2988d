/**
 * Refusals as Meta words them.
 *
 * The table is Meta's "Error codes" page (stamped 19 Nov 2025) with the additions of 2026: for each code its title,
 * the HTTP status that Meta gives, and whether it comes as the answer to a call or, after a 200, as a failed status.
 */
export type ErrorRow = {
  readonly title: string
  readonly status: number
  /** What stands in `error_data.details` unless the caller knows better. */
  readonly details: string
  /** Comes only as a failed status, never as an answer. */
  readonly isAsync?: boolean
}

const row = (status: number, title: string, details = title): ErrorRow => ({ status, title, details })
const later = (title: string, details = title): ErrorRow => ({ status: 400, title, details, isAsync: true })

/** Every code of the page, without those of calls and groups that no send can meet. */
export const ERROR_TABLE: Readonly<Record<number, ErrorRow>> = {
  0: row(401, 'AuthException', 'We were unable to authenticate the app user.'),
  1: row(400, 'API Unknown', 'Invalid request or possible server error.'),
  2: row(503, 'API Service', 'Temporary due to downtime or due to being overloaded.'),
  3: row(500, 'API Method', 'Capability or permissions issue.'),
  4: row(400, 'Application request limit reached', 'The app has reached its API call rate limit.'),
  10: row(403, 'Permission Denied', 'Permission is either not granted or has been removed.'),
  17: row(400, 'User request limit reached'),
  32: row(400, 'Page request limit reached'),
  33: row(400, 'Parameter value is not valid', 'The business phone number has been deleted.'),
  100: row(400, 'Invalid parameter', 'The request included one or more unsupported or misspelled parameters.'),
  102: row(401, 'Session has expired'),
  104: row(401, 'An access token is required to request this resource.'),
  190: row(401, 'Invalid OAuth access token - Cannot parse access token'),
  200: row(403, 'Permissions error', 'Permission is either not granted or has been removed.'),
  368: row(403, 'Temporarily blocked for policies violations', 'The account has been restricted from messaging.'),
  506: row(400, 'Duplicate Post'),
  613: row(400, 'Calls to this api have exceeded the rate limit.'),
  803: row(404, 'Some of the aliases you requested do not exist'),
  80007: row(400, 'Rate limit issues', 'The WhatsApp Business Account has reached its rate limit.'),
  80008: row(400, 'Rate limit issues', 'There have been too many calls to this WhatsApp Business account.'),
  130403: row(400, 'User is blocked', 'Unblock the user before sending a message.'),
  130429: row(400, 'Rate limit hit', 'Cloud API message throughput has been reached.'),
  130472: later("User's number is part of an experiment", "Failed to send message because this user's phone number is part of an experiment"),
  130497: row(403, 'Business account is restricted from messaging users in this country.'),
  130501: row(400, 'Message type is not currently supported'),
  131000: row(500, 'Something went wrong', 'Message failed to send due to an unknown error.'),
  131005: row(403, 'Access denied', 'Permission is either not granted or has been removed.'),
  131008: row(400, 'Required parameter is missing'),
  131009: row(400, 'Parameter value is not valid'),
  131016: row(500, 'Service unavailable', 'A service is temporarily unavailable.'),
  131020: row(400, 'Invalid group'),
  131021: row(400, 'Recipient cannot be sender', 'Sender and recipient phone number is the same.'),
  131026: later('Message undeliverable', 'Message Undeliverable.'),
  131030: row(400, 'Recipient phone number not in allowed list'),
  131031: row(403, 'Business Account locked', 'The account has been restricted or disabled for violating a platform policy.'),
  131037: row(400, 'Display name approval is needed', 'The 555 business phone number does not have an approved display name.'),
  131041: row(400, 'Group unknown'),
  131042: later('Business eligibility payment issue', 'Message failed to send because there were one or more errors related to your payment method.'),
  131044: row(400, 'Business eligibility payment issue'),
  131045: row(500, 'Incorrect certificate', 'Message failed to send due to a phone number registration error.'),
  131047: later('Re-engagement message', 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.'),
  131048: row(400, 'Spam rate limit hit', 'Message failed to send because there are restrictions on how many messages can be sent from this phone number.'),
  131049: later('This message was not delivered to maintain healthy ecosystem engagement.', 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.'),
  131050: later('Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business'),
  131051: row(400, 'Unsupported message type'),
  131052: row(400, 'Media download error', 'Unable to download the media sent by the user.'),
  131053: later('Media upload error', 'Unable to upload the media used in the message.'),
  131055: row(400, 'Method not allowed', 'Messages must be marketing template.'),
  131056: row(400, '(Business Account, Consumer Account) pair rate limit hit', 'Message failed to send because there were too many messages sent from this phone number to the same recipient phone number in a short period of time.'),
  131057: row(500, 'Business Account is in maintenance mode'),
  131059: row(400, 'Invalid cursor'),
  131062: row(400, 'Business-scoped User ID recipients are not supported for this message'),
  131063: row(400, 'Marketing messages are disabled on Cloud API', 'Use the marketing_messages endpoint.'),
  131064: row(400, 'Messaging limit reached due to classification violations'),
  131201: row(400, 'Group request partially succeeded'),
  131202: row(400, 'Duplicate group participant'),
  131204: row(400, 'Group participant limit reached'),
  131207: row(403, 'Group is suspended'),
  131208: row(429, 'Group rate limit hit'),
  131209: row(400, 'Group picture is not square'),
  131210: row(400, 'Group picture is too small'),
  131211: row(400, 'Group limit reached'),
  131212: row(400, 'User is not a participant of the group'),
  131213: row(400, 'Group join request does not exist'),
  131214: row(400, 'Group creation is disabled'),
  131215: row(400, 'Business is not eligible for groups'),
  132000: row(400, 'Number of parameters does not match the expected number of params'),
  132001: row(404, 'Template name does not exist in the translation'),
  132005: row(400, 'Translated text too long'),
  132007: row(400, 'Format character policy violated', 'Template content violates a WhatsApp policy.'),
  132008: row(400, 'Parameter value invalid'),
  132012: row(400, 'Parameter format does not match format in the created template'),
  132015: later('Template is paused', 'Template is paused due to low quality so it cannot be sent in a template message.'),
  132016: row(400, 'Template is disabled', 'Template has been paused too many times due to low quality and is now permanently disabled.'),
  132018: row(400, "There's an issue with the parameters in your template."),
  132068: row(400, 'Flow is in blocked state'),
  132069: row(400, 'Flow is in throttled state'),
  133000: row(500, 'Incomplete deregistration'),
  133004: row(503, 'Server is temporarily unavailable'),
  133005: row(400, 'Two step verification PIN mismatch'),
  133006: row(400, 'Phone number re-verification needed'),
  133008: row(400, 'Too many two step verification PIN guesses'),
  133009: row(400, 'Two step verification PIN guessed too fast'),
  133010: row(400, 'Phone number is not registered on the WhatsApp Business Platform.'),
  133015: row(400, 'Please wait a few minutes before attempting to register this phone number'),
  133016: row(400, 'Account register deregister rate limit exceeded'),
  134011: row(400, 'WhatsApp Payments terms of service has not been accepted'),
  134100: row(400, 'Only marketing messages supported'),
  134101: row(400, 'Template syncing in progress', 'Message template is still syncing; try again in ten minutes.'),
  134102: row(500, 'Template unavailable for use'),
  134103: row(400, 'Marketing messages API is not available'),
  135000: row(400, 'Generic user error', 'Message failed to send because of an unknown error with your request parameters.'),
  136024: row(400, 'Request code error', 'Code was requested too often.'),
  137000: row(400, 'Recipient identity key hash mismatch'),
  139000: row(400, 'Blocked by Integrity'),
  139001: row(400, "Flow can't be updated"),
  139002: row(400, "Flow can't be published"),
  139003: row(400, "Flow can't be deprecated"),
  139004: row(400, "Flow can't be deleted"),
  139006: row(400, 'Not enough data'),
  139100: row(400, 'Failed to block/unblock users'),
  139101: row(400, 'Blocklist limit reached'),
  139102: row(400, 'Blocklist concurrent update'),
  139103: row(500, 'Blocklist internal error'),
  139200: row(400, 'Direct send rejected'),
  147001: row(400, 'Username not available'),
  147002: row(400, 'Not eligible for usernames'),
  147003: row(400, 'Facebook account not linked'),
  147004: row(400, 'Instagram account not linked'),
  147005: row(400, 'Username transfer required'),
  200005: row(400, 'Template Insights unavailable'),
  200006: row(400, 'Template Insights cannot be disabled'),
  200007: row(400, 'Template Insights not enabled'),
} // prettier-ignore

/** A refusal on its way to the caller. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly code: number
  /** Null where Meta writes a sentence into the title and gives no details. */
  readonly details: string | null
  readonly subcode: number | null
  readonly status: number
  /** Replaces the title, where Meta writes a sentence of its own. */
  readonly title: string
  readonly isGraphMethod: boolean
  readonly shown: { readonly title: string; readonly message: string } | null

  constructor(
    code: number,
    details?: string,
    more: {
      subcode?: number
      status?: number
      title?: string
      isGraphMethod?: boolean
      shown?: { title: string; message: string }
    } = {},
  ) {
    const known = ERROR_TABLE[code]
    const title = more.title ?? known?.title ?? 'Unknown error'
    super(title)
    this.code = code
    this.title = title
    this.details = details ?? (more.title === undefined ? (known?.details ?? title) : null)
    this.subcode = more.subcode ?? null
    this.status = more.status ?? known?.status ?? 400
    this.isGraphMethod = more.isGraphMethod ?? false
    this.shown = more.shown ?? null
  }
}

/** Codes whose message Meta writes bare, without "(#…)" and without `error_data`. */
const BARE = new Set([0, 1, 2, 3, 4, 10, 17, 32, 33, 102, 104, 190, 368, 506, 613, 803, 80007, 80008])
const TRANSIENT = new Set([1, 2, 4, 17, 32, 613, 131000, 131016, 131057, 133004])

/** The body of the answer. Source: Meta, "Error codes", section on shapes. */
export function errorBody(error: GraphError, trace: string): Record<string, unknown> {
  const isBare = BARE.has(error.code) || error.isGraphMethod || error.shown !== null
  return {
    error: {
      message: isBare ? error.title : `(#${error.code}) ${error.title}`,
      type: error.isGraphMethod ? 'GraphMethodException' : 'OAuthException',
      code: error.code,
      ...(isBare || error.details === null
        ? {}
        : { error_data: { messaging_product: 'whatsapp', details: error.details } }),
      ...(error.subcode === null ? {} : { error_subcode: error.subcode }),
      ...(TRANSIENT.has(error.code) ? { is_transient: true } : {}),
      ...(error.shown === null
        ? {}
        : { is_transient: false, error_user_title: error.shown.title, error_user_msg: error.shown.message }),
      fbtrace_id: trace,
    },
  }
}

/** The same refusal inside a status. */
export function statusError(code: number, details?: string): Record<string, unknown> {
  const known = ERROR_TABLE[code]
  const title = known?.title ?? 'Unknown error'
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? known?.details ?? title },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  }
}
