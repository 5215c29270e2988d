/** The calls to the simulator's control API. */
import type {
  BusinessNumber,
  ControlState,
  Customer,
  CustomerAction,
  Faults,
  NewCustomer,
  NumberState,
  PhoneMessage,
  TemplateState,
} from '#simulator/protocol.ts'

/** How many messages one page of a chat has. */
export const PAGE = 60

/** What a chat is: one customer and one number of a business. */
export type ChatId = { readonly customer: Customer['id']; readonly number: BusinessNumber['phoneNumberId'] }

/** An answer other than 2xx, with the words of the simulator if it gave any. */
class ControlError extends Error {}

export const api = {
  state: () => call<ControlState>('GET', 'state'),
  createCustomer: (customer: NewCustomer) => call<Customer>('POST', 'customers', customer),
  setFaults: (faults: Partial<Faults>) => call<Faults>('PUT', 'faults', faults),
  templates: () => call<{ templates: TemplateState[] }>('GET', 'templates'),
  numbers: () => call<{ numbers: NumberState[] }>('GET', 'numbers'),
  /** Meta decides something about a template: its status, a pause, its quality. */
  decide: (id: string, what: 'status' | 'pause' | 'unpause' | 'quality', body: Record<string, string>) =>
    call<TemplateState>('POST', `templates/${encodeURIComponent(id)}/${what}`, body),
  setNumber: (id: string, change: { qualityRating: string }) =>
    call<unknown>('PATCH', `numbers/${encodeURIComponent(id)}`, change),
  advance: (advanceMs: number) => call<{ now: number }>('POST', 'clock', { advanceMs }),
  messages: (chat: ChatId, before?: string) =>
    call<{ messages: PhoneMessage[] }>(
      'GET',
      `${chatPath(chat)}?limit=${PAGE}${before === undefined ? '' : `&before=${encodeURIComponent(before)}`}`,
    ),
  act: (chat: ChatId, action: CustomerAction) =>
    call<{ message: PhoneMessage | null }>('POST', chatPath(chat), action),
  read: (chat: ChatId) => call<unknown>('POST', `${chatPath(chat)}/read`, {}),
  upload: async (blob: Blob, filename: string): Promise<string> => {
    // A JSON file is bytes like any other here, not a request to parse.
    const type = blob.type === '' || blob.type.includes('json') ? 'application/octet-stream' : blob.type
    const headers = {
      'content-type': type,
      'x-filename': encodeURIComponent(filename),
    }
    const response = await fetch('/_control/media', { method: 'POST', headers, body: blob })
    return (await answerOf<{ id: string }>(response)).id
  },
}

const chatPath = ({ customer, number }: ChatId) =>
  `chats/${encodeURIComponent(customer)}/${encodeURIComponent(number)}`

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return answerOf<T>(await fetch(`/_control/${path}`, { method, ...init }))
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text()
  if (!response.ok) throw new ControlError(reasonIn(text) ?? `HTTP ${response.status}`)
  return (text === '' ? {} : JSON.parse(text)) as T
}

/** The simulator says `{ error: "…" }` or, as Meta does, `{ error: { message } }`. */
function reasonIn(text: string): string | null {
  try {
    const body = JSON.parse(text) as { error?: string | { message?: string }; message?: string }
    const reason = typeof body.error === 'object' ? body.error.message : (body.message ?? body.error)
    return reason ?? null
  } catch {
    return null
  }
}
