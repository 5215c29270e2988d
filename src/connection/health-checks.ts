/**
 * What the connection doctor makes of what it was told: each function judges one thing, knows nothing of the others, and asks
 * nobody. Words say what is wrong, whose move it is, and where it is mended.
 */
import { DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'
import type { NumberHealth, SubscribedApp, TokenInfo } from '#whatsapp/graph-accounts.ts'
import type { PhoneNumber } from '#whatsapp/graph.ts'
import type { WebhookProbe } from './parts.ts'
import type { Check, CheckKey } from './shapes.ts'
import { SCOPES } from './take-up-number.ts'

/** Time enough to make a new token before the old one ends. */
const EXPIRES_SOON_MS = 7 * DAY_MS
/** Where Meta's pages are (July to November 2026). */
const WHATSAPP_MANAGER = 'https://business.facebook.com/wa/manage/phone-numbers/'
const SYSTEM_USERS = 'https://business.facebook.com/settings/system-users'
const PAYMENTS = 'https://business.facebook.com/billing_hub/accounts'
const APPS = 'https://developers.facebook.com/apps/'

type Found = Omit<Check, 'key' | 'nextStep' | 'side' | 'fixUrl' | 'facts'> &
  Partial<Pick<Check, 'nextStep' | 'side' | 'fixUrl' | 'facts'>>

const check = (key: CheckKey, found: Found): Check => ({
  key,
  nextStep: null,
  side: null,
  fixUrl: null,
  facts: {},
  ...found,
})

/** What could not be found out; that Meta is silent about one thing says nothing of the others. */
export const unknownCheck = (
  key: CheckKey,
  why: 'unreachable' | 'no_token' | 'refused',
  detail = '',
): Check =>
  check(key, {
    state: 'unknown',
    code: `${key}_${why}`,
    title:
      why === 'unreachable'
        ? 'Meta did not answer, so this could not be checked'
        : why === 'no_token'
          ? 'This cannot be checked without a working access token'
          : 'Meta does not tell us this',
    ...(why === 'unreachable' && { nextStep: 'Check again in a minute.', side: 'meta' as const }),
    ...(detail !== '' && { facts: { detail } }),
  })

export function checkNoToken(why: 'disconnected' | 'unreadable'): Check {
  if (why === 'disconnected')
    return check('token', {
      state: 'fail',
      code: 'token_disconnected',
      title: 'The number is disconnected',
      nextStep: 'Connect it again.',
      side: 'business',
    })
  return check('token', {
    state: 'fail',
    code: 'token_unreadable',
    title: 'The access token cannot be opened with this installation’s keys',
    nextStep:
      'Whoever runs the installation should put the earlier HARKARA_SECRET_KEY into HARKARA_SECRET_KEYS_OLD; or enter a new token.',
    side: 'harkara',
  })
}

export function checkTokenInfo(info: TokenInfo, now: Instant): Check {
  if (!info.isValid)
    return check('token', {
      state: 'fail',
      code: 'token_invalid',
      title: 'Meta no longer accepts the access token',
      nextStep: 'Make a new one in Meta Business settings, under System users, and enter it here.',
      side: 'business',
      fixUrl: SYSTEM_USERS,
    })
  const { expiresAt } = info
  if (expiresAt !== null && expiresAt - now < EXPIRES_SOON_MS)
    return check('token', {
      state: 'warn',
      code: 'token_expiring',
      title: 'The access token expires soon',
      nextStep:
        'Make one that never expires in Meta Business settings, under System users, and enter it here.',
      side: 'business',
      fixUrl: SYSTEM_USERS,
      facts: { expiresAt },
    })
  return check('token', {
    state: 'ok',
    code: 'token_ok',
    title: 'Meta accepts the access token',
    ...(expiresAt !== null && { facts: { expiresAt } }),
  })
}

export function checkPermissions({ isValid, scopes, targets }: TokenInfo, wabaId: string): Check {
  if (!isValid) return unknownCheck('permissions', 'no_token')
  const missing = SCOPES.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0)
    return check('permissions', {
      state: 'fail',
      code: 'permissions_missing',
      title: 'The access token lacks a permission',
      nextStep:
        'Make a new token with both WhatsApp permissions in Meta Business settings, under System users.',
      side: 'business',
      fixUrl: SYSTEM_USERS,
      facts: { missing: missing.join(', ') },
    })
  if (!SCOPES.every((scope) => targets.get(scope)?.includes(wabaId) ?? true))
    return check('permissions', {
      state: 'fail',
      code: 'permissions_other_account',
      title: 'The access token is not for this WhatsApp Business account',
      nextStep: 'Assign the account to the system user in Meta Business settings, then make a new token.',
      side: 'business',
      fixUrl: SYSTEM_USERS,
    })
  return check('permissions', {
    state: 'ok',
    code: 'permissions_ok',
    title: 'The access token has both WhatsApp permissions',
  })
}

