/**
 * Which addresses an outgoing request may go to: the public internet, and nothing that is ours, our provider's or this
 * machine. IPv4 is allowed but for what is reserved; of IPv6 only the global unicast block is, less its special parts,
 * so that mapped, NAT64, link-local and unique-local addresses need no rule of their own.
 * Source: IANA special-purpose address registries (IPv4, IPv6), as of Nov 2026.
 */
import { BlockList, isIP } from 'node:net'

const RESERVED_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT; holds one cloud's metadata service (100.100.100.200)
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // Azure's host agent, at a public address
  ['169.254.0.0', 16], // link-local; holds most clouds' metadata service (169.254.169.254)
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments; holds one cloud's metadata service (192.0.0.192)
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relay
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
]

const SPECIAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocol assignments, Teredo among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which can hold any IPv4 address
  ['3fff::', 20], // documentation
]

const reservedV4 = new BlockList()
for (const [network, bits] of RESERVED_V4) reservedV4.addSubnet(network, bits, 'ipv4')
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')
const specialV6 = new BlockList()
for (const [network, bits] of SPECIAL_V6) specialV6.addSubnet(network, bits, 'ipv6')

/** Whether an address lies in the public internet. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false // a zone: link-local by nature
  switch (isIP(address)) {
    case 4:
      return !reservedV4.check(address, 'ipv4')
    case 6:
      return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6')
    default:
      return false
  }
}
