/** The shapes of the reminders' API, as zod schemas. Moments are milliseconds since the epoch. */
import { z } from 'zod'

const Note = z
  .string()
  .transform((text) => text.replaceAll('\0', '').trim())
  .pipe(z.string().max(300, 'must have at most 300 characters'))
const Moment = z.number().int().positive().max(253_402_300_799_999, 'is too far away')

export const ReminderShape = z.object({
  id: z.string(),
  conversationId: z.string().nullable(),
  dealId: z.string().nullable(),
  note: z.string(),
  dueAt: z.number(),
  /** `waiting` until its time; `due` until somebody has done it. */
  state: z.enum(['waiting', 'due', 'done']),
  /** Who asked, by the name they had then. */
  for: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() }),
  /** With whom the conversation or the deal is. */
  contactName: z.string().nullable(),
  dealTitle: z.string().nullable(),
})
/** GET /api/v1/reminders: those that nobody has done, the earliest first; at most 200. */
export const ReminderListShape = z.object({ items: z.array(ReminderShape) })

/** POST /api/v1/reminders: of a conversation, a deal, or both. */
export const NewReminderShape = z
  .strictObject({
    conversationId: z.uuid().nullable().default(null),
    dealId: z.uuid().nullable().default(null),
    note: Note.default(''),
    dueAt: Moment,
  })
  .refine(({ conversationId, dealId }) => conversationId !== null || dealId !== null, {
    message: 'or dealId must be given',
    path: ['conversationId'],
  })
/** PATCH /api/v1/reminders/:id. Another time makes it wait again. */
export const ReminderPatchShape = z.strictObject({
  note: Note.optional(),
  dueAt: Moment.optional(),
  isDone: z.boolean().optional(),
})

export type Reminder = z.infer<typeof ReminderShape>
export type ReminderList = z.infer<typeof ReminderListShape>
export type NewReminder = z.infer<typeof NewReminderShape>
export type ReminderPatch = z.infer<typeof ReminderPatchShape>
