/** How a receiver written for Node checks that a call is ours; `verify-snippet.test.ts` runs it. */
export const VERIFY_SNIPPET = `import { createHmac, timingSafeEqual } from 'node:crypto'

// body: the request's raw text, before any JSON parsing
export function isFromHarkara(headers, body, secret) {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp))
  if (!(ageSeconds < 300)) return false
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const ours = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\${body}\`).digest()
  return String(headers['webhook-signature']).split(' ').some((one) => {
    const theirs = Buffer.from(one.slice('v1,'.length), 'base64')
    return theirs.length === ours.length && timingSafeEqual(theirs, ours)
  })
}
`
