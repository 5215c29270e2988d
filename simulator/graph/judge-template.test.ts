import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkDefinition } from '#simulator/graph/check-definition.ts'
import { judgeTemplate } from '#simulator/graph/judge-template.ts'
import type { Scenario } from '#simulator/scenario.ts'
import type { Json, Template, TemplateComponent } from '#simulator/world/world.ts'

const of = (
  components: readonly Json[],
  more: Partial<Template> = {},
): Parameters<typeof judgeTemplate>[0] => ({
  name: 'order_news',
  language: 'en',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components: components as TemplateComponent[],
  ...more,
})
const body = (text: string): Json => ({ type: 'BODY', text })

describe('reviewers', () => {
  it.each<[string, readonly Json[], Partial<Template>, string]>([
    ['variables side by side', [body('Your code {{1}}{{2}} is on its way to you')], {}, 'INVALID_FORMAT'],
    [
      'variables with a bare comma between',
      [body('From {{1}},{{2}} with love to you')],
      {},
      'INVALID_FORMAT',
    ],
    ['a bold variable at the end', [body('Your order will be with you on *{{1}}*')], {}, 'INVALID_FORMAT'],
    [
      'a picture header without a sample',
      [{ type: 'HEADER', format: 'IMAGE' }, body('Hello')],
      {},
      'INVALID_FORMAT',
    ],
    [
      'a text header without a sample',
      [{ type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' }, body('Hello')],
      {},
      'INVALID_FORMAT',
    ],
    [
      'a link with a variable and no sample',
      [
        body('Hello'),
        { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Go', url: 'https://x.example/{{1}}' }] },
      ],
      {},
      'INVALID_FORMAT',
    ],
    ['a shortened link', [body('Track it at https://bit.ly/3xyz today')], {}, 'SCAM'],
    [
      'a shortened link behind a button',
      [
        body('Hello'),
        { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Go', url: 'https://tinyurl.com/abc' }] },
      ],
      {},
      'SCAM',
    ],
    ['a prize', [body('Congratulations, you have won a lottery of ten lakh')], {}, 'SCAM'],
    ['a prize in Hindi', [body('बधाई हो, आपकी लॉटरी लगी है, तुरंत संपर्क करें')], { language: 'hi' }, 'SCAM'],
    ['a threat', [body('Pay today or else we will come to your house')], {}, 'ABUSIVE_CONTENT'],
    [
      'Hindi that is called English',
      [body('आपका ऑर्डर दुकान से निकल चुका है और कल पहुँचेगा')],
      {},
      'TAG_CONTENT_MISMATCH',
    ],
  ])('reject %s', (_name, components, more, reason) => {
    expect(judgeTemplate(of(components, more), [])).toMatchObject({ outcome: 'REJECTED', reason })
  })

  it.each([
    'Your reservation on {{1}}, {{2}} is confirmed. See you then!',
    'Your order {{1}} has left our shop and should reach you by {{2}}.',
    'नमस्ते {{1}}, छूटे हुए दिन आख़िर में जुड़ जाएँगे।',
    'Aapka order {{1}} kal tak pahunch jaayega. Dhanyavaad!',
  ])('approve %s', (text) => {
    const language = /[a-z]{3}/.test(text) ? 'en' : 'hi'
    expect(judgeTemplate(of([body(text)], { language }), [])).toEqual({
      outcome: 'APPROVED',
      category: 'UTILITY',
    })
  })

  it('take Hindi in Latin letters for Hindi', () => {
    const words = 'Aapka order kal tak pahunch jaayega, dhanyavaad'
    expect(judgeTemplate(of([body(words)], { language: 'hi' }), []).outcome).toBe('APPROVED')
  })

  it.each([
    'Flat 20% off on all kurtas until Sunday',
    'Your order is packed. Use coupon NEW10 next time',
    'आज ही आएँ, सब पर छूट है',
  ])('move "%s" from utility to marketing', (text) => {
    const language = /[a-z]/.test(text) ? 'en' : 'hi'
    expect(judgeTemplate(of([body(text)], { language }), [])).toEqual({
      outcome: 'APPROVED',
      category: 'MARKETING',
    })
  })

  it('reject what is worded like another template of the same language', () => {
    const first = of([body('Your order is ready'), { type: 'FOOTER', text: 'Kurta House' }])
    const twin = { ...first, name: 'order_news_2' }
    expect(judgeTemplate(twin, [first])).toMatchObject({ outcome: 'REJECTED' })
    expect(judgeTemplate({ ...twin, language: 'en_US' }, [first]).outcome).toBe('APPROVED')
    expect(judgeTemplate(of([body('Your order is ready')], { name: 'x' }), [first]).outcome).toBe('APPROVED')
  })

  it('approve the templates of the demo as they are', () => {
    const demo = JSON.parse(
      readFileSync(new URL('../scenarios/demo.json', import.meta.url), 'utf8'),
    ) as Scenario
    const all = (demo.templates ?? []).map((one) => checkDefinition(one))
    for (const one of all)
      expect(judgeTemplate(one, all), one.name).toEqual({ outcome: 'APPROVED', category: one.category })
  })

  const fixtures = fileURLToPath(new URL('../../../shared/fixtures', import.meta.url))
  it.skipIf(!existsSync(fixtures))('approve every sample of Meta’s documentation that can be created', () => {
    const names = readdirSync(fixtures).filter((name) => /^template-(?:create|object)__/.test(name))
    let judged = 0
    for (const name of names) {
      let definition
      try {
        definition = checkDefinition(JSON.parse(readFileSync(`${fixtures}/${name}`, 'utf8')) as Json)
      } catch {
        continue // a frame with placeholders, or a part of a template only
      }
      judged++
      expect(judgeTemplate(definition, []), name).toEqual({
        outcome: 'APPROVED',
        category: definition.category,
      })
    }
    expect(judged).toBeGreaterThan(25)
  })
})
