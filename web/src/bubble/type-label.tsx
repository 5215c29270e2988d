import { useLingui } from '@lingui/react/macro'
import {
  Contact,
  FileText,
  Image,
  ListChecks,
  type LucideIcon,
  MapPin,
  MessageSquareOff,
  Mic,
  ShoppingBag,
  Sticker,
  LayoutTemplate,
  Video,
} from 'lucide-react'

/** What a message is, in a word, where its own words are not enough or absent. */
export function useTypeLabel(): (type: string) => string {
  const { t } = useLingui()
  return (type) => {
    switch (type) {
      case 'text':
        return t`Message`
      case 'image':
        return t`Photo`
      case 'video':
        return t`Video`
      case 'audio':
        return t`Audio`
      case 'document':
        return t`Document`
      case 'sticker':
        return t`Sticker`
      case 'location':
        return t`Location`
      case 'contacts':
        return t`Contact card`
      case 'interactive':
      case 'button':
        return t`Choice`
      case 'order':
        return t`Order`
      case 'template':
        return t`Template`
      case 'reaction':
        return t`Reaction`
      case 'system':
        return t`Note from WhatsApp`
      case 'expired':
        return t`Deleted after its time`
      default:
        return t`Message of a kind not shown here`
    }
  }
}

const ICONS: Readonly<Record<string, LucideIcon>> = {
  image: Image,
  video: Video,
  audio: Mic,
  document: FileText,
  sticker: Sticker,
  location: MapPin,
  contacts: Contact,
  interactive: ListChecks,
  order: ShoppingBag,
  template: LayoutTemplate,
  unsupported: MessageSquareOff,
}

export function TypeIcon({ type, size = 15 }: { readonly type: string; readonly size?: number }) {
  const Icon = ICONS[type]
  return Icon === undefined ? null : <Icon size={size} aria-hidden className="shrink-0" />
}
