import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ARCHIVED_MS } from '../../../src/templates/archive-rules.ts'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { TemplateDetail } from '../platform/contract.ts'
import { dayLabel } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { templatePath, templatesKey } from './library-queries.ts'
import { useLanguageName } from './template-words.tsx'

/** Says what becomes of an archived template before it is one. Lazy. */
export function ArchiveDialog({
  template,
  onClose,
}: {
  readonly template: TemplateDetail
  readonly onClose: () => void
}) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const [now] = useState(Date.now)
  const language = useLanguageName()(template.language)
  const day = dayLabel(now + ARCHIVED_MS, now, i18n.locale)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => postJson(`${templatePath(template.id)}/archive`),
    onSuccess: async () => {
      announce(t`Archived`)
      onClose()
      await client.invalidateQueries({ queryKey: templatesKey })
    },
  })
  return (
    <Dialog title={t`Archive this template?`} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <ul className="grid list-disc gap-1.5 ps-5 text-pretty">
          <li>
            <Trans>From now on it cannot be sent. What waits to be sent with it is not sent either.</Trans>
          </li>
          <li>
            <Trans>
              Meta deletes it on <b className="font-semibold">{day}</b>. Until then, you can take it out of
              the archive.
            </Trans>
          </li>
          {template.siblings.length > 0 && (
            <li>
              <Trans>Only {language} is archived. Its other languages stay as they are.</Trans>
            </li>
          )}
        </ul>
        {error !== null && <ProblemLine error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" disabled={isPending} onClick={() => mutate()}>
            <Trans>Archive</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
