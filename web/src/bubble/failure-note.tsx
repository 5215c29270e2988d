import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleQuestionMark, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { isLocal } from '../outbound/merge-outbox.ts'
import type { Failure, Message } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useBubbleActions } from './bubble-context.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'

/** Why a message of ours did not arrive: what happened, whose side it is on, what to do, and to do it. */
export function FailureNote({ message }: { readonly message: Message }) {
  const { t } = useLingui()
  const { sendAgain, takeBack } = useBubbleActions()
  const problemText = useProblemText()
  const [retry, setRetry] = useState<{ isRunning: boolean; error: string | null }>({
    isRunning: false,
    error: null,
  })
  const isUnknown = message.state === 'unknown'
  const failure = message.failure
  const words = useFailureWords()(failure)
  const again = () => {
    setRetry({ isRunning: true, error: null })
    sendAgain(message)
      .then(() => setRetry({ isRunning: false, error: null }))
      .catch((error: unknown) => setRetry({ isRunning: false, error: problemText(error).title }))
  }
  const Icon = isUnknown ? CircleQuestionMark : CircleAlert
  return (
    <div
      className={`mt-1 w-[340px] max-w-full rounded-lg border bg-surface px-3 py-2 text-[13px] ${isUnknown ? 'border-amber-mark' : 'border-red/60'}`}
    >
      <p className={`flex gap-1.5 font-semibold ${isUnknown ? 'text-amber' : 'text-red'}`}>
        <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
        <span>{isUnknown ? t`Unconfirmed` : words.title}</span>
      </p>
      {isUnknown && (
        <p className="mt-0.5">
          <Trans>
            Meta’s answer never came, so this may or may not have arrived. Harkara does not repeat it by
            itself, because the customer could get it twice. It settles when Meta reports on it.
          </Trans>
        </p>
      )}
      {words.nextStep !== '' && !isUnknown && <p className="mt-0.5">{words.nextStep}</p>}
      {failure !== null && !isUnknown && !failure.code.startsWith('web.') && (
        <p className="mt-0.5 text-[12px] text-muted">
          {words.side} · {failure.metaCode === null ? failure.code : t`Meta code ${failure.metaCode}`}
        </p>
      )}
      {retry.error !== null && (
        <p role="alert" className="mt-1 text-red">
          {retry.error}
        </p>
      )}
      <p className="mt-1.5 flex gap-1">
        <Button small onClick={again} disabled={retry.isRunning}>
          <RotateCw size={14} aria-hidden />
          <Trans>Send again</Trans>
        </Button>
        {isLocal(message) && (
          <Button small variant="quiet" onClick={() => takeBack(message)}>
            <Trans>Take back and edit</Trans>
          </Button>
        )}
      </p>
    </div>
  )
}

function useFailureWords(): (failure: Failure | null) => { title: string; nextStep: string; side: string } {
  const { t } = useLingui()
  const translate = useServerWords()
  const sides: Readonly<Record<Failure['side'], string>> = {
    customer: t`On the customer’s side`,
    business: t`On your business’s side`,
    meta: t`On Meta’s side`,
    harkara: t`On Harkara’s side`,
  }
  return (failure) => {
    if (failure === null) return { title: t`Not sent`, nextStep: '', side: '' }
    if (failure.code === 'web.no_answer') {
      return {
        title: t`No answer from the Harkara server.`,
        nextStep: t`Your words are kept here. Sending again cannot double them.`,
        side: '',
      }
    }
    if (failure.code === 'web.interrupted') {
      return {
        title: t`The page was closed while this was being sent.`,
        nextStep: t`Your words are kept here. Sending again cannot double them.`,
        side: '',
      }
    }
    return {
      title: translate(failure.title),
      nextStep: translate(failure.nextStep),
      side: sides[failure.side],
    }
  }
}
