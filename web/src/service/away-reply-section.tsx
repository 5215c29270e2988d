import { useLingui } from '@lingui/react/macro'
import { MoonStar } from 'lucide-react'
import { useState } from 'react'
import { announce } from '../platform/announce.ts'
import type { AwayReply } from '../platform/contract.ts'
import { SectionFrame } from '../settings/section-frame.tsx'
import { useSetting, type Setting } from './queries.ts'
import { Check, Choice, FormCard, NumberField, SettingForm, TextField } from './setting-parts.tsx'

/** What is said to whoever writes while nobody is there. Lazy. */
export function AwayReplySection() {
  const { t } = useLingui()
  const setting = useSetting<AwayReply>('/away-reply', () => announce(t`Saved`))
  return (
    <SectionFrame
      title={t`Away replies`}
      about={t`Whoever writes outside your business hours gets one answer at once, and no second one until you have been open again.`}
    >
      <SettingForm icon={MoonStar} query={setting.query}>
        {(away) => <AwayForm key={JSON.stringify(away)} away={away} setting={setting} />}
      </SettingForm>
    </SectionFrame>
  )
}

function AwayForm({ away, setting }: { readonly away: AwayReply; readonly setting: Setting<AwayReply> }) {
  const { t } = useLingui()
  const [draft, setDraft] = useState(away)
  const put = (change: Partial<AwayReply>) => setDraft({ ...draft, ...change })
  const opens = '{{opens}}'
  const holiday = '{{holiday}}'
  return (
    <FormCard setting={setting} value={away} draft={draft}>
      <Check
        label={t`Send away replies`}
        about={t`Not to groups, and not to messages that are older than 15 minutes.`}
        isOn={draft.isOn}
        onChange={(isOn) => put({ isOn })}
      />
      <TextField
        label={t`Text`}
        about={t`${opens} stands for the time at which you open next.`}
        maxLength={1000}
        value={draft.text}
        onChange={(text) => put({ text })}
      />
      <TextField
        label={t`Text on holidays`}
        about={t`${holiday} stands for the holiday’s name. Empty: the same text as on other days.`}
        maxLength={1000}
        value={draft.holidayText}
        onChange={(holidayText) => put({ holidayText })}
      />
      <Choice
        label={t`Language of the time in it`}
        value={draft.language}
        options={[
          ['en', 'English'],
          ['hi', 'हिन्दी'],
        ]}
        onChange={(language) => put({ language })}
      />
      <NumberField
        isRequired
        min={0}
        max={1440}
        unit={t`minutes`}
        label={t`Not if somebody of yours answered in the last`}
        value={draft.quietMinutes}
        onChange={(minutes) => put({ quietMinutes: minutes ?? 0 })}
      />
    </FormCard>
  )
}
