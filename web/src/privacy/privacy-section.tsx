import { useLingui } from '@lingui/react/macro'
import { useMay } from '../conversations/queries.ts'
import { SectionFrame } from '../settings/section-frame.tsx'
import { ErasureList } from './erasure-list.tsx'
import { ExportList } from './export-list.tsx'
import { NoticeList } from './notice-list.tsx'
import { RetentionForm } from './retention-form.tsx'

/** How long data is kept, what people are told, who was erased, and what was exported. Lazy. */
export function PrivacySection() {
  const { t } = useLingui()
  const mayWrite = useMay('privacy:write')
  return (
    <SectionFrame
      title={t`Privacy`}
      about={t`How long you keep what customers send you, what you tell them about it, and proof of what was erased. Export or erase a person on their contact page.`}
    >
      <RetentionForm mayWrite={mayWrite} />
      <NoticeList mayWrite={mayWrite} />
      <ErasureList />
      <ExportList />
    </SectionFrame>
  )
}
