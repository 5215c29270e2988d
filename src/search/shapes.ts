import { z } from 'zod'
import { MessageShape } from '#conversations/message-shapes.ts'
import { ConversationShape } from '#conversations/shapes.ts'

export const HitsShape = z.object({
  items: z.array(z.object({ message: MessageShape, conversation: ConversationShape })),
  nextCursor: z.string().nullable(),
  /** Older messages are still being taken in: what is not found may be found in a minute. */
  isCatchingUp: z.boolean(),
})
export type SearchHits = z.infer<typeof HitsShape>
