import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Zap } from 'lucide-react'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { Macro } from '../platform/contract.ts'
import { EditableList } from '../settings/editable-list.tsx'
import { useActionWords } from './action-words.ts'
import { MacroForm, type MacroWords } from './macro-form.tsx'
import { macrosQuery } from './queries.ts'

/** Several things done at once, under one name. Lazy. */
export function MacrosSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(macrosQuery)
  const wordsOf = useActionWords()
  const refresh = () => client.invalidateQueries({ queryKey: macrosQuery.queryKey })
  const save = async (macro: Macro | null, words: MacroWords) => {
    if (macro === null) await postJson<Macro>('/macros', words)
    else await patchJson<Macro>(pathOf(macro), words)
    await refresh()
    announce(t`Macro saved`)
  }
  return (
    <EditableList
      title={t`Macros`}
      about={t`Several things done to a conversation at once. Press M in a conversation, or choose several in the list.`}
      icon={Zap}
      query={query}
      keyOf={({ id }) => id}
      make={t`New macro`}
      empty={{
        title: t`There are no macros yet`,
        text: t`For example “Order shipped”: thanks the customer, puts on a label, and resolves the conversation.`,
      }}
      words={({ name }) => ({
        change: t`Change ${name}`,
        remove: t`Delete ${name}`,
        question: t`Delete the macro “${name}”?`,
        loss: t`What it did stays as it is.`,
        confirm: t`Delete the macro`,
      })}
      renderRow={({ name, actions }) => (
        <div className="py-1.5">
          <p className="text-[14px] font-semibold">
            <bdi>{name}</bdi>
          </p>
          <ul className="mt-0.5 text-[13.5px] text-muted">
            {actions.map((action) => (
              <li key={action.kind} dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
                {wordsOf(action)}
              </li>
            ))}
          </ul>
        </div>
      )}
      renderForm={(macro, close) => (
        <MacroForm
          initial={macro ?? { name: '', actions: [] }}
          onSubmit={async (words) => {
            await save(macro, words)
            close()
          }}
          onCancel={close}
        />
      )}
      onDelete={async (macro) => {
        await deleteJson(pathOf(macro))
        void refresh()
      }}
    />
  )
}

const pathOf = ({ id }: Macro) => `/macros/${encodeURIComponent(id)}`
