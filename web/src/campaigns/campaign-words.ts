/** Names of what the server says in codes: states, reasons, what a plan waits for, what the guard saw, what is missing. */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { CampaignAudience, CampaignProblem, CampaignState, SkipReason } from '../platform/contract.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'

type Words = Readonly<Record<string, MessageDescriptor>>

export const STATES = [
  ...(['draft', 'scheduled', 'preparing', 'running', 'paused', 'completed', 'cancelled'] as const),
] as const satisfies readonly CampaignState[]

export const STATE_WORDS: Readonly<Record<CampaignState, MessageDescriptor>> = {
  draft: msg`Draft`,
  scheduled: msg`Scheduled`,
  preparing: msg`Getting ready`,
  running: msg`Sending`,
  paused: msg`Paused`,
  completed: msg`Done`,
  cancelled: msg`Cancelled`,
}

/** Why somebody of the audience gets no message. */
export const SKIP_WORDS: Readonly<Record<SkipReason, MessageDescriptor>> = {
  suppressed: msg`Do not want offers`,
  no_address: msg`Cannot be reached on WhatsApp`,
  recently_contacted: msg`Got enough offers lately`,
  festival_cap: msg`Have had their offers of this festival day`,
  words_missing: msg`A word of the message is not known`,
  words_invalid: msg`A word does not fit into the message`,
  held_out: msg`Held out to compare`,
  removed: msg`Taken out`,
  cancelled: msg`The campaign was cancelled`,
  expired: msg`The campaign’s end had come`,
  over_budget: msg`The budget was used up`,
}

export type Result = Extract<CampaignAudience, { from: 'campaign' }>['who']
export const RESULT_WORDS: Readonly<Record<Result, MessageDescriptor>> = {
  not_read: msg`Were sent it, have not read it`,
  delivered_not_read: msg`Got it, have not read it`,
  read_not_replied: msg`Read it, have not replied`,
  replied: msg`Replied`,
  clicked: msg`Clicked a link`,
  not_clicked: msg`Have not clicked a link`,
  failed: msg`Did not get it: sending failed`,
  waiting: msg`Did not get it: their turn had not come`,
}

/** What takes most of the time, or why it stands still: what comes after a colon. */
const PLAN_WORDS: Words = {
  throughput: msg`how fast the number may send`,
  messaging_limit: msg`Meta’s limit of new people in 24 hours`,
  quiet_hours: msg`quiet hours`,
  day_cap: msg`the limit for this day`,
  guard: msg`first it waits for what people say to a small part`,
  paused: msg`it is paused`,
  starts_later: msg`it has not begun yet`,
}

/** What people did who minded the message. */
const GUARD_WORDS: Words = {
  opted_out: msg`asked not to get offers any more`,
  blocked: msg`could not be reached any more, as after a block`,
  capped: msg`were not reached because Meta holds back offers that people do not want`,
  failed: msg`did not get it`,
  unread: msg`did not read it`,
}

/** What keeps a draft from starting; other problems are said as the server says them. */
const PROBLEM_WORDS: Words = {
  channel_disconnected: msg`The number is not connected. Connect it under Settings, or choose another one.`,
  no_audience: msg`Choose whom it goes to.`,
  nobody: msg`Nobody is in this audience.`,
  nobody_left: msg`Nobody is left who would get it.`,
  segment_gone: msg`The segment does not exist any more. Choose another one.`,
  campaign_gone: msg`The earlier campaign does not exist any more. Choose another one.`,
  earlier_goes_on: msg`The earlier campaign may go on, and its people would get both. Cancel it first.`,
  no_message: msg`Choose a template.`,
  template_not_found: msg`This number’s account does not have the template any more. Choose another one.`,
  template_not_approved: msg`The template is not approved at the moment. Choose another one, or wait for Meta.`,
  word_missing: msg`The message has places that are not filled in.`,
  word_unknown: msg`Something is filled in for which the template has no place.`,
  filling_missing: msg`The template shows something that is not chosen yet: a file, a place or a product.`,
  categories_differ: msg`The templates are of different categories. Choose templates of one category.`,
  one_time_code: msg`A one-time code cannot be sent as a campaign.`,
  nothing_to_compare: msg`There is one message only, so there is nothing to try it against.`,
  ends_before_it_starts: msg`It would end before it begins. Choose a later end.`,
  starts_in_past: msg`The moment of its beginning is past. Choose a later one.`,
}

/** Which one is said at its field. */
const FILLING_WRONG = msg`Something that is filled into the template is not right.`

/** Why a row of a file was not taken. */
const ROW_WORDS: Words = {
  phone_missing: msg`There is no phone number`,
  phone_impossible: msg`This can be no phone number; numbers of other countries begin with + and the country code`,
  phone_rounded: msg`The spreadsheet has rounded this number: make the column a text, and type it again`,
  contact_not_found: msg`There is no such contact`,
}

/** Codes that we do not know yet are said as they come. */
export function useCampaignWords() {
  const { t } = useLingui()
  const translate = useServerWords()
  const known = (words: Words, code: string): string => {
    const found = words[code]
    return found === undefined ? code.replaceAll('_', ' ') : t(found)
  }
  return {
    state: (state: CampaignState): string => t(STATE_WORDS[state]),
    skip: (reason: string): string => known(SKIP_WORDS, reason),
    result: (result: Result): string => t(RESULT_WORDS[result]),
    plan: (because: string): string => known(PLAN_WORDS, because),
    row: (reason: string): string => known(ROW_WORDS, reason),
    guard: (kind: string): string => known(GUARD_WORDS, kind),
    problem: ({ code, message }: CampaignProblem): string => {
      const found = PROBLEM_WORDS[code] ?? (code.startsWith('filling_') ? FILLING_WRONG : undefined)
      return found === undefined ? translate(message) : t(found)
    },
  }
}
