/** The names that people give to what is in their lists: one line, its letters composed, no blanks around it. */
import { z } from 'zod'

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/gu, ' ').normalize('NFC')
const bounded = (max: number) =>
  z.string().min(1, 'must not be empty').max(max, `must have at most ${max} characters`)

export const nameShape = (max: number) =>
  z
    .string()
    .transform((text) => oneLine(text.replaceAll('\0', '')))
    .pipe(bounded(max))

/** Refuses what cannot be seen. */
export const visibleNameShape = (max: number) =>
  z
    .string()
    .transform(oneLine)
    .pipe(bounded(max).refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters'))
