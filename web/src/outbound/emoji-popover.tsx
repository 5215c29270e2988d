import { useLingui } from '@lingui/react/macro'
import { EmojiGrid } from '../platform/ui/emoji-grid.tsx'
import { Popover, type OverlayProps } from '../platform/ui/popover.tsx'

/** All emoji, above the composer. Lazy. */
export function EmojiPopover({
  onPick,
  ...overlay
}: OverlayProps & { readonly onPick: (emoji: string) => void }) {
  const { t } = useLingui()
  return (
    <Popover {...overlay} label={t`Emoji`} side="top" align="start">
      <EmojiGrid onPick={onPick} />
    </Popover>
  )
}
