/** `templates lint`: looks at files as the API does, for whoever keeps templates in a repository. */
import { readFileSync } from 'node:fs'
import { lintTemplate } from './lint/lint-template.ts'
import { RULES } from './lint/rules.ts'
import { isObject, readTemplate, type Json } from './template-model.ts'

/** A file holds one template or an array of them, as they are sent to Meta. Says what is wrong; the number of errors. */
export function lintFiles(files: readonly string[], say: (line: string) => void): number {
  let errors = 0
  for (const file of files) {
    const read = readJson(file)
    if (!read.ok) {
      errors += 1
      say(`${file}: ${read.because}`)
      continue
    }
    const templates: readonly Json[] = Array.isArray(read.json) ? (read.json as readonly Json[]) : [read.json]
    for (const [place, template] of templates.entries()) {
      const at = templates.length > 1 ? `${file}[${place}]` : file
      errors += lintOne(at, template, say)
    }
  }
  return errors
}

function lintOne(at: string, template: Json, say: (line: string) => void): number {
  if (!isObject(template)) {
    say(`${at}: is no template`)
    return 1
  }
  const findings = lintTemplate(readTemplate(template))
  for (const { rule, severity, path, detail, fix } of findings)
    say(
      `${at}: ${severity} ${rule} at ${path}${detail === '' ? '' : ` (${detail})`}: ${RULES[rule].why}${fix === null ? '' : ' Can be mended.'}`,
    )
  return findings.filter(({ severity }) => severity === 'error').length
}

function readJson(
  file: string,
): { readonly ok: true; readonly json: Json } | { readonly ok: false; readonly because: string } {
  try {
    return { ok: true, json: JSON.parse(readFileSync(file, 'utf8')) as Json }
  } catch (error) {
    return { ok: false, because: error instanceof Error ? error.message : String(error) }
  }
}
