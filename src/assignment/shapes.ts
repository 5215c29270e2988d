/** The shapes of teams, of who may have a conversation, and of how conversations find somebody by themselves. */
import { z } from 'zod'
import { visibleNameShape } from '#tenants/name-shapes.ts'

/** POST /api/v1/teams */
export const NewTeamShape = z.strictObject({
  name: visibleNameShape(40),
  /** Members, by their ids; all that it shall have. */
  memberIds: z.array(z.uuid()).max(500).default([]),
})
/** PATCH /api/v1/teams/:id. What is left out stays as it is. */
export const TeamPatchShape = z.strictObject({
  name: visibleNameShape(40).optional(),
  memberIds: z.array(z.uuid()).max(500).optional(),
})

export const TeamShape = z.object({ id: z.string(), name: z.string(), memberIds: z.array(z.string()) })
/** GET /api/v1/teams: all, by name. */
export const TeamListShape = z.object({ items: z.array(TeamShape) })

/** GET /api/v1/assignees: everybody and every team that a conversation can be given to, by name. */
export const AssigneesShape = z.object({
  /** The id of whoever asks; null: they are no member. */
  me: z.string().nullable(),
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Takes new conversations. */
      isAvailable: z.boolean(),
      /** May answer, and so is among those whom conversations find by themselves. */
      mayAnswer: z.boolean(),
    }),
  ),
  teams: z.array(TeamShape),
})

/** PUT /api/v1/me/availability */
export const AvailabilityShape = z.strictObject({ isAvailable: z.boolean() })

export const ASSIGNMENT_MODES = ['off', 'round_robin', 'least_busy'] as const
/** GET and PUT /api/v1/assignment: how conversations find somebody by themselves. */
export const AssignmentRuleShape = z.strictObject({
  /** One after the other, or whoever has the fewest open conversations. */
  mode: z.enum(ASSIGNMENT_MODES),
  /** Among the members of this team; null: among everybody who may answer. */
  teamId: z.uuid().nullable(),
  /** A customer who comes back gets the one who had them last, if they are available. */
  isSticky: z.boolean(),
})

export type Team = z.infer<typeof TeamShape>
export type NewTeam = z.infer<typeof NewTeamShape>
export type TeamPatch = z.infer<typeof TeamPatchShape>
export type Assignees = z.infer<typeof AssigneesShape>
export type AssignmentRule = z.infer<typeof AssignmentRuleShape>
