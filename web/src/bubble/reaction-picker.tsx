import { useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { EmojiGrid } from '../platform/ui/emoji-grid.tsx'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'

/** WhatsApp's own six. */
const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** Six reactions at hand, and all the others behind "+". Lazy. */
export function ReactionPicker({
  onPick,
  ...overlay
}: OverlayProps & { readonly onPick: (emoji: string) => void }) {
  const { t } = useLingui()
  const [isFull, setFull] = useState(false)
  return (
    <Popover {...overlay} label={t`React`} side="top">
      {isFull ? (
        <EmojiGrid onPick={onPick} />
      ) : (
        <div className="flex p-1">
          {QUICK.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={emoji}
              onClick={() => onPick(emoji)}
              className="size-10 rounded-full text-[22px] hover:bg-sunken"
            >
              {emoji}
            </button>
          ))}
          <button
            type="button"
            aria-label={t`More emoji`}
            onClick={() => setFull(true)}
            className="grid size-10 place-items-center rounded-full text-muted hover:bg-sunken"
          >
            <Plus size={20} aria-hidden />
          </button>
        </div>
      )}
    </Popover>
  )
}
