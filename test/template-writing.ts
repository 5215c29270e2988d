/** What a test writes as drafts, brings to Meta, and reads of the library: through the API, as people do. */
import { expect } from 'vitest'
import type { Draft, LibraryTemplate, TemplateDetail } from '#templates/shapes.ts'
import type { Desk } from '#test/template-desk.ts'

let names = 0
export const word = (): string => `order_update_${(names += 1)}`
export const definitionOf = (name: string, more: object = {}): Record<string, unknown> => ({
  ...{ name, language: 'en', category: 'UTILITY' },
  components: [
    {
      type: 'BODY',
      text: `Hello {{1}}, your order ${name} has left our shop and will be with you soon.`,
      example: { body_text: [['Asha']] },
    },
  ],
  ...more,
})

export async function write(
  desk: Desk,
  channel: string,
  definition: object,
  templateId?: string,
): Promise<Draft> {
  const body = { channelId: channel, definition, ...(templateId !== undefined && { templateId }) }
  const { status, body: draft, text } = await desk.ask<Draft>('POST', '/template-drafts', body)
  expect(status, text).toBe(201)
  return draft
}
export type Problem = { readonly code: string; readonly title: string; readonly detail?: string }
type Sent = {
  state: string
  title?: string
  name?: string
  templateId: string | null
  code?: string
  until?: number
  findings?: { rule: string }[]
}
export const submit = async (desk: Desk, { id }: Draft) =>
  desk.ask<Sent>('POST', `/template-drafts/${id}/submit`, {})
export const listed = async (desk: Desk, channel: string, more = ''): Promise<LibraryTemplate[]> =>
  (await desk.ask<{ items: LibraryTemplate[] }>('GET', `/templates?channelId=${channel}${more}`)).body.items
export const detailOf = async (desk: Desk, id: string | null): Promise<TemplateDetail> =>
  (await desk.ask<TemplateDetail>('GET', `/templates/${id}`)).body
export const draftOf = async (desk: Desk, { id }: Draft): Promise<Draft | null> => {
  const { status, body } = await desk.ask<Draft>('GET', `/template-drafts/${id}`)
  return status === 200 ? body : null
}
/** One that Meta has approved, and the mirror knows. */
export async function approved(desk: Desk, channel: string, definition: object): Promise<LibraryTemplate> {
  const { body } = await submit(desk, await write(desk, channel, definition))
  const [found] = (await listed(desk, channel)).filter(({ id }) => id === body.templateId)
  if (found === undefined) throw new Error(JSON.stringify(body))
  desk.simulator.control.setTemplateStatus(found.name, found.language, 'APPROVED')
  desk.pass(2000)
  await desk.pull(channel)
  return { ...found, status: 'APPROVED' }
}