/** States: Meta, "Phone numbers" (Nov 2025). */
export function checkNumber({ status }: PhoneNumber): Check {
  if (status === null) return unknownCheck('number', 'refused')
  if (status === 'CONNECTED')
    return check('number', { state: 'ok', code: 'number_ok', title: 'The number works at Meta' })
  const isBlocked = status === 'BANNED' || status === 'RESTRICTED' || status === 'DELETED'
  const isLimited = status === 'FLAGGED' || status === 'RATE_LIMITED'
  return check('number', {
    state: isLimited ? 'warn' : 'fail',
    code: isBlocked ? 'number_blocked' : isLimited ? 'number_limited' : 'number_not_connected',
    title: isBlocked
      ? 'Meta has blocked the number'
      : isLimited
        ? 'Meta has limited the number'
        : 'The number is not connected at Meta',
    nextStep: isBlocked
      ? 'Open the number in WhatsApp Manager; there Meta says why, and how to ask for a review.'
      : isLimited
        ? 'Send less advertising, and only to customers who asked for it.'
        : 'Connect the number again, with its two-step PIN.',
    side: 'business',
    fixUrl: WHATSAPP_MANAGER,
    facts: { status },
  })
}

export function checkRegistration({ platformType, isOnBusinessApp }: PhoneNumber): Check {
  if (platformType === null) return unknownCheck('registration', 'refused')
  if (platformType === 'CLOUD_API')
    return check('registration', {
      state: 'ok',
      code: isOnBusinessApp ? 'registration_shared' : 'registration_ok',
      title: isOnBusinessApp
        ? 'The number is registered, and works in the WhatsApp Business app as well'
        : 'The number is registered for the Cloud API',
    })
  return check('registration', {
    state: 'fail',
    code: 'registration_missing',
    title: 'The number is not registered for the Cloud API',
    nextStep: 'Connect the number again, with its two-step PIN.',
    side: 'business',
    facts: { platformType },
  })
}

export function checkQuality({ qualityRating }: PhoneNumber): Check {
  if (qualityRating === 'GREEN')
    return check('quality', {
      state: 'ok',
      code: 'quality_high',
      title: 'Customers are content with what they get',
    })
  if (qualityRating === 'YELLOW' || qualityRating === 'RED') {
    const isRed = qualityRating === 'RED'
    return check('quality', {
      state: isRed ? 'fail' : 'warn',
      code: isRed ? 'quality_low' : 'quality_medium',
      title: isRed
        ? 'Many customers block or report this number'
        : 'Some customers block or report this number',
      nextStep: 'Write only to customers who asked for it, and stop templates that they complain about.',
      side: 'business',
      fixUrl: WHATSAPP_MANAGER,
    })
  }
  return check('quality', {
    state: 'ok',
    code: 'quality_unrated',
    title: 'Meta has not rated the number yet; it needs a few conversations',
  })
}

