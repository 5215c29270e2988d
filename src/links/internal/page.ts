/** What somebody sees whom a link leads nowhere: a few words in English and Hindi, no script, nothing from elsewhere. */
import type { FastifyReply } from 'fastify'

const WORDS = {
  unknown: {
    status: 404,
    en: [
      'This link leads nowhere',
      'It may have been cut off, or it is not in use any more. Ask whoever sent it to you.',
    ],
    hi: ['यह लिंक कहीं नहीं ले जाता', 'हो सकता है लिंक अधूरा हो या अब काम न करता हो। जिसने भेजा है, उससे पूछें।'],
  },
  too_many: {
    status: 429,
    en: ['Too many links that lead nowhere', 'Try again in a few minutes.'],
    hi: ['बहुत सारे ऐसे लिंक जो कहीं नहीं ले जाते', 'कुछ मिनट बाद फिर कोशिश करें।'],
  },
  broken: {
    status: 503,
    en: ['This link cannot be opened just now', 'Try again in a moment.'],
    hi: ['यह लिंक अभी नहीं खुल रहा', 'थोड़ी देर बाद फिर कोशिश करें।'],
  },
} as const

const STYLE =
  'body{font:17px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto 0;padding:0 1.25rem;color:#1b1b1b;background:#fff}' +
  'h1,h2{font-size:1.25rem;margin:0}p{margin:.25rem 0 2rem;color:#595959}' +
  '@media(prefers-color-scheme:dark){body{color:#eee;background:#16181a}p{color:#a8adb2}}'

export async function pageOf(reply: FastifyReply, what: keyof typeof WORDS): Promise<FastifyReply> {
  const { status, en, hi } = WORDS[what]
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    })
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
        `<meta name="color-scheme" content="light dark"><title>${en[0]}</title><style>${STYLE}</style>` +
        `<main><h1>${en[0]}</h1><p>${en[1]}</p><div lang="hi"><h2>${hi[0]}</h2><p>${hi[1]}</p></div></main></html>`,
    )
}
