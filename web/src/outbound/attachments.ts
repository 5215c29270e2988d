import { useRef, useState } from 'react'
import { ApiError } from '../platform/api.ts'
import type { Problem } from '../platform/contract.ts'
import { newId } from '../platform/new-id.ts'
import { uploadFile } from '../platform/upload.ts'
import { checkFile, type FileVerdict, type MediaKind } from './limits.ts'

/** A file beside the text: it uploads while the words are being written. */
export type Attachment = {
  readonly key: string
  readonly file: File
  /** An address of a picture's bytes in this page, for the thumbnail. */
  readonly preview: string | null
  readonly state:
    | { readonly kind: 'refused'; readonly verdict: FileVerdict & { ok: false } }
    | { readonly kind: 'uploading'; readonly media: MediaKind; readonly fraction: number }
    | { readonly kind: 'failed'; readonly media: MediaKind; readonly problem: Problem | null }
    | { readonly kind: 'ready'; readonly media: MediaKind; readonly mediaId: string }
}

export type Attachments = {
  readonly items: readonly Attachment[]
  readonly add: (files: Iterable<File>) => void
  readonly remove: (key: string) => void
  readonly retry: (key: string) => void
  readonly clear: () => void
}

export function useAttachments(channelId: string): Attachments {
  const [items, setItems] = useState<readonly Attachment[]>([])
  const running = useRef(new Map<string, AbortController>())

  const set = (key: string, state: Attachment['state']) =>
    setItems((all) => all.map((item) => (item.key === key ? { ...item, state } : item)))

  const upload = (key: string, file: File, media: MediaKind) => {
    const stop = new AbortController()
    running.current.set(key, stop)
    set(key, { kind: 'uploading', media, fraction: 0 })
    uploadFile(
      file,
      (fraction) => set(key, { kind: 'uploading', media, fraction }),
      stop.signal,
      `?channelId=${channelId}`,
    )
      .then(({ id }) => set(key, { kind: 'ready', media, mediaId: id }))
      .catch((error: unknown) => {
        if (stop.signal.aborted) return
        set(key, { kind: 'failed', media, problem: error instanceof ApiError ? error.problem : null })
      })
  }

  return {
    items,
    add: (files) => {
      for (const file of files) {
        const key = newId()
        const verdict = checkFile(file)
        const state: Attachment['state'] = verdict.ok
          ? { kind: 'uploading', media: verdict.kind, fraction: 0 }
          : { kind: 'refused', verdict }
        const preview = verdict.ok && verdict.kind === 'image' ? URL.createObjectURL(file) : null
        setItems((all) => [...all, { key, file, preview, state }])
        if (verdict.ok) upload(key, file, verdict.kind)
      }
    },
    remove: (key) => {
      running.current.get(key)?.abort()
      forget(items.filter((item) => item.key === key))
      setItems((all) => all.filter((item) => item.key !== key))
    },
    retry: (key) => {
      const item = items.find((one) => one.key === key)
      if (item?.state.kind === 'failed') upload(key, item.file, item.state.media)
    },
    clear: () => {
      forget(items)
      setItems([])
    },
  }
}

function forget(items: readonly Attachment[]): void {
  for (const { preview } of items) if (preview !== null) URL.revokeObjectURL(preview)
}
