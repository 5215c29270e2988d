/** Where files lie: a folder by default, an S3-compatible bucket by configuration. Keys are ours, never a sender's. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '#platform/ids.ts'

export type Storage = {
  /** Whole or not at all; writing the same key again replaces it. */
  readonly put: (key: string, content: Readable | Buffer, mimeType: string) => Promise<void>
  /** null: there is none. */
  readonly get: (key: string) => Promise<{ readonly stream: Readable; readonly bytes: number } | null>
  /** For good; there need not be one. */
  readonly remove: (key: string) => Promise<void>
}

const KEY = /^[\w-]+(\/[\w-]+)*$/u
function assertKey(key: string): void {
  if (!KEY.test(key)) throw new Error('a storage key that is not one of ours')
}

const streamOf = (content: Readable | Buffer): Readable =>
  Buffer.isBuffer(content) ? Readable.from([content]) : content

export function diskStorage(folder: string): Storage {
  return {
    put: async (key, content) => {
      assertKey(key)
      const path = join(folder, key)
      await mkdir(dirname(path), { recursive: true })
      const draft = `${path}.${newId()}`
      try {
        await pipeline(streamOf(content), createWriteStream(draft, { flush: true }))
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
    },
    get: async (key) => {
      assertKey(key)
      const path = join(folder, key)
      const found = await stat(path).catch(() => null)
      return found === null ? null : { stream: createReadStream(path), bytes: found.size }
    },
    remove: async (key) => {
      assertKey(key)
      await rm(join(folder, key), { force: true })
    },
  }
}

/** Credentials come from the environment or the machine's role, as the AWS SDK finds them. */
export async function s3Storage(options: {
  readonly bucket: string
  readonly endpoint: string | null
  readonly region: string
}): Promise<Storage> {
  // Loaded only where it is used: it costs more to start than everything else together.
  const { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } =
    await import('@aws-sdk/client-s3')
  const client = new S3Client({
    region: options.region,
    ...(options.endpoint !== null && { endpoint: options.endpoint, forcePathStyle: true }),
  })
  return {
    // A bucket wants to know the length before the first byte: the stream lies on our disk in between.
    put: async (key, content, mimeType) => {
      assertKey(key)
      const folder = await mkdtemp(join(tmpdir(), 'harkara-upload-'))
      try {
        const path = join(folder, 'file')
        await pipeline(streamOf(content), createWriteStream(path))
        const { size } = await stat(path)
        await client.send(
          new PutObjectCommand({
            ...{ Bucket: options.bucket, Key: key, ContentType: mimeType, ContentLength: size },
            Body: createReadStream(path),
          }),
        )
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    get: async (key) => {
      assertKey(key)
      try {
        const { Body, ContentLength } = await client.send(
          new GetObjectCommand({ Bucket: options.bucket, Key: key }),
        )
        return Body === undefined ? null : { stream: Body as Readable, bytes: ContentLength ?? 0 }
      } catch (error) {
        if (error instanceof NoSuchKey) return null
        throw error
      }
    },
    remove: async (key) => {
      assertKey(key)
      await client.send(new DeleteObjectCommand({ Bucket: options.bucket, Key: key }))
    },
  }
}
