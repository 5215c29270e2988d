/** Whether a name can be a short domain: a public name of somebody's, and none of ours. */
import { isIP } from 'node:net'

export type Hostname =
  | { readonly ok: true; readonly hostname: string }
  /** A sentence without its subject. */
  | { readonly ok: false; readonly message: string }

/** @param ours where people open us: PUBLIC_URL; null: not set */
export function checkHostname(text: string, ours: string | null): Hostname {
  const typed = text
    .trim()
    .replace(/^https?:\/\//iu, '')
    .replace(/\/$/u, '')
  // The parser would take a path, a port or a password for granted.
  if (/[/\\:@?#%\s]/u.test(typed)) return wrong('must be a name alone, such as go.shop.in')
  const hostname = URL.parse(`https://${typed}`)?.hostname.replace(/\.$/u, '') ?? ''
  if (isIP(hostname) !== 0 || !NAME.test(hostname)) return wrong('must be a name alone, such as go.shop.in')
  if (/\.(?:localhost|local|internal|test|example|invalid|onion|home\.arpa)$/u.test(hostname))
    return wrong('is not a name on the public internet')
  if (ours !== null && hostname === URL.parse(ours)?.hostname)
    return wrong('is the address of Harkara itself; choose another name')
  return { ok: true, hostname }
}

/** Labels of letters, digits and hyphens, two at least, the last one with a letter; 253 characters in all (RFC 1035). */
const NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9-]{2,63}$/u

const wrong = (message: string): Hostname => ({ ok: false, message })
