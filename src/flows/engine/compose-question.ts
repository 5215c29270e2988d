/** A question as it is sent: with buttons, where there are at most three short answers; else with a list; or in words. */
import type { Choice, NodeOf } from '../definition.ts'
import type { FlowMessage } from './flow-state.ts'

/** Meta, "Interactive reply buttons messages" (Nov 2025): at most three, of at most 20 characters. */
export const BUTTONS_MAX = 3
export const BUTTON_TITLE_MAX = 20

/** What comes back when an answer to the question of this serial is tapped: a tap on an older one is told from it. */
export const payloadOf = (serial: number, choice: string): string => `flow:${serial}:${choice}`

/** The choice that was tapped, if it was one of this question. */
export function tappedOf(serial: number, payload: string | null): string | null {
  const start = `flow:${serial}:`
  return payload?.startsWith(start) === true ? payload.slice(start.length) : null
}

export const fitsButtons = (choices: readonly Choice[]): boolean =>
  choices.length <= BUTTONS_MAX &&
  choices.every(
    ({ title, description }) => Array.from(title).length <= BUTTON_TITLE_MAX && description === undefined,
  )

/** @param body with its variables filled in */
export function composeQuestion(node: NodeOf<'question'>, body: string, serial: number): FlowMessage {
  const { answer, footer, listButton } = node
  if (answer.kind === 'location')
    return {
      type: 'interactive',
      interactive: {
        type: 'location_request_message',
        body: { text: body },
        action: { name: 'send_location' },
      },
    }
  if (answer.kind !== 'choice') return { type: 'text', text: { body } }
  const around = { body: { text: body }, ...(footer === undefined ? {} : { footer: { text: footer } }) }
  if (fitsButtons(answer.choices))
    return {
      type: 'interactive',
      interactive: {
        ...{ type: 'button', ...around },
        action: {
          buttons: answer.choices.map(({ id, title }) => ({
            type: 'reply',
            reply: { id: payloadOf(serial, id), title },
          })),
        },
      },
    }
  const rows = answer.choices.map(({ id, title, description }) => ({
    ...{ id: payloadOf(serial, id), title },
    ...(description === undefined ? {} : { description }),
  }))
  return {
    type: 'interactive',
    interactive: { type: 'list', ...around, action: { button: listButton, sections: [{ rows }] } },
  }
}
