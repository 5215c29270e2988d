import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTemplate, writeTemplate, type Json, type JsonObject } from '../template-model.ts'
import { lintTemplate } from './lint-template.ts'
import { RULES, type RuleId } from './rules.ts'

const lint = (json: JsonObject) => lintTemplate(readTemplate(json))
const rulesOf = (json: JsonObject): RuleId[] => lint(json).map(({ rule }) => rule)

const base = { name: 'order_ready', language: 'en', category: 'UTILITY' }
const text = (words: string, samples: readonly string[] = []): JsonObject => ({
  ...{ type: 'BODY', text: words },
  ...(samples.length > 0 && { example: { body_text: [samples] } }),
})
const BODY = text('Hello, your order is ready to be collected.')
const of = (...components: readonly Json[]): JsonObject => ({ ...base, components })
const withButtons = (...buttons: readonly Json[]): JsonObject => of(BODY, { type: 'BUTTONS', buttons })
const reply = (words: string): Json => ({ type: 'QUICK_REPLY', text: words })
const link = (url: string, more: object = {}): Json => ({ type: 'URL', text: 'Open', url, ...more })
const marketing = (...components: readonly Json[]): JsonObject => ({
  ...base,
  category: 'MARKETING',
  components,
})
const card = (format = 'IMAGE', buttons: readonly Json[] = [reply('Yes')]): Json => ({
  components: [
    { type: 'HEADER', format, example: { header_handle: ['4::x'] } },
    text('A saree of silk'),
    { type: 'BUTTONS', buttons },
  ],
})
const carousel = (...cards: readonly Json[]): Json => ({ type: 'CAROUSEL', cards })
const offer = (words: string): Json => ({
  type: 'LIMITED_TIME_OFFER',
  limited_time_offer: { text: words, has_expiration: true },
})
const code = (button: Json, ...more: readonly Json[]): JsonObject => ({
  ...{ ...base, category: 'AUTHENTICATION' },
  components: [
    { type: 'BODY', add_security_recommendation: true },
    { type: 'BUTTONS', buttons: [button] },
    ...more,
  ],
})
const COPIES = { type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }
const APP = { package_name: 'in.example.shop', signature_hash: 'K8a/AINcGX7' }

