import type { TemplateModel } from '../template-model.ts'
import { placeOf, type Place, type Span } from './places.ts'
import { RULES, type RuleId, type Severity } from './rules.ts'

/** Something about a template: which rule, where (`components.1.text`), what exactly, and if one click mends it, the mended template. */
export type Finding = {
  readonly rule: RuleId
  readonly severity: Severity
  readonly path: string
  /** What stands there and should not, or how much it is: shown as it is. */
  readonly detail: string
  readonly fix: TemplateModel | null
  /** Where it can be pointed at: each part and the words in it. */
  readonly places?: readonly Place[]
}

export const finding = (
  rule: RuleId,
  path: string,
  detail = '',
  fix: TemplateModel | null = null,
): Finding => ({ ...{ rule, severity: RULES[rule].severity, path, detail, fix } })

/** The same, and the words of its own text that it speaks of. */
export const pointing = (found: Finding, text: string, spans: readonly Span[]): Finding =>
  spans.length === 0 ? found : { ...found, places: [placeOf(found.path, text, spans)] }
