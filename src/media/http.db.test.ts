/** Files over HTTP: what is taken, and how it comes back. */
import { describe, expect } from 'vitest'
import type { Problem } from '#platform/problem-shape.ts'
import { test, type Api } from '#test/first-business.ts'
import type { Answer } from '#test/web-app.ts'

const upload = async (
  api: Api,
  type: string,
  bytes: Buffer | string,
  filename = 'a',
): Promise<Answer<Problem & { id: string }>> => {
  const form = new FormData()
  form.append(
    'file',
    new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], { type }),
    filename,
  )
  return api.ask('POST', '/api/v1/media', form)
}

describe('files', () => {
  const PNG = Buffer.from('iVBORw0KGgo=', 'base64')

  test('of WhatsApp’s kinds are kept and come back as they were, sniffed by nobody, running nothing', async ({
    api,
    shop,
  }) => {
    void shop
    const { status, body } = await upload(api, 'image/png', PNG, 'kurta.png')
    expect(status).toBe(201)
    const response = await fetch(`${api.url}/api/v1/media/${body.id}`, { headers: { cookie: api.cookie } })
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': "inline; filename*=UTF-8''kurta.png",
    })
  })

  test.for([
    'image/svg+xml',
    'text/html',
    'application/xhtml+xml',
    'application/javascript',
    'text/xml',
    'application/octet-stream',
  ])('of a kind that WhatsApp does not take are refused with 415 (%s)', async (type, { api, shop }) => {
    void shop
    const { status, body } = await upload(api, type, '<svg onload=alert(1)>')
    expect([status, body.code]).toEqual([415, 'media.kind'])
  })

  test.for(['image/svg+xml', 'text/html', 'application/pdf', 'text/html;charset=utf-8', '', 'IMAGE/SVG+XML'])(
    'that customers sent as %s are only ever downloaded',
    async (type, { api, shop }) => {
      const { body } = await upload(api, 'text/plain', '<script>alert(1)</script>', 'x.html')
      await shop.database.inTenant(shop.tenant, async (client) =>
        client.query('update media set mime_type = $2 where id = $1', [body.id, type]),
      )
      const { headers } = await api.ask('GET', `/api/v1/media/${body.id}`)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toMatch(/^attachment; /u)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain('sandbox')
    },
  )

  test.for([
    ['image/png', 5 * 1024 * 1024],
    ['image/webp', 512 * 1024],
    ['audio/ogg', 16 * 1024 * 1024],
  ] as const)('larger than WhatsApp takes are refused with 413 (%s)', async ([type, max], { api, shop }) => {
    void shop
    expect((await upload(api, type, Buffer.alloc(max))).status).toBe(201)
    const { status, body } = await upload(api, type, Buffer.alloc(max + 1))
    expect([status, body.code]).toEqual([413, 'media.too_large'])
  })

  test('are refused where there are none, and where something else is', async ({ api, shop }) => {
    void shop
    expect((await api.ask('POST', '/api/v1/media', { file: '/etc/passwd' })).status).toBeGreaterThanOrEqual(
      400,
    )
    expect((await api.ask('POST', '/api/v1/media', { file: '/etc/passwd' })).status).toBeLessThan(500)
    const empty = new FormData()
    empty.append('word', 'x')
    expect((await api.ask('POST', '/api/v1/media', empty)).body.code).toBe('media.no_file')
  })

  test('keep of their names what is a name: no folders, nothing that breaks a header', async ({
    api,
    shop,
  }) => {
    void shop
    for (const [given, kept] of [
      ['../../etc/passwd', 'passwd'],
      ['C:\\x\\बिल.pdf', 'बिल.pdf'],
      ['a\u0007b.txt', 'ab.txt'],
    ] as const) {
      const { body } = await upload(api, 'text/plain', 'x', given)
      const { headers } = await api.ask('GET', `/api/v1/media/${body.id}`)
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename*=UTF-8''${encodeURIComponent(kept)}`,
      )
    }
  })
})
