/** What buttons take beside words: products of a catalogue, and what a Flow begins with. */
import { Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { LIMITS } from '../../../src/templates/check-parameters.ts'
import { AddButton, RemoveButton } from '../outbound/counted-field.tsx'
import { type ButtonDraft, EMPTY_SECTION, type SectionDraft, skusOf } from './fill-template.ts'
import { FillingField, ProblemNote, useProblemAt } from './filling-field.tsx'

type Fillable = {
  /** Where the form sees it: `template.button.0`. */
  readonly path: string
  readonly draft: ButtonDraft
  readonly onDraft: (change: Partial<ButtonDraft>) => void
}

/** A button to the whole catalogue. */
export function CatalogueFields({ path, draft, onDraft }: Fillable) {
  const { t } = useLingui()
  return (
    <FillingField
      path={`${path}.thumbnail`}
      label={t`Product whose picture is shown (SKU, optional)`}
      value={draft.thumbnail}
      onValue={(thumbnail) => onDraft({ thumbnail })}
    />
  )
}

/** Several products in sections, by the shop's own ids. */
export function ProductsFields({ path, draft, onDraft }: Fillable) {
  const { t } = useLingui()
  const { sections } = draft
  const problem = useProblemAt(`${path}.sections`)
  const id = useId()
  const set = (index: number, change: Partial<SectionDraft>) =>
    onDraft({
      sections: sections.map((section, at) => (at === index ? { ...section, ...change } : section)),
    })
  return (
    <>
      {sections.map((section, index) => {
        const number = index + 1
        return (
          <fieldset key={index} className="grid min-w-0 gap-3 rounded-xl border border-line p-3">
            <legend className="px-1 text-[13px] font-semibold">{t`Section ${number}`}</legend>
            <div className="flex items-start gap-1.5">
              <div className="min-w-0 flex-1">
                <FillingField
                  path={`${path}.sections.${index}.title`}
                  label={t`Title of the section`}
                  value={section.title}
                  isRequired
                  onValue={(title) => set(index, { title })}
                />
              </div>
              {sections.length > 1 && (
                <span className="mt-6">
                  <RemoveButton
                    label={t`Remove section ${number}`}
                    onRemove={() => onDraft({ sections: sections.toSpliced(index, 1) })}
                  />
                </span>
              )}
            </div>
            <FillingField
              // What is wrong with all of them together is said once, below.
              path={
                skusOf(section.skus).length === 0 ? `${path}.sections` : `${path}.sections.${index}.products`
              }
              label={t`Ids of products (SKU), one on a line`}
              value={section.skus}
              lines={3}
              isRequired
              onValue={(skus) => set(index, { skus })}
            />
          </fieldset>
        )
      })}
      {sections.every(({ skus }) => skusOf(skus).length > 0) && (
        <ProblemNote id={`${id}-bad`} problem={problem} />
      )}
      <AddButton
        label={t`Add a section`}
        isFull={sections.length >= LIMITS.sections}
        full={t`WhatsApp takes ten sections.`}
        onAdd={() => onDraft({ sections: [...sections, EMPTY_SECTION] })}
      />
      <FillingField
        path={`${path}.thumbnail`}
        label={t`Product whose picture is shown (SKU, optional)`}
        value={draft.thumbnail}
        {...(skusOf(sections[0]?.skus ?? '')[0] !== undefined && {
          placeholder: skusOf(sections[0]?.skus ?? '')[0],
        })}
        hint={t`Without one, it is the first product’s.`}
        onValue={(thumbnail) => onDraft({ thumbnail })}
      />
    </>
  )
}

/** Works without anything; programs behind a Flow may want both. */
export function FlowFields({ path, draft, onDraft }: Fillable) {
  const { t } = useLingui()
  return (
    <details className="rounded-xl border border-line p-3">
      <summary className="text-[13px] font-medium">
        <Trans>For the program behind the form (optional)</Trans>
      </summary>
      <div className="mt-3 grid gap-3">
        <FillingField
          path={`${path}.flowToken`}
          label={t`Token of the form`}
          value={draft.flowToken}
          hint={t`Comes back with the answers.`}
          onValue={(flowToken) => onDraft({ flowToken })}
        />
        <FillingField
          path={`${path}.flowData`}
          label={t`Data of the first screen (JSON)`}
          value={draft.flowData}
          lines={3}
          placeholder="{ }"
          onValue={(flowData) => onDraft({ flowData })}
        />
      </div>
    </details>
  )
}
