/** A tap on a reply button, a list row, a template's quick reply or a request to call: the message that it sends. */
import { ControlError } from '#simulator/control-error.ts'
import type { Json, Message } from '#simulator/world/world.ts'

type Answer = { readonly type: 'button' | 'interactive'; readonly object: Json }
type Reply = {
  readonly id?: string
  readonly title?: string
  readonly description?: string
  readonly text?: string
}
type Button = { readonly reply?: Reply; readonly quick_reply?: Reply }
type Action = {
  readonly buttons?: readonly Button[]
  readonly sections?: readonly { readonly rows?: readonly Reply[] }[]
  readonly cards?: readonly { readonly action?: { readonly buttons?: readonly Button[] } }[]
}

/** Refuses a tap on what is not there. */
export function answerToTap(message: Message, id: string): Answer {
  const answer = message.type === 'template' ? ofTemplate(message, id) : ofInteractive(message, id)
  if (answer === null) throw new ControlError(404, `nothing to tap with id ${id}`)
  return answer
}

function ofTemplate(message: Message, id: string): Answer | null {
  if (message.rendered?.buttons.some((one) => one.type === 'CALL_PERMISSION_REQUEST') === true) {
    const answer = callPermission(id)
    if (answer !== null) return answer
  }
  const button = message.rendered?.buttons.find((one) => one.type === 'QUICK_REPLY' && one.id === id)
  return button === undefined ? null : { type: 'button', object: { payload: button.id, text: button.text } }
}

function ofInteractive(message: Message, id: string): Answer | null {
  const interactive = message.content['interactive'] as { type?: string; action?: Action } | undefined
  const action = interactive?.action ?? {}
  if (interactive?.type === 'call_permission_request') return callPermission(id)
  const buttons = [
    ...(action.buttons ?? []),
    ...(action.cards ?? []).flatMap((card) => card.action?.buttons ?? []),
  ]
  const reply = buttons.map((button) => button.reply ?? button.quick_reply).find((one) => one?.id === id)
  if (reply !== undefined) {
    return { type: 'interactive', object: { type: 'button_reply', button_reply: { id, title: reply.title } } }
  }
  const row = (action.sections ?? []).flatMap((section) => section.rows ?? []).find((one) => one.id === id)
  return row === undefined ? null : { type: 'interactive', object: { type: 'list_reply', list_reply: row } }
}

function callPermission(id: string): Answer | null {
  if (id !== 'accept' && id !== 'reject') return null
  const reply = { response: id, response_source: 'user_action' }
  return { type: 'interactive', object: { type: 'call_permission_reply', call_permission_reply: reply } }
}
