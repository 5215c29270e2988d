import { HI } from './hi.ts'
import { HI_CAMPAIGNS } from './hi-campaigns.ts'
import { HI_META } from './hi-meta.ts'
import { HI_SEQUENCES } from './hi-sequences.ts'
import { HI_TEMPLATES } from './hi-templates.ts'
import { translator } from './translate.ts'

/** Lazy. */
export const toHindi = translator(
  { ...HI, ...HI_CAMPAIGNS, ...HI_META, ...HI_SEQUENCES, ...HI_TEMPLATES },
  'WhatsApp का कहना है:',
)
