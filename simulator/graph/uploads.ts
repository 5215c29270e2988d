/**
 * Files that show reviewers what a template's header will hold, uploaded piece by piece: a session that knows how much
 * of the file is there, and a handle once it is whole.
 * Source: Meta, "Resumable Upload API" (Graph API guide, 2026).
 */
import { createHash } from 'node:crypto'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { bodyOf } from '#simulator/graph/message-routes.ts'
import { missing, tokenOf, type GraphRequest } from '#simulator/graph/request.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { keepSample } from '#simulator/world/media.ts'
import type { Json, UploadSession } from '#simulator/world/world.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4']
const BYTES_MAX = 100 * 1024 * 1024
/** Opens a session. Source: as above, step 1. */
export function openUpload(sim: Simulation, request: GraphRequest): Json {
  tokenOf(sim, request)
  // `app` is the app that the token belongs to.
  if (request.params.id !== sim.world.appId && request.params.id !== 'app')
    throw missing(request.method, request.params.id)
  const given = { ...bodyOf(request), ...request.query }
  const length = Number(wordsOf(given['file_length']))
  const mimeType = wordsOf(given['file_type'])
  if (!Number.isSafeInteger(length) || length < 1 || length > BYTES_MAX)
    throw new GraphError(100, 'Param file_length must be the size of the file in bytes.')
  if (!TYPES.includes(mimeType))
    throw new GraphError(100, `Param file_type must be one of {${TYPES.join(', ')}}.`)
  const id = Buffer.from(`1:attachment:${sim.ids.mediaId()}`).toString('base64url')
  const filename = wordsOf(given['file_name']) || 'sample'
  const session: UploadSession = { id, length, mimeType, filename, offset: 0, mediaId: null, handle: null }
  sim.world.uploads.set(id, session)
  sim.touch()
  return { id: nameOf(session) }
}

const nameOf = ({ id }: UploadSession): string => `upload:${id}?sig=AR${id.slice(-8)}`

/** How much of the file is there: from that byte on it goes on. */
export function uploadStatus(sim: Simulation, request: GraphRequest): Json {
  tokenOf(sim, request)
  const session = sessionIn(sim, request)
  return { id: nameOf(session), file_offset: session.offset }
}

/** Takes a piece of the file, and gives the handle once it is whole. */
export function takeUpload(sim: Simulation, request: GraphRequest): Json {
  tokenOf(sim, request)
  const session = sessionIn(sim, request)
  if (session.handle !== null) return { h: session.handle }
  const offset = Number(request.headers['file_offset'] ?? 0)
  if (offset !== session.offset) {
    throw new GraphError(100, undefined, {
      title: `Invalid file_offset: expected ${session.offset}, received ${offset}`,
      status: 400,
    })
  }
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (offset + bytes.length > session.length)
    throw new GraphError(100, undefined, { title: 'The file is longer than file_length.' })
  const whole = Buffer.concat([sim.media.get(partOf(session)) ?? Buffer.alloc(0), bytes])
  session.offset = whole.length
  if (whole.length < session.length) {
    sim.media.put(partOf(session), whole)
    sim.touch()
    return { id: nameOf(session), file_offset: session.offset }
  }
  sim.media.remove(partOf(session))
  const { mimeType, filename } = session
  const media = keepSample(sim, { bytes: whole, mimeType, filename })
  session.mediaId = media.id
  session.handle = handleOf(session, whole)
  sim.touch()
  return { h: session.handle }
}

/** Digits only: names of kept files are. */
const partOf = ({ id }: UploadSession): string =>
  Buffer.from(id, 'base64url').toString().replaceAll(/\D/g, '')

function handleOf({ mimeType, id }: UploadSession, bytes: Buffer): string {
  const digest = createHash('sha256').update(id).update(bytes).digest('base64url')
  return `4::${Buffer.from(mimeType).toString('base64')}:AR${digest}:e:${id.slice(-10)}`
}

function sessionIn(sim: Simulation, request: GraphRequest): UploadSession {
  const id = request.params.id.slice('upload:'.length).split('?')[0] ?? ''
  const session = sim.world.uploads.get(id)
  if (session === undefined) throw missing(request.method, request.params.id)
  return session
}
