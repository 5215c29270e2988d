/** Where a word of a step's message comes from, between how it is kept and how it stands in the form. Pure. */
import type { SequenceStep } from '../platform/contract.ts'

export type StepMessage = NonNullable<SequenceStep['message']>
type ContactField = 'name' | 'first_name' | 'phone'
/** `fallback`: what is said to people of whom it is not known; empty: they miss this message. */
export type Source =
  | { readonly from: 'text'; readonly text: string }
  | { readonly from: 'contact'; readonly field: ContactField; readonly fallback: string }
  | { readonly from: 'attribute'; readonly key: string; readonly fallback: string }
  /** A property of the event that brought them in. */
  | { readonly from: 'column'; readonly name: string; readonly fallback: string }

export function sourceOf(message: StepMessage, word: string): Source {
  const variable = message.variables?.[word]
  switch (variable?.from) {
    case 'contact':
      return { from: 'contact', field: variable.field, fallback: variable.fallback ?? '' }
    case 'attribute':
      return { from: 'attribute', key: variable.key, fallback: variable.fallback ?? '' }
    case 'column':
      return { from: 'column', name: variable.name, fallback: variable.fallback ?? '' }
    case 'literal':
      return { from: 'text', text: variable.value }
    case 'order':
    case undefined:
      return { from: 'text', text: message.parameters[word] ?? '' }
    default:
      return variable satisfies never
  }
}

export function withSource(message: StepMessage, word: string, source: Source): StepMessage {
  const { [word]: _text, ...parameters } = message.parameters
  const { [word]: _variable, ...variables } = message.variables ?? {}
  if (source.from === 'text')
    return { ...message, variables, parameters: { ...parameters, [word]: source.text } }
  const { fallback, ...variable } = source
  return {
    ...message,
    parameters,
    variables: { ...variables, [word]: { ...variable, ...(fallback.trim() !== '' && { fallback }) } },
  }
}

/** As a select has it. */
export function choiceOf(source: Source): string {
  switch (source.from) {
    case 'contact':
      return `contact:${source.field}`
    case 'attribute':
      return `attribute:${source.key}`
    case 'column':
    case 'text':
      return source.from
    default:
      return source satisfies never
  }
}

/** @param word what a property is called most likely: as the place that it fills */
export function sourceOfChoice(choice: string, word: string, before: Source): Source {
  const fallback = before.from === 'text' ? '' : before.fallback
  const [from = '', key = ''] = choice.split(/:(.*)/su)
  if (from === 'contact') return { from, field: key as ContactField, fallback }
  if (from === 'attribute') return { from, key, fallback }
  if (from === 'column') return { from, name: /^\d+$/u.test(word) ? '' : word, fallback }
  return { from: 'text', text: '' }
}
