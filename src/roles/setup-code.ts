import { createHmac } from 'node:crypto'
import { isPrivate, type Config } from '#platform/config.ts'

/**
 * What the first owner must bring when others can reach us too; null: nobody else can. Printed at the start, so that whoever runs
 * the program has it and nobody else.
 */
export function setupCodeFor({ host, publicUrl, secretKey }: Config): string | null {
  if (isPrivate(host, publicUrl)) return null
  const key = Buffer.from(secretKey.reveal(), 'base64')
  return createHmac('sha256', key).update('first owner').digest('hex').slice(0, 20)
}
