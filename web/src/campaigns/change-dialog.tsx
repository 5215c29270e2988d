import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import type { Campaign, CampaignDefinition, CampaignMessage } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { Dialog } from '../platform/ui/dialog.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { templatesQuery } from '../templates/queries.ts'
import { FileAudience } from './builder/file-audience.tsx'
import { MessageForm } from './builder/message-form.tsx'
import { Group } from './builder/parts.tsx'
import { CampaignRules } from './builder/rules-step.tsx'
import type { CampaignEditor } from './builder/use-campaign-draft.ts'
import { messageLetter } from './progress-words.ts'
import { lookAgain, patchCampaign, putCampaign } from './queries.ts'

/** What may still be changed of a campaign that is paused. Lazy. */
export function ChangeDialog({
  campaign,
  onClose,
}: {
  readonly campaign: Campaign
  readonly onClose: () => void
}) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [definition, setDefinition] = useState(campaign.definition)
  const define = (change: Partial<CampaignDefinition>) => setDefinition((all) => ({ ...all, ...change }))
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => patchCampaign(campaign.id, { definition }),
    onSuccess: (changed) => {
      putCampaign(client, changed)
      announce(t`Changed`)
      onClose()
    },
  })
  const isChanged = JSON.stringify(definition) !== JSON.stringify(campaign.definition)
  return (
    <Dialog title={t`Change this campaign`} shape="wide" onClose={onClose}>
      <div className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-4">
        <p className="text-pretty text-muted">
          <Trans>
            It holds for those who still wait. Whoever has it keeps what they got; the template and the number
            stay.
          </Trans>
        </p>
        <People campaign={campaign} />
        <Messages
          campaign={campaign}
          messages={definition.messages}
          onMessages={(messages) => define({ messages })}
        />
        <Group title={t`Rules`}>
          <CampaignRules definition={definition} define={define} />
        </Group>
      </div>
      <footer className="grid gap-2 border-t border-line p-3">
        {error !== null && <ProblemLine error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t`Leave it`}</Button>
          <Button variant="primary" disabled={!isChanged || isPending} onClick={() => mutate()}>
            {t`Save`}
          </Button>
        </div>
      </footer>
    </Dialog>
  )
}

/** More people: from a file where it is a list, else whoever joined its audience since. */
function People({ campaign }: { readonly campaign: Campaign }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => lookAgain(campaign.id),
    onSuccess: (looking) => {
      putCampaign(client, looking)
      announce(t`Looking for people who joined since…`)
    },
  })
  if (campaign.definition.audience?.from === 'list') {
    const editor: CampaignEditor = {
      draft: campaign,
      kept: campaign,
      revision: '',
      keeping: { state: 'kept' },
      // The words of those who are in it stay; those of the file come with each person.
      edit: () => {},
      define: () => {},
      flush: async () => true,
    }
    return (
      <Group title={t`More people`} about={t`Whoever is in it already stays as they are.`}>
        <FileAudience editor={editor} />
      </Group>
    )
  }
  return (
    <Group
      title={t`More people`}
      about={t`Whoever joined its audience since it began can be put in. Others are taken out one by one, in the list of recipients.`}
    >
      <Button
        className="justify-self-start"
        disabled={isPending || campaign.isLookingAgain}
        onClick={() => mutate()}
      >
        <UserRoundPlus size={17} aria-hidden />
        {campaign.isLookingAgain ? t`Looking…` : t`Look for people who joined since`}
      </Button>
      {error !== null && <ProblemLine error={error} />}
    </Group>
  )
}

function Messages({
  campaign,
  messages,
  onMessages,
}: {
  readonly campaign: Campaign
  readonly messages: readonly CampaignMessage[]
  readonly onMessages: (messages: CampaignMessage[]) => void
}) {
  const { t } = useLingui()
  const { data } = useQuery(templatesQuery(campaign.channelId))
  return messages.map((message, nth) => {
    const template = data?.items.find(
      ({ name, language }) => name === message.name && language === message.language,
    )
    if (template === undefined) return null
    const letter = messageLetter(nth)
    return (
      <Group
        key={`${message.name} ${message.language} ${nth}`}
        title={messages.length === 1 ? t`What it says` : t`Message ${letter}`}
        about={message.name}
      >
        <MessageForm
          message={message}
          template={template}
          channelId={campaign.channelId}
          isList={campaign.definition.audience?.from === 'list'}
          columns={null}
          isTried
          onMessage={(changed) => onMessages(messages.with(nth, changed))}
        />
      </Group>
    )
  })
}
