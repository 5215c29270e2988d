import { Trans, useLingui } from '@lingui/react/macro'
import { clsx } from 'clsx'
import { Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { Bubble } from '../bubble/bubble.tsx'
import { TemplateCards, TemplateContent } from '../bubble/template-body.tsx'
import { TemplateButtons } from '../bubble/template-buttons.tsx'
import { asList, asText, type Json } from '../bubble/payload.ts'
import { readTemplate, type JsonObject } from '../../../src/templates/template-model.ts'
import { samplesByName } from './edit-template.ts'
import { fillBody, type TemplateParts, templateParts } from './render.ts'

/** Where a sample's file is shown from. */
export type UrlOf = (handle: string) => string | null

/** A template with its samples filled in, drawn by the inbox's own bubble. */
export function TemplateBubble({
  components,
  language,
  urlOf,
}: {
  readonly components: readonly Json[]
  /** In which Meta writes what it writes by itself. */
  readonly language: string
  readonly urlOf?: UrlOf
}) {
  const { parts, slots } = filled(components, language, urlOf)
  return (
    <>
      <Bubble direction="in" hasTail below={<TemplateButtons parts={parts} />}>
        <TemplateContent parts={parts} slots={slots} hasMeta={false} />
      </Bubble>
      <TemplateCards parts={parts} slotsOf={() => NOTHING} />
    </>
  )
}

/** The customer's phone: the template on WhatsApp's wall, in its light and its dark colours. */
export function TemplatePreview({
  components,
  language,
  urlOf,
  className,
}: {
  readonly components: readonly Json[]
  readonly language: string
  readonly urlOf?: UrlOf
  readonly className?: string
}) {
  const { t } = useLingui()
  const [theme, setTheme] = useState(() => document.documentElement.dataset['theme'] ?? 'light')
  return (
    <section aria-label={t`Preview`} className={clsx('flex min-h-0 flex-col', className)}>
      <div className="flex items-center justify-between gap-2 pb-2">
        <p className="text-[13px] text-muted">
          <Trans>What the customer will see</Trans>
        </p>
        <fieldset className="flex rounded-lg bg-sunken p-0.5">
          <legend className="sr-only">{t`WhatsApp’s colours`}</legend>
          {(['light', 'dark'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={theme === one}
              aria-label={one === 'light' ? t`Light WhatsApp` : t`Dark WhatsApp`}
              onClick={() => setTheme(one)}
              className={clsx(
                'grid size-8 place-items-center rounded-md coarse:size-10',
                theme === one ? 'bg-surface text-ink shadow-bubble' : 'text-muted hover:text-ink',
              )}
            >
              {one === 'light' ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
            </button>
          ))}
        </fieldset>
      </div>
      <div
        data-theme={theme}
        // Buttons and links in it only show what the customer sees.
        className="wall min-h-48 flex-1 overflow-y-auto rounded-xl border border-line p-4 ps-5 text-ink"
      >
        <div className="max-w-[340px]">
          <TemplateBubble
            components={components}
            language={language}
            {...(urlOf !== undefined && { urlOf })}
          />
        </div>
      </div>
    </section>
  )
}

/** A card's words are filled in already. */
const NOTHING = {}

/** Meta’s words for a code have a variable of which nobody writes a sample. */
const SAMPLE_CODE = '482916'

function filled(
  components: readonly Json[],
  language: string,
  urlOf: UrlOf | undefined,
): {
  readonly parts: TemplateParts
  readonly slots: Readonly<Record<string, string>>
} {
  const parts = templateParts(components, urlOf, language)
  const isCode = parts.buttons.some(({ type }) => type === 'OTP')
  const cards = asList(components.find((one) => asText(one['type'])?.toUpperCase() === 'CAROUSEL')?.['cards'])
  return {
    parts: {
      ...parts,
      cards: (parts.cards ?? []).map((card, index) => ({
        ...card,
        body: fillBody(card.body, slotsOf(asList(cards[index]?.['components']))),
      })),
    },
    slots: { ...(isCode && { 1: SAMPLE_CODE }), ...slotsOf(components) },
  }
}

/** Samples by the names that a bubble knows: a header's numbered variable is another than the body's. */
function slotsOf(components: readonly Json[]): Readonly<Record<string, string>> {
  const model = readTemplate({ components } as unknown as JsonObject)
  return Object.fromEntries(
    model.components.flatMap((part) => {
      if (part.type !== 'BODY' && part.type !== 'HEADER') return []
      return [...samplesByName(part)].map(([name, value]) => [
        part.type === 'HEADER' && /^\d+$/.test(name) ? `header_${name}` : name,
        value,
      ])
    }),
  )
}
