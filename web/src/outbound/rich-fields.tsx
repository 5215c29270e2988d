import { Trans, useLingui } from '@lingui/react/macro'
import { LocateFixed } from 'lucide-react'
import { useState } from 'react'
import { LIMITS } from '../../../src/outbound/check-interactive.ts'
import { announce } from '../platform/announce.ts'
import type { Contact } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { AddButton, CountedField, RemoveButton } from './counted-field.tsx'
import { ChosenFile, FileButton } from './file-button.tsx'
import { CardsFields } from './rich-cards-fields.tsx'
import { FlowFields, NumberHint, PermissionHint } from './rich-flow-fields.tsx'
import { AddressFields, CallFields, ProductFields, ProductShapes } from './rich-more-fields.tsx'
import {
  bodyMaxOf,
  EMPTY_SECTION,
  isBodyOptional,
  readPlace,
  type RichDraft,
  type Row,
  rowCount,
  type Section,
  takesBody,
  takesFooter,
  takesHeader,
  takesHeaderFile,
} from './rich-message.ts'

type FieldsProps = {
  readonly channelId: string
  readonly contact: Contact
  readonly draft: RichDraft
  readonly onDraft: (change: Partial<RichDraft>) => void
}

/** What can be filled in of the chosen kind, each with what is left of Meta's limit. */
export function RichFields({ channelId, contact, draft, onDraft }: FieldsProps) {
  const { t } = useLingui()
  const { kind } = draft
  return (
    <div className="flex min-w-0 flex-col gap-3.5">
      {kind === 'products' && <ProductShapes draft={draft} onDraft={onDraft} />}
      {takesHeader(draft) && <HeaderField channelId={channelId} draft={draft} onDraft={onDraft} />}
      {takesBody(kind) && (
        <CountedField
          label={isBodyOptional(draft) ? t`Message (optional)` : t`Message`}
          value={draft.body}
          max={bodyMaxOf(kind)}
          lines={3}
          onValue={(body) => onDraft({ body })}
        />
      )}
      {kind === 'buttons' && <ButtonFields draft={draft} onDraft={onDraft} />}
      {kind === 'list' && <ListFields draft={draft} onDraft={onDraft} />}
      {kind === 'link' && (
        <>
          <CountedField
            label={t`Words on the button`}
            value={draft.linkText}
            max={LIMITS.button}
            onValue={(linkText) => onDraft({ linkText })}
          />
          <CountedField
            label={t`Address`}
            value={draft.url}
            max={2000}
            type="url"
            onValue={(url) => onDraft({ url })}
          />
        </>
      )}
      {kind === 'ask-location' && (
        <p className="text-[13px] text-muted">
          <Trans>The customer gets a button that sends where they are.</Trans>
        </p>
      )}
      {kind === 'ask-address' && <AddressFields contact={contact} draft={draft} onDraft={onDraft} />}
      {kind === 'cards' && <CardsFields channelId={channelId} draft={draft} onDraft={onDraft} />}
      {kind === 'flow' && <FlowFields draft={draft} onDraft={onDraft} />}
      {kind === 'ask-to-call' && <PermissionHint />}
      {kind === 'ask-number' && <NumberHint />}
      {kind === 'call' && <CallFields draft={draft} onDraft={onDraft} />}
      {kind === 'products' && <ProductFields draft={draft} onDraft={onDraft} />}
      {kind === 'location' && <PlaceFields draft={draft} onDraft={onDraft} />}
      {kind === 'contact' && <ContactFields draft={draft} onDraft={onDraft} />}
      {takesFooter(draft) && (
        <CountedField
          label={t`Small print below (optional)`}
          value={draft.footer}
          max={LIMITS.edge}
          onValue={(footer) => onDraft({ footer })}
        />
      )}
    </div>
  )
}

function HeaderField({ channelId, draft, onDraft }: Omit<FieldsProps, 'contact'>) {
  const { t } = useLingui()
  const { headerFile: file, kind } = draft
  if (file !== null && takesHeaderFile(kind))
    return <ChosenFile name={file.name} onRemove={() => onDraft({ headerFile: null })} />
  return (
    <CountedField
      label={kind === 'products' ? t`Heading` : t`Heading (optional)`}
      value={draft.header}
      max={LIMITS.edge}
      onValue={(header) => onDraft({ header })}
      after={
        takesHeaderFile(kind) && (
          <FileButton
            channelId={channelId}
            label={t`Picture or file`}
            takesDocuments
            onFile={(headerFile) => onDraft({ headerFile })}
          />
        )
      }
    />
  )
}

function ButtonFields({ draft: { buttons }, onDraft }: Omit<FieldsProps, 'channelId' | 'contact'>) {
  const { t } = useLingui()
  const set = (index: number, title: string) => onDraft({ buttons: buttons.with(index, title) })
  return (
    <>
      {buttons.map((title, index) => {
        const number = index + 1
        return (
          <CountedField
            key={index}
            label={t`Button ${number}`}
            value={title}
            max={LIMITS.button}
            onValue={(value) => set(index, value)}
            after={
              buttons.length > 1 && (
                <RemoveButton
                  label={t`Remove button ${number}`}
                  onRemove={() => onDraft({ buttons: buttons.toSpliced(index, 1) })}
                />
              )
            }
          />
        )
      })}
      <AddButton
        label={t`Add a button`}
        isFull={buttons.length >= LIMITS.buttons}
        full={t`WhatsApp takes three buttons; a list takes ten rows.`}
        onAdd={() => onDraft({ buttons: [...buttons, ''] })}
      />
    </>
  )
}

