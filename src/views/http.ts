import type { FastifyInstance } from 'fastify'
import { namedListRoutes, type NamedListParts } from '#tenants/named-list-routes.ts'
import { addView, changeView, deleteView, listViews, VIEWS_MAX } from './manage-views.ts'
import { NewSavedViewShape, SavedViewListShape, SavedViewPatchShape, SavedViewShape } from './shapes.ts'

/** Ways of looking at the inbox that are kept under a name. */
export function savedViewRoutes(app: FastifyInstance, parts: NamedListParts): void {
  namedListRoutes(app, parts, {
    path: '/api/v1/saved-views',
    word: 'saved view',
    reads: 'conversations:read',
    // One's own are kept by whoever may look; the team's ask for more.
    writes: 'conversations:read',
    shapes: {
      list: SavedViewListShape,
      item: SavedViewShape,
      added: NewSavedViewShape,
      patch: SavedViewPatchShape,
    },
    list: listViews,
    add: addView,
    change: changeView,
    remove: deleteView,
    problems: {
      not_a_person: {
        status: 400,
        title: 'A view of one’s own belongs to a person, and a key is nobody',
        nextStep: 'Make it one of the team’s: isShared.',
      },
      not_allowed: {
        status: 403,
        title: 'The team’s views are kept by those who may change the settings',
        nextStep: 'Keep it for yourself, or ask an owner or admin of your team.',
      },
      view_exists: {
        status: 409,
        title: 'There is a view of this name already',
        nextStep: 'Choose another name.',
      },
      too_many_views: {
        status: 409,
        title: `There are ${VIEWS_MAX} views already, and no more are possible`,
        nextStep: 'Delete one that nobody needs.',
      },
      label_not_found: {
        status: 422,
        title: 'There is no such label',
        nextStep: 'Look at the list of labels again: somebody may have deleted it.',
      },
      team_not_found: {
        status: 422,
        title: 'There is no such team',
        nextStep: 'Look at the list of teams again: somebody may have deleted it.',
      },
    },
  })
}
