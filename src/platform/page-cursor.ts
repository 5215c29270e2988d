/** A place in a list that is sorted by a moment and an id, opaque to clients: base64url of `<moment>:<id>`. */
import { z } from 'zod'
import { isId } from './ids.ts'

export const CursorShape = z.string().transform((text, context) => {
  const [, at, id] = /^(\d{1,15}):(.*)$/u.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (at !== undefined && id !== undefined && isId(id)) return { at: Number(at), id }
  context.addIssue({ code: 'custom', message: 'is not a cursor that we gave' })
  return z.NEVER
})

export const cursorOf = (at: number, id: string): string => Buffer.from(`${at}:${id}`).toString('base64url')
