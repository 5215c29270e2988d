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
  | { readonly because: 'template_not_found' | 'template_not_approved'; readonly template: string }
  | { readonly because: 'template_parameters_missing'; readonly missing: readonly string[] }
  | { readonly because: 'invalid_content'; readonly path: string; readonly message: string }
