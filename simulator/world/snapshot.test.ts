import { expect, it } from 'vitest'
import { dumpWorld, loadWorld } from '#simulator/world/snapshot.ts'
import { createWorld, NEW_TEMPLATE, type Template } from '#simulator/world/world.ts'

const template = (id: string, order: number): Template => ({
  ...NEW_TEMPLATE,
  ...{ id, wabaId: '2', name: `order_${id}`, language: 'en', category: 'UTILITY', status: 'APPROVED', order },
  ...{ parameterFormat: 'POSITIONAL', components: [{ type: 'BODY', text: 'Hello' }], ttlSeconds: null },
})

it('finds everything again that it wrote', () => {
  const world = createWorld('app')
  world.templates.set('7', template('7', 3))
  world.templateOrder = 3
  world.ledger.set('2|1|0|IN|utility|regular', 5)
  world.complaints = [{ at: 1, customer: 'asha', number: '1', templateId: '7', kind: 'block' }]
  world.portfolios.set('20', {
    id: '20',
    day: new Map([['asha', 1]]),
    week: new Map([['asha', 1]]),
    byNumber: new Map([['100', new Map([['asha', 1]])]]),
    risesAt: 9,
  })
  world.blockedNames.set('2/sale/*', 4)
  world.reviewRules = [{ outcome: 'PENDING' }]
  world.rateChanges = [{ country: 'IN', category: 'utility', rate: '0.2' }]
  const again = createWorld('app')
  loadWorld(again, JSON.parse(JSON.stringify(dumpWorld(world))))
  expect({ ...again, templateByName: null }).toEqual({ ...world, templateByName: null })
})

it('reads what an older one wrote, as if nothing of what is new had happened', () => {
  const { ...older } = dumpWorld(createWorld('app')) as Record<string, unknown>
  for (const name of ['ledger', 'delivered', 'complaints', 'portfolios', 'uploads', 'blockedNames'])
    delete older[name]
  for (const name of ['reviewRules', 'rateChanges', 'templateOrder']) delete older[name]
  const { id, wabaId, name, language, category, status, components } = template('7', 0)
  older['templates'] = [['7', { id, wabaId, name, language, category, status, components, quality: 'GREEN' }]]
  const world = createWorld('app')
  loadWorld(world, older)
  expect(world.templates.get('7')).toMatchObject({ quality: 'GREEN', order: 1, edits: [], pauses: 0 })
  expect(world.templateOrder).toBe(1)
})
