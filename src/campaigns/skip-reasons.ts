import type { Refusal } from '#outbound/refusal.ts'
import type { SkipReason } from './shapes.ts'

/** Why somebody whose message cannot be made gets none. */
export const skipReasonOf = ({ because }: Refusal): SkipReason =>
  because === 'template_variable_missing' || because === 'template_parameters_missing'
    ? 'words_missing'
    : 'words_invalid'
