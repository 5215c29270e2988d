/** What becomes of a campaign and of its people, in words that a shop owner reads. */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PartName } from './progress-parts.ts'

type Words = Readonly<Record<string, MessageDescriptor>>

export const PART_WORDS: Readonly<Record<PartName, MessageDescriptor>> = {
  delivered: msg`Delivered`,
  sent: msg`Sent, on its way`,
  unknown: msg`Unconfirmed`,
  held: msg`Held by Meta`,
  failed: msg`Failed`,
  skipped: msg`Skipped`,
  queued: msg`In the queue`,
  waiting: msg`Waiting`,
}

/** What is not obvious of a part. */
export const PART_HELP: Partial<Record<PartName, MessageDescriptor>> = {
  sent: msg`Meta has it. It arrives when the phone is switched on and connected.`,
  unknown: msg`Meta’s answer never came, so these may or may not have arrived. Harkara does not repeat them by itself: nobody gets it twice. They settle when Meta reports on them.`,
  held: msg`Meta looks at how the first people take this template before it lets these go. They are not lost.`,
}

/** What becomes of one recipient; `read` and `delivered` are told apart here. */
export const RECIPIENT_WORDS: Words = {
  waiting: msg`Waiting`,
  skipped: msg`Skipped`,
  queued: msg`In the queue`,
  unknown: msg`Unconfirmed`,
  held: msg`Held by Meta`,
  sent: msg`Sent`,
  delivered: msg`Delivered`,
  read: msg`Read`,
  replied: msg`Replied`,
  clicked: msg`Clicked`,
  failed: msg`Failed`,
}

/** What takes most of the time, as a sentence; by the plan's own words. */
export const BOTTLENECK_WORDS: Words = {
  starts_later: msg`It has not begun yet.`,
  paused: msg`The pause decides.`,
  guard: msg`A small part goes first, and the quality guard looks at how they take it.`,
  quiet_hours: msg`Quiet hours take most of the time.`,
  day_cap: msg`On some days only so many may go out.`,
  messaging_limit: msg`Meta’s limit on people in 24 hours decides.`,
  throughput: msg`The speed of the number decides.`,
}

/** Why it stands still, after a colon. */
export const STOP_WORDS: Words = {
  starts_later: msg`not begun`,
  paused: msg`a pause`,
  guard: msg`the quality guard waits for answers`,
  quiet_hours: msg`quiet hours`,
  day_cap: msg`the limit of that day`,
  messaging_limit: msg`Meta’s limit on people in 24 hours is used up`,
  throughput: msg`other messages take all of the number’s speed`,
}

/** Why it never ends, as things stand. */
export const NEVER_WORDS: Words = {
  paused: msg`It waits until somebody does something about the number or the template.`,
  quiet_hours: msg`The quiet hours leave no time to send.`,
  day_cap: msg`The limits of the days leave no room.`,
  messaging_limit: msg`Meta’s limit on people in 24 hours leaves no room.`,
  throughput: msg`Other messages take all of the number’s speed.`,
}

/** What is behind a reason to leave somebody out, or what may be done about it; `campaign-words.ts` names the reasons. */
export const SKIP_HELP: Words = {
  suppressed: msg`They said STOP, or never agreed. Harkara never writes offers to them.`,
  no_address: msg`WhatsApp gives neither a phone number nor an id for them.`,
  recently_contacted: msg`They had as many offers in these days as your rule allows.`,
  festival_cap: msg`On a festival day everybody sends offers, and they had as many of yours as your rule allows. Meta would hold back more.`,
  words_missing: msg`The template asks for something that is not known of them. Add it to the contact, or give a word for everybody.`,
  words_invalid: msg`What would be filled in is too long or has line breaks, and Meta does not take it.`,
  held_out: msg`They get nothing on purpose: so it is seen what the campaign brings.`,
  removed: msg`Somebody took them out of the audience.`,
  cancelled: msg`It was cancelled before their turn came.`,
  expired: msg`Nobody gets it after the moment that you set.`,
  over_budget: msg`Their messages would have cost more than your budget.`,
}

/** Messages that are tried against each other. */
export const messageLetter = (index: number): string => String.fromCodePoint(65 + index)
