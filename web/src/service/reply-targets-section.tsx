import { useLingui } from '@lingui/react/macro'
import { Timer } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import type { ReplyTargets } from '../platform/contract.ts'
import { SectionFrame } from '../settings/section-frame.tsx'
import { useSetting, type Setting } from './queries.ts'
import { FormCard, NumberField, SettingForm } from './setting-parts.tsx'

/** How soon customers are to be answered. Lazy. */
export function ReplyTargetsSection() {
  const { t } = useLingui()
  const setting = useSetting<ReplyTargets>('/reply-targets', () => announce(t`Saved`))
  return (
    <SectionFrame
      title={t`Reply targets`}
      about={t`How soon customers should hear from you. Conversations that run late get a red clock, and stand together in the view “Running late”. Only business hours count.`}
    >
      <SettingForm icon={Timer} query={setting.query}>
        {(targets) => <TargetsForm key={JSON.stringify(targets)} targets={targets} setting={setting} />}
      </SettingForm>
    </SectionFrame>
  )
}

function TargetsForm({
  targets,
  setting,
}: {
  readonly targets: ReplyTargets
  readonly setting: Setting<ReplyTargets>
}) {
  const { t } = useLingui()
  const [draft, setDraft] = useState(targets)
  const range = { min: 1, max: 100_000, unit: t`minutes` }
  return (
    <FormCard setting={setting} value={targets} draft={draft}>
      <NumberField
        {...range}
        label={t`First answer within`}
        about={t`From the customer’s first message to the first answer by a person. Automatic replies do not count.`}
        value={draft.firstMinutes}
        onChange={(firstMinutes) => setDraft({ ...draft, firstMinutes })}
      />
      <NumberField
        {...range}
        label={t`Every further answer within`}
        value={draft.nextMinutes}
        onChange={(nextMinutes) => setDraft({ ...draft, nextMinutes })}
      />
      <NumberField
        {...range}
        label={t`Resolved within`}
        about={t`This clock stands still while a conversation is pending or snoozed. The clocks for answers run on: the customer is waiting.`}
        value={draft.resolutionMinutes}
        onChange={(resolutionMinutes) => setDraft({ ...draft, resolutionMinutes })}
      />
      <NumberField
        isRequired
        min={0}
        max={10_000}
        unit={t`minutes`}
        label={t`Warn before`}
        about={t`The clock turns yellow so long before it is late.`}
        value={draft.warnMinutes}
        onChange={(minutes) => setDraft({ ...draft, warnMinutes: minutes ?? 0 })}
      />
    </FormCard>
  )
}
