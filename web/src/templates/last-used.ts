import { loadStored, store } from '../platform/storage.ts'

const KEEP = 3
const key = (channelId: string) => `harkara.templates.${channelId}`

/** The templates sent last from this browser, newest first. */
export function lastUsed(channelId: string): readonly string[] {
  return loadStored<string[]>(key(channelId), []).slice(0, KEEP)
}

export function noteUsed(channelId: string, templateId: string): void {
  store(key(channelId), [templateId, ...lastUsed(channelId).filter((id) => id !== templateId)].slice(0, KEEP))
}
