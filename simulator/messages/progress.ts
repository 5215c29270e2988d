/** What becomes of a message after it was accepted: sent, delivered, read, and what the app is told of it. */
import { finishDeletion } from '#simulator/graph/delete-template.ts'
import { charge } from '#simulator/messages/invoice.ts'
import { countDelivered } from '#simulator/messages/quality.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportStatus } from '#simulator/webhooks/report.ts'
import {
  chatOf,
  faultsOf,
  phoneMessageOf,
  type Chat,
  type Delivery,
  type Message,
  type StatusName,
} from '#simulator/world/world.ts'

const RANK: Readonly<Record<StatusName, number>> = { sent: 0, delivered: 1, read: 2, played: 3, failed: 9 }

/** Goes on from wherever a message stands: after a send, and again after a restart. */
export function continueDelivery(sim: Simulation, chat: Chat, message: Message): void {
  const { delivery } = message
  if (delivery === null) return
  const { deliverAfterMs, readAfterMs } = faultsOf(sim.world, chat.number)
  if (delivery.status === 'sent') {
    soon(sim, chat, deliverAfterMs, () => {
      advanceTo(sim, chat, message, 'delivered')
      continueDelivery(sim, chat, message)
    })
  } else if (delivery.status === 'delivered' && readAfterMs >= 0) {
    soon(sim, chat, readAfterMs, () => advanceTo(sim, chat, message, 'read'))
  }
}

/** The customer opens the chat: everything unread is read, and the app is told of each. */
export function readChat(sim: Simulation, chat: Chat): void {
  const unread: Message[] = []
  for (let index = chat.messages.length - 1; index >= 0; index--) {
    const message = chat.messages[index]
    if (message?.delivery === null || message === undefined) continue
    if (RANK[message.delivery.status] >= RANK.read) break
    unread.push(message)
  }
  for (const message of unread.toReversed()) {
    advanceTo(sim, chat, message, 'delivered')
    advanceTo(sim, chat, message, 'read')
  }
}

/** The business read up to this message of the customer's: its ticks and those before turn blue. */
export function markRead(sim: Simulation, message: Message): void {
  const chat = sim.world.chats.get(message.chat)
  if (chat === undefined) return
  for (let index = chat.messages.lastIndexOf(message); index >= 0; index--) {
    const earlier = chat.messages[index]
    if (earlier === undefined || earlier.by === 'business') continue
    if (earlier.ticks === 'read') break
    earlier.ticks = 'read'
    showMessage(sim, earlier)
  }
  sim.touch()
}

/** The app has answered 200 for a customer's message: its second tick. */
export function markArrived(sim: Simulation, wamid: string): void {
  const message = sim.world.messages.get(wamid)
  if (message === undefined || message.ticks !== 'sent') return
  message.ticks = 'delivered'
  showMessage(sim, message)
}

/** Shows a bubble, new or changed, on open phones. */
export function showMessage(sim: Simulation, message: Message): void {
  if (!sim.hub.isHeard()) return
  const slash = message.chat.lastIndexOf('/')
  const customer = message.chat.slice(0, slash)
  const number = message.chat.slice(slash + 1)
  sim.hub.emit({ type: 'message', customer, number, message: phoneMessageOf(message) })
}

/** Takes up what was under way when the simulator stopped. */
export function resumeDeliveries(sim: Simulation): void {
  for (const chat of sim.world.chats.values()) {
    chat.due = 0
    for (const message of chat.messages)
      continueDelivery(sim, chatOf(sim.world, chat.customer, chat.number), message)
  }
}

function advanceTo(sim: Simulation, chat: Chat, message: Message, status: 'delivered' | 'read'): void {
  const { delivery } = message
  if (delivery === null || RANK[status] <= RANK[delivery.status]) return
  // A price stands on `sent` and on the first of delivered and read.
  const pricing = delivery.status === 'sent'
  delivery.status = status
  if (pricing) arrive(sim, chat, delivery)
  reportStatus(sim, chat, message.wamid, delivery, status, { pricing })
  if (status === 'delivered' && delivery.category.startsWith('marketing'))
    sim.react(chat, message, {
      read: () => advanceTo(sim, chat, message, 'read'),
      later: (ms, task) => later(sim, chat, ms, task),
    })
  const { voice } = (message.content[message.type] ?? {}) as { voice?: unknown }
  if (status === 'read' && voice === true) {
    delivery.status = 'played'
    reportStatus(sim, chat, message.wamid, delivery, 'played')
  }
  sim.touch()
}

/** It is on the bill, and complaints are held against it. */
function arrive(sim: Simulation, chat: Chat, delivery: Delivery): void {
  const templateId = delivery.templateId ?? null
  charge(sim, chat, delivery)
  countDelivered(sim, chat.number, templateId)
  if (templateId !== null) finishDeletion(sim, templateId)
}

function soon(sim: Simulation, chat: Chat, ms: number, task: () => void): void {
  if (ms === 0) {
    task()
    return
  }
  sim.clock.after(ms, inMind(chat, task))
}

/** The same for what nobody waits for. */
function later(sim: Simulation, chat: Chat, ms: number, task: () => void): void {
  sim.clock.someday(sim.clock.now() + ms, inMind(chat, task))
}

/** Until it has happened, the chat is not forgotten. */
function inMind(chat: Chat, task: () => void): () => void {
  chat.due = (chat.due ?? 0) + 1
  return () => {
    chat.due = (chat.due ?? 1) - 1
    task()
  }
}
