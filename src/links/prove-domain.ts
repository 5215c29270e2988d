/**
 * Whether a name leads to this installation. It is asked for a word of ours over HTTPS, as any browser would; only who has this
 * installation's secret can say it, and it holds the name by which we were asked. So a proxy that hides the name is found out, and
 * nothing need be stored to answer.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { EgressFault, type Egress } from '#platform/egress.ts'
import type { DomainProblem } from './shapes.ts'

export const PROOF_PATH = '/.well-known/harkara-link'

const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 4096
const NONCE = /^[\da-f]{32}$/u

/** What we say when we are asked by this name; null: that is no question of ours. */
export function proofOf(secret: Buffer, hostname: string, nonce: string): string | null {
  return NONCE.test(nonce) ? `harkara-link ${hostname} ${wordOf(secret, hostname, nonce)}` : null
}

const wordOf = (secret: Buffer, hostname: string, nonce: string): string =>
  createHmac('sha256', secret).update(`short domain ${hostname} ${nonce}`).digest('hex')

/** null: it leads here. */
export async function proveDomain(
  egress: Pick<Egress, 'request'>,
  secret: Buffer,
  hostname: string,
): Promise<DomainProblem | null> {
  const nonce = randomBytes(16).toString('hex')
  let text: string
  try {
    const { body } = await egress.request({
      url: `https://${hostname}${PROOF_PATH}?nonce=${nonce}`,
      timeoutMs: TIMEOUT_MS,
      responseBytesMax: ANSWER_BYTES_MAX,
    })
    text = body.toString()
  } catch (error) {
    if (error instanceof EgressFault) return problemOf(error)
    throw error
  }
  const [, seen, word] = /^harkara-link ([^\s]{1,300}) ([\da-f]{64})$/u.exec(text.trim()) ?? []
  if (seen === undefined || word === undefined) return 'elsewhere'
  const ours = Buffer.from(wordOf(secret, seen, nonce))
  if (!timingSafeEqual(ours, Buffer.from(word))) return 'elsewhere'
  return seen === hostname ? null : 'renamed'
}

function problemOf(fault: EgressFault): DomainProblem {
  if (fault.code === 'egress.blocked' || causesOf(fault).some(({ code }) => code === 'egress.blocked'))
    return 'private'
  if (fault.code === 'egress.too_large') return 'elsewhere'
  const causes = causesOf(fault)
  if (causes.some(({ code }) => /^(?:ENOTFOUND|EAI_AGAIN|ENODATA|ESERVFAIL)$/u.test(code))) return 'no_name'
  return causes.some(({ code }) => /CERT|TLS|SSL|EPROTO|SIGNATURE/u.test(code))
    ? 'certificate'
    : 'unreachable'
}

/** The fault, and what caused it. */
function causesOf(error: unknown): { readonly code: string }[] {
  const found: { code: string }[] = []
  for (let at = error; at instanceof Error && found.length < 6; at = at.cause)
    found.push({ code: 'code' in at && typeof at.code === 'string' ? at.code : '' })
  return found
}
