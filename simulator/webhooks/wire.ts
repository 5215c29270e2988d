/**
 * The bytes of a webhook and their signature.
 *
 * Meta writes everything outside ASCII as lower-case \uXXXX and every slash as \/, and signs exactly those bytes
 * with the app's secret. A receiver that parses and writes the JSON again before it verifies will fail here, as it
 * would there. Source: Meta, "Create a webhook endpoint" (7 Nov 2025), and the messenger page on escaped unicode.
 */
import { createHmac } from 'node:crypto'

/** A number with more digits than JavaScript holds, written as it is. */
export function exactNumber(digits: string): unknown {
  return rawJson(digits)
}

// JSON.rawJSON is in V8 since Node 22; TypeScript's library does not list it yet.
const rawJson = (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON

/** A body as Meta writes it. */
export function serialise(body: unknown): string {
  return JSON.stringify(body).replace(/[/\u0080-\uffff]/g, (character) =>
    character === '/' ? '\\/' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The value of X-Hub-Signature-256. */
export function signatureOf(appSecret: string, bytes: Uint8Array): string {
  return `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`
}
