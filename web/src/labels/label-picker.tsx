import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { postJson } from '../platform/api.ts'
import type { Conversation, Label } from '../platform/contract.ts'
import { ManageLink } from '../platform/ui/pick-list.tsx'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { LabelCombobox } from './label-combobox.tsx'
import { nextColor } from './next-color.ts'
import { labelsQuery, useLabels } from './queries.ts'

/** Which labels a conversation carries. Each choice counts at once. Lazy. */
export function LabelPicker({
  conversation,
  onLabels,
  ...overlay
}: OverlayProps & {
  readonly conversation: Conversation
  readonly onLabels: (labelIds: string[]) => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const problemText = useProblemText()
  const labels = useLabels()
  const { labelIds } = conversation
  const mayManage = useQuery(meQuery).data?.permissions.includes('settings:write') === true
  const toggle = ({ id }: Label) =>
    onLabels(labelIds.includes(id) ? labelIds.filter((other) => other !== id) : [...labelIds, id])
  const create = async (name: string) => {
    try {
      const label = await postJson<Label>('/labels', { name, color: nextColor(labels) })
      client.setQueryData(labelsQuery.queryKey, (list) => ({
        items: [...(list?.items ?? []).filter(({ id }) => id !== label.id), label],
      }))
      onLabels([...labelIds, label.id])
    } catch (error) {
      const { title, nextStep } = problemText(error)
      announce(t`The label was not made. ${title} ${nextStep}`, 'problem')
    }
  }
  return (
    <Popover {...overlay} label={t`Labels`}>
      <LabelCombobox
        labels={labels}
        chosen={labelIds}
        isMulti
        onChoose={toggle}
        onCreate={mayManage ? (name) => void create(name) : null}
      />
      {mayManage && (
        <ManageLink section="labels">
          <Trans>Manage labels</Trans>
        </ManageLink>
      )}
    </Popover>
  )
}
