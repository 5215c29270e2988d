/**
 * Whether a person followed a link or a program looked what is behind it. WhatsApp fetches a link to show a picture of it, and
 * so do others; browsers fetch ahead; mail and phones scan. A program that passes for a browser counts as a person.
 */
import type { IncomingHttpHeaders } from 'node:http'

export type VisitorClass = 'person' | 'preview'

/**
 * Previews of messengers and networks, crawlers, scanners and libraries. WhatsApp asks as "WhatsApp/2.…", Meta's crawlers as
 * "facebookexternalhit", "facebookcatalog" and "meta-external…" (Meta, "Web Crawlers", as of Nov 2026); a link that is tapped in
 * WhatsApp opens in the phone's own browser, by that browser's name. Cubot makes phones.
 */
const PROGRAMS =
  /^WhatsApp\/|facebookexternalhit|facebookcatalog|facebot|meta-external|(?<!cu)bot(?:\b|_)|crawl|spider|slurp|preview|snippet|scan|embed|monitor|headless|lighthouse|google-|googleother|bingpreview|skypeuri|telegram|discord|slack|vkshare|pinterest\/|iframely|curl\/|wget\/|python|java\/|okhttp|go-http|node-fetch|undici|axios|libwww|ruby|perl|php\/|guzzle|postman|insomnia/iu

export function judgeVisitor(method: string, headers: IncomingHttpHeaders): VisitorClass {
  if (method !== 'GET') return 'preview'
  const purpose = [headers['purpose'], headers['sec-purpose'], headers['x-purpose'], headers['x-moz']].join(
    ' ',
  )
  if (/prefetch|prerender|preview/iu.test(purpose)) return 'preview'
  const agent = headers['user-agent']
  return agent === undefined || agent === '' || PROGRAMS.test(agent) ? 'preview' : 'person'
}
