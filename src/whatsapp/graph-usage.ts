/**
 * How much of an account's budget of management calls is used up, as Meta says in `X-Business-Use-Case-Usage` (Meta, "Rate limits", Nov
 * 2025: 200 calls an hour for each app and account, 5,000 once a number is registered; sending is not among them). From 80 percent on
 * what is only read waits, so that what people do still goes through; once all is used up everything waits, without a call that Meta
 * would refuse.
 */
import type { EgressHead } from '#platform/egress.ts'
import { Fault } from '#platform/errors.ts'
import { objectOf, parseJson } from './json.ts'
import type { JsonObject } from './facts.ts'

const NEARLY_PERCENT = 80
const ALL_PERCENT = 100
/** A budget is of the hour that is over now: after so long some of it is back, or the next answer says that it is not. */
const READS_WAIT_MS = 60_000
const MINUTE_MS = 60_000
const ACCOUNTS_MAX = 10_000

type Account = { readonly readsFrom: number; readonly writesFrom: number }

export type GraphUsage = {
  /** Throws a fault if a call of this account must wait; `path` is the call's. */
  readonly check: (path: string, isRead: boolean) => void
  /** What an answer says. */
  readonly note: (head: Pick<EgressHead, 'headers'>) => void
}

/** @param now milliseconds of a clock that only goes forward. */
export function createGraphUsage(now: () => number = () => performance.now()): GraphUsage {
  const accounts = new Map<string, Account>()
  return {
    check: (path, isRead) => {
      const account = accounts.get(decodeURIComponent(path.split('/', 1)[0] ?? ''))
      if (account === undefined) return
      const waitMs = (isRead ? account.readsFrom : account.writesFrom) - now()
      if (waitMs <= 0) return
      throw new Fault('limited', 'whatsapp.budget_used_up', `${path} waits for the account's budget`, {
        shown: 'Too many requests for your WhatsApp account',
        retryAfterMs: Math.ceil(waitMs),
      })
    },
    note: ({ headers }) => {
      for (const { id, percent, regainMs } of usesOf(headers['x-business-use-case-usage'])) {
        const isAll = percent >= ALL_PERCENT || regainMs > 0
        accounts.delete(id)
        if (percent < NEARLY_PERCENT && !isAll) continue
        accounts.set(id, {
          readsFrom: now() + Math.max(READS_WAIT_MS, regainMs),
          writesFrom: isAll ? now() + Math.max(READS_WAIT_MS, regainMs) : 0,
        })
        if (accounts.size > ACCOUNTS_MAX) accounts.clear()
      }
    },
  }
}

type Use = { readonly id: string; readonly percent: number; readonly regainMs: number }

/** `{"<account or business id>":[{"type":"whatsapp","call_count":28,"total_cputime":25,"total_time":25,"estimated_time_to_regain_access":0}]}` */
function usesOf(header: string | undefined): Use[] {
  if (header === undefined) return []
  return Object.entries(objectOf(parseJson(header)) ?? {}).map(([id, said]) => {
    const uses = Array.isArray(said) ? (said as readonly JsonObject[]) : []
    const numbers = (key: string): number[] =>
      uses.map((use) => Number(objectOf(use)?.[key] ?? 0)).filter((value) => Number.isFinite(value))
    const most = (keys: readonly string[]): number => Math.max(0, ...keys.flatMap(numbers))
    return {
      id,
      percent: most(['call_count', 'total_cputime', 'total_time']),
      regainMs: most(['estimated_time_to_regain_access']) * MINUTE_MS,
    }
  })
}
