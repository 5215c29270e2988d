import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Send, Zap } from 'lucide-react'
import { meQuery } from '../conversations/queries.ts'
import type { Macro } from '../platform/contract.ts'
import { ManageLink, named, PickList } from '../platform/ui/pick-list.tsx'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useActionWords } from './action-words.ts'
import { macrosQuery } from './queries.ts'

/** Which macro to run. Lazy. */
export function MacroPicker({
  onRun,
  ...overlay
}: OverlayProps & { readonly onRun: (macro: Macro) => Promise<void> }) {
  const { t } = useLingui()
  const query = useQuery(macrosQuery)
  const problemText = useProblemText()
  const wordsOf = useActionWords()
  const mayManage = useQuery(meQuery).data?.permissions.includes('settings:write') === true
  const all = query.data?.items ?? []
  return (
    <Popover {...overlay} label={t`Macros`}>
      <PickList
        label={t`Macros`}
        fieldLabel={t`Find a macro`}
        hasField={all.length > 0 || query.isPending}
        optionsFor={(search) => all.filter(named(search))}
        keyOf={({ id }) => id}
        onChoose={(macro) => {
          overlay.onClose()
          void onRun(macro)
        }}
        empty={
          query.isError ? (
            `${problemText(query.error).title} ${problemText(query.error).nextStep}`
          ) : query.isPending ? (
            t`Loading…`
          ) : all.length > 0 ? (
            t`No macro has this name.`
          ) : (
            <Trans>
              A macro does several things at once: thanks the customer, puts a label on, resolves.
            </Trans>
          )
        }
        className="w-80"
        optionClass="min-h-11 px-2 py-1"
      >
        {({ name, actions }) => {
          const Icon = actions.some(({ kind }) => kind === 'reply') ? Send : Zap
          return (
            <>
              <Icon size={16} aria-hidden className="shrink-0 text-muted" />
              <span className="min-w-0 flex-1">
                <bdi className="block truncate font-medium">{name}</bdi>
                <span dir="auto" className="block truncate text-[12.5px] text-muted">
                  {actions.map(wordsOf).join(' · ')}
                </span>
              </span>
            </>
          )
        }}
      </PickList>
      {mayManage && (
        <ManageLink section="macros">
          {all.length === 0 ? <Trans>Make a macro</Trans> : <Trans>Manage macros</Trans>}
        </ManageLink>
      )}
    </Popover>
  )
}