const WRONG: readonly (readonly [RuleId, JsonObject])[] = [
  ['name.form', { ...of(BODY), name: 'Order Ready!' }],
  ['language.form', { ...of(BODY), language: 'en-in' }],
  ['language.mismatch', { ...of(BODY), language: 'hi' }],
  ['category.unknown', { ...of(BODY), category: 'TRANSACTIONAL' }],
  ['category.marketing', of(text('Hello, get 20% off on all sarees today.'))],
  ['format.unknown', { ...of(BODY), parameter_format: 'BOTH' }],
  ['ttl.range', { ...of(BODY), message_send_ttl_seconds: 10 }],
  ['component.unknown', of(BODY, { type: 'STICKER' })],
  ['component.twice', of(BODY, BODY)],
  ['component.category', of(BODY, carousel(card(), card()), offer('Diwali'))],
  ['body.missing', of({ type: 'FOOTER', text: 'Kala Handlooms' })],
  ['body.length', of(text('word '.repeat(205)))],
  ['header.form', of({ type: 'HEADER', format: 'SONG' }, BODY)],
  ['header.length', of({ type: 'HEADER', format: 'TEXT', text: 'x'.repeat(61) }, BODY)],
  [
    'header.variables',
    of(
      { type: 'HEADER', format: 'TEXT', text: '{{1}} and {{2}}', example: { header_text: ['a', 'b'] } },
      BODY,
    ),
  ],
  ['header.markdown', of({ type: 'HEADER', format: 'TEXT', text: 'Your *order*' }, BODY)],
  ['header.sample', of({ type: 'HEADER', format: 'IMAGE' }, BODY)],
  ['footer.length', of(BODY, { type: 'FOOTER', text: 'x'.repeat(61) })],
  ['footer.variables', of(BODY, { type: 'FOOTER', text: 'From {{1}} with love' })],
  ['variable.form', of(text('Hello { Name }, your order is here now.', ['Asha']))],
  ['variable.mixed', of(text('Hello {{1}}, your order {{order}} is here now.', ['Asha', 'KH-1']))],
  ['variable.order', of(text('Hello {{2}}, your order {{3}} is here now.', ['Asha', 'KH-1']))],
  ['variable.edge', of(text('{{1}}, your order is here now.', ['Asha']))],
  ['variable.adjacent', of(text('Hello dear {{1}} {{2}} your order is here now.', ['Asha', 'Rao']))],
  ['variable.ratio', of(text('Order {{1}} of {{2}} for {{3}} came.', ['a', 'b', 'c']))],
  ['variable.sample', of(text('Hello {{1}}, your order is here now.'))],
  ['text.lines', of(text('Hello,\n\n\n\nyour order is here now.'))],
  ['text.letters', of(text('HELLO YOUR ORDER HAS COME NOW'))],
  ['text.emoji', of(text(`Your order is here: ${'🎁 it '.repeat(11)}`))],
  ['button.unknown', withButtons({ type: 'HOLOGRAM', text: 'Beam' })],
  ['button.count', withButtons(...Array.from({ length: 11 }, (_, nth) => reply(`No. ${nth}`)))],
  ['button.order', withButtons(reply('Yes'), link('https://a.example/'), reply('No'))],
  ['button.text', withButtons(reply('Yes please 👍'))],
  ['button.twice', withButtons(reply('Yes'), reply('yes'))],
  ['button.alone', withButtons({ type: 'MPM', text: 'View items' }, reply('Yes'))],
  ['url.form', withButtons(link('shop.example/a'))],
  ['url.variable', withButtons(link('https://a.example/{{1}}/x', { example: ['https://a.example/1/x'] }))],
  ['url.sample', withButtons(link('https://a.example/{{1}}'))],
  ['url.shortener', withButtons(link('https://bit.ly/abc'))],
  ['url.whatsapp', of(text('Hello, write to us at https://wa.me/919876543210 any day.'))],
  ['phone.form', withButtons({ type: 'PHONE_NUMBER', text: 'Call', phone_number: '12' })],
  [
    'code.length',
    marketing(BODY, { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', example: 'x'.repeat(21) }] }),
  ],
  ['call.ttl', withButtons({ type: 'VOICE_CALL', text: 'Call us', ttl_minutes: 50_000 })],
  ['flow.form', withButtons({ type: 'FLOW', text: 'Book' })],
  ['carousel.cards', marketing(BODY, carousel(card()))],
  ['carousel.uniform', marketing(BODY, carousel(card(), card('VIDEO')))],
  ['card.header', marketing(BODY, carousel(card('DOCUMENT'), card('DOCUMENT')))],
  ['card.buttons', marketing(BODY, carousel(card('IMAGE', []), card('IMAGE', [])))],
  [
    'offer.text',
    marketing(BODY, offer('x'.repeat(17)), { type: 'BUTTONS', buttons: [link('https://a.example/')] }),
  ],
  [
    'offer.footer',
    marketing(
      BODY,
      offer('Diwali'),
      { type: 'FOOTER', text: 'Kala' },
      { type: 'BUTTONS', buttons: [link('https://a.example/')] },
    ),
  ],
  ['offer.buttons', marketing(BODY, offer('Diwali'), { type: 'BUTTONS', buttons: [reply('Yes')] })],
  ['authentication.text', code(COPIES, { type: 'FOOTER', text: 'Do not share' })],
  ['authentication.button', code(reply('Yes'))],
  ['authentication.expiry', code(COPIES, { type: 'FOOTER', code_expiration_minutes: 91 })],
  ['authentication.app', code({ type: 'OTP', otp_type: 'ONE_TAP' })],
  ['authentication.terms', code({ type: 'OTP', otp_type: 'ZERO_TAP', supported_apps: [APP] })],
]

const RIGHT: readonly JsonObject[] = [
  of(BODY),
  of(
    { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['KH-2203'] } },
    text('Hello {{1}}, your order {{2}} has left our shop and comes by {{3}}.', ['Asha', 'KH-2203', '5 May']),
    { type: 'FOOTER', text: 'Kala Handlooms, Jaipur' },
    {
      type: 'BUTTONS',
      buttons: [reply('Thank you'), link('https://a.example/{{1}}', { example: ['https://a.example/1'] })],
    },
  ),
  { ...of(text('नमस्ते {{1}}, आपका ऑर्डर {{2}} तैयार है। दुकान से ले जाएँ।', ['आशा', 'KH-2203'])), language: 'hi' },
  {
    ...of({
      ...{ type: 'BODY', text: 'Namaste {{name}}, aapka order {{order_no}} kal tak pahunch jayega.' },
      example: {
        body_text_named_params: [
          { param_name: 'name', example: 'Asha' },
          { param_name: 'order_no', example: 'KH-2203' },
        ],
      },
    }),
    parameter_format: 'NAMED',
  },
  marketing(
    text('Hello {{1}}, our Diwali sale has begun: 20% off on all sarees.', ['Asha']),
    carousel(card(), card()),
  ),
  marketing(BODY, offer('Diwali'), {
    type: 'BUTTONS',
    buttons: [
      { type: 'COPY_CODE', example: 'DIWALI20' },
      link('https://a.example/{{1}}', { example: ['https://a.example/1'] }),
    ],
  }),
  code(COPIES, { type: 'FOOTER', code_expiration_minutes: 10 }),
  code({ type: 'OTP', otp_type: 'ZERO_TAP', zero_tap_terms_accepted: true, supported_apps: [APP] }),
]

/** The words for which a utility template is taken for marketing. */
const advertises = (words: string): string =>
  lint({ ...of(text(words)), language: /\p{Script=Devanagari}/u.test(words) ? 'hi' : 'en' }).find(
    ({ rule }) => rule === 'category.marketing',
  )?.detail ?? ''

describe('the linter', () => {
  test.for(WRONG)('finds %s', ([rule, template]) => {
    expect(rulesOf(template)).toContain(rule)
  })

  test('has an example for each of its rules', () => {
    expect(WRONG.map(([rule]) => rule).toSorted()).toEqual(Object.keys(RULES).toSorted())
  })

  test.for(RIGHT.map((template, nth) => ({ nth, template })))(
    'has nothing against right one $nth',
    ({ template }) => {
      expect(lint(template)).toEqual([])
    },
  )

  test('mends by its fix what it found, and breaks nothing else', () => {
    for (const [, template] of WRONG)
      for (const { rule, path, fix } of lint(template)) {
        if (fix === null) continue
        const before = new Set(rulesOf(template))
        const after = lintTemplate(fix)
        expect(
          after.some((one) => one.rule === rule && one.path === path),
          `${rule} ${path}`,
        ).toBe(false)
        const fresh = after
          .filter((one) => one.severity === 'error' && !before.has(one.rule))
          .map((one) => one.rule)
        // Words that were put in, or names that were made sayable, may need samples now.
        expect(
          fresh.filter((one) => one !== 'variable.sample' && one !== 'variable.mixed'),
          rule,
        ).toEqual([])
      }
  })

  test('mends by one click wherever the mended template can only be meant so', () => {
    const mended = WRONG.flatMap(([rule, template]) =>
      lint(template).some((one) => one.rule === rule && one.fix !== null) ? [rule] : [],
    )
    expect(mended).toEqual([
      ...['name.form', 'language.form', 'language.mismatch', 'category.unknown', 'category.marketing'],
      ...['format.unknown', 'ttl.range', 'component.category', 'header.markdown', 'footer.variables'],
      ...['variable.form', 'variable.order', 'variable.edge', 'variable.adjacent', 'variable.sample'],
      ...['text.lines', 'button.order', 'button.text', 'url.form', 'url.sample'],
      ...['offer.footer', 'authentication.text', 'authentication.expiry'],
    ])
  })

  test('says of one mistake in the variables one thing only', () => {
    for (const words of [
      'Hello { Name }, your order is here now.',
      'Hello {{1}}, your {{order}} is here now.',
    ])
      expect(
        rulesOf(of(text(words, ['Asha', 'KH-1']))).filter((rule) => rule.startsWith('variable.')),
        words,
      ).toHaveLength(1)
    const apart = of(
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['KH-1'] } },
      {
        ...{ type: 'BODY', text: 'Hello {{name}}, your order is here now.' },
        example: { body_text_named_params: [{ param_name: 'name', example: 'Asha' }] },
      },
    )
    expect(rulesOf(apart)).toEqual(['variable.mixed'])
  })

  test('puts the code of an offer first, and takes from a code what cannot be copied', () => {
    const both = [link('https://a.example/'), { type: 'COPY_CODE', example: 'DIWALI 20' }]
    const wrong = marketing(BODY, offer('Diwali'), { type: 'BUTTONS', buttons: both })
    const ordered = lint(wrong).find(({ rule }) => rule === 'offer.buttons')?.fix
    expect(ordered?.components.at(-1)).toMatchObject({ buttons: [{ type: 'COPY_CODE' }, { type: 'URL' }] })
    const copied = lint(wrong).find(({ rule }) => rule === 'code.length')?.fix
    expect(copied?.components.at(-1)).toMatchObject({ buttons: [{}, { example: 'DIWALI20' }] })
  })

  test('keeps codes to authentication, and moving pictures to marketing', () => {
    expect(rulesOf(withButtons(COPIES))).toContain('component.category')
    const gif = { type: 'HEADER', format: 'GIF', example: { header_handle: ['4::x'] } }
    expect(rulesOf(of(gif, BODY))).toEqual(['component.category'])
    expect(rulesOf(marketing(gif, BODY))).toEqual([])
  })

  test('warns of advertising by name, in three ways of writing, and not of orders', () => {
    expect(advertises('Hello, flat 30% off on kurtas. Shop now!')).toContain('Shop now')
    expect(advertises('नमस्ते, सभी साड़ियों पर 20 प्रतिशत की छूट, अभी ख़रीदें।')).toContain('छूट')
    expect(advertises('Namaste ji, jaldi karo, naya collection aa gaya hai.')).toContain('jaldi karo')
    for (const words of [
      'Hello, your order is packed and will be delivered tomorrow.',
      'नमस्ते, आपका भुगतान मिल गया है। रसीद नीचे है।',
      'Namaste, aapka order kal tak pahunch jayega.',
      'Your refund of Rs 499 has been sent to your bank.',
    ])
      expect(advertises(words), words).toBe('')
  })

  const folder = '../shared/fixtures'
  const approved = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith('template-object__'))
        .map((name) => ({ name, json: JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as JsonObject }))
        .filter(({ json }) => json['status'] === 'APPROVED')
    : []
  test.skipIf(approved.length === 0).for(approved)(
    'has no error for what Meta approved: $name',
    ({ json }) => {
      expect(lint(json).filter(({ severity }) => severity === 'error')).toEqual([])
    },
  )

  test('never throws, and what it mends can be written', () => {
    const part = fc.record(
      {
        type: fc.constantFrom('HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER'),
        format: fc.constantFrom('TEXT', 'IMAGE', 'x'),
        text: fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[{}a1 *\n.]{0,40}$/u)),
        buttons: fc.array(
          fc.record({ type: fc.constantFrom('URL', 'OTP', 'FLOW'), text: fc.string(), url: fc.string() }),
        ),
        ...{
          cards: fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 }),
          example: fc.jsonValue({ maxDepth: 2 }),
        },
      },
      { requiredKeys: ['type'] },
    )
    const template = fc.record({
      ...{
        name: fc.string(),
        language: fc.string(),
        category: fc.constantFrom('UTILITY', 'MARKETING', 'AUTHENTICATION', ''),
      },
      components: fc.array(part, { minLength: 1 }),
    })
    fc.assert(
      fc.property(template, (given) => {
        const fixes = lint(JSON.parse(JSON.stringify(given)) as JsonObject).flatMap(({ fix }) => fix ?? [])
        expect(fixes.map(writeTemplate).every((fix) => Object.hasOwn(fix, 'components'))).toBe(true)
      }),
      { numRuns: 60 },
    )
  }, 20_000)
})

