import type { TemplateModel } from '../template-model.ts'
import type { Place } from './read-category.ts'
import { RULES, type RuleId, type Severity } from './rules.ts'

/** Something about a template: which rule, where (`components.1.text`), what exactly, and if one click mends it, the mended template. */
export type Finding = {
  readonly rule: RuleId
  readonly severity: Severity
  readonly path: string
  /** What stands there and should not, or how much it is: shown as it is. */
  readonly detail: string
  readonly fix: TemplateModel | null
  /** Where the reasons are several: each part and the words in it. */
  readonly places?: readonly Place[]
}

export const finding = (
  rule: RuleId,
  path: string,
  detail = '',
  fix: TemplateModel | null = null,
): Finding => ({ ...{ rule, severity: RULES[rule].severity, path, detail, fix } })
