import type { FillingProblem } from '#templates/check-parameters.ts'
import type { Lack } from '#templates/resolve-variables.ts'

/** Why not. Each is an answer, never an accident; `refusal-problem.ts` says it in words. */
export type Refusal =
  | {
      readonly because:
        | 'conversation_not_found'
        | 'window_closed'
        | 'no_address'
        | 'key_reused'
        | 'message_not_found'
        | 'media_not_found'
        | 'channel_disconnected'
        | 'suppressed'
    }
  | { readonly because: 'template_not_found'; readonly template: string }
  | { readonly because: 'template_not_approved'; readonly template: string; readonly status: string }
  /** `kind`: the part of it that we cannot send, in Meta's word. */
  | { readonly because: 'template_unsupported'; readonly template: string; readonly kind: string }
  | {
      readonly because: 'template_parameters_missing'
      readonly missing: readonly string[]
      readonly problems: readonly FillingProblem[]
    }
  | { readonly because: 'template_parameters_invalid'; readonly problems: readonly FillingProblem[] }
  /** Nothing is known of this customer or order that could be said there. */
  | { readonly because: 'template_variable_missing'; readonly missing: readonly Lack[] }
  | { readonly because: 'invalid_content'; readonly path: string; readonly message: string }
