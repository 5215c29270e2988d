/** What everything on one phone's screen may know and do: the chat it shows, and ways to write, act and open sheets. */
import { createContext, use, type ReactNode } from 'react'
import type { Customer, CustomerAction, PhoneMessage } from '#simulator/protocol.ts'
import type { ChatId } from '../state/api.ts'
import type { Draft } from '../state/preview.ts'
import type { RichButton } from '../thread/rich-view.ts'
import type { OrderLine } from '../thread/view.ts'

/** What is open over the screen. */
export type OpenSheet =
  | {
      readonly kind:
        | 'owner'
        | 'menu'
        | 'attach'
        | 'location'
        | 'contact'
        | 'advert'
        | 'change-number'
        | 'bench'
    }
  | { readonly kind: 'message' | 'react'; readonly message: PhoneMessage }
  | {
      readonly kind: 'list'
      readonly message: PhoneMessage
      readonly button: Extract<RichButton, { does: 'list' }>
    }
  | {
      readonly kind: 'address'
      readonly message: PhoneMessage
      readonly button: Extract<RichButton, { does: 'give-address' }>
    }
  | { readonly kind: 'order'; readonly catalogId: string; readonly products: readonly string[] }
  | { readonly kind: 'cart'; readonly lines: readonly OrderLine[]; readonly note: string }

export type ChatTools = {
  readonly chat: ChatId
  readonly customer: Customer
  readonly businessName: string
  readonly find: (wamid: string) => PhoneMessage | undefined
  readonly send: (draft: Draft) => void
  readonly retry: (localId: string) => void
  readonly drop: (localId: string) => void
  /** Does something that makes no bubble; a refusal is said on the phone. Answers whether it worked. */
  readonly act: (action: CustomerAction) => Promise<boolean>
  /** A short line over the composer that goes away by itself. */
  readonly say: (words: string) => void
  readonly open: (sheet: OpenSheet) => void
  readonly close: () => void
  /** The message to answer in context. */
  readonly replyTo: PhoneMessage | null
  readonly setReplyTo: (message: PhoneMessage | null) => void
  readonly editing: PhoneMessage | null
  readonly setEditing: (message: PhoneMessage | null) => void
}

const ChatToolsContext = createContext<ChatTools | null>(null)

/** Gives the tools to everything inside. */
export function ChatToolsProvider({ tools, children }: { tools: ChatTools; children: ReactNode }) {
  return <ChatToolsContext value={tools}>{children}</ChatToolsContext>
}

/** The tools of the phone that this is on. */
export function useChat(): ChatTools {
  const tools = use(ChatToolsContext)
  if (tools === null) throw new Error('useChat outside of a phone')
  return tools
}
