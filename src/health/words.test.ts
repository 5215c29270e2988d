import { describe, expect, test } from 'vitest'
import type { Json } from '#whatsapp/facts.ts'
import { limitOf, markOf, severityOf, tierOf, wordsOfUpdate, type Word } from './words.ts'

const NUMBER = { phoneNumberId: '100', displayPhoneNumber: '919000000001' }
const say = (field: string, value: Json): Word[] => wordsOfUpdate({ field, value }, NUMBER)
const short = (words: Word[]): string[] =>
  words.map(({ kind, subject, to }) => [kind, ...(subject === '' ? [] : [subject]), to].join(' '))

describe('what Meta tells', () => {
  test('of another displayed number is not said of this one', () => {
    const value = { display_phone_number: '+91 90000 00002', event: 'FLAGGED' }
    expect(say('phone_number_quality_update', value)).toEqual([])
    expect(
      short(say('phone_number_quality_update', { ...value, display_phone_number: '+91 90000 00001' })),
    ).toEqual(['quality RED'])
  })

  test('about throughput says nothing about how many people may be written to', () => {
    const value = { event: 'THROUGHPUT_UPGRADE', current_limit: 'TIER_UNLIMITED' }
    expect(short(say('phone_number_quality_update', value))).toEqual(['throughput HIGH'])
  })

  test('names the limit in any of Meta’s ways, and it is the same limit', () => {
    expect([2000, '2000', 'TIER_2K', 'TIER_2000'].map((value) => tierOf(value))).toEqual(
      Array.from({ length: 4 }, () => 'TIER_2K'),
    )
    expect([-1, '-1', 'UNLIMITED', 'TIER_UNLIMITED'].map((value) => limitOf(tierOf(value)))).toEqual(
      Array.from({ length: 4 }, () => null),
    )
    expect(
      ['TIER_250', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_NOT_SET'].map((tier) => limitOf(tierOf(tier))),
    ).toEqual([250, 2000, 10_000, 100_000, undefined])
  })

  test('about restrictions is one word for each, with its end', () => {
    const words = say('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      violation_info: { violation_type: 'SPAM' },
      restriction_info: [
        { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1_793_000_000 },
        { restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION', expiration: '1793000001' },
      ],
    })
    expect(short(words)).toEqual([
      'restriction RESTRICTED_BIZ_INITIATED_MESSAGING active',
      'restriction RESTRICTED_ADD_PHONE_NUMBER_ACTION active',
      'violation SPAM SPAM',
    ])
    expect(words.map(({ data }) => data['expiresAt'])).toEqual([
      1_793_000_000_000,
      1_793_000_001_000,
      undefined,
    ])
    expect(words.map(severityOf)).toEqual(['critical', 'warning', 'critical'])
  })

  test('about a ban, an alert, a payment, a name, a review and a PIN is understood', () => {
    expect(
      short([
        ...say('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }),
        ...say('account_alerts', {
          entity_type: 'PHONE_NUMBER',
          entity_id: '100',
          alert_info: {
            alert_severity: 'WARNING',
            alert_status: 'ACTIVE',
            alert_type: 'PROFILE_PICTURE_LOST',
          },
        }),
        ...say('payment_configuration_update', { configuration_name: 'upi', status: 'Needs Testing' }),
        ...say('phone_number_name_update', { decision: 'REJECTED', requested_verified_name: 'Shop' }),
        ...say('account_review_update', { decision: 'REJECTED' }),
        ...say('security', { event: 'PIN_CHANGED' }),
      ]),
    ).toEqual([
      'account disabled',
      'alert PROFILE_PICTURE_LOST ACTIVE',
      'payment upi Needs Testing',
      'name REJECTED',
      'account_review REJECTED',
      'security PIN_CHANGED PIN_CHANGED',
    ])
  })

  test('about another number’s alert is not said of this one', () => {
    const alert = { alert_status: 'ACTIVE', alert_type: 'OBA_REJECTED' }
    expect(
      say('account_alerts', { entity_type: 'PHONE_NUMBER', entity_id: '101', alert_info: alert }),
    ).toEqual([])
  })

  test('and is not understood is said all the same, and is no trouble', () => {
    const words = say('account_update', { event: 'SOMETHING_NEW' })
    expect(short(words)).toEqual(['account_event SOMETHING_NEW SOMETHING_NEW'])
    expect(words.map(severityOf)).toEqual(['info'])
  })

  test('in a form that it never had breaks nothing', () => {
    const odd: Json[] = [
      null,
      'x',
      3,
      [],
      [{ event: 'x' }],
      { event: {} },
      { event: ['x'], restriction_info: 'x' },
    ]
    for (const field of FIELDS) for (const value of odd) expect(() => say(field, value)).not.toThrow()
  })

  test('with another end is another word, with another sentence is not', () => {
    const word: Word = {
      kind: 'restriction',
      subject: 'X',
      to: 'active',
      data: { expiresAt: 1, remediation: 'a' },
    }
    expect(markOf({ ...word, data: { expiresAt: 2 } })).not.toBe(markOf(word))
    expect(markOf({ ...word, data: { expiresAt: 1, remediation: 'b' } })).toBe(markOf(word))
  })
})

const FIELDS = [
  ...[
    'phone_number_quality_update',
    'phone_number_name_update',
    'business_capability_update',
    'account_update',
  ],
  ...['account_alerts', 'account_review_update', 'security', 'payment_configuration_update'],
]
