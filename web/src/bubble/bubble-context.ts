import { createContext, use } from 'react'
import type { Message } from '../platform/contract.ts'

/** What bubbles may ask of the thread that they stand in. */
export type BubbleActions = {
  readonly contactName: string
  readonly channelId: string
  readonly reply: (message: Message) => void
  readonly react: (message: Message, emoji: string) => void
  /** Failed and unconfirmed sends, also those that never left this browser. */
  readonly sendAgain: (message: Message) => Promise<void>
  /** Local failures: takes the words back into the composer. */
  readonly takeBack: (message: Message) => void
  readonly jumpTo: (messageId: string) => void
}

export const BubbleContext = createContext<BubbleActions | null>(null)

export function useBubbleActions(): BubbleActions {
  const actions = use(BubbleContext)
  if (actions === null) throw new Error('a message bubble stands outside a thread')
  return actions
}
