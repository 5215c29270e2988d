import { useLingui } from '@lingui/react/macro'
import type { ButtonKind } from './edit-template.ts'

/** What a button does. */
export function useButtonWords(): Readonly<Record<ButtonKind, string>> {
  const { t } = useLingui()
  return {
    QUICK_REPLY: t`Quick reply`,
    URL: t`Link`,
    PHONE_NUMBER: t`Phone call`,
    COPY_CODE: t`Code to copy`,
    FLOW: t`Flow (form)`,
    CATALOG: t`Whole catalogue`,
    MPM: t`Several products`,
    SPM: t`One product`,
    ORDER_DETAILS: t`Order and payment`,
    VOICE_CALL: t`Call on WhatsApp`,
    REQUEST_CONTACT_INFO: t`Ask for the contact`,
    OTP: t`Copies the one-time code`,
  }
}
