import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import { LOOK } from '../outbound/counted-field.tsx'
import { announce } from '../platform/announce.ts'
import { deleteJson } from '../platform/api.ts'
import type { TemplateDetail } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { templatePath, templatesKey } from './library-queries.ts'
import { useLanguageName } from './template-words.tsx'

/** Deleting cannot be undone: whoever does it writes the name. Lazy. */
export function DeleteDialog({
  template,
  onClose,
}: {
  readonly template: TemplateDetail
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const id = useId()
  const [written, setWritten] = useState('')
  const [which, setWhich] = useState<'one' | 'all'>('one')
  const languageName = useLanguageName()
  const { name, siblings } = template
  const language = languageName(template.language)
  const count = siblings.length + 1
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => deleteJson(`${templatePath(template.id)}?languages=${which}`),
    onSuccess: async () => {
      announce(t`Deleted at WhatsApp`)
      onClose()
      await navigate({ to: '/templates', replace: true })
      await client.invalidateQueries({ queryKey: templatesKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (written === name) mutate()
  }
  return (
    <Dialog title={t`Delete this template?`} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 p-4">
        <p className="text-pretty">
          <Trans>
            It is deleted at WhatsApp and cannot be brought back. For 30 days, Meta takes no new template of
            this name. Messages on their way still arrive.
          </Trans>
        </p>
        {siblings.length > 0 && (
          <fieldset className="grid gap-1">
            <legend className="mb-1 text-[13px] font-medium">{t`What is deleted`}</legend>
            {(['one', 'all'] as const).map((one) => (
              <label key={one} className="flex min-h-9 items-center gap-2.5 coarse:min-h-11">
                <input
                  type="radio"
                  name={id}
                  checked={which === one}
                  onChange={() => setWhich(one)}
                  className="size-[18px] accent-brand"
                />
                {one === 'one' ? t`Only ${language}` : t`All ${count} languages`}
              </label>
            ))}
          </fieldset>
        )}
        <div>
          <label htmlFor={id} className="mb-1 block text-[13px]">
            <Trans>
              Write the name to go on: <b className="font-mono [overflow-wrap:anywhere]">{name}</b>
            </Trans>
          </label>
          <input
            id={id}
            value={written}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setWritten(event.currentTarget.value)}
            className={`${LOOK} h-10 font-mono coarse:h-11`}
          />
        </div>
        {error !== null && <ProblemLine error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" variant="danger" disabled={written !== name || isPending}>
            <Trans>Delete for good</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
