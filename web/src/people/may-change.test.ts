import { describe, expect, test } from 'vitest'
import type { Role } from '../../../src/tenants/permissions.ts'
import type { Member } from '../platform/contract.ts'
import { rolesToGive, whyNotChange, whyNotRemove, type Own } from './may-change.ts'

const member = (id: string, role: Role): Member => ({
  id,
  name: id,
  email: `${id}@shop.example`,
  role,
  hasTwoFactor: false,
  isDemo: false,
  createdAt: 0,
})
const TEAM = [member('owner', 'owner'), member('admin', 'admin'), member('agent', 'agent')]
const [OWNER, ADMIN, AGENT] = TEAM as [Member, Member, Member]
const as = ({ id, role }: Member): Own => ({ id, role, mayWrite: role === 'owner' || role === 'admin' })

describe('a button about a colleague', () => {
  test('is open to whoever stands at least as high and may change the team', () => {
    expect(whyNotChange(as(OWNER), ADMIN, TEAM)).toBeNull()
    expect(whyNotChange(as(ADMIN), AGENT, TEAM)).toBeNull()
    expect(whyNotRemove(as(ADMIN), AGENT, TEAM)).toBeNull()
  })

  test('says what is in the way', () => {
    expect(whyNotChange(as(ADMIN), OWNER, TEAM)).toBe('above_own')
    expect(whyNotChange(as(AGENT), ADMIN, TEAM)).toBe('no_permission')
    expect(whyNotChange(as(OWNER), OWNER, TEAM)).toBe('last_owner')
  })

  test('lets everybody leave but the last owner', () => {
    expect(whyNotRemove(as(AGENT), AGENT, TEAM)).toBeNull()
    expect(whyNotRemove(as(OWNER), OWNER, TEAM)).toBe('last_owner')
    expect(whyNotRemove(as(OWNER), OWNER, [...TEAM, member('second', 'owner')])).toBeNull()
  })

  test('offers no role above one’s own', () => {
    expect(rolesToGive('owner')).toEqual(['owner', 'admin', 'agent', 'viewer'])
    expect(rolesToGive('admin')).toEqual(['admin', 'agent', 'viewer'])
  })
})
