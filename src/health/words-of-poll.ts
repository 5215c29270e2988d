/** What Meta answers about a number and its account, as words. What it leaves out says nothing. Pure. */
import type { NumberHealth } from '#whatsapp/graph-accounts.ts'
import type { AccountStanding, NumberNames } from '#whatsapp/graph-health.ts'
import type { PhoneNumber } from '#whatsapp/graph.ts'
import { tierOf, type Word, type WordKind } from './words.ts'

export type PollAnswer = {
  readonly number: PhoneNumber
  readonly names: NumberNames
  readonly health: NumberHealth
  readonly account: AccountStanding
  /** Whether marketing may go through Meta's own API for it; null: Meta does not say. */
  readonly marketing: string | null
}

/** Graph's words for a name's state (Meta, "Phone numbers", Nov 2025) as the webhook has them. */
const NAMES: Readonly<Record<string, string>> = {
  APPROVED: 'APPROVED',
  AVAILABLE_WITHOUT_REVIEW: 'APPROVED',
  PENDING_REVIEW: 'PENDING',
  DECLINED: 'REJECTED',
  EXPIRED: 'EXPIRED',
}

export function wordsOfPoll({ number, names, health, account, marketing }: PollAnswer): Word[] {
  const name = NAMES[number.nameStatus ?? '']
  const newName = NAMES[names.newNameStatus ?? '']
  const [problem] = health.problems
  return [
    ...said('quality', number.qualityRating === 'NA' ? 'UNKNOWN' : number.qualityRating),
    ...said('number_status', number.status === 'UNKNOWN' ? null : number.status),
    ...said('sending', health.canSend, {
      code: problem?.code ?? null,
      description: problem?.description ?? null,
      solution: problem?.solution ?? null,
    }),
    ...said('tier', tierOf(number.messagingLimit ?? account.messagingLimit) ?? null),
    ...said('throughput', number.throughput === 'NOT_APPLICABLE' ? null : number.throughput),
    ...said('name', name ?? null, { name: number.verifiedName }),
    ...said('new_name', newName ?? null),
    ...said('verification', names.verificationStatus),
    ...said('portfolio', account.portfolioId),
    ...said('account_review', account.reviewStatus),
    ...said('marketing_messages', marketing),
  ]
}

function said(kind: WordKind, to: string | null, data: Word['data'] = {}): Word[] {
  const known = Object.entries(data).filter(([, value]) => value !== null && value !== '')
  return to === null || to === '' ? [] : [{ kind, subject: '', to, data: Object.fromEntries(known) }]
}

/**
 * What follows from messages going out: an account that a webhook said was gone is there, and so is our access to it. Only said
 * where something else was.
 */
export const impliedBy = (words: readonly Word[]): Word[] =>
  words.some(({ kind, to }) => kind === 'sending' && to === 'AVAILABLE')
    ? [...said('account', 'active'), ...said('partner', 'added')]
    : []
