/**
 * The API's contract, as types only: the schemas themselves stay on the server, so the browser carries none of zod.
 */
export type {
  Contact,
  Conversation,
  ConversationPage,
  Failure,
  Me,
  Message,
  MessagePage,
  MessageState,
  Outgoing,
  Problem,
  StreamEvent,
  Template,
} from '../../../src/conversations/shapes.ts'
