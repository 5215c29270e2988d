import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { LOOK } from '../outbound/counted-field.tsx'
import type { TemplateDetail } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { definitionOf } from './definition-of.ts'
import { startersQuery } from './library-queries.ts'
import { useNewDraft } from './new-draft.ts'
import { LANGUAGES, useLanguageName } from './template-words.tsx'

/** A draft of the same name in another language: with the starter's words if it is one, else with these words to translate. Lazy. */
export function LanguageDialog({
  template,
  channelId,
  onClose,
}: {
  readonly template: TemplateDetail
  readonly channelId: string
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const id = useId()
  const languageName = useLanguageName()
  const taken = new Set([template.language, ...template.siblings.map((one) => one.language)])
  const free = LANGUAGES.filter((one) => !taken.has(one))
  const [language, setLanguage] = useState(free.includes('hi') ? 'hi' : (free[0] ?? ''))
  const starter = useQuery(startersQuery).data?.items.find(({ name }) => name === template.name)
  const { mutate, isPending } = useNewDraft()
  const words = starter?.languages[language]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const definition = words ?? { ...definitionOf(template), language }
    mutate({ channelId, definition }, { onSuccess: onClose })
  }
  return (
    <Dialog title={t`Add a language`} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 p-4">
        <div>
          <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
            {t`Language`}
          </label>
          <select
            id={id}
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value)}
            className={`${LOOK} h-10 coarse:h-11`}
          >
            {free.map((one) => (
              <option key={one} value={one}>
                {languageName(one)}
              </option>
            ))}
          </select>
        </div>
        <p className="text-[13.5px] text-pretty text-muted">
          {words === undefined ? (
            <Trans>The draft begins with the words of this one. Write them in the other language.</Trans>
          ) : (
            <Trans>We have words in this language. Look whether they are right.</Trans>
          )}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" disabled={isPending || language === ''}>
            <Trans>Make a draft</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
