/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- a combobox: the field keeps the focus and takes the keys for its options */
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Send, Zap } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { meQuery } from '../conversations/queries.ts'
import type { Macro } from '../platform/contract.ts'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useActionWords } from './action-words.ts'
import { macrosQuery } from './queries.ts'

/** Which macro to run: found by typing, chosen by arrow keys and Enter. Lazy. */
export function MacroPicker({
  onRun,
  ...overlay
}: OverlayProps & { readonly onRun: (macro: Macro) => Promise<void> }) {
  const { t } = useLingui()
  const listId = useId()
  const query = useQuery(macrosQuery)
  const problemText = useProblemText()
  const wordsOf = useActionWords()
  const mayManage = useQuery(meQuery).data?.permissions.includes('settings:write') === true
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const wanted = search.trim().toLocaleLowerCase()
  const all = query.data?.items ?? []
  const found = all.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  const active = Math.min(at, found.length - 1)
  useEffect(() => {
    list.current?.querySelector(`[data-option="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const choose = (macro: Macro | undefined) => {
    if (macro === undefined) return
    overlay.onClose()
    void onRun(macro)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && found.length > 0) setAt((active + step + found.length) % found.length)
    else if (event.key === 'Enter') choose(found[active])
    else return
    event.preventDefault()
  }
  return (
    <Popover {...overlay} label={t`Macros`}>
      <div className="w-80 max-w-full">
        {(all.length > 0 || query.isPending) && (
          <input
            role="combobox"
            type="text"
            aria-expanded
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
            aria-label={t`Find a macro`}
            placeholder={t`Find a macro`}
            value={search}
            dir="auto"
            autoComplete="off"
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={onKey}
            className="m-2 h-10 w-[calc(100%-16px)] rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px] coarse:h-11 coarse:text-[16px]"
          />
        )}
        <div
          ref={list}
          id={listId}
          role="listbox"
          onMouseDown={(event) => event.preventDefault()} // The field keeps the focus.
          aria-label={t`Macros`}
          className="max-h-80 overflow-y-auto px-1.5 pb-1.5"
        >
          {found.map((macro, index) => {
            const Icon = macro.actions.some(({ kind }) => kind === 'reply') ? Send : Zap
            return (
              <div
                key={macro.id}
                id={`${listId}-${index}`}
                data-option={index}
                role="option"
                aria-selected={index === active}
                onPointerMove={() => setAt(index)}
                onClick={() => choose(macro)}
                className={clsx(
                  'flex min-h-11 items-center gap-2.5 rounded-lg px-2 py-1 text-[14px]',
                  index === active && 'bg-sunken',
                )}
              >
                <Icon size={16} aria-hidden className="shrink-0 text-muted" />
                <span className="min-w-0 flex-1">
                  <bdi className="block truncate font-medium">{macro.name}</bdi>
                  <span dir="auto" className="block truncate text-[12.5px] text-muted">
                    {macro.actions.map(wordsOf).join(' · ')}
                  </span>
                </span>
              </div>
            )
          })}
        </div>
        {found.length === 0 && (
          <p className="px-4 py-3 text-[13.5px] text-pretty text-muted">
            {query.isError ? (
              `${problemText(query.error).title} ${problemText(query.error).nextStep}`
            ) : query.isPending ? (
              t`Loading…`
            ) : all.length > 0 ? (
              t`No macro has this name.`
            ) : (
              <Trans>
                A macro does several things at once: thanks the customer, puts a label on, resolves.
              </Trans>
            )}
          </p>
        )}
        {mayManage && (
          <p className="border-t border-line px-4 py-1.5">
            <Link
              to="/settings/$section"
              params={{ section: 'macros' }}
              className="inline-flex min-h-8 items-center text-[13px] text-link underline-offset-2 hover:underline"
            >
              {all.length === 0 ? <Trans>Make a macro</Trans> : <Trans>Manage macros</Trans>}
            </Link>
          </p>
        )}
      </div>
    </Popover>
  )
}
