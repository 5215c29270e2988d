/**
 * What this browser is saying but the server has not confirmed: each entry keeps its words until the message exists. The
 * key is the Idempotency-Key and comes back as `clientId`, so the entry and its message are one bubble and never two.
 * Kept in localStorage: closing the tab on a failed message loses nothing.
 */
import { create } from 'zustand'
import type { Failure } from '../platform/contract.ts'
import { loadStored, store } from '../platform/storage.ts'
import type { OutboxEntry } from './merge-outbox.ts'

const KEY = 'harkara.outbox'
const INTERRUPTED: Failure = {
  code: 'web.interrupted',
  metaCode: null,
  side: 'harkara',
  title: '',
  nextStep: '',
}

type Entries = Readonly<Record<string, OutboxEntry>>
export const useOutbox = create<{ readonly entries: Entries }>(() => {
  const saved = Object.values(loadStored<Entries>(KEY, {}))
  // Whatever was on its way when the page was left: unsure, and safe to say again under the same key.
  const entries = saved.map(
    (entry) => [entry.clientId, { ...entry, failure: entry.failure ?? INTERRUPTED }] as const,
  )
  return { entries: Object.fromEntries(entries) }
})

export function putEntry(entry: OutboxEntry): void {
  change({ ...useOutbox.getState().entries, [entry.clientId]: entry })
}

export function dropEntry(clientId: string): void {
  const { [clientId]: dropped, ...rest } = useOutbox.getState().entries
  if (dropped !== undefined) change(rest)
}

function change(entries: Entries): void {
  useOutbox.setState({ entries })
  store(KEY, entries)
}
