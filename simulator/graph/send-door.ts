/**
 * Sending, past the web framework: at a thousand messages a second the way to a route would cost as much as all that is done
 * there. The bodies of these calls are JSON; whoever sends a form goes the long way, to the same
 * operation.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorBody, GraphError } from '#simulator/graph/graph-error.ts'
import { send } from '#simulator/graph/message-routes.ts'
import { versionOf } from '#simulator/graph/request.ts'
import { Outage, OUTAGE_PAGE } from '#simulator/messages/storms.ts'
import { traceOf, type Simulation } from '#simulator/simulation.ts'
import type { Json } from '#simulator/world/world.ts'

const SEND_PATH = /^(?:\/(v\d+\.\d+))?\/([^/?]+)\/(messages|marketing_messages)$/
const BODY_BYTES_MAX = 4 * 1024 * 1024
export const APP_USAGE = '{"call_count":0,"total_cputime":0,"total_time":0}'

type Answer = { readonly status: number; readonly type: string; readonly body: string }

/** Takes the call if it is a send in JSON; false if it is anything else. */
export function takeSend(sim: Simulation, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'POST') return false
  const match = SEND_PATH.exec(request.url ?? '')
  if (match === null || request.headers['content-type']?.startsWith('application/json') !== true) return false
  void hear(sim, request, response, match)
  return true
}

async function hear(
  sim: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
  [, version, id = '', door]: RegExpExecArray,
): Promise<void> {
  const text = await textOf(request)
  if (text === null) return
  const call = { method: 'POST', headers: request.headers, query: {}, params: { id } }
  const answer = await answerOf(sim, call, text, door === 'messages' ? door : 'marketing_messages')
  if (answer === null) {
    request.socket.destroy()
    return
  }
  response
    .writeHead(answer.status, {
      'content-type': answer.type,
      'content-length': Buffer.byteLength(answer.body),
      'facebook-api-version': versionOf(version),
      'x-app-usage': APP_USAGE,
    })
    .end(answer.body)
}

/** Null: the caller has gone, or sends more than anybody should. */
function textOf(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    request.on('data', (part: Buffer) => {
      bytes += part.length
      if (bytes > BODY_BYTES_MAX) request.destroy()
      else parts.push(part)
    })
    request.on('end', () => {
      const [first] = parts
      resolve(parts.length === 1 && first !== undefined ? first.toString() : Buffer.concat(parts).toString())
    })
    request.on('close', () => resolve(null))
  })
}

type Call = Omit<Parameters<typeof send>[1], 'body'>

/** Null: the connection is to be cut. */
async function answerOf(
  sim: Simulation,
  call: Call,
  text: string,
  door: Parameters<typeof send>[2],
): Promise<Answer | null> {
  try {
    const answer = await send(sim, { ...call, body: jsonOf(text) }, door)
    return answer === null ? null : jsonAnswer(200, answer)
  } catch (error) {
    const refusal = error instanceof GraphError ? error : unforeseen(sim, error)
    if (refusal instanceof Outage) return { status: refusal.status, type: 'text/html', body: OUTAGE_PAGE }
    return jsonAnswer(refusal.status, errorBody(refusal, traceOf(sim)))
  }
}

const jsonAnswer = (status: number, body: Json): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
})

function jsonOf(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new GraphError(100, undefined, { title: 'Invalid JSON' })
  }
}

function unforeseen(sim: Simulation, error: unknown): GraphError {
  sim.log(`graph: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return new GraphError(1, undefined, { status: 500 })
}
