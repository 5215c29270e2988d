import type { JsonObject } from '../../../src/templates/template-model.ts'
import type { LibraryTemplate } from '../platform/contract.ts'

/** What would be sent to Meta to make this template again: for a change or another language. */
export function definitionOf({
  name,
  language,
  category,
  parameterFormat,
  components,
}: LibraryTemplate): JsonObject {
  return {
    ...{ name, language, category, parameter_format: parameterFormat.toUpperCase() },
    components: components as readonly JsonObject[],
  }
}
