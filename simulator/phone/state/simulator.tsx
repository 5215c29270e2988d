/** What the page knows about the simulator and what it can ask of it; `useSimulator()` gives both. */
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import type {
  ControlState,
  Customer,
  CustomerAction,
  Faults,
  NewCustomer,
  PhoneEvent,
  PhoneMessage,
} from '#simulator/protocol.ts'
import { api, type ChatId } from './api.ts'
import { changeChats, chatKey, type ChatChange, type Chats } from './chats.ts'
import { useEvents, type Connection } from './events.ts'
import type { Words } from './language.tsx'
import { usePageVisible } from './preferences.ts'
import { previewOf, type Draft } from './preview.ts'

/** Meta ends the typing sign after 25 seconds by itself. */
const TYPING_MS = 25_000
const POLL_MS = 5000

export type Simulator = {
  readonly state: ControlState | null
  readonly connection: Connection
  readonly chats: Chats
  /** The simulator's time. */
  readonly now: () => number
  readonly load: (chat: ChatId) => Promise<void>
  readonly loadEarlier: (chat: ChatId, oldest: PhoneMessage) => Promise<void>
  readonly looked: (chat: ChatId) => void
  /** Shows the bubble at once, sends it after those before it in the same chat, and keeps it with a retry if that fails. */
  readonly send: (chat: ChatId, draft: Draft) => void
  readonly retry: (chat: ChatId, localId: string) => void
  readonly drop: (chat: ChatId, localId: string) => void
  /** Anything that makes no bubble of one's own. Throws if it is refused. */
  readonly act: (chat: ChatId, action: CustomerAction) => Promise<void>
  readonly createCustomer: (customer: NewCustomer) => Promise<Customer>
  readonly setFaults: (faults: Partial<Faults>) => Promise<void>
  readonly advance: (ms: number) => Promise<void>
}

const SimulatorContext = createContext<Simulator | null>(null)

/** Connects to the simulator for everything inside. */
export function SimulatorProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<ControlState | null>(null)
  const [chats, change] = useReducer(changeChats, {})
  const clockOffset = useRef(0)
  const known = useRef<Set<string>>(new Set())
  const refresh = useCallback(async () => {
    const next = await api.state()
    clockOffset.current = next.now - Date.now()
    setState(next)
  }, [])
  const refreshQuietly = useCallback(() => void refresh().catch(() => {}), [refresh])
  const now = useCallback(() => Date.now() + clockOffset.current, [])
  const load = useCallback(async (chat: ChatId) => {
    known.current.add(chatKey(chat))
    const { messages } = await api.messages(chat)
    change({ type: 'page', chat, messages, isEarlier: false })
  }, [])

  const catchUp = () => {
    refreshQuietly()
    for (const key of known.current) {
      const [customer = '', number = ''] = key.split('/')
      void load({ customer, number }).catch(() => {})
    }
  }
  const onEvent = (event: PhoneEvent) => {
    if (event.type === 'message') change({ type: 'message', chat: chatOf(event), message: event.message })
    else if (event.type === 'typing')
      change({ type: 'typing', chat: chatOf(event), until: Date.now() + TYPING_MS })
    else if (event.type === 'faults') setState((before) => before && { ...before, faults: event.faults })
    else if (event.type === 'templates') refreshQuietly()
    else catchUp() // other people or numbers: after a reset their chats are other ones, too
  }
  const connection = useEvents(onEvent, catchUp)

  usePolling(refreshQuietly)
  const sending = useSending(change, now)
  const calls = useCalls(change, refresh)
  const simulator = useMemo(
    () => ({ state, connection, chats, now, load, ...sending, ...calls }),
    [state, connection, chats, now, load, sending, calls],
  )
  return <SimulatorContext value={simulator}>{children}</SimulatorContext>
}

const chatOf = ({ customer, number }: ChatId): ChatId => ({ customer, number })

/** The simulator, as seen from this page. */
export function useSimulator(): Simulator {
  const simulator = use(SimulatorContext)
  if (simulator === null) throw new Error('useSimulator outside of SimulatorProvider')
  return simulator
}

function useSending(change: (change: ChatChange) => void, now: () => number) {
  const drafts = useRef(new Map<string, Draft>())
  const queues = useRef(new Map<string, Promise<void>>())
  const count = useRef(0)
  return useMemo(() => {
    const post = async (chat: ChatId, localId: string, draft: Draft) => {
      try {
        const { message } = await api.act(chat, await draft.prepare())
        drafts.current.delete(localId)
        change({ type: 'answered', chat, localId, message })
      } catch (error) {
        change({ type: 'failed', chat, localId, why: isOffline(error) ? '' : reasonOf(error) })
      }
    }
    const start = (chat: ChatId, localId: string, draft: Draft) => {
      drafts.current.set(localId, draft)
      change({ type: 'sending', chat, localId, message: previewOf(draft, localId, now()) })
      const key = chatKey(chat)
      const before = queues.current.get(key) ?? Promise.resolve()
      queues.current.set(
        key,
        before.then(() => post(chat, localId, draft)),
      )
    }
    return {
      send: (chat: ChatId, draft: Draft) => start(chat, `local-${(count.current += 1)}`, draft),
      retry: (chat: ChatId, localId: string) => {
        const draft = drafts.current.get(localId)
        if (draft !== undefined) start(chat, localId, draft)
      },
      drop: (chat: ChatId, localId: string) => {
        drafts.current.delete(localId)
        change({ type: 'dropped', chat, localId })
      },
    }
  }, [change, now])
}

function useCalls(change: (change: ChatChange) => void, refresh: () => Promise<void>) {
  return useMemo(
    () => ({
      loadEarlier: async (chat: ChatId, oldest: PhoneMessage) => {
        const { messages } = await api.messages(chat, oldest.wamid)
        change({ type: 'page', chat, messages, isEarlier: true })
      },
      looked: (chat: ChatId) => {
        change({ type: 'looked', chat })
        void api.read(chat).catch(() => {}) // the next message tries again
      },
      act: async (chat: ChatId, action: CustomerAction) => {
        const { message } = await api.act(chat, action)
        if (message !== null) change({ type: 'message', chat, message })
      },
      createCustomer: async (customer: NewCustomer) => {
        const made = await api.createCustomer(customer)
        await refresh()
        return made
      },
      setFaults: async (faults: Partial<Faults>) => {
        await api.setFaults(faults)
        await refresh()
      },
      advance: async (ms: number) => {
        await api.advance(ms)
        await refresh()
      },
    }),
    [change, refresh],
  )
}

/** The counters of webhooks and a clock that somebody else moved come with no event. */
function usePolling(refresh: () => void): void {
  const isVisible = usePageVisible()
  useEffect(() => {
    if (!isVisible) return undefined
    const timer = setInterval(refresh, POLL_MS)
    return () => clearInterval(timer)
  }, [isVisible, refresh])
}

/** The simulator did not answer at all; that it is away is said elsewhere. */
const isOffline = (error: unknown) => error instanceof TypeError

/** A sentence about a failure, for the one who caused it. */
export function explain(error: unknown, t: Words['t']): string {
  return isOffline(error) ? t('lost') : t('failedAction', { why: reasonOf(error) })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