const pointed = (rule: RuleId, json: JsonObject): readonly (readonly string[])[] =>
  lint(json)
    .filter((one) => one.rule === rule)
    .map(({ places = [] }) => places.flatMap(({ words }) => words))

describe('what a finding speaks of is pointed at', () => {
  test('in the words that stand there, whatever stands before them', () => {
    const links = 'Hello 🎉 {{1}}: https://bit.ly/one or, if it ends, tinyurl.com/two-b for you.'
    expect(pointed('url.shortener', of(text(links, ['Asha'])))).toEqual([
      ['https://bit.ly/one'],
      ['tinyurl.com/two-b'],
    ])
    expect(pointed('variable.form', of(text('👋 Hello { Name }, your {{Order}} is here.')))).toEqual([
      ['{ Name }', '{{Order}}'],
    ])
    expect(pointed('variable.edge', of(text('{{1}} is your order.', ['KH-7'])))).toEqual([['{{1}}']])
    expect(pointed('text.letters', of(text('Hello {{1}}, it is ready!!! Come.', ['Asha'])))).toEqual([
      ['!!!'],
    ])
    expect(pointed('button.text', withButtons(reply('Yes 🎉')))).toEqual([['🎉']])
  })

  test('and what is too much is what is beyond the limit', () => {
    const footer = { type: 'FOOTER', text: `${'x'.repeat(60)}and more` }
    expect(pointed('footer.length', of(BODY, footer))).toEqual([['and more']])
  })

  test('in spans that lie in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (words) => {
        for (const { places = [] } of lint(of(text(`${words} {{1}} sale!!! {x} bit.ly/a`))))
          for (const { words: said, spans } of places) {
            expect(said).toHaveLength(spans.length)
            for (const { start, end } of spans) expect(end).toBeGreaterThan(start)
          }
      }),
    )
  })
})
