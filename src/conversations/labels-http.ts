import type { FastifyInstance } from 'fastify'
import { namedListRoutes, type NamedListParts } from '#tenants/named-list-routes.ts'
import { addLabel, changeLabel, deleteLabel, LABELS_MAX, listLabels } from './manage-labels.ts'
import { LabelListShape, LabelPatchShape, LabelShape, NewLabelShape } from './label-shapes.ts'

/** The list of labels; which of them a conversation has is changed at the conversation. */
export function labelRoutes(app: FastifyInstance, parts: NamedListParts): void {
  namedListRoutes(app, parts, {
    path: '/api/v1/labels',
    word: 'label',
    reads: 'settings:read',
    writes: 'settings:write',
    shapes: { list: LabelListShape, item: LabelShape, added: NewLabelShape, patch: LabelPatchShape },
    list: listLabels,
    add: addLabel,
    change: changeLabel,
    remove: deleteLabel,
    problems: {
      label_exists: {
        status: 409,
        title: 'There is a label of this name already',
        nextStep: 'Choose another name.',
      },
      too_many_labels: {
        status: 409,
        title: `There are ${LABELS_MAX} labels already, and no more are possible`,
        nextStep: 'Delete one that nobody needs.',
      },
    },
  })
}
