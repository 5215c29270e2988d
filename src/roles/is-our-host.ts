import { isIP } from 'node:net'

/**
 * Whether a request calls us by a name of ours. A page anywhere can let its own name lead to 127.0.0.1 (DNS rebinding); the
 * browser then takes us for that page's server, but still says the page's name. An address cannot be made to lead elsewhere.
 *
 * @param host the Host header
 * @param publicUrl where people open us, if that is not this machine
 */
export function isOurHost(host: string | undefined, publicUrl: string | null): boolean {
  if (host === undefined) return true // no browser
  const name = URL.parse(`http://${host}`)?.hostname
  if (name === undefined) return false
  if (name === 'localhost' || name.endsWith('.localhost') || isIP(name.replace(/^\[(.*)\]$/u, '$1')) !== 0)
    return true
  return publicUrl !== null && URL.parse(publicUrl)?.hostname === name
}
