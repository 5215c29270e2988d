import { ApiError, asProblem } from './api.ts'

/** Uploads one file, to our media store or elsewhere. XMLHttpRequest: fetch cannot say how much of a body has gone out. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what is answered is the caller's business, as in api.ts
export function uploadFile<T = { readonly id: string }>(
  file: File,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
  query = '',
  path = '/media',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file, file.name)
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    })
    request.addEventListener('load', () => {
      const answer = parse(request.responseText)
      if (request.status < 300 && typeof answer === 'object' && answer !== null) {
        resolve(answer as T)
      } else {
        reject(new ApiError(asProblem(answer)))
      }
    })
    request.addEventListener('error', () => reject(new ApiError(null)))
    request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    signal.addEventListener('abort', () => request.abort())
    request.open('POST', `/api/v1${path}${query}`)
    request.send(body)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
