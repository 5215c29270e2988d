/**
 * What each example of Meta's webhooks leaves in the database, line by line, by kind and number: see `fixtures.db.test.ts`,
 * which says how a line is made. Two examples hold something that cannot be understood: a message without an id, and a reaction
 * whose target is left out; these are dead letters, and their neighbours go through.
 */
export const EFFECTS: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
  'account_review_update-approved': {
    1: ['update account_review_update APPROVED 2025-02-12 00:43:44'],
    2: ['update account_review_update APPROVED 2024-11-14 20:57:11'],
    3: ['update account_review_update APPROVED 2020-11-06 22:52:21'],
  },
  account_settings_update: {
    1: ['update account_settings_update [phone_number_settings] 2022-12-21 17:47:04 of the number'],
    2: ['update account_settings_update [phone_number_settings] 2022-12-21 17:47:04 of the number'],
  },
  'account_update-account-offboarded': {
    2: ['update account_update ACCOUNT_OFFBOARDED 2026-01-15 11:40:04'],
  },
  'account_update-account-reconnected': {
    2: ['update account_update ACCOUNT_RECONNECTED 2026-01-15 11:40:03'],
  },
  'account_update-account-restriction-restriction-info': {
    1: ['update account_update ACCOUNT_RESTRICTION 2022-01-04 21:08:18'],
    3: ['update account_update ACCOUNT_RESTRICTION 2022-01-10 20:54:19'],
  },
  'account_update-account-restriction-restriction-info-low-calling-quality': {
    1: ['update account_update ACCOUNT_RESTRICTION 2022-01-10 20:54:19'],
  },
  'account_update-account-violation-alcohol': {
    1: ['update account_update ACCOUNT_VIOLATION 2020-11-06 22:50:58'],
  },
  'account_update-account-violation-low-business-initiated-calling-quality-low-user-': {
    1: ['update account_update ACCOUNT_VIOLATION 2021-06-16 16:53:38'],
  },
  'account_update-account-violation-low-calling-quality': {
    1: ['update account_update ACCOUNT_VIOLATION 2021-06-16 16:53:38'],
  },
  'account_update-account-violation-user-initiated-calls-low-pickup-rate': {
    1: ['update account_update ACCOUNT_VIOLATION 2022-01-10 20:54:19'],
  },
  'account_update-disabled-update': {
    2: ['update account_update DISABLED_UPDATE 2024-11-14 20:57:11'],
    3: ['update account_update DISABLED_UPDATE 2020-11-06 22:50:58'],
  },
  'account_update-partner-added': {
    2: ['update account_update PARTNER_ADDED 2024-11-14 20:57:11'],
  },
  'account_update-partner-app-uninstalled': {
    1: ['update account_update PARTNER_APP_UNINSTALLED 2025-05-29 00:09:19'],
  },
  'account_update-partner-client-certification-status-update': {
    1: ['update account_update PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE 2025-03-28 05:16:22'],
  },
  'account_update-partner-removed': {
    2: ['update account_update PARTNER_REMOVED 2025-02-10 18:37:04'],
  },
  'account_update-partner-removed-disconnection': {
    1: ['update account_update PARTNER_REMOVED 2025-05-29 00:09:19'],
  },
  automatic_events: {
    1: ['update automatic_events LeadSubmitted of the number'],
    2: ['update automatic_events Purchase of the number'],
  },
  'batch-messages-text': {
    1: [
      'contact phone:1234567890 name=Alex Tester',
      'conversation phone:1234567890 unread=1 window=2023-03-29 20:57:36',
      'in text "Hello from a text message" 2023-03-29 20:57:36 with phone:1234567890',
      'preference phone:1234567890 marketing_messages stop 2023-07-22 04:26:40',
    ],
    2: [
      'contact phone:PHONE_NUMBER name=NAME',
      'conversation phone:PHONE_NUMBER unread=1 window=2022-11-23 20:02:58',
      'in text "MESSAGE_BODY" 2022-11-23 20:02:58 with phone:PHONE_NUMBER',
    ],
  },
  'batch-messages-text-multi': {
    1: [
      'contact phone:16505551234 name=John Doe',
      'conversation phone:16505551234 unread=3 window=2023-03-29 20:57:41',
      'in location "San Francisco" 2023-03-29 20:57:38 with phone:16505551234',
      'in sticker 2023-03-29 20:57:41 with phone:16505551234 media=image/webp',
      'in text "Hello from a text message!" 2023-03-29 20:57:36 with phone:16505551234',
      'reaction in 16505551234 👍 2023-03-29 20:57:40',
      'preference phone:16505551234 marketing_messages stop 2023-03-29 20:57:43',
    ],
  },
  business_capability_update: {
    1: ['update business_capability_update 2025-02-12 00:43:44', 'channel limit=2000'],
  },
  'calls-call-recording-available-': {
    2: ['update calls call_recording_available 2024-10-14 18:56:17 of the number'],
  },
  'calls-call-transcription-available-': {
    2: ['update calls call_transcription_available 2024-10-14 18:56:17 of the number'],
  },
  'calls-connect-business-initiated': {
    1: ['update calls connect 2024-08-24 02:41:53 of the number'],
  },
  'calls-status-ringing-accepted-rejected': {
    1: ['update calls.status call 2025-06-06 08:03:20 of the number'],
  },
  'calls-terminate-business-initiated-failed-completed': {
    1: ['update calls terminate 2025-06-06 08:11:20 of the number'],
  },
  'calls-terminate-user-initiated-failed-completed': {
    1: ['update calls terminate 2025-06-06 08:11:20 of the number'],
  },
  'flows-client-error-rate-activated': {
    1: ['update flows CLIENT_ERROR_RATE 2023-01-19 20:34:36'],
  },
  'flows-endpoint-error-rate-activated': {
    1: ['update flows ENDPOINT_ERROR_RATE 2023-01-19 20:34:36'],
  },
  'flows-endpoint-latency-activated': {
    1: ['update flows ENDPOINT_LATENCY 2023-01-19 20:34:36'],
  },
  'flows-flow-status-change': {
    1: ['update flows FLOW_STATUS_CHANGE 2023-05-24 23:02:20'],
    2: ['update flows FLOW_STATUS_CHANGE 2023-05-24 23:02:20'],
    3: ['update flows FLOW_STATUS_CHANGE 2023-05-24 23:02:20'],
  },
  'flows-flow-version-expiry-warning': {
    1: ['update flows FLOW_VERSION_EXPIRY_WARNING 2023-05-24 23:02:20'],
  },
  'group_lifecycle_update-group-create': {
    1: ['update group_lifecycle_update group_create of the number'],
    2: ['update group_lifecycle_update group_create of the number'],
    3: ['update group_lifecycle_update group_create of the number'],
  },
  'group_lifecycle_update-group-create-errors': {
    1: ['update group_lifecycle_update group_create of the number'],
  },
  'group_lifecycle_update-group-delete': {
    1: ['update group_lifecycle_update group_delete of the number'],
  },
  'group_lifecycle_update-group-delete-errors': {
    1: ['update group_lifecycle_update group_delete of the number'],
  },
  'group_participants_update-group-create': {
    1: ['update group_participants_update group_create of the number'],
  },
  'group_participants_update-group-join-request-created-invite-link': {
    1: ['update group_participants_update group_join_request_created of the number'],
  },
  'group_participants_update-group-participants-add-invite-link': {
    2: ['update group_participants_update group_participants_add of the number'],
    3: ['update group_participants_update group_participants_add of the number'],
  },
  'group_participants_update-group-participants-remove': {
    1: ['update group_participants_update group_participants_remove of the number'],
    2: ['update group_participants_update group_participants_remove of the number'],
  },
  'group_participants_update-group-participants-remove-errors': {
    1: ['update group_participants_update group_participants_remove of the number'],
    2: ['update group_participants_update group_participants_remove of the number'],
  },
  'group_participants_update-group-request-type-reason-for-request-outcome': {
    1: ['update group_participants_update GROUP_REQUEST_TYPE of the number'],
  },
  'group_settings_update-group-settings-update': {
    1: ['update group_settings_update group_settings_update of the number'],
    2: ['update group_settings_update group_settings_update of the number'],
    3: ['update group_settings_update group_settings_update of the number'],
  },
  'group_settings_update-group-settings-update-errors': {
    1: ['update group_settings_update group_settings_update of the number'],
    2: ['update group_settings_update group_settings_update of the number'],
  },
  'group_status_update-group-suspend': {
    1: ['update group_status_update group_suspend of the number'],
    2: ['update group_status_update group_suspend of the number'],
  },
  'group_status_update-group-suspend-cleared': {
    1: ['update group_status_update group_suspend_cleared of the number'],
  },
  'history-media': {
    1: [
      'contact phone:16505551234',
      'conversation phone:16505551234 unread=0',
      'in history image "Black Prince echeveria" 2025-02-05 23:02:27 with phone:16505551234 media=image/jpeg',
    ],
  },
  'history-threads': {
    2: [
      'contact phone:12125557890',
      'contact phone:16505551234',
      'conversation phone:12125557890 unread=0',
      'conversation phone:16505551234 unread=0',
      'in history text "Thanks!" 2025-02-10 23:42:50 with phone:16505551234',
      'out history media_placeholder 2025-02-10 23:42:50 with phone:16505551234 rank=4',
      'out history text "Here\'s the info you requested! https://w" 2025-02-10 23:42:35 with phone:16505551234 rank=3',
      'out history text "Thanks for your order! As a thank you, u" 2025-02-10 23:42:50 with phone:12125557890 rank=2',
      'update history of the number',
    ],
  },
  'message_template_status_update-approved': {
    2: ['update message_template_status_update APPROVED 2025-06-30 01:39:08'],
    3: ['update message_template_status_update APPROVED 2024-11-14 20:57:11'],
  },
  'message_template_status_update-flagged-disableinfo': {
    1: ['update message_template_status_update FLAGGED 2020-11-06 22:52:21'],
  },
  'message_template_status_update-rejected': {
    1: ['update message_template_status_update REJECTED 2023-01-20 21:37:21'],
  },
  'message_template_status_update-rejected-rejectioninfo': {
    2: ['update message_template_status_update REJECTED 2025-06-30 01:39:08'],
  },
  'message_template_status_update-yellow': {
    1: ['update message_template_quality_update YELLOW 2023-01-28 00:04:50'],
  },
  'messages-audio-voice': {
    2: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in audio 2025-04-11 04:08:16 with phone:16505551234 media=audio/ogg; codecs=opus',
    ],
    3: [
      'contact phone:1111111111111 name=Mauricio Binda',
      'conversation phone:1111111111111 unread=1 window=2023-01-06 19:24:30',
      'in audio 2023-01-06 19:24:30 with phone:1111111111111 media=audio/ogg; codecs=opus',
    ],
  },
  'messages-button': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-16 16:24:05',
      'in button "Unsubscribe" 2025-06-16 16:24:05 with phone:16505551234 to=wamid.HBgLMT',
    ],
    2: [
      'contact phone:16315551234 name=Kerry Fisher',
      'conversation phone:16315551234 unread=1 window=2020-10-19 06:00:29',
      'in button "No" 2020-10-19 06:00:29 with phone:16315551234 to=wamid.gBGGFl',
    ],
  },
  'messages-button-referral-forwarded-frequently-forwarded-product-inquiry': {
    1: [
      'contact phone:16315551234',
      'contact phone:WHATSAPP_ID name=NAME',
      'conversation phone:16315551234 unread=1 window=2022-11-23 20:02:58 ad',
      'in button "No" 2022-11-23 20:02:58 with phone:16315551234 to=wamid.ID product forwarded ad=ad or post',
    ],
  },
  'messages-contacts': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in contacts "Lucía Gómez" 2025-04-11 04:08:16 with phone:16505551234',
    ],
    3: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in contacts "Barbara J. Johnson" 2025-04-11 04:08:16 with phone:16505551234',
    ],
  },
  'messages-document': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in document "my receipt" 2025-04-11 04:08:16 with phone:16505551234 media=application/pdf',
    ],
    2: [
      'contact phone:PHONE_NUMBER',
      'contact phone:WHATSAPP_ID name=NAME',
      'conversation phone:PHONE_NUMBER unread=1 window=2022-11-23 20:02:58',
      'in document "CAPTION_TEXT" 2022-11-23 20:02:58 with phone:PHONE_NUMBER media=application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    3: [
      'contact phone:1111111111111 name=Mauricio Binda',
      'conversation phone:1111111111111 unread=1 window=2023-01-06 19:46:32',
      'in document "4_641947.pdf" 2023-01-06 19:46:32 with phone:1111111111111 media=application/pdf',
    ],
  },
  'messages-edit-image': {
    2: [
      'contact phone:16505551234 name=Sheena Nelson',
      'edit 2025-06-13 22:42:55 image "Updated image caption"',
    ],
  },
  'messages-image': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in image "Taj Mahal" 2025-04-11 04:08:16 with phone:16505551234 media=image/jpeg',
    ],
    2: [
      'contact phone:<FROM_PHONE_NUMBER>',
      'contact phone:<WA_ID> name=<CONTACT_NAME>',
      'conversation phone:<FROM_PHONE_NUMBER> unread=1 window=2025-06-15 15:06:40',
      'in image "This is a caption" 2025-06-15 15:06:40 with phone:<FROM_PHONE_NUMBER> media=image/jpeg',
    ],
  },
  'messages-interactive-button-reply': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-15 22:05:36',
      'in interactive "Cancel" 2025-06-15 22:05:36 with phone:16505551234 to=wamid.HBgLMT',
    ],
    3: [
      'contact phone:16505551234 name=Pablo Morales',
      'conversation phone:16505551234 unread=1 window=2024-04-30 20:46:43',
      'in interactive "Change" 2024-04-30 20:46:43 with phone:16505551234 to=wamid.HBgLMT',
    ],
  },
  'messages-interactive-list-reply': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-13 22:42:55',
      'in interactive "Priority Mail Express" 2025-06-13 22:42:55 with phone:16505551234 to=wamid.HBgLMT',
    ],
  },
  'messages-interactive-nfm-reply': {
    3: [
      'contact phone:PHONE_NUMBER_ID name=NAME',
      'conversation phone:PHONE_NUMBER_ID unread=1 window=2022-11-23 20:02:58',
      'in interactive "Sent" 2022-11-23 20:02:58 with phone:PHONE_NUMBER_ID',
    ],
  },
  'messages-location': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in location "Philz Coffee" 2025-04-11 04:08:16 with phone:16505551234',
    ],
    2: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in location "Philz Coffee" 2025-04-11 04:08:16 with phone:16505551234',
    ],
    3: [
      'contact phone:PHONE_NUMBER',
      'contact phone:WHATSAPP_ID name=NAME',
      'conversation phone:PHONE_NUMBER unread=1 window=2022-11-23 20:02:58',
      'in location "LOCATION_NAME" 2022-11-23 20:02:58 with phone:PHONE_NUMBER',
    ],
  },
  'messages-location-reply': {
    1: [
      'contact phone:16505551234 name=Pablo Morales',
      'conversation phone:16505551234 unread=1 window=2023-12-18 17:36:05',
      'in location "Solomon R. Guggenheim Museum" 2023-12-18 17:36:05 with phone:16505551234 to=wamid.HBgLMT',
    ],
  },
  'messages-notype': {
    1: [
      'contact phone:<PHONE_NUMBER>',
      'contact phone:<WHATSAPP_ID> name=<NAME>',
      'conversation phone:<PHONE_NUMBER> unread=1 window=2025-06-15 15:06:40',
      'in contacts "<CONTACT_FORMATTED_NAME>" 2025-06-15 15:06:40 with phone:<PHONE_NUMBER>',
    ],
    2: [
      'contact phone:<WHATSAPP_ID> name=<NAME>',
      'contact phone:PHONE_NUMBER',
      'conversation phone:PHONE_NUMBER unread=1 window=2025-06-15 15:06:40',
      'in location "<LOCATION_NAME>" 2025-06-15 15:06:40 with phone:PHONE_NUMBER',
    ],
    3: [
      'contact phone:PHONE_NUMBER',
      'contact phone:WHATSAPP_ID name=NAME',
      'conversation phone:PHONE_NUMBER unread=1 window=2009-04-04 09:48:04',
      'in location "LOCATION_NAME" 2009-04-04 09:48:04 with phone:PHONE_NUMBER',
    ],
  },
  'messages-notype-with-value-errors': {
    1: [
      'update messages.errors of the number',
      'update messages.payment_status payment 2025-06-15 15:06:40 of the number',
      'dead letter no_id /entry/0/changes/0/value/messages/0',
    ],
  },
  'messages-order': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-16 17:52:05',
      'in order "2 items" 2025-06-16 17:52:05 with phone:16505551234',
    ],
    2: [
      'contact phone:16315551234 name=Kerry Fisher',
      'conversation phone:16315551234 unread=1 window=2020-10-19 00:58:11',
      'in order "text-message-sent-along-with-the-order" 2020-10-19 00:58:11 with phone:16315551234 to=wamid.gBGGFl',
    ],
  },
  'messages-reaction': {
    1: ['contact phone:16505551234 name=Sheena Nelson', 'reaction in 16505551234 👍 2025-06-08 21:52:24'],
    2: [
      'contact phone:<WA_ID> name=<CONTACT_NAME>',
      'dead letter no_target /entry/0/changes/0/value/messages/0',
    ],
  },
  'messages-reaction-removed': {
    3: ['contact phone:16505551234 name=Sheena Nelson', 'reaction in 16505551234 none 2025-06-08 21:52:24'],
  },
  'messages-revoke': {
    1: ['contact phone:16505551234 name=Sheena Nelson', 'revoke 2025-06-13 22:42:55'],
  },
  'messages-status-captured-payment-success': {
    1: [
      'contact phone:919999999999 name=Test User',
      'update messages.payment_status payment 2022-12-01 13:21:00 of the number',
    ],
    2: [
      'contact phone:919999999999 name=Test User',
      'update messages.payment_status payment 2022-12-01 13:21:00 of the number',
    ],
  },
  'messages-status-delivered-conv': {
    1: ['status delivered 2022-11-23 20:02:58 of CUSTOMER_PHONE_NUMBER'],
  },
  'messages-status-delivered-conv-cbp-authentication': {
    1: ['status delivered 2023-06-01 13:37:53 of CUSTOMER_PHONE_NUMBER price=authentication'],
  },
  'messages-status-delivered-conv-cbp-business-initiated': {
    1: ['status delivered 2023-01-06 15:51:57 of 1111111111111 price=business_initiated'],
  },
  'messages-status-delivered-conv-cbp-marketing': {
    1: ['status delivered 2023-07-25 23:24:24 of CUSTOMER_PHONE_NUMBER price=marketing'],
    2: ['status delivered 2023-06-01 13:37:53 of CUSTOMER_PHONE_NUMBER price=marketing'],
  },
  'messages-status-delivered-conv-cbp-service': {
    2: ['status delivered 2025-06-18 16:22:53 of 16505551234 price=service'],
    3: ['status delivered 2023-06-01 13:37:53 of CUSTOMER_PHONE_NUMBER price=service'],
  },
  'messages-status-delivered-conv-cbp-utility': {
    1: ['status delivered 2023-06-01 13:37:53 of CUSTOMER_PHONE_NUMBER price=utility'],
  },
  'messages-status-delivered-conv-group-multi': {
    1: ['status delivered 2025-06-15 15:06:40 of GROUP_PARTICIPANT_PHONE_NUMBER price=CONVERSATION_CATEGORY'],
  },
  'messages-status-delivered-conv-pricing-model-conversation-category-group': {
    1: ['status delivered 2025-06-15 15:06:40 of GROUP_PARTICIPANT_PHONE_NUMBER price=CONVERSATION_CATEGORY'],
  },
  'messages-status-delivered-pmp-regular-marketing': {
    1: [
      'contact bsuid:user.9373795779eb6441c8adb2eaee5b848e7dd174ddd302d7db62142f4722d574b6 phone:16505551234 name=Pablo M. username=pablomorales',
      'status delivered 2025-06-15 23:27:53 of 16505551234 price=marketing',
    ],
  },
  'messages-status-delivered-pmp-regular-marketing-bsuid': {
    1: [
      'contact bsuid:US.13491208655302741918 parent_bsuid:US.ENT.11815799212886844830 name=Pablo M. username=pablomorales',
      'status delivered 2025-06-15 23:27:53 of US.13491208655302741918 price=marketing',
    ],
    2: [
      'contact bsuid:US.13491208655302741918 parent_bsuid:US.ENT.11815799212886844830 phone:16505551234 name=Pablo M. username=pablomorales',
      'status delivered 2025-06-15 23:27:53 of 16505551234 price=marketing',
    ],
    3: [
      'contact bsuid:user.9373795779eb6441c8adb2eaee5b848e7dd174ddd302d7db62142f4722d574b6 name=Pablo M. username=pablomorales',
      'status delivered 2025-06-15 23:27:53 of user.9373795779eb6441c8adb2eaee5b848e7dd174ddd302d7db62142f4722d574b6 price=marketing',
    ],
  },
  'messages-status-failed-131036': {
    1: ['status failed 2024-04-08 17:30:57 of 16505551234 error=131036'],
  },
  'messages-status-failed-131047': {
    1: ['status failed 2023-04-28 03:18:07 of 5511111111111 error=131047'],
  },
  'messages-status-failed-131049': {
    1: ['status failed 2025-06-15 23:27:53 of 16505551234 error=131049'],
    2: ['status failed 2025-06-28 20:34:48 of 16505551234 error=131049'],
  },
  'messages-status-failed-131053': {
    1: ['status failed 2023-01-28 13:30:47 of CUSTOMER_PHONE_NUMBER error=131053'],
    2: ['status failed 2023-03-02 18:56:12 of 1111111111111 error=131053'],
  },
  'messages-status-pending-payment-failed': {
    1: [
      'contact phone:919999999999 name=Test User',
      'update messages.payment_status payment 2022-12-01 13:21:00 of the number',
    ],
  },
  'messages-status-read': {
    1: ['status read 2023-01-28 13:59:16 of CUSTOMER_PHONE_NUMBER'],
    2: ['status read 2023-01-06 15:51:57 of 1111111111111'],
  },
  'messages-status-read-conv': {
    1: ['status read 2022-11-23 20:02:58 of CUSTOMER_PHONE_NUMBER'],
  },
  'messages-status-read-conv-pricing-model-conversation-category-group': {
    1: ['status read 2025-06-15 15:06:40 of GROUP_PARTICIPANT_PHONE_NUMBER price=CONVERSATION_CATEGORY'],
  },
  'messages-status-read-group': {
    1: ['status read 2025-06-15 15:06:40 of GROUP_PARTICIPANT_PHONE_NUMBER'],
  },
  'messages-status-sent': {
    1: ['status sent 2020-10-19 05:45:13 of 16315551234'],
    2: ['status sent 2025-06-15 23:27:53 of 16505551234'],
  },
  'messages-status-sent-conv-cbp-business-initiated': {
    1: ['status sent 2023-01-06 15:51:57 of 1111111111111 price=business_initiated'],
  },
  'messages-status-sent-conv-cbp-user-initiated': {
    1: ['status sent 2023-07-22 04:26:40 of 123456789 price=user_initiated'],
  },
  'messages-status-sent-conv-pmp-regular-marketing': {
    1: ['status sent 2025-06-15 23:27:53 of 16505551234 price=marketing'],
  },
  'messages-sticker': {
    1: [
      'contact phone:<SENDER_PHONE_NUMBER>',
      'contact phone:<WA_ID> name=<CONTACT_NAME>',
      'conversation phone:<SENDER_PHONE_NUMBER> unread=1 window=2025-06-15 15:06:40',
      'in sticker 2025-06-15 15:06:40 with phone:<SENDER_PHONE_NUMBER> media=image/webp',
    ],
    3: [
      'contact phone:ID name=NAME',
      'contact phone:SENDER_PHONE_NUMBER',
      'conversation phone:SENDER_PHONE_NUMBER unread=1 window=2022-11-23 20:02:58',
      'in sticker 2022-11-23 20:02:58 with phone:SENDER_PHONE_NUMBER media=image/webp',
    ],
  },
  'messages-sticker-animated': {
    2: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in sticker 2025-04-11 04:08:16 with phone:16505551234 media=image/webp',
    ],
  },
  'messages-system-user-changed-number': {
    1: [
      'contact made:12195555358 made:16505551234 phone:12195555358',
      'contact made:after 16505551234 1750269342000 phone:16505551234',
      'conversation made:12195555358 made:16505551234 phone:12195555358 unread=0',
      'in system "User Sheena Nelson changed from 16505551" 2025-06-18 17:55:42 with made:12195555358 made:16505551234 phone:12195555358',
    ],
    3: [
      'contact made:15550002222 made:15550003333 phone:15550003333',
      'contact made:after 15550002222 1689999999000 phone:15550002222',
      'conversation made:15550002222 made:15550003333 phone:15550003333 unread=0',
      'in system "NAME changed from 15550002222 to 1555000" 2023-07-22 04:26:39 with made:15550002222 made:15550003333 phone:15550003333',
    ],
  },
  'messages-text': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-08 20:59:43',
      'in text "Does it come in another color?" 2025-06-08 20:59:43 with phone:16505551234',
    ],
    2: [
      'contact phone:16315551234 name=Kerry Fisher',
      'conversation phone:16315551234 unread=1 window=2020-10-18 22:13:21',
      'in text "Hello this is an answer" 2020-10-18 22:13:21 with phone:16315551234',
    ],
    3: [
      'contact phone:<FROM_PHONE_NUMBER>',
      'contact phone:<WA_ID> name=<CONTACT_NAME>',
      'conversation phone:<FROM_PHONE_NUMBER> unread=1 window=2020-10-12 19:51:40',
      'in text "Hi from new number 3601" 2020-10-12 19:51:40 with phone:<FROM_PHONE_NUMBER>',
    ],
  },
  'messages-text-bsuid-nophone': {
    1: [
      'contact bsuid:US.13491208655302741918 parent_bsuid:US.ENT.11815799212886844830 name=Sheena Nelson username=realsheenanelson',
      'conversation bsuid:US.13491208655302741918 parent_bsuid:US.ENT.11815799212886844830 unread=1 window=2025-06-08 20:59:43',
      'in text "Does it come in another color?" 2025-06-08 20:59:43 with bsuid:US.13491208655302741918 parent_bsuid:US.ENT.11815799212886844830',
    ],
    2: [
      'contact bsuid:user.93737... name=Sheena Nelson username=realsheenanelson',
      'conversation bsuid:user.93737... unread=1 window=2025-06-08 20:59:43',
      'in text "Does it come in another color?" 2025-06-08 20:59:43 with bsuid:user.93737...',
    ],
    3: [
      'contact bsuid:US.13491208655302741918 bsuid:uUS.13491208655302741918 parent_bsuid:US.11815799212886844830 name=Sheena Nelson username=realsheenanelson',
      'conversation bsuid:US.13491208655302741918 bsuid:uUS.13491208655302741918 parent_bsuid:US.11815799212886844830 unread=1 window=2025-06-08 20:59:43',
      'in text "Does it come in another color?" 2025-06-08 20:59:43 with bsuid:US.13491208655302741918 bsuid:uUS.13491208655302741918 parent_bsuid:US.11815799212886844830',
    ],
  },
  'messages-text-forwarded': {
    2: [
      'contact phone:16315551234',
      'contact phone:WHATSAPP_ID name=NAME',
      'conversation phone:16315551234 unread=1 window=2022-11-23 20:02:58',
      'in text "MESSAGE_BODY" 2022-11-23 20:02:58 with phone:16315551234 forwarded',
    ],
  },
  'messages-text-group': {
    1: [
      'contact group group:HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA',
      'contact phone:16505551234 name=Tiago Mingo',
      'conversation group:HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA unread=1 window=2025-04-11 04:08:16',
      'in text "What does everyone think about this?" 2025-04-11 04:08:16 with group:HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA by 16505551234',
    ],
  },
  'messages-text-multi': {
    1: [
      'contact phone:1234567890 name=Sam Sample',
      'conversation phone:1234567890 unread=1 window=2023-03-29 20:57:36',
      'in text "Hello from a text message" 2023-03-29 20:57:36 with phone:1234567890',
      'reaction in 1234567890 👍 2023-03-29 20:57:37',
    ],
  },
  'messages-text-product-inquiry': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-15 19:46:40',
      'in text "Is this still available?" 2025-06-15 19:46:40 with phone:16505551234 to=wamid.HBgLMT product',
    ],
    2: [
      'contact phone:PHONE_NUMBER',
      'contact phone:PHONE_NUMBER_ID name=NAME',
      'conversation phone:PHONE_NUMBER unread=1 window=2025-06-15 15:06:40',
      'in text "MESSAGE_TEXT" 2025-06-15 15:06:40 with phone:PHONE_NUMBER to=wamid.ID product',
    ],
    3: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-15 19:46:40',
      'in text "Is this still available?" 2025-06-15 19:46:40 with phone:16505551234 to=wamid.HBgLMT product',
    ],
  },
  'messages-text-referral': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-18 19:46:32 ad',
      'in text "Hello! Can I get more info on this?" 2025-06-18 19:46:32 with phone:16505551234 ad=ad',
    ],
    2: [
      'contact phone:<SENDER_PHONE_NUMBERID>',
      'contact phone:<WA_ID> name=<PROFILE_NAME>',
      'conversation phone:<SENDER_PHONE_NUMBERID> unread=1 window=2025-06-15 15:06:40 ad',
      'in text "<BODY>" 2025-06-15 15:06:40 with phone:<SENDER_PHONE_NUMBERID> ad=<AD_OR_POST>',
    ],
  },
  'messages-unsupported': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-16 16:18:22',
      'in unsupported 2025-06-16 16:18:22 with phone:16505551234 error=131051',
    ],
    3: [
      'contact phone:15550001111 name=NAME',
      'conversation phone:15550001111 unread=1 window=2023-07-22 04:28:20',
      'in unsupported 2023-07-22 04:28:20 with phone:15550001111 error=131051',
    ],
  },
  'messages-unsupported-edit': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-06-16 16:18:22',
      'in unsupported 2025-06-16 16:18:22 with phone:16505551234 error=131051',
    ],
  },
  'messages-value-errors': {
    1: ['update messages.errors 131035 of the number'],
    2: ['update messages.errors 130429 of the number'],
  },
  'messages-video': {
    1: [
      'contact phone:16505551234 name=Sheena Nelson',
      'conversation phone:16505551234 unread=1 window=2025-04-11 04:08:16',
      'in video "Timelapse of growth" 2025-04-11 04:08:16 with phone:16505551234 media=video/mp4',
    ],
    2: [
      'contact phone:1111111111111 name=Mauricio Binda',
      'conversation phone:1111111111111 unread=1 window=2023-01-06 18:25:01',
      'in video "hello world" 2023-01-06 18:25:01 with phone:1111111111111 media=video/mp4',
    ],
  },
  'partner_solutions-solution-created': {
    1: ['update partner_solutions SOLUTION_CREATED 2025-02-12 00:43:44'],
  },
  'payment_configuration_update-needs-testing': {
    1: ['update payment_configuration_update Needs Testing 2024-09-05 01:31:26'],
    2: ['update payment_configuration_update Needs Testing 2025-02-12 00:43:44'],
  },
  'phone_number_name_update-approved': {
    1: [
      'update phone_number_name_update APPROVED 2025-02-12 00:43:44',
      'channel decision=APPROVED name=Lucky Shrub',
    ],
    2: [
      'update phone_number_name_update APPROVED 2024-11-14 20:57:11',
      'channel decision=APPROVED name=WhatsApp',
    ],
    3: [
      'update phone_number_name_update APPROVED 2020-12-17 22:10:53',
      'channel decision=APPROVED name=WhatsApp',
    ],
  },
  'phone_number_quality_update-flagged': {
    1: [
      'update phone_number_quality_update FLAGGED 2024-11-14 20:57:11',
      'channel quality=RED limit=TIER_10K',
    ],
    2: [
      'update phone_number_quality_update FLAGGED 2020-12-17 22:11:02',
      'channel quality=RED limit=TIER_10K',
    ],
  },
  'phone_number_quality_update-throughput-upgrade': {
    1: [
      'update phone_number_quality_update THROUGHPUT_UPGRADE 2025-05-28 17:46:34',
      'channel limit=TIER_UNLIMITED mps=1000',
    ],
  },
  'security-pin-reset-request': {
    1: ['update security PIN_RESET_REQUEST 2025-06-01 20:57:53'],
  },
  'smb_app_state_sync-add': {
    2: ['contact phone:16505551234 book=Pablo Morales'],
  },
  'smb_message_echoes-text': {
    1: [
      'contact phone:16505551234',
      'conversation phone:16505551234 unread=0',
      'out echo text "Here\'s the info you requested! https://w" 2025-02-12 00:43:44 with phone:16505551234 rank=1',
    ],
    2: [
      'contact phone:16505551234',
      'conversation phone:16505551234 unread=0',
      'out echo text "Here\'s the info you requested! https://w" 2023-11-17 21:05:21 with phone:16505551234 rank=1',
    ],
  },
  'template_category_update-impending': {
    1: ['update template_category_update 2025-05-01 07:00:00'],
  },
  'template_category_update-marketing': {
    2: ['update template_category_update 2025-05-02 07:00:00'],
  },
  'user_preferences-resume': {
    2: [
      'contact phone:16505551234',
      'preference phone:16505551234 marketing_messages resume 2024-11-15 21:22:01',
    ],
  },
}
