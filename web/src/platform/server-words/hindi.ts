import { HI } from './hi.ts'
import { HI_META } from './hi-meta.ts'
import { translator } from './translate.ts'

/** Lazy. */
export const toHindi = translator({ ...HI, ...HI_META }, 'WhatsApp का कहना है:')
