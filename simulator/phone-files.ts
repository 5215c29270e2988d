/** The phone's built files, at /phone. Small enough that nothing more than reading a file is needed. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply } from 'fastify'

const FOLDER = fileURLToPath(new URL('phone/dist', import.meta.url))
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
}

/** Registers /phone; `/` leads there. */
export function phoneFiles(app: FastifyInstance): void {
  app.get('/', (_request, reply) => reply.redirect('/phone/'))
  app.get('/phone', (_request, reply) => serve(reply, 'index.html'))
  app.get('/phone/*', (request, reply) => serve(reply, (request.params as { '*': string })['*']))
}

/** An unknown path without an extension is a place inside the app, and gets its page. */
async function serve(reply: FastifyReply, path: string): Promise<FastifyReply> {
  const file = normalize(join(FOLDER, path === '' ? 'index.html' : path))
  if (file !== FOLDER && !file.startsWith(FOLDER + sep)) return reply.code(404).send('Not Found')
  const bytes = await readOrNull(file)
  if (bytes !== null) {
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    const isHashed = path.startsWith('assets/')
    return reply
      .header('cache-control', isHashed ? 'max-age=31536000, immutable' : 'no-cache')
      .type(type)
      .send(bytes)
  }
  if (extname(path) !== '') return reply.code(404).send('Not Found')
  const page = await readOrNull(join(FOLDER, 'index.html'))
  if (page !== null)
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page)
  return reply
    .code(404)
    .type('text/plain')
    .send('The phone is not built. Build it with: npm run build:phone\n')
}

async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch {
    return null
  }
}
