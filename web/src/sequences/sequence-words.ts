/** Names of what the server says of sequences in codes: states, why people left, what is missing. */
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useLabels } from '../labels/queries.ts'
import type { SequenceProblem, SequenceState } from '../platform/contract.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { waitOf } from './wait.ts'

type Words = Readonly<Record<string, MessageDescriptor>>

const STATE_WORDS: Readonly<Record<SequenceState, MessageDescriptor>> = {
  draft: msg`Draft`,
  on: msg`On`,
  off: msg`Off`,
}

const LEAVE_WORDS: Words = {
  replied: msg`They answered`,
  opted_out: msg`Do not want offers`,
  too_late: msg`Its moment was over a day ago`,
  template_halted: msg`The template could not be sent`,
  no_address: msg`Cannot be reached on WhatsApp`,
  contact_gone: msg`The contact was deleted`,
  step_removed: msg`Their next step was removed`,
  taken_out: msg`Taken out`,
  merged: msg`Merged with another contact`,
}

const SKIP_WORDS: Words = {
  recently_contacted: msg`Got enough offers lately`,
  words_missing: msg`A word of the message is not known`,
  words_invalid: msg`A word does not fit into the message`,
}

const PROBLEM_WORDS: Words = {
  channel_disconnected: msg`The number is not connected. Connect it under Settings, or choose another one.`,
  no_trigger: msg`Choose what brings people in.`,
  no_step: msg`Add a message.`,
  exit_is_trigger: msg`The event that brings people in cannot end it as well.`,
  label_gone: msg`A label that ends it has been deleted. Choose another one.`,
  no_message: msg`Choose a template.`,
  word_missing: msg`The message has places that are not filled in.`,
  word_unknown: msg`Something is filled in for which the template has no place.`,
  filling_missing: msg`The template shows something that is not chosen yet: a file, a place or a product.`,
  one_time_code: msg`A one-time code cannot be part of a sequence.`,
}

/** Codes that we do not know yet are said as they come. */
export function useSequenceWords() {
  const { t, i18n } = useLingui()
  const translate = useServerWords()
  const labels = useLabels()
  const known = (words: Words, code: string): string => {
    const found = words[code]
    return found === undefined ? code.replaceAll('_', ' ') : t(found)
  }
  return {
    state: (state: SequenceState): string => t(STATE_WORDS[state]),
    skip: (reason: string): string => known(SKIP_WORDS, reason),
    leave: (reason: string, detail: string | null): string => {
      const name = reason === 'label' ? labels.find(({ id }) => id === detail)?.name : detail
      if (reason === 'event' && name !== null && name !== undefined) return t`“${name}” happened`
      if (reason === 'label')
        return name === undefined || name === null ? t`Got a label` : t`Got the label “${name}”`
      return known(LEAVE_WORDS, reason)
    },
    problem: ({ code, message }: SequenceProblem): string => {
      const found = PROBLEM_WORDS[code]
      return found === undefined ? translate(message) : t(found)
    },
    /** "2 days" */
    wait: (minutes: number): string => {
      const { count, unit } = waitOf(minutes)
      return new Intl.NumberFormat(`${i18n.locale}-IN-u-nu-latn`, {
        style: 'unit',
        unit,
        unitDisplay: 'long',
      }).format(count)
    },
  }
}
