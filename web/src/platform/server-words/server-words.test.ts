import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { RULES } from '../../../../src/templates/lint/rules.ts'
import { explainRejection } from '../../../../src/templates/reject-reasons.ts'
import { explain, GRAPH_ERRORS } from '../../../../src/whatsapp/graph-errors.ts'
import { HI } from './hi.ts'
import { HI_CAMPAIGNS } from './hi-campaigns.ts'
import { HI_META } from './hi-meta.ts'
import { HI_SEQUENCES } from './hi-sequences.ts'
import { HI_TEMPLATES } from './hi-templates.ts'
import { toHindi } from './hindi.ts'
import { translator } from './translate.ts'

const ROOT = new URL('../../../../', import.meta.url).pathname
const ALL = { ...HI, ...HI_CAMPAIGNS, ...HI_META, ...HI_SEQUENCES, ...HI_TEMPLATES }
/** What a person may read of a refusal or a failure. */
const SAID = new Set(['title', 'nextStep', 'detail', 'shown', 'message'])
/** Made-up content, the API's description, rows of a file, Meta's own words, and checks, which `health-words.ts` knows by code. */
const ELSEWHERE =
  /\.test\.|^src\/(?:demo|main|whatsapp)|describe-api|collect-person|shapes\.ts|health-checks/u

/** The English of every refusal and failure in the server's sources, with `{}` for what is filled in. */
function saidByServer(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const file of globSync('src/**/*.ts', { cwd: ROOT })) {
    if (ELSEWHERE.test(file)) continue
    const text = readFileSync(ROOT + file, 'utf8')
    if (!/\b(?:title|nextStep|detail|shown|message):/u.test(text)) continue
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
    const constants = new Map<string, ts.Expression>()
    const visit = (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined)
        constants.set(node.name.text, node.initializer)
      if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && SAID.has(node.name.text))
        for (const words of textsOf(node.initializer, constants)) found.set(words, file)
      ts.forEachChild(node, visit)
    }
    ts.forEachChild(source, visit)
  }
  return found
}

function textsOf(node: ts.Node, constants: ReadonlyMap<string, ts.Expression>): string[] {
  const more = (inner: ts.Node) => textsOf(inner, constants)
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return /[A-Za-z]{2}/u.test(node.text) ? [node.text] : []
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')]
  if (ts.isConditionalExpression(node)) return [...more(node.whenTrue), ...more(node.whenFalse)]
  if (ts.isBinaryExpression(node)) return [...more(node.left), ...more(node.right)]
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return more(node.expression)
  const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined
  return constant !== undefined && (ts.isStringLiteral(constant) || ts.isTemplateExpression(constant))
    ? more(constant)
    : []
}

test('everything that the server refuses or reports has Hindi words', () => {
  const said = saidByServer()
  expect(said.size).toBeGreaterThan(200)
  const missing = [...said].filter(([english]) => !(english in ALL))
  expect(missing).toEqual([])
}, 60_000)

test('everything that we say of Meta’s error codes has Hindi words', () => {
  const said = Object.values(GRAPH_ERRORS).flatMap(({ title, nextStep }) => [title, nextStep])
  expect(said.filter((english) => toHindi(english) === english)).toEqual([])
  const unknown = explain(987_654)
  expect(toHindi(unknown.title)).not.toBe(unknown.title)
  expect(toHindi(unknown.nextStep)).toBe('WhatsApp के दस्तावेज़ में गड़बड़ी 987654 देखें।')
})

test('everything that the linter minds, and each reason of Meta’s reviewers, has Hindi words', () => {
  const reasons = ['ABUSIVE_CONTENT', 'CATEGORY_NOT_AVAILABLE', 'INCORRECT_CATEGORY', 'INVALID_FORMAT']
  const more = ['PROMOTIONAL', 'SCAM', 'TAG_CONTENT_MISMATCH', 'NONE', 'UNHEARD_OF']
  const said = [
    ...Object.values(RULES).map(({ why }) => why),
    ...[...reasons, ...more].flatMap((reason) => {
      const { meaning, nextStep } = explainRejection(reason)
      return [meaning, nextStep]
    }),
  ]
  expect(said.filter((english) => toHindi(english) === english)).toEqual([])
})

test('the Hindi of a sentence fills in no more than the English has', () => {
  for (const [english, hindi] of Object.entries(ALL)) {
    const places = english.split('{}').length - 1
    // A variable of a template is written {{1}}, and nothing is filled in there.
    const used = [...hindi.matchAll(/(?<!\{)\{(\d)\}/gu)].map(([, nth]) => Number(nth))
    expect(
      used.every((nth) => nth >= 1 && nth <= places),
      english,
    ).toBe(true)
  }
})

test('what is filled in stands in its place, and Meta’s own words stay theirs', () => {
  const translate = translator({ 'has {} of {}': '{2} में से {1}', 'Look.': 'देखें।' }, 'WhatsApp:')
  expect(translate('has 3 of 5')).toBe('5 में से 3')
  expect(translate('Look. WhatsApp says: “No (such) thing”')).toBe('देखें। WhatsApp: “No (such) thing”')
  expect(translate('Nobody foresaw this')).toBe('Nobody foresaw this')
})
