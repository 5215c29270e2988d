import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate } from 'lucide-react'
import type { LibraryTemplate } from '../../platform/contract.ts'
import { Dialog } from '../../platform/ui/dialog.tsx'
import { Notice } from '../../platform/ui/notice.tsx'
import { useProblemText } from '../../platform/ui/problem-text.tsx'
import { templatesQuery } from '../../templates/queries.ts'
import { TemplateList } from '../../templates/template-picker.tsx'
import { isForMany } from './message-draft.ts'

/** The approved templates of the number's account. Lazy. */
export function ChooseTemplate({
  channelId,
  onChoose,
  onClose,
}: {
  readonly channelId: string
  readonly onChoose: (template: LibraryTemplate) => void
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const query = useQuery({ ...templatesQuery(channelId), refetchOnMount: 'always' })
  const problem = useProblemText()(query.error)
  const items = (query.data?.items ?? []).filter(isForMany)
  return (
    <Dialog title={t`Choose a template`} shape="wide" onClose={onClose}>
      {query.data === undefined ? (
        query.isError ? (
          <Notice icon={LayoutTemplate} title={problem.title}>
            {problem.nextStep}
          </Notice>
        ) : (
          <p className="p-6 text-muted">{t`Loading…`}</p>
        )
      ) : (
        <>
          <TemplateList
            items={items}
            isSuppressed={false}
            onChoose={(id) => {
              const chosen = items.find((one) => one.id === id)
              if (chosen !== undefined) onChoose(chosen)
            }}
          />
          {items.length < query.data.items.length && (
            <p className="px-6 pb-4 text-[12.5px] text-pretty text-muted">
              <Trans>One-time codes and bills are made for one person and are not listed here.</Trans>
            </p>
          )}
        </>
      )}
    </Dialog>
  )
}
