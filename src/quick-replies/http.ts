import type { FastifyInstance } from 'fastify'
import { namedListRoutes, type NamedListParts } from '#tenants/named-list-routes.ts'
import {
  addQuickReply,
  changeQuickReply,
  deleteQuickReply,
  listQuickReplies,
  QUICK_REPLIES_MAX,
} from './manage-quick-replies.ts'
import { NewQuickReplyShape, QuickReplyListShape, QuickReplyPatchShape, QuickReplyShape } from './shapes.ts'

/** What a team says again and again. */
export function quickReplyRoutes(app: FastifyInstance, parts: NamedListParts): void {
  namedListRoutes(app, parts, {
    path: '/api/v1/quick-replies',
    word: 'quick reply',
    reads: 'settings:read',
    writes: 'settings:write',
    shapes: {
      list: QuickReplyListShape,
      item: QuickReplyShape,
      added: NewQuickReplyShape,
      patch: QuickReplyPatchShape,
    },
    list: listQuickReplies,
    add: addQuickReply,
    change: changeQuickReply,
    remove: deleteQuickReply,
    problems: {
      shortcut_taken: {
        status: 409,
        title: 'Another quick reply has this shortcut already',
        nextStep: 'Choose another shortcut.',
      },
      too_many_quick_replies: {
        status: 409,
        title: `There are ${QUICK_REPLIES_MAX} quick replies already, and no more are possible`,
        nextStep: 'Delete one that nobody needs.',
      },
    },
  })
}
