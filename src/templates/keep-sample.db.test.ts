/** The file that stands for a header's picture: at Meta, here, and in the copy for another account. */
import { describe, expect } from 'vitest'
import { picture, test, type Desk } from '#test/template-desk.ts'
import { word, definitionOf, write, submit, listed, detailOf } from '#test/template-writing.ts'
import type { Draft, TemplateSample } from './shapes.ts'

const upload = async (desk: Desk, channel: string, bytes: Buffer, type = 'image/png') => {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), 'sari red.png')
  return desk.ask<TemplateSample>('POST', `/template-samples?channelId=${channel}`, form)
}
const withPicture = (name: string, handle: string): Record<string, unknown> => {
  const { components, ...rest } = definitionOf(name)
  const header = { type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } }
  return { ...rest, components: [header, ...(components as object[])] }
}

describe('a sample', () => {
  test('goes to Meta and is kept here, for the draft, the template and its copy in another account', async ({
    desk,
  }) => {
    const [here, there] = [await desk.connect(), await desk.connect()]
    const bytes = picture()
    const { status, body: sample, text } = await upload(desk, here.channel, bytes)
    expect([status, sample.kind, sample.bytes], text).toEqual([201, 'image', bytes.length])
    const kept = await desk.storage.get(`${desk.tenant}/${sample.mediaId}`)
    expect(Buffer.concat((await kept?.stream.toArray()) ?? []).equals(bytes)).toBe(true)
    const name = word()
    const draft = await write(desk, here.channel, withPicture(name, sample.handle))
    const { handle, mediaId, url } = sample
    expect(draft.samples).toEqual([{ handle, mediaId, url }])
    const { body } = await submit(desk, draft)
    desk.pass(2000)
    await desk.pull(here.channel)
    const detail = await detailOf(desk, body.templateId)
    expect(JSON.stringify(detail.components)).toContain('/samples/') // what Meta lists is an address
    expect(detail.samples).toEqual([{ handle, mediaId, url }])
    const copy = await desk.ask<Draft>('POST', `/templates/${body.templateId}/copy`, {
      channelId: there.channel,
    })
    expect([copy.status, copy.body.channelId]).toEqual([201, there.channel])
    expect(copy.body.definition).toMatchObject({
      name,
      components: [{ example: { header_handle: [handle] } }, {}],
    })
    const before = desk.asked()
    const copied = await submit(desk, copy.body)
    expect([copied.status, desk.asked() - before], copied.text).toEqual([200, 2]) // the file, and the template
    expect((await listed(desk, there.channel)).map((one) => one.name)).toEqual([name])
  })

  test('of a template that was made elsewhere is fetched from Meta for the copy', async ({ desk }) => {
    const [here, there] = [await desk.connect(), await desk.connect()]
    const { body: sample } = await upload(desk, here.channel, picture())
    const name = word()
    const { body } = await submit(desk, await write(desk, here.channel, withPicture(name, sample.handle)))
    await desk.database.inTenant(desk.tenant, async (client) => {
      await client.query(
        `delete from template_history where tenant_id = $1 and source = 'us' and name = $2`,
        [...[desk.tenant, name]],
      )
      await client.query('delete from template_samples where tenant_id = $1', [desk.tenant])
    })
    desk.pass(2000)
    await desk.pull(here.channel)
    expect((await detailOf(desk, body.templateId)).samples).toEqual([])
    const copy = await desk.ask<Draft>('POST', `/templates/${body.templateId}/copy`, {
      channelId: there.channel,
    })
    const copied = await submit(desk, copy.body)
    expect(copied.status, copied.text).toBe(200)
    const { samples } = await detailOf(desk, copied.body.templateId)
    expect(samples).toHaveLength(1)
  })

  test('of a kind that no header shows, or too large, is not taken and not kept', async ({ desk }) => {
    const { channel } = await desk.connect()
    const before = desk.asked()
    const text = await upload(desk, channel, Buffer.from('hello'), 'text/plain')
    expect([text.status, (text.body as unknown as { code: string }).code]).toEqual([
      415,
      'template_sample_kind',
    ])
    const large = await upload(desk, channel, Buffer.alloc(5 * 1024 * 1024 + 1))
    expect(large.status).toBe(413)
    expect(desk.asked()).toBe(before)
  })

  test('that Meta does not take is not kept either', async ({ desk }) => {
    const { channel } = await desk.connect()
    const count = async (): Promise<number> => {
      const { rows } = await desk.database.inTenant(desk.tenant, async (client) =>
        client.query('select from media where tenant_id = $1', [desk.tenant]),
      )
      return rows.length
    }
    const before = await count()
    desk.once({ uploadSample: async () => Promise.reject(new Error('broken')) })
    expect((await upload(desk, channel, picture())).status).toBe(500)
    expect(await count()).toBe(before)
  })
})
