/**
 * What a send can be answered with, at once or in a status later.
 * Source: Meta, "Error codes" (page of 19 Nov 2025), with the codes that came until Sep 2026.
 */
import { type ErrorRow, row } from './graph-error-row.ts'

const RECONNECT = 'Connect the WhatsApp account again in Settings. Messages wait until then.'
const TRY_LATER = 'Nothing to do: Harkara tries again by itself.'
const SHOW = { showsDetails: true } as const

export const SENDING_ERRORS: Readonly<Record<number, ErrorRow>> = {
  // Meta's side, for the moment
  1: row('retry_backoff', 'meta', 'WhatsApp had an unexpected problem', TRY_LATER),
  2: row('retry_backoff', 'meta', 'WhatsApp is down or overloaded', TRY_LATER),
  131000: row('retry_backoff', 'meta', 'Something went wrong at WhatsApp', TRY_LATER),
  131016: row('retry_backoff', 'meta', 'WhatsApp is not available right now', TRY_LATER),
  133004: row('retry_backoff', 'meta', "WhatsApp's server is not available right now", TRY_LATER),
  131057: row('retry_number', 'meta', 'WhatsApp is upgrading your number', TRY_LATER),
  2494100: row('retry_number', 'meta', 'WhatsApp is servicing your number', TRY_LATER),

  // Too much, too fast
  4: row('retry_waba', 'harkara', 'Too many requests to WhatsApp', TRY_LATER),
  17: row('retry_waba', 'harkara', 'Too many requests to WhatsApp', TRY_LATER),
  32: row('retry_waba', 'harkara', 'Too many requests to WhatsApp', TRY_LATER),
  613: row('retry_waba', 'harkara', 'Too many requests to WhatsApp', TRY_LATER),
  80007: row('retry_waba', 'harkara', 'Too many requests for your WhatsApp account', TRY_LATER),
  80008: row('retry_waba', 'harkara', 'Too many requests for your WhatsApp account', TRY_LATER),
  130429: row('retry_number', 'harkara', 'Your number sends faster than WhatsApp allows', TRY_LATER),
  2494055: row('retry_number', 'harkara', 'Your number sends faster than WhatsApp allows', TRY_LATER),
  131056: row('retry_pair', 'harkara', 'Too many messages to this customer in a short time', TRY_LATER),
  131048: row(
    'hold_template',
    'business',
    'WhatsApp limits your number because customers blocked or reported it',
    'Pause campaigns, write only to people who asked for it, and watch the quality in WhatsApp Manager.',
    { stopsNumber: true },
  ),
  131064: row(
    'hold_template',
    'business',
    'WhatsApp limits your account because templates were in the wrong category',
    'Put promotional templates in the marketing category and wait until WhatsApp lifts the limit.',
    { stopsNumber: true },
  ),

  // The account cannot send
  0: row('hold_waba', 'business', 'The connection to WhatsApp is no longer valid', RECONNECT),
  3: row(
    'hold_waba',
    'business',
    'This app is not allowed to do that',
    'Check the permissions of your Meta app.',
  ),
  10: row('hold_waba', 'business', 'A permission for your WhatsApp account is missing', RECONNECT),
  33: row(
    'hold_waba',
    'business',
    'WhatsApp does not know this phone number any more',
    'Check in WhatsApp Manager whether the number was removed or moved.',
  ),
  102: row('hold_waba', 'business', 'The connection to WhatsApp has expired', RECONNECT),
  104: row('hold_waba', 'harkara', 'The request to WhatsApp carried no valid access', RECONNECT),
  190: row('hold_waba', 'business', 'The connection to WhatsApp has expired or was removed', RECONNECT),
  368: row(
    'hold_waba',
    'business',
    'WhatsApp blocked your account for breaking its rules',
    'Look at Account quality in Business Support Home and ask for a review.',
  ),
  131005: row(
    'hold_waba',
    'business',
    'WhatsApp denied access',
    'Check that the permissions were not removed, and accept open terms of service.',
    SHOW,
  ),
  131031: row(
    'hold_waba',
    'business',
    'WhatsApp locked your account',
    'Look at Business Support Home for the reason and ask for a review.',
  ),
  131037: row(
    'hold_waba',
    'business',
    'The display name of your number is not approved yet',
    'Choose a display name in WhatsApp Manager and wait for the approval.',
  ),
  131042: row(
    'hold_waba',
    'business',
    'There is a problem with the payment method',
    'Add or repair the payment method of your WhatsApp account in Meta Business Suite.',
  ),
  131045: row(
    'hold_waba',
    'business',
    'Your number is not registered properly',
    'Register the number again in Settings.',
  ),
  133010: row(
    'hold_waba',
    'business',
    'Your number is not registered with WhatsApp',
    'Register the number again in Settings.',
  ),

  // This person
  130403: row('final', 'business', 'You blocked this customer', 'Unblock the customer first.'),
  130472: row(
    'final',
    'meta',
    'WhatsApp keeps this customer out of marketing for a study',
    'Do not send it again. You were not charged.',
  ),
  130497: row(
    'final',
    'business',
    'Your business may not write to customers in this country',
    'Check the rules for your kind of business in this country.',
  ),
  131021: row(
    'final',
    'business',
    'The message was addressed to your own number',
    'Choose another recipient.',
  ),
  131026: row(
    'final',
    'customer',
    'WhatsApp could not deliver to this customer',
    'The number may not be on WhatsApp, or the app is too old. Check the number, or reach the customer another way.',
  ),
  131030: row(
    'final',
    'business',
    'A test number writes only to numbers on its list',
    'Add the recipient to the list in your Meta app, or use a real number.',
  ),
  131036: row(
    'final',
    'meta',
    "It did not reach one of the customer's devices",
    'Send it again if the customer did not see it.',
  ),
  131047: row(
    'final',
    'customer',
    "More than 24 hours have passed since the customer's last message",
    'Send a template. When the customer answers, you can write freely again.',
  ),
  131049: row(
    'final',
    'meta',
    'WhatsApp did not deliver it, to keep this customer from too much marketing',
    'Do not send it again now. Wait at least a day, better longer.',
    { suppressTemporarily: true },
  ),
  131050: row(
    'final',
    'customer',
    'This customer stopped marketing messages from you',
    'Send no marketing until the customer turns it on again.',
    { optOut: true },
  ),
  131062: row(
    'final',
    'customer',
    'One-time codes need a phone number, and this customer hides theirs',
    'Ask for the phone number, or send the code another way.',
  ),
  137000: row(
    'final',
    'customer',
    'The customer set up WhatsApp anew, so it may be another person',
    'Make sure that it is still the same customer, then send again.',
  ),

  // This content
  100: row('final', 'harkara', 'WhatsApp could not use the request', 'Check the message.', SHOW),
  506: row('final', 'harkara', 'The same was sent twice in a row', 'Nothing to do.'),
  803: row(
    'final',
    'business',
    'WhatsApp does not know what the request is about',
    'Check whether it was deleted in WhatsApp Manager.',
  ),
  130501: row(
    'final',
    'customer',
    'The customer sent something that WhatsApp does not pass on in groups',
    'Ask the customer to send it in another form.',
  ),
  131008: row(
    'final',
    'harkara',
    'Something that WhatsApp needs is missing in the message',
    'Check the message.',
    SHOW,
  ),
  131009: row(
    'final',
    'business',
    'WhatsApp does not accept a value in the message',
    'Check the message.',
    SHOW,
  ),
  131051: row(
    'final',
    'customer',
    'WhatsApp does not support this kind of message',
    'Send it in another form.',
  ),
  131052: row(
    'final',
    'customer',
    'The file that the customer sent could not be fetched',
    'Ask the customer to send it again, below 100 MB.',
  ),
  131053: row(
    'final',
    'business',
    'WhatsApp could not use the file',
    'Check its format and size, and that its link is public.',
    SHOW,
  ),
  131055: row(
    'final',
    'business',
    'This kind of message cannot be sent this way',
    'Send it as a marketing template.',
    SHOW,
  ),
  131063: row(
    'hold_template',
    'business',
    'Marketing is turned off on the ordinary channel of your account',
    'Turn it on again in WhatsApp Manager, or send through the Marketing Messages API.',
  ),
  135000: row(
    'final',
    'business',
    'WhatsApp could not use the message',
    "Check the template's header and buttons.",
    SHOW,
  ),
  139200: row(
    'final',
    'business',
    'WhatsApp did not accept this message without a template',
    'Create a template for it.',
  ),

  // The template
  132000: row(
    'hold_template',
    'business',
    'The template got the wrong number of values',
    'Fill in every blank of the template, and no more.',
  ),
  132001: row(
    'hold_template',
    'business',
    'WhatsApp does not know this template in this language',
    'Check name and language. A new approval can take a few minutes to arrive.',
  ),
  132005: row(
    'final',
    'business',
    'The text is too long once the blanks are filled in',
    'Shorten the values.',
  ),
  132007: row('final', 'business', 'The content breaks a WhatsApp rule', 'Change the text of the template.'),
  132008: row('final', 'business', 'A value does not fit the template', 'Check the values.', SHOW),
  132012: row(
    'hold_template',
    'business',
    'A value has the wrong form for the template',
    'Values must not hold line breaks, tabs or many spaces, and must fit the blank.',
    SHOW,
  ),
  132015: row(
    'hold_template',
    'business',
    'WhatsApp paused this template because customers disliked it',
    'Wait until WhatsApp resumes it, or improve the text and the audience.',
  ),
  132016: row(
    'hold_template',
    'business',
    'WhatsApp turned this template off for good',
    'Create a new template with better content.',
  ),
  132018: row('final', 'business', 'The values do not fit the template', 'Check the values.', SHOW),
  132068: row(
    'hold_template',
    'business',
    'The form in this message is blocked',
    'Open the form in WhatsApp Manager and repair what it names.',
  ),
  132069: row(
    'hold_template',
    'business',
    'The form in this message is limited to a few sends per hour',
    'Repair the form in WhatsApp Manager.',
  ),
  134100: row(
    'final',
    'business',
    'Only marketing templates can be sent this way',
    'Send it the ordinary way.',
  ),
  134101: row('retry_template', 'meta', 'WhatsApp is still preparing this template', TRY_LATER),
  134102: row('retry_backoff', 'meta', 'The template is not available right now', TRY_LATER),
  134103: row(
    'final',
    'business',
    'This template cannot be sent as a marketing message',
    'Send it the ordinary way.',
  ),
  141002: row(
    'hold_template',
    'business',
    'This template is not approved',
    'Wait for the approval, or choose another template.',
  ),

  // Orders and payments
  2046: row(
    'final',
    'business',
    'The order cannot change to this state',
    'Choose a state that can follow the present one.',
  ),
  2047: row('final', 'business', 'A paid order cannot be cancelled', 'Refund the payment first.'),
  134011: row(
    'final',
    'business',
    "WhatsApp's terms for payments are not accepted yet",
    'Accept them under the link that WhatsApp names.',
    SHOW,
  ),
}
