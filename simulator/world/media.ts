/**
 * Media objects: taken in, found again, forgotten after their time. Ids of uploads live 30 days, ids from webhooks
 * seven; an address for the bytes lives five minutes. Source: Meta, "Media" (2025).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { GraphError } from '#simulator/graph/graph-error.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { MediaObject } from '#simulator/world/world.ts'

const UPLOAD_LIFE_MS = 30 * 24 * 60 * 60 * 1000
const INBOUND_LIFE_MS = 7 * 24 * 60 * 60 * 1000
const SAMPLE_LIFE_MS = 10 * 365 * 24 * 60 * 60 * 1000
const ADDRESS_LIFE_MS = 5 * 60 * 1000

const MB = 1024 * 1024
const office = 'application/vnd.openxmlformats-officedocument'
/** What may be uploaded, and up to which size. Source: Meta, "Media", supported types (2025). */
const SIZE_MAX_BY_TYPE: Readonly<Record<string, number>> = {
  'audio/aac': 16 * MB,
  'audio/amr': 16 * MB,
  'audio/mpeg': 16 * MB,
  'audio/mp4': 16 * MB,
  'audio/ogg': 16 * MB,
  'image/jpeg': 5 * MB,
  'image/png': 5 * MB,
  'video/mp4': 16 * MB,
  'video/3gpp': 16 * MB,
  'video/3gp': 16 * MB,
  'image/webp': 500 * 1024,
  'text/plain': 100 * MB,
  'application/pdf': 100 * MB,
  'application/msword': 100 * MB,
  'application/vnd.ms-excel': 100 * MB,
  'application/vnd.ms-powerpoint': 100 * MB,
  [`${office}.wordprocessingml.document`]: 100 * MB,
  [`${office}.spreadsheetml.sheet`]: 100 * MB,
  [`${office}.presentationml.presentation`]: 100 * MB,
}

export type NewMedia = { readonly bytes: Buffer; readonly mimeType: string; readonly filename: string | null }

/** A business uploads a file. */
export function uploadMedia(sim: Simulation, media: NewMedia): MediaObject {
  const kind = media.mimeType.split(';')[0]?.trim() ?? ''
  const sizeMax = SIZE_MAX_BY_TYPE[kind]
  if (sizeMax === undefined) {
    const types = Object.keys(SIZE_MAX_BY_TYPE).join(', ')
    throw new GraphError(
      100,
      `Param file must be a file with one of the following types: ${types}. Received file of type '${kind}'.`,
    )
  }
  if (media.bytes.length > sizeMax)
    throw new GraphError(100, `Param file is too large: at most ${sizeMax} bytes for ${kind}.`)
  return keep(sim, media, UPLOAD_LIFE_MS)
}

/** A customer attaches a file. Their phones send whatever they like. */
export function receiveMedia(sim: Simulation, media: NewMedia): MediaObject {
  return keep(sim, media, INBOUND_LIFE_MS)
}

/** A file that shows what a template's header will hold: kept as long as templates are. */
export function keepSample(sim: Simulation, media: NewMedia): MediaObject {
  return keep(sim, media, SAMPLE_LIFE_MS)
}

function keep(sim: Simulation, { bytes, mimeType, filename }: NewMedia, lifeMs: number): MediaObject {
  const media: MediaObject = {
    id: sim.ids.mediaId(),
    mimeType,
    filename,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    expiresAt: sim.clock.now() + lifeMs,
    isDeleted: false,
  }
  sim.world.media.set(media.id, media)
  sim.media.put(media.id, bytes)
  sim.touch()
  return media
}

/** Null if it is unknown, deleted or too old. */
export function findMedia(sim: Simulation, id: string): MediaObject | null {
  const media = sim.world.media.get(id)
  return media === undefined || media.isDeleted || media.expiresAt <= sim.clock.now() ? null : media
}

/** An address that answers for five minutes, like Meta's on lookaside.fbsbx.com. */
export function mediaUrl(sim: Simulation, id: string): string {
  const expiry = Math.floor((sim.clock.now() + ADDRESS_LIFE_MS) / 1000)
  return `${sim.baseUrl()}/whatsapp_business/attachments/?mid=${id}&ext=${expiry}&hash=${sealOf(sim, id, expiry)}`
}

/** Whether an address is one of ours and not yet over. */
export function isMediaUrlValid(sim: Simulation, id: string, expiry: number, seal: string): boolean {
  const expected = Buffer.from(sealOf(sim, id, expiry))
  const given = Buffer.from(seal)
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && sim.clock.now() < expiry * 1000
  )
}

function sealOf(sim: Simulation, id: string, expiry: number): string {
  return createHmac('sha256', sim.run).update(`${id}/${expiry}`).digest('base64url').slice(0, 32)
}
