/** Coming in and going out. Both load the page anew: nothing of what one person saw is there for the next. */
import { queryOptions } from '@tanstack/react-query'
import { getJson, postJson } from '../platform/api.ts'
import type { SessionState } from '../platform/contract.ts'
import { SESSION_KEY } from '../platform/locked-out.ts'
import { loadStored, store } from '../platform/storage.ts'
import { ownPlace } from './own-place.ts'

/** Asked for again when the window gets the focus: one may have signed in or confirmed something elsewhere. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getJson<SessionState>('/auth/session', signal),
  staleTime: 0,
  refetchOnWindowFocus: true,
})

type Mark = { readonly person: string | null; readonly at: number }

/** Somebody has signed in, or opened another business. */
export async function enter(to: string | null): Promise<void> {
  const { person } = await getJson<SessionState>('/auth/session')
  const last = loadStored<Mark | null>(SESSION_KEY, null)
  if (last?.person !== person?.id) forgetStored()
  mark(person?.id ?? null)
  location.assign(ownPlace(to))
}

/** Their drafts go with them: the computer may be another's tomorrow. */
export async function signOut(to = '/sign-in'): Promise<void> {
  // Or this browser is woken for messages that are another's to read.
  await import('../notifications/push.ts').then(async (push) => push.unsubscribeHere()).catch(() => {})
  await postJson('/auth/sign-out')
  forgetStored()
  mark(null)
  location.assign(to)
}

function mark(person: string | null): void {
  store(SESSION_KEY, { person, at: Date.now() } satisfies Mark)
}

/** Everything that belongs to a person and not to this browser. */
function forgetStored(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith('harkara.') && key !== 'harkara.preferences' && key !== SESSION_KEY)
        localStorage.removeItem(key)
    sessionStorage.clear()
  } catch {
    // Where nothing can be stored there is nothing to forget.
  }
}
