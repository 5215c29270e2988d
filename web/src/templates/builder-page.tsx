import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { LayoutTemplate } from 'lucide-react'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { Builder } from './builder.tsx'
import { draftQuery } from './library-queries.ts'

/** One draft: the form, the phone beside it, and what the linter says. */
export function BuilderPage() {
  const { t } = useLingui()
  const { draftId } = useParams({ from: '/shell/templates/drafts/$draftId' })
  const query = useQuery({ ...draftQuery(draftId), retry: false })
  const problem = useProblemText()(query.error)
  if (query.data !== undefined) return <Builder key={draftId} draft={query.data} />
  if (!query.isError) return <p className="p-6 text-muted">{t`Loading…`}</p>
  return (
    <Notice
      icon={LayoutTemplate}
      title={problem.title}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={() => void query.refetch()}>{t`Try again`}</Button>
          <Link to="/templates" className="inline-flex min-h-10 items-center px-3 text-brand underline">
            <Trans>All templates</Trans>
          </Link>
        </div>
      }
    >
      {problem.nextStep}
    </Notice>
  )
}
