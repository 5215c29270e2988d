import { Copy, Pencil, Plus, Reply, Trash2 } from 'lucide-react'
import type { PhoneMessage } from '#simulator/protocol.ts'
import { QUICK_REACTIONS } from '../composer/emoji-data.ts'
import { EmojiGrid } from '../composer/emoji-grid.tsx'
import { useWords } from '../state/language.tsx'
import { useSimulator } from '../state/simulator.tsx'
import { summaryOf } from '../thread/quote.tsx'
import { rightsOver } from '../thread/ticks.ts'
import { viewOf, wordsOf } from '../thread/view.ts'
import { copyText } from '../ui/copy-text.ts'
import { Sheet, SheetItem } from '../ui/sheet.tsx'
import { useChat } from './chat-tools.tsx'

/** What can be done with one message. */
export function MessageSheet({ message }: { message: PhoneMessage }) {
  const { t } = useWords()
  const { now } = useSimulator()
  const { act, close, say, open, setReplyTo, setEditing } = useChat()
  const rights = rightsOver(message, now())
  const words = wordsOf(viewOf(message))
  return (
    <Sheet title={summaryOf(message, t).slice(0, 60) || t('messageMenu')} onClose={close}>
      <ReactionRow message={message} onMore={() => open({ kind: 'react', message })} />
      <SheetItem
        icon={<Reply size={20} />}
        onClick={() => {
          close()
          setEditing(null)
          setReplyTo(message)
        }}
      >
        {t('reply')}
      </SheetItem>
      {words !== '' && (
        <SheetItem
          icon={<Copy size={20} />}
          onClick={() => {
            close()
            void copyText(words).then(() => say(t('copied')))
          }}
        >
          {t('copy')}
        </SheetItem>
      )}
      {rights.mayEdit && (
        <SheetItem
          icon={<Pencil size={20} />}
          onClick={() => {
            close()
            setReplyTo(null)
            setEditing(message)
          }}
        >
          {t('edit')}
        </SheetItem>
      )}
      {rights.mayRevoke && (
        <SheetItem
          isDanger
          icon={<Trash2 size={20} className="text-red-ink" />}
          onClick={() => {
            close()
            void act({ type: 'revoke', messageId: message.wamid })
          }}
        >
          {t('deleteForAll')}
        </SheetItem>
      )}
    </Sheet>
  )
}

/** Any emoji as a reaction, and a way to take one's own back. */
export function ReactSheet({ message }: { message: PhoneMessage }) {
  const { t } = useWords()
  const react = useReact(message)
  const { close } = useChat()
  const own = ownReaction(message)
  return (
    <Sheet title={t('react')} onClose={close}>
      <ReactionRow message={message} />
      {own !== null && <SheetItem onClick={() => react('')}>{`${own} ${t('removeReaction')}`}</SheetItem>}
      <EmojiGrid onPick={react} />
    </Sheet>
  )
}

function ReactionRow({ message, onMore }: { message: PhoneMessage; onMore?: () => void }) {
  const { t } = useWords()
  const react = useReact(message)
  const own = ownReaction(message)
  return (
    <div className="mb-2 flex items-center justify-between gap-1 border-b border-line pb-2">
      {QUICK_REACTIONS.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          data-first-focus={index === 0 ? '' : undefined}
          aria-pressed={own === emoji}
          aria-label={`${t('react')} ${emoji}`}
          onClick={() => react(own === emoji ? '' : emoji)}
          className="size-10 rounded-full text-[22px] hover:bg-sunken aria-pressed:bg-brand-tint"
        >
          {emoji}
        </button>
      ))}
      {onMore !== undefined && (
        <button
          type="button"
          aria-label={t('moreEmoji')}
          title={t('moreEmoji')}
          onClick={onMore}
          className="inline-flex size-10 items-center justify-center rounded-full bg-sunken text-muted"
        >
          <Plus size={20} />
        </button>
      )}
    </div>
  )
}

const ownReaction = (message: PhoneMessage) =>
  message.reactions.find((reaction) => reaction.by === 'customer' && reaction.emoji !== '')?.emoji ?? null

function useReact(message: PhoneMessage) {
  const { act, close } = useChat()
  return (emoji: string) => {
    close()
    void act({ type: 'reaction', messageId: message.wamid, emoji })
  }
}
