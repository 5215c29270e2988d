import { useLingui } from '@lingui/react/macro'
import { EmojiPicker, type EmojiPickerListProps } from 'frimousse'

/** All emoji, with search in the reader's language; the data comes from our own origin. Import it only from lazy modules. */
export function EmojiGrid({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const { t, i18n } = useLingui()
  return (
    <EmojiPicker.Root
      locale={i18n.locale}
      emojibaseUrl="/emoji"
      columns={8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      className="flex h-[340px] w-[328px] flex-col"
    >
      <EmojiPicker.Search
        aria-label={t`Search emoji`}
        placeholder={t`Search emoji`}
        className="m-2 mb-1 h-10 rounded-lg border border-control-line bg-surface px-3 outline-offset-[-1px]"
      />
      <EmojiPicker.Viewport className="relative flex-1 outline-hidden">
        <EmojiPicker.Loading className="absolute inset-0 grid place-items-center text-muted">{t`Loading…`}</EmojiPicker.Loading>
        <EmojiPicker.Empty className="absolute inset-0 grid place-items-center text-muted">{t`No emoji found.`}</EmojiPicker.Empty>
        <EmojiPicker.List className="pb-2 select-none" components={PARTS} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  )
}

/** Made once: new ones at each render would mount the whole grid anew. */
const PARTS: NonNullable<EmojiPickerListProps['components']> = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className="bg-surface px-3 pt-2 pb-1 text-[12px] font-medium text-muted">
      {category.label}
    </div>
  ),
  Row: ({ children, ...props }) => (
    <div {...props} className="px-1.5">
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button {...props} type="button" className="size-[39px] rounded-lg text-[22px] data-[active]:bg-sunken">
      {emoji.emoji}
    </button>
  ),
}
