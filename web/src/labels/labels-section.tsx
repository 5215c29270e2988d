import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Tags } from 'lucide-react'
import { announce } from '../platform/announce.ts'
import { deleteJson, patchJson, postJson } from '../platform/api.ts'
import type { Label } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { EditableList } from '../settings/editable-list.tsx'
import { LabelForm, type LabelWords } from './label-form.tsx'
import { LabelDot } from './label-marks.tsx'
import { nextColor } from './next-color.ts'
import { labelsQuery } from './queries.ts'

/** The server counts no further. */
const COUNTED_TO = 1000

/** The team's labels: make, rename, recolour, delete. Lazy. */
export function LabelsSection() {
  const { t } = useLingui()
  const client = useQueryClient()
  const query = useQuery(labelsQuery)
  const countWords = useCountWords()
  const lossWords = useLossWords()
  const refresh = () => client.invalidateQueries({ queryKey: labelsQuery.queryKey })
  const save = async (label: Label | null, words: LabelWords) => {
    if (label === null) await postJson<Label>('/labels', words)
    else await patchJson<Label>(pathOf(label), words)
    await refresh()
    if (label === null) announce(t`Label made`)
  }
  return (
    <EditableList
      title={t`Labels`}
      about={t`They sort conversations for your team. Customers never see them.`}
      icon={Tags}
      query={query}
      keyOf={({ id }) => id}
      make={t`New label`}
      empty={{
        title: t`There are no labels yet`,
        text: t`Labels sort conversations: orders, returns, wholesale. Your customers do not see them.`,
      }}
      words={({ name, conversationCount }) => ({
        change: t`Change ${name}`,
        remove: t`Delete ${name}`,
        question: t`Delete the label “${name}”?`,
        loss: lossWords(conversationCount),
        confirm: t`Delete the label`,
      })}
      renderRow={({ name, color, conversationCount }) => (
        <div className="flex items-center gap-3">
          <LabelDot color={color} size={14} />
          <p className="min-w-0 flex-1">
            <span className="block truncate text-[14.5px] font-medium">
              <bdi>{name}</bdi>
            </span>
            <span className="block text-[12.5px] text-muted">{countWords(conversationCount)}</span>
          </p>
        </div>
      )}
      renderForm={(label, close) => (
        <LabelForm
          initial={label ?? { name: '', color: nextColor(query.data?.items ?? []) }}
          submitWords={label === null ? t`Make the label` : t`Save`}
          onSubmit={async (words) => {
            await save(label, words)
            close()
          }}
          onCancel={close}
        />
      )}
      onDelete={async (label) => {
        await deleteJson(pathOf(label))
        void refresh()
      }}
    />
  )
}

const pathOf = ({ id }: Label) => `/labels/${encodeURIComponent(id)}`

function useCountWords(): (count: number) => string {
  const { t, i18n } = useLingui()
  return (count) => {
    const most = wholeNumber(COUNTED_TO, i18n.locale)
    if (count >= COUNTED_TO) return t`On ${most} conversations or more`
    if (count === 0) return t`On no conversation yet`
    return t`${plural(count, { one: 'On # conversation', other: 'On # conversations' })}`
  }
}

/** What goes with a label that so many conversations carry. */
function useLossWords(): (count: number) => string {
  const { t, i18n } = useLingui()
  return (count) => {
    const most = wholeNumber(COUNTED_TO, i18n.locale)
    if (count >= COUNTED_TO)
      return t`${most} conversations or more carry it and lose it. The conversations themselves stay.`
    if (count === 0) return t`No conversation carries it.`
    return t`${plural(count, { one: '# conversation carries it and loses it. The conversation itself stays.', other: '# conversations carry it and lose it. The conversations themselves stay.' })}`
  }
}
