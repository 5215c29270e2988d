/** The shapes of quick replies, as zod schemas: Fastify checks with them and the web app takes their types. */
import { z } from 'zod'

/** What a quick reply may leave open; the inbox fills it in when the reply is put into the composer. */
export const QUICK_REPLY_VARIABLES = ['contact.name', 'contact.firstName', 'agent.name', 'shop.name'] as const

/** What stands in braces and is none of the variables, as it was written, each once. An unclosed brace is one as well. */
export function unknownVariables(text: string): string[] {
  const known = new Set<string>(QUICK_REPLY_VARIABLES.map((name) => `{{${name}}}`))
  const found = [...text.matchAll(/\{\{[^{}\n]{0,60}(?:\}\})?/gu)].map(([written]) => written)
  return [...new Set(found.filter((written) => !known.has(written)))]
}

/** Marks are letters' vowel signs in Hindi and its neighbours: without them “नमस्ते” would be no word. */
const Shortcut = z
  .string()
  .transform((text) => text.normalize('NFC'))
  .pipe(
    z
      .string()
      .regex(/^[\p{L}\p{M}\p{N}_-]{1,30}$/u, 'must be 1 to 30 letters, digits, “-” or “_”, without spaces'),
  )

const Text = z
  .string()
  .transform((text) => text.replaceAll('\0', '').trim())
  .pipe(z.string().min(1, 'must not be empty').max(4096, 'must have at most 4,096 characters'))
  .check(({ value, issues }) => {
    const unknown = unknownVariables(value)
    if (unknown.length === 0) return
    const known = QUICK_REPLY_VARIABLES.map((name) => `{{${name}}}`).join(', ')
    issues.push({
      code: 'custom',
      input: value,
      message: `does not know ${unknown.join(', ')}; it may use ${known}`,
    })
  })

/** POST /api/v1/quick-replies */
export const NewQuickReplyShape = z.strictObject({ shortcut: Shortcut, text: Text })
/** PATCH /api/v1/quick-replies/:id. What is left out stays as it is. */
export const QuickReplyPatchShape = NewQuickReplyShape.partial()

export const QuickReplyShape = z.object({
  id: z.string(),
  /** What an agent types after “/”; no two of a business differ only in upper and lower case. */
  shortcut: z.string(),
  text: z.string(),
})
/** GET /api/v1/quick-replies: all, by shortcut. */
export const QuickReplyListShape = z.object({ items: z.array(QuickReplyShape) })

export type QuickReply = z.infer<typeof QuickReplyShape>
export type QuickReplyList = z.infer<typeof QuickReplyListShape>
export type NewQuickReply = z.infer<typeof NewQuickReplyShape>
export type QuickReplyPatch = z.infer<typeof QuickReplyPatchShape>
