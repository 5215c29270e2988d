/** Meta's words about templates, in words that a shop owner reads; a status has a colour and a picture too. */
import { useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import {
  Archive,
  ArchiveRestore,
  Ban,
  CircleCheck,
  CirclePause,
  CircleX,
  Clock,
  HelpCircle,
  type LucideIcon,
  Trash2,
  TriangleAlert,
} from 'lucide-react'

type Tone = 'good' | 'wait' | 'warn' | 'bad' | 'quiet'
const TONES: Readonly<Record<Tone, string>> = {
  good: 'bg-brand-tint text-brand-strong',
  wait: 'bg-blue-tint text-blue',
  warn: 'bg-amber-tint text-amber',
  bad: 'bg-red-tint text-red',
  quiet: 'bg-sunken text-muted',
}

type Known = { readonly words: string; readonly icon: LucideIcon; readonly tone: Tone }

export const STATUSES = [
  'APPROVED',
  'PENDING',
  'REJECTED',
  'PAUSED',
  'DISABLED',
  'ARCHIVED',
  'PENDING_DELETION',
] as const

export function useStatusWords(): (status: string) => Known {
  const { t } = useLingui()
  return (status) => {
    switch (status.toUpperCase()) {
      case 'APPROVED':
      case 'REINSTATED':
        return { words: t`Approved`, icon: CircleCheck, tone: 'good' }
      case 'PENDING':
        return { words: t`In review`, icon: Clock, tone: 'wait' }
      case 'IN_APPEAL':
        return { words: t`In appeal`, icon: Clock, tone: 'wait' }
      case 'REJECTED':
        return { words: t`Rejected`, icon: CircleX, tone: 'bad' }
      case 'PAUSED':
        return { words: t`Paused`, icon: CirclePause, tone: 'warn' }
      case 'FLAGGED':
        return { words: t`Flagged`, icon: TriangleAlert, tone: 'warn' }
      case 'DISABLED':
        return { words: t`Disabled`, icon: Ban, tone: 'bad' }
      case 'LOCKED':
        return { words: t`Locked`, icon: Ban, tone: 'bad' }
      case 'LIMIT_EXCEEDED':
        return { words: t`Over the limit`, icon: Ban, tone: 'bad' }
      case 'ARCHIVED':
        return { words: t`Archived`, icon: Archive, tone: 'quiet' }
      case 'UNARCHIVED': // of the history alone: what it is then, the next word says
        return { words: t`Taken out of the archive`, icon: ArchiveRestore, tone: 'quiet' }
      case 'PENDING_DELETION':
        return { words: t`Being deleted`, icon: Trash2, tone: 'quiet' }
      case 'DELETED':
        return { words: t`Deleted`, icon: Trash2, tone: 'quiet' }
      default:
        return { words: status, icon: HelpCircle, tone: 'quiet' }
    }
  }
}

export function StatusPill({ status, prefix }: { readonly status: string; readonly prefix?: string }) {
  const { words, icon: Icon, tone } = useStatusWords()(status)
  return (
    <span
      className={clsx(
        'inline-flex min-h-6 items-center gap-1 rounded-full px-2 py-0.5 text-[12.5px] font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      <Icon size={14} aria-hidden />
      {prefix === undefined ? words : `${prefix} · ${words}`}
    </span>
  )
}

export const CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const

export function useCategoryWords(): (category: string) => string {
  const { t } = useLingui()
  return (category) => {
    switch (category.toUpperCase()) {
      case 'MARKETING':
        return t`Marketing`
      case 'UTILITY':
        return t`Utility`
      case 'AUTHENTICATION':
        return t`Authentication`
      default:
        return category
    }
  }
}

const QUALITY_TONES: Readonly<Record<string, Tone>> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' }

export function useQualityWords(): (quality: string) => string {
  const { t } = useLingui()
  return (quality) => {
    switch (quality.toUpperCase()) {
      case 'GREEN':
        return t`Quality: high`
      case 'YELLOW':
        return t`Quality: medium`
      case 'RED':
        return t`Quality: low`
      default:
        return t`Quality: not rated yet`
    }
  }
}

export function QualityPill({ quality }: { readonly quality: string }) {
  const words = useQualityWords()(quality)
  const Icon = quality === 'GREEN' ? CircleCheck : quality === 'UNKNOWN' ? HelpCircle : TriangleAlert
  return (
    <span
      className={clsx(
        'inline-flex min-h-6 items-center gap-1 rounded-full px-2 py-0.5 text-[12.5px] whitespace-nowrap',
        TONES[QUALITY_TONES[quality] ?? 'quiet'],
      )}
    >
      <Icon size={14} aria-hidden />
      {words}
    </span>
  )
}

/**
 * Languages of templates, those of Indian shops first. Source: Meta, "Supported languages" (2025). Another one that Meta
 * knows can be brought in by its code through the API.
 */
export const LANGUAGES: readonly string[] = [
  ...['en', 'en_US', 'en_GB', 'hi', 'ta', 'te', 'kn', 'ml', 'mr', 'bn', 'gu', 'pa', 'ur'],
  ...['ar', 'fa', 'fr', 'de', 'id', 'it', 'ja', 'ko', 'ms', 'nl', 'pt_BR', 'pt_PT', 'ru', 'es', 'es_MX'],
  ...['es_ES', 'sw', 'th', 'tr', 'vi', 'zh_CN', 'zh_HK'],
]

/** "Hindi", "English (US)": in the reader's language. */
export function useLanguageName(): (code: string) => string {
  const { i18n } = useLingui()
  return (code) => languageName(code, i18n.locale)
}

export function languageName(code: string, locale: string): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: 'language', languageDisplay: 'standard' }).of(
      code.replace('_', '-'),
    )
    return name ?? code
  } catch {
    return code
  }
}
