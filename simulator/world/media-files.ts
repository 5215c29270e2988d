/** The bytes of media: in memory, or in a folder beside the state file so that they survive a restart. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type MediaFiles = {
  put(id: string, bytes: Buffer): void
  get(id: string): Buffer | null
  remove(id: string): void
  clear(): void
}

/** @param folder null keeps everything in memory. */
export function createMediaFiles(folder: string | null): MediaFiles {
  const held = new Map<string, Buffer>()
  const fileOf = (id: string): string | null =>
    folder === null || !/^[0-9]+$/.test(id) ? null : join(folder, id)
  return {
    put(id, bytes) {
      const file = fileOf(id)
      if (file === null || folder === null) {
        held.set(id, bytes)
        return
      }
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, bytes)
    },
    get(id) {
      const file = fileOf(id)
      if (file === null) return held.get(id) ?? null
      try {
        return readFileSync(file)
      } catch {
        return null
      }
    },
    remove(id) {
      held.delete(id)
      const file = fileOf(id)
      if (file !== null) rmSync(file, { force: true })
    },
    clear() {
      held.clear()
      if (folder !== null) rmSync(folder, { recursive: true, force: true })
    },
  }
}
