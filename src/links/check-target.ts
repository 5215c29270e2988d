/**
 * Where a tracked link may lead. It is asked once, when the link is made, and what it gives back is what is stored and what
 * browsers are sent to: nothing that a visitor brings along has a part in it.
 */
import { isIP } from 'node:net'
import { isPublicAddress } from '#platform/egress-addresses.ts'

/** What PostgreSQL's indexes, browsers and Meta's buttons all take; Meta, "Template components" (2026): a button's URL has at most 2,000. */
const URL_LENGTH_MAX = 2000

export type Target =
  | { readonly ok: true; readonly url: string }
  /** A sentence without its subject. */
  | { readonly ok: false; readonly message: string }

/** The address as the URL parser writes it: host names in other scripts become punycode, so that everybody sees the same letters. */
export function checkTarget(text: string): Target {
  // The parser takes "https:shop.in", a tab in the middle and back slashes, and makes of them what nobody has read.
  if (!/^https?:\/\/[^\s\\\p{Cc}]+$/iu.test(text))
    return wrong('must begin with https:// or http://, without spaces')
  const url = URL.parse(text)
  if (url === null) return wrong('is not a web address')
  if (url.username !== '' || url.password !== '') return wrong('must not hold a name or password')
  if (url.href.length > URL_LENGTH_MAX) return wrong(`is longer than ${URL_LENGTH_MAX} characters`)
  if (isInside(url.hostname)) return wrong('leads to a private network, which customers cannot reach')
  return { ok: true, url: url.href }
}

function isInside(hostname: string): boolean {
  const host = hostname.replaceAll(/^\[|\]$|\.$/gu, '')
  if (isIP(host) !== 0) return !isPublicAddress(host)
  return !host.includes('.') || /\.(?:localhost|local|internal|home\.arpa)$/u.test(host)
}

const wrong = (message: string): Target => ({ ok: false, message })