export function checkDisplayName({ nameStatus, verifiedName }: PhoneNumber): Check {
  const facts = verifiedName === null ? {} : { name: verifiedName }
  if (nameStatus === null || nameStatus === 'NONE' || nameStatus === 'NON_EXISTS')
    return unknownCheck('display_name', 'refused')
  if (nameStatus === 'APPROVED' || nameStatus === 'AVAILABLE_WITHOUT_REVIEW')
    return check('display_name', {
      state: 'ok',
      code: 'display_name_ok',
      title: 'Meta has approved the display name',
      facts,
    })
  const isPending = nameStatus === 'PENDING_REVIEW'
  return check('display_name', {
    state: isPending ? 'warn' : 'fail',
    code: isPending ? 'display_name_pending' : 'display_name_declined',
    title: isPending ? 'Meta is reviewing the display name' : 'Meta has declined the display name',
    nextStep: isPending
      ? 'Wait; it usually takes a day or two.'
      : 'Choose another name in WhatsApp Manager, Phone numbers; it must be that of the business.',
    side: isPending ? 'meta' : 'business',
    fixUrl: WHATSAPP_MANAGER,
    facts,
  })
}

/** @param appId ours; null: not known, and then any app must do */
export function checkSubscription(apps: readonly SubscribedApp[], appId: string | null): Check {
  const isThere = appId === null ? apps.length > 0 : apps.some(({ id }) => id === appId)
  if (isThere)
    return check('subscription', {
      state: 'ok',
      code: 'subscription_ok',
      title: 'The app hears what happens in the WhatsApp account',
    })
  return check('subscription', {
    state: 'fail',
    code: 'subscription_missing',
    title: 'The app is not attached to the WhatsApp account, so no message arrives here',
    nextStep: 'Press “Subscribe again”, or connect the number again.',
    side: 'harkara',
  })
}

/** 131042 and "payment" in Meta's own sentence: the account has no way to pay (Meta, "Error codes", Nov 2025). */
export function checkSending({ canSend, problems }: NumberHealth): Check {
  if (canSend === null) return unknownCheck('sending', 'refused')
  if (canSend === 'AVAILABLE')
    return check('sending', { state: 'ok', code: 'sending_ok', title: 'Meta lets messages go out' })
  const payment = problems.find(
    ({ code, description }) => code === 131042 || /\b(payment|billing|credit line)\b/iu.test(description),
  )
  const [first] = payment === undefined ? problems : [payment]
  const facts = first === undefined ? {} : { detail: first.description }
  if (payment !== undefined)
    return check('sending', {
      state: 'fail',
      code: 'sending_payment',
      title: 'Meta has no working way to be paid for this WhatsApp account',
      nextStep: 'Add a payment method to the WhatsApp account in Meta Business settings, Billing.',
      side: 'business',
      fixUrl: PAYMENTS,
      facts,
    })
  const isBlocked = canSend === 'BLOCKED'
  return check('sending', {
    state: isBlocked ? 'fail' : 'warn',
    code: isBlocked ? 'sending_blocked' : 'sending_limited',
    title: isBlocked ? 'Meta lets no messages go out' : 'Meta lets only some messages go out',
    nextStep: first?.solution ?? 'Open the number in WhatsApp Manager; there Meta says why.',
    side: 'business',
    fixUrl: WHATSAPP_MANAGER,
    facts,
  })
}

/** @param ours where Meta should post to; null: PUBLIC_URL is not set, and only that there is an address can be said */
export function checkWebhookAddress({ webhookUrl }: NumberHealth, ours: string | null): Check {
  const steps = {
    side: 'business',
    fixUrl: APPS,
    nextStep:
      'In Meta’s App dashboard, WhatsApp, Configuration, enter this installation’s webhook address and verify token, and subscribe to “messages”.',
  } as const
  if (webhookUrl === null)
    return check('webhook_address', {
      state: 'fail',
      code: 'webhook_address_missing',
      title: 'Meta has no address to send messages to',
      ...steps,
    })
  if (ours === null || sameAddress(webhookUrl, ours))
    return check('webhook_address', {
      state: 'ok',
      code: ours === null ? 'webhook_address_set' : 'webhook_address_ok',
      title:
        ours === null
          ? 'Meta has an address to send messages to'
          : 'Meta sends messages to this installation',
      facts: { address: webhookUrl },
    })
  return check('webhook_address', {
    state: 'fail',
    code: 'webhook_address_other',
    title: 'Meta sends this number’s messages to another address',
    ...steps,
    facts: { address: webhookUrl, expected: ours },
  })
}

