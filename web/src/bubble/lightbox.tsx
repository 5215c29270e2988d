/* oxlint-disable jsx-a11y/media-has-caption -- what a customer films has no captions */
import { Dialog } from '../platform/ui/dialog.tsx'

/** A picture or film over the whole screen. Lazy. */
export function Lightbox({
  url,
  isVideo,
  title,
  onClose,
}: {
  readonly url: string
  readonly isVideo: boolean
  readonly title: string
  readonly onClose: () => void
}) {
  return (
    <Dialog shape="full" title={title} onClose={onClose}>
      <div className="grid h-full place-items-center p-4">
        {isVideo ? (
          <video src={url} controls autoPlay playsInline className="max-h-full max-w-full" />
        ) : (
          <img src={url} alt={title} className="max-h-[calc(100dvh-88px)] max-w-full object-contain" />
        )}
      </div>
    </Dialog>
  )
}