function ListFields({
  draft: { listButton, sections },
  onDraft,
}: Omit<FieldsProps, 'channelId' | 'contact'>) {
  const { t } = useLingui()
  const set = (index: number, section: Section) => onDraft({ sections: sections.with(index, section) })
  const isFull = rowCount(sections) >= LIMITS.rows
  return (
    <>
      <CountedField
        label={t`Words on the button that opens the list`}
        value={listButton}
        max={LIMITS.button}
        onValue={(value) => onDraft({ listButton: value })}
      />
      {sections.map((section, index) => (
        <SectionFields
          key={index}
          section={section}
          number={index + 1}
          isOnly={sections.length === 1}
          isFull={isFull}
          onSection={(next) => set(index, next)}
          onRemove={() => onDraft({ sections: sections.toSpliced(index, 1) })}
        />
      ))}
      <AddButton
        label={t`Add a section`}
        isFull={isFull}
        full={t`WhatsApp takes ten rows in all sections together.`}
        onAdd={() => onDraft({ sections: [...sections, EMPTY_SECTION] })}
      />
    </>
  )
}

function SectionFields({
  section,
  number,
  isOnly,
  isFull,
  onSection,
  onRemove,
}: {
  readonly section: Section
  readonly number: number
  readonly isOnly: boolean
  readonly isFull: boolean
  readonly onSection: (section: Section) => void
  readonly onRemove: () => void
}) {
  const { t } = useLingui()
  const { title, rows } = section
  const set = (index: number, change: Partial<Row>) =>
    onSection({ title, rows: rows.map((row, at) => (at === index ? { ...row, ...change } : row)) })
  return (
    <fieldset className="flex flex-col gap-3 rounded-xl border border-line p-3">
      <legend className="px-1 text-[13px] font-semibold">{t`Section ${number}`}</legend>
      <CountedField
        label={isOnly ? t`Title of the section (optional)` : t`Title of the section`}
        value={title}
        max={LIMITS.sectionTitle}
        onValue={(value) => onSection({ title: value, rows })}
        after={!isOnly && <RemoveButton label={t`Remove section ${number}`} onRemove={onRemove} />}
      />
      {rows.map((row, index) => {
        const rowNumber = index + 1
        return (
          <div key={index} className="flex flex-col gap-2 border-s-2 border-line ps-3 sm:flex-row">
            <CountedField
              label={t`Row ${rowNumber}`}
              value={row.title}
              max={LIMITS.rowTitle}
              onValue={(value) => set(index, { title: value })}
            />
            <CountedField
              label={t`Description (optional)`}
              value={row.description}
              max={LIMITS.rowDescription}
              onValue={(value) => set(index, { description: value })}
              after={
                rows.length > 1 && (
                  <RemoveButton
                    label={t`Remove row ${rowNumber}`}
                    onRemove={() => onSection({ title, rows: rows.toSpliced(index, 1) })}
                  />
                )
              }
            />
          </div>
        )
      })}
      <AddButton
        label={t`Add a row`}
        isFull={isFull}
        full={null}
        onAdd={() => onSection({ title, rows: [...rows, { title: '', description: '' }] })}
      />
    </fieldset>
  )
}

function PlaceFields({ draft, onDraft }: Omit<FieldsProps, 'channelId' | 'contact'>) {
  const { t } = useLingui()
  const [isAsking, setAsking] = useState(false)
  /** Both numbers at once, where somebody pastes them together or with a map's address. */
  const put = (field: 'latitude' | 'longitude', value: string) =>
    onDraft(readPlace(value) ?? { [field]: value })
  const here = () => {
    setAsking(true)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false)
        onDraft({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) })
      },
      () => {
        setAsking(false)
        announce(t`This browser did not say where it is. Paste the place from a map instead.`, 'problem')
      },
      { timeout: 15_000 },
    )
  }
  return (
    <>
      <p className="text-[13px] text-muted">
        <Trans>
          Paste an address from a map into either field, or both numbers with a comma between them.
        </Trans>
      </p>
      <div className="flex flex-col gap-3 sm:flex-row">
        <CountedField
          label={t`Latitude`}
          value={draft.latitude}
          max={400}
          onValue={(value) => put('latitude', value)}
        />
        <CountedField
          label={t`Longitude`}
          value={draft.longitude}
          max={400}
          onValue={(value) => put('longitude', value)}
        />
      </div>
      {'geolocation' in navigator && (
        <Button onClick={here} disabled={isAsking} className="self-start">
          <LocateFixed size={16} aria-hidden />
          {isAsking ? t`Finding out…` : t`Where I am now`}
        </Button>
      )}
      <CountedField
        label={t`Name of the place (optional)`}
        value={draft.placeName}
        max={1000}
        onValue={(placeName) => onDraft({ placeName })}
      />
      <CountedField
        label={t`Its address (optional)`}
        value={draft.address}
        max={1000}
        onValue={(address) => onDraft({ address })}
      />
    </>
  )
}

function ContactFields({ draft, onDraft }: Omit<FieldsProps, 'channelId' | 'contact'>) {
  const { t } = useLingui()
  return (
    <>
      <CountedField label={t`Name`} value={draft.name} max={200} onValue={(name) => onDraft({ name })} />
      <CountedField
        label={t`Phone number, with its country code`}
        value={draft.phone}
        max={20}
        type="tel"
        onValue={(phone) => onDraft({ phone })}
      />
      <CountedField
        label={t`Company (optional)`}
        value={draft.company}
        max={200}
        onValue={(company) => onDraft({ company })}
      />
      <CountedField
        label={t`Email (optional)`}
        value={draft.email}
        max={254}
        type="email"
        onValue={(email) => onDraft({ email })}
      />
    </>
  )
}