const sameAddress = (one: string, other: string): boolean =>
  URL.parse(one)?.href.replace(/\/$/u, '') === URL.parse(other)?.href.replace(/\/$/u, '')

/** null: there is no PUBLIC_URL to try. */
export function checkProbe(probe: WebhookProbe | null): Check {
  if (probe === null)
    return check('webhook_probe', {
      state: 'unknown',
      code: 'webhook_probe_no_url',
      title: 'Whether the webhook address can be reached from outside was not tried',
      nextStep: 'Whoever runs the installation can set PUBLIC_URL; then it is tried.',
      side: 'harkara',
    })
  if (probe.isOurs)
    return check('webhook_probe', {
      state: 'ok',
      code: 'webhook_probe_ok',
      title: 'The webhook address answers as Meta expects',
    })
  return check('webhook_probe', {
    state: 'fail',
    code: probe.status === null ? 'webhook_probe_unreachable' : 'webhook_probe_wrong',
    title:
      probe.status === null
        ? 'The webhook address cannot be reached'
        : 'Something else answers at the webhook address',
    nextStep:
      'Check PUBLIC_URL, the DNS entry, the certificate, and that the proxy passes /webhooks/meta on.',
    side: 'harkara',
    ...(probe.status !== null && { facts: { status: probe.status } }),
  })
}

/** Nothing for a while is no fault of its own: a small shop sleeps at night. The silence detector knows what is usual. */
export function checkLastWebhook(
  heardAt: Instant | null,
  alarms: readonly { readonly kind: string }[],
  now: Instant,
): Check {
  const facts = heardAt === null ? {} : { heardAt }
  if (alarms.length > 0)
    return check('last_webhook', {
      state: 'fail',
      code: 'last_webhook_silence',
      title: 'Less arrives from Meta than usual',
      nextStep: 'Look at the other checks: the first one that fails is usually the reason.',
      side: 'meta',
      facts,
    })
  if (heardAt === null)
    return check('last_webhook', {
      state: 'unknown',
      code: 'last_webhook_none',
      title: 'Nothing has arrived for this number yet',
      nextStep: 'Write a message to the number from your own phone.',
      side: 'business',
    })
  const isLong = now - heardAt > 7 * DAY_MS
  return check('last_webhook', {
    state: isLong ? 'warn' : 'ok',
    code: isLong ? 'last_webhook_old' : 'last_webhook_ok',
    title: isLong ? 'Nothing has arrived for a week' : 'Messages and receipts arrive',
    ...(isLong && {
      nextStep: 'Write a message to the number from your own phone.',
      side: 'business' as const,
    }),
    facts,
  })
}

/** @param unsigned POSTs of the last hour with a wrong signature, or none */
export function checkSignature(unsigned: number, heardAt: Instant | null, now: Instant): Check {
  if (unsigned === 0)
    return check('signature', {
      state: 'ok',
      code: 'signature_ok',
      title: 'All that came in the last hour was signed with our app secret',
    })
  const isHeard = heardAt !== null && now - heardAt < HOUR_MS
  return check('signature', {
    state: isHeard ? 'ok' : 'warn',
    code: isHeard ? 'signature_strangers' : 'signature_wrong',
    title: isHeard
      ? 'Some calls with a wrong signature were refused; Meta’s own arrive'
      : 'Calls with a wrong signature were refused, and none with the right one came',
    ...(!isHeard && {
      nextStep:
        'Compare META_APP_SECRET with the app secret in Meta’s App dashboard, Settings, Basic. Anybody can send such calls, so it may mean nothing.',
      side: 'harkara' as const,
      fixUrl: APPS,
    }),
    facts: { count: unsigned },
  })
}
