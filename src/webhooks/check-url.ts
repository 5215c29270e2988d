/**
 * Whether we may call this address, asked when somebody enters it, so that they hear in words what is wrong. It is no
 * protection: a name may lead elsewhere tomorrow, so every call is checked again by `platform/egress.ts`.
 */
import { isIP } from 'node:net'
import { isPublicAddress } from '#platform/egress-addresses.ts'
import type { Resolver } from '#platform/egress.ts'

const URL_LENGTH_MAX = 2000

/** null: it may be called; else what is wrong with it, as a sentence without its subject. */
export async function checkUrl(text: string, resolve: Resolver): Promise<string | null> {
  if (text.length > URL_LENGTH_MAX) return `is longer than ${URL_LENGTH_MAX} characters`
  const url = URL.parse(text)
  if (url === null) return 'is not a web address'
  if (url.protocol !== 'https:') return 'must begin with https://'
  if (url.username !== '' || url.password !== '')
    return 'must not hold a name or password; check our signature instead'
  if (url.hash !== '') return 'must not have a part after #'
  const host = url.hostname.replaceAll(/^\[|\]$|\.$/gu, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return INSIDE
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : INSIDE
  const addresses = await resolve(host).catch(() => [])
  if (addresses.length === 0) return 'has a host name that cannot be found'
  return addresses.every(isPublicAddress) ? null : INSIDE
}

const INSIDE = 'leads to a private network; it must be reachable on the public internet'
