import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { OctagonAlert } from 'lucide-react'
import type { LibraryTemplate } from '../platform/contract.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import type { NamedTemplates } from './group-templates.ts'
import { useHaltWords } from './halt-words.ts'
import { templateParts } from './render.ts'
import { isHaltShown } from './trouble.ts'
import { QualityPill, StatusPill, useCategoryWords, useLanguageName } from './template-words.tsx'

/** One name in the library: what it says, and how each of its languages stands at Meta. */
export function TemplateRow({ group }: { readonly group: NamedTemplates }) {
  const categoryWords = useCategoryWords()
  const languageName = useLanguageName()
  const { name, languages } = group
  const [first] = languages
  if (first === undefined) return null
  const worst = ['RED', 'YELLOW', 'GREEN'].find((one) => languages.some(({ quality }) => quality === one))
  return (
    <div className="grid gap-1.5 px-3 py-3 md:px-4">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          to="/templates/$templateId"
          params={{ templateId: first.id }}
          className="min-w-0 font-semibold [overflow-wrap:anywhere] underline-offset-2 hover:underline"
        >
          {name}
        </Link>
        <span className="text-[12.5px] text-muted">{categoryWords(first.category)}</span>
        {worst !== undefined && <QualityPill quality={worst} />}
      </div>
      <p dir="auto" className="line-clamp-2 text-[13.5px] text-muted md:line-clamp-1">
        {templateParts(first.components, undefined, first.language).body}
      </p>
      <ul className="flex flex-wrap gap-1.5">
        {languages.map((one) => (
          <li key={one.id}>
            <Link
              to="/templates/$templateId"
              params={{ templateId: one.id }}
              className="inline-flex rounded-full hover:brightness-95 coarse:min-h-9 coarse:items-center"
            >
              <StatusPill status={one.status} prefix={languageName(one.language)} />
            </Link>
          </li>
        ))}
      </ul>
      {languages.map((one) => (
        <Trouble key={one.id} template={one} isNamed={languages.length > 1} />
      ))}
    </div>
  )
}

/** Why it cannot be sent, in one line. */
function Trouble({ template, isNamed }: { readonly template: LibraryTemplate; readonly isNamed: boolean }) {
  const { t } = useLingui()
  const translate = useServerWords()
  const haltWords = useHaltWords()
  const language = useLanguageName()(template.language)
  const { rejection, correctCategory } = template
  const category = useCategoryWords()(correctCategory ?? '')
  const why =
    rejection !== null
      ? translate(rejection.meaning)
      : isHaltShown(template)
        ? haltWords(template)
        : correctCategory !== null && correctCategory !== template.category
          ? t`Meta thinks that this is “${category}” and will move it there.`
          : null
  if (why === null) return null
  return (
    <p className="flex items-start gap-1.5 text-[13px] text-red">
      <OctagonAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {isNamed ? (
          <Trans>
            {language}: {why}
          </Trans>
        ) : (
          why
        )}
      </span>
    </p>
  )
}
