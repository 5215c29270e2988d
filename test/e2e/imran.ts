/** A customer on the simulator's phone, who has written to the demo shop and so may be answered. */
import type { Conversation, ConversationPage } from '#conversations/shapes.ts'
import { call, eventually, type Program } from './program.ts'

/** The demo shop's, as Meta names it. */
export const NUMBER = '100000000000001'
export const NAME = 'Imran Qureshi'

export type Imran = {
  readonly conversation: Conversation
  readonly says: (body: string) => Promise<void>
  /** All that his phone shows of the shop, as one text to look into. */
  readonly sees: () => Promise<string>
}

/** Of the simulator's own API. */
export const controlOf = ({ phone }: Program): string => phone.replace('/phone', '/_control')

export async function meetImran(program: Program, firstWords = 'hello'): Promise<Imran> {
  const chat = `${controlOf(program)}/chats/imran/${NUMBER}`
  const says = async (body: string): Promise<void> => {
    await call('POST', chat, { type: 'text', body })
  }
  await says(firstWords)
  const { body } = await eventually(
    async () => call<ConversationPage>('GET', `${program.inbox}/api/v1/conversations?q=${NAME}`),
    ({ body: page }) => page.items[0]?.window.state === 'open',
  )
  const conversation = body.items[0] as Conversation
  return { conversation, says, sees: async () => JSON.stringify((await call('GET', chat)).body) }
}
