import { Trans } from '@lingui/react/macro'
import { Smartphone } from 'lucide-react'
import type { Failure } from '../platform/contract.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { Note, NumberLink } from './note.tsx'

/** Why Meta takes nothing from the number, and what to do about it. */
export function HoldNote({ hold, channelId }: { readonly hold: Failure; readonly channelId: string }) {
  const translate = useServerWords()
  return (
    <Note icon={Smartphone} tone="bg-red-tint text-red" title={translate(hold.title)}>
      <p className="text-pretty">{translate(hold.nextStep)}</p>
      <p className="text-pretty">
        <Trans>
          Nobody is lost: sending goes on by itself as soon as WhatsApp takes messages from this number again.
        </Trans>
      </p>
      <NumberLink channelId={channelId} />
    </Note>
  )
}
