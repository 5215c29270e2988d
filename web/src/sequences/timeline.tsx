import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import {
  ArrowDown,
  ArrowUp,
  Clock,
  DoorOpen,
  type LucideIcon,
  MessageSquareText,
  Plus,
  Settings2,
  Trash2,
  TriangleAlert,
  UserPlus,
  X,
} from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { Choices, Labelled, Rule } from '../campaigns/builder/parts.tsx'
import { FREQUENCY_CAP, QUIET_HOURS } from '../campaigns/new-definition.ts'
import { LabelDot } from '../labels/label-marks.tsx'
import { useLabels } from '../labels/queries.ts'
import type { Sequence, SequenceDefinition, SequenceProblem, SequenceStep } from '../platform/contract.ts'
import { wholeNumber } from '../platform/format.ts'
import { Button, IconButton } from '../platform/ui/button.tsx'
import { FIELD } from '../settings/section-frame.tsx'
import { NumberField } from './number-field.tsx'
import { eventNamesQuery } from './queries.ts'
import { useSequenceWords } from './sequence-words.ts'
import { DAY, newStep } from './starting-points.ts'
import { StepMessageFields } from './step-message.tsx'
import type { SequenceEditor } from './use-sequence-editor.ts'
import { MINUTES, type WaitUnit, waitOf } from './wait.ts'

const STEPS_MAX = 10
const WAIT_MAX = 30 * DAY

type TimelineProps = {
  readonly editor: SequenceEditor
  readonly problems: readonly SequenceProblem[]
  /** It is on, or may only be looked at. */
  readonly isFixed: boolean
}

/** From what brings people in, through what they get and when, to what ends it. */
export function Timeline({ editor, problems, isFixed }: TimelineProps) {
  const { t } = useLingui()
  const { definition, channelId } = editor.draft
  const { steps } = definition
  const setSteps = (next: readonly SequenceStep[]) => editor.define({ steps: [...next] })
  return (
    <fieldset disabled={isFixed} className="min-w-0">
      <legend className="sr-only">{t`What happens, in its order`}</legend>
      <ol className="grid min-w-0">
        <Place icon={UserPlus} title={t`Who comes in`} problems={at(problems, 'definition.trigger')}>
          <Trigger definition={definition} onDefine={editor.define} />
        </Place>
        {steps.map((step, nth) => (
          <StepPlace
            key={step.id}
            step={step}
            nth={nth}
            count={steps.length}
            channelId={channelId}
            isFixed={isFixed}
            numbers={editor.kept.steps.find(({ id }) => id === step.id)}
            problems={at(problems, `definition.steps.${nth}.`)}
            onStep={(next) => setSteps(steps.with(nth, next))}
            onMove={(by) => setSteps(moved(steps, nth, by))}
            onRemove={() => setSteps(steps.toSpliced(nth, 1))}
          />
        ))}
        {!isFixed && (
          <Place
            icon={Plus}
            title={null}
            problems={problems.filter(({ path }) => path === 'definition.steps')}
          >
            {steps.length < STEPS_MAX ? (
              <Button className="justify-self-start" onClick={() => setSteps([...steps, newStep(DAY)])}>
                <Plus size={17} aria-hidden />
                {t`Add a message`}
              </Button>
            ) : (
              <p className="text-[13px] text-muted">{t`Ten messages are as many as can be.`}</p>
            )}
          </Place>
        )}
        <Place icon={DoorOpen} title={t`What ends it`} problems={at(problems, 'definition.exits')}>
          <Exits definition={definition} onDefine={editor.define} />
        </Place>
        <Place icon={Settings2} title={t`By which rules`} isLast>
          <Rules definition={definition} onDefine={editor.define} />
        </Place>
      </ol>
    </fieldset>
  )
}

const at = (problems: readonly SequenceProblem[], path: string): readonly SequenceProblem[] =>
  problems.filter((one) => one.path.startsWith(path))

function moved(steps: readonly SequenceStep[], nth: number, by: -1 | 1): readonly SequenceStep[] {
  const step = steps[nth]
  return step === undefined ? steps : steps.toSpliced(nth, 1).toSpliced(nth + by, 0, step)
}

/** One place on the line. */
function Place({
  icon: Icon,
  title,
  problems = [],
  isLast = false,
  aside,
  children,
}: {
  readonly icon: LucideIcon
  readonly title: string | null
  readonly problems?: readonly SequenceProblem[]
  readonly isLast?: boolean
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const words = useSequenceWords()
  const said = [...new Set(problems.map((one) => words.problem(one)))]
  return (
    <li className="relative grid min-w-0 grid-cols-[36px_minmax(0,1fr)] gap-x-3 pb-5 max-sm:grid-cols-[28px_minmax(0,1fr)] max-sm:gap-x-2">
      {!isLast && (
        <span
          aria-hidden
          className="absolute start-[17px] top-9 bottom-0 w-0.5 bg-line max-sm:start-[13px]"
        />
      )}
      <span className="grid size-9 place-items-center rounded-full bg-brand-tint text-brand max-sm:size-7">
        <Icon size={17} aria-hidden />
      </span>
      <div className="grid min-w-0 gap-3">
        {title !== null && (
          <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="me-auto text-[15px] font-semibold">{title}</h2>
            {aside}
          </div>
        )}
        {said.length > 0 && (
          <ul className="grid gap-1 rounded-xl bg-amber-tint px-3 py-2 text-amber">
            {said.map((text) => (
              <li key={text} className="flex items-start gap-2 text-[13.5px]">
                <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
                <span className="text-pretty">{text}</span>
              </li>
            ))}
          </ul>
        )}
        {children}
      </div>
    </li>
  )
}

type PartProps = {
  readonly definition: SequenceDefinition
  readonly onDefine: (change: Partial<SequenceDefinition>) => void
}

function Trigger({ definition: { trigger }, onDefine }: PartProps) {
  const { t } = useLingui()
  const [name, setName] = useState(trigger?.on === 'event' ? trigger.event : '')
  const [isOn, setOn] = useState(trigger?.on ?? null)
  const isRight = isEventName(name)
  const choose = (on: 'event' | 'hand') => {
    setOn(on)
    if (on === 'hand') onDefine({ trigger: { on } })
    else onDefine({ trigger: isRight ? { on, event: name } : null })
  }
  return (
    <Choices
      legend={t`Who comes in`}
      value={isOn}
      onChoose={choose}
      options={[
        {
          value: 'event',
          title: t`Your shop tells of an event`,
          about: t`A program of yours tells us what happened: a cart, an order, a delivery.`,
          more: (
            <>
              <EventField
                label={t`Name of the event`}
                value={name}
                onValue={(next) => {
                  setName(next)
                  onDefine({ trigger: isEventName(next) ? { on: 'event', event: next } : null })
                }}
              />
              {name !== '' && !isRight && <WrongName />}
              <p className="text-[12.5px] text-pretty text-muted">
                <Trans>
                  Your program posts it to <code>/api/v1/events</code> with a key from Settings; the guide is
                  docs/sequences.md.
                </Trans>
              </p>
            </>
          ),
        },
        {
          value: 'hand',
          title: t`You put people in`,
          about: t`One by one on this page, or by a program.`,
        },
      ]}
    />
  )
}

const isEventName = (text: string): boolean => /^[A-Za-z][\w.-]{0,59}$/u.test(text)

function WrongName() {
  const { t } = useLingui()
  return <p className="text-[12.5px] text-red">{t`Letters, digits, and . _ - between them: cart_updated`}</p>
}

/** Offers the names that programs have told of lately. */
function EventField({
  label,
  value,
  onValue,
  onEnter,
}: {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly onEnter?: () => void
}) {
  const id = useId()
  const names = useQuery(eventNamesQuery).data?.items ?? []
  return (
    <label className="grid min-w-0 gap-1">
      <span className="text-[13px] font-medium">{label}</span>
      <input
        dir="ltr"
        list={id}
        value={value}
        maxLength={60}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="cart_updated"
        onChange={(event) => onValue(event.currentTarget.value.trim())}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || onEnter === undefined) return
          event.preventDefault()
          onEnter()
        }}
        className={`${FIELD} max-w-xs`}
      />
      <datalist id={id}>
        {names.map((one) => (
          <option key={one.name} value={one.name}>
            {one.name}
          </option>
        ))}
      </datalist>
    </label>
  )
}

function StepPlace({
  step,
  nth,
  count,
  channelId,
  isFixed,
  numbers,
  problems,
  onStep,
  onMove,
  onRemove,
}: {
  readonly step: SequenceStep
  readonly nth: number
  readonly count: number
  readonly channelId: string
  readonly isFixed: boolean
  readonly numbers: Sequence['steps'][number] | undefined
  readonly problems: readonly SequenceProblem[]
  readonly onStep: (step: SequenceStep) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}) {
  const { t } = useLingui()
  const number = nth + 1
  return (
    <Place
      icon={MessageSquareText}
      title={t`Message ${number}`}
      problems={problems}
      aside={
        !isFixed && (
          <span className="flex">
            <IconButton label={t`Move message ${number} up`} disabled={nth === 0} onClick={() => onMove(-1)}>
              <ArrowUp size={17} aria-hidden />
            </IconButton>
            <IconButton
              label={t`Move message ${number} down`}
              disabled={nth === count - 1}
              onClick={() => onMove(1)}
            >
              <ArrowDown size={17} aria-hidden />
            </IconButton>
            <IconButton label={t`Remove message ${number}`} tipAt="start" onClick={onRemove}>
              <Trash2 size={17} aria-hidden />
            </IconButton>
          </span>
        )
      }
    >
      <Wait
        minutes={step.waitMinutes}
        isFirst={nth === 0}
        onMinutes={(waitMinutes) => onStep({ ...step, waitMinutes })}
      />
      <StepMessageFields
        channelId={channelId}
        message={step.message}
        isFixed={isFixed}
        onMessage={(message) => onStep({ ...step, message })}
      />
      {numbers !== undefined && <StepNumbers numbers={numbers} />}
    </Place>
  )
}

/** So long after they came in, or after the message before. */
function Wait({
  minutes,
  isFirst,
  onMinutes,
}: {
  readonly minutes: number
  readonly isFirst: boolean
  readonly onMinutes: (minutes: number) => void
}) {
  const { t } = useLingui()
  const read = waitOf(minutes)
  const [chosen, setChosen] = useState<WaitUnit>(read.unit)
  // What was chosen stays chosen while it can say it: 24 hours do not turn into a day under one's hands.
  const unit = minutes % MINUTES[chosen] === 0 ? chosen : read.unit
  const count = minutes / MINUTES[unit]
  const most = WAIT_MAX / MINUTES[unit]
  return (
    <div className="flex flex-wrap items-center gap-2 text-[14px]">
      <Clock size={17} aria-hidden className="text-muted" />
      <NumberField
        label={t`How long`}
        value={count}
        min={0}
        max={most}
        onNumber={(next) => onMinutes(next * MINUTES[unit])}
      />
      <select
        aria-label={t`Minutes, hours or days`}
        value={unit}
        onChange={(event) => {
          const next = event.currentTarget.value as WaitUnit
          setChosen(next)
          onMinutes(Math.min(count * MINUTES[next], WAIT_MAX))
        }}
        className={`${FIELD} w-auto!`}
      >
        <option value="minute">{t`minutes`}</option>
        <option value="hour">{t`hours`}</option>
        <option value="day">{t`days`}</option>
      </select>
      <span className="text-muted">{isFirst ? t`after they came in` : t`after the message before`}</span>
    </div>
  )
}

/** What became of this step so far. */
function StepNumbers({ numbers }: { readonly numbers: Sequence['steps'][number] }) {
  const { t, i18n } = useLingui()
  const words = useSequenceWords()
  const show = (count: number): string => wholeNumber(count, i18n.locale)
  const [waiting, sent, delivered, read] = [
    show(numbers.waiting),
    show(numbers.sent),
    show(numbers.delivered),
    show(numbers.read),
  ]
  if (numbers.waiting + numbers.sent + numbers.skippedBy.length === 0) return null
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-[13px] tabular-nums">
      <span className="font-medium text-brand-strong">{t`${waiting} wait for it`}</span>
      <span>{t`${sent} sent`}</span>
      <span>{t`${delivered} delivered`}</span>
      <span>{t`${read} read`}</span>
      {numbers.skippedBy.map(({ reason, count }) => (
        <span key={reason} className="text-muted">
          {words.skip(reason)}: {show(count)}
        </span>
      ))}
    </p>
  )
}

function Exits({ definition: { exits }, onDefine }: PartProps) {
  const { t } = useLingui()
  const labels = useLabels()
  const [typed, setTyped] = useState('')
  const set = (change: Partial<typeof exits>) => onDefine({ exits: { ...exits, ...change } })
  const canAdd = isEventName(typed) && !exits.events.includes(typed) && exits.events.length < 10
  const add = () => {
    if (!canAdd) return
    set({ events: [...exits.events, typed] })
    setTyped('')
  }
  return (
    <div className="grid min-w-0 gap-3">
      <p className="text-[13px] text-pretty text-muted">
        <Trans>Whoever wants no offers any more gets none, whatever is set here.</Trans>
      </p>
      <label
        aria-label={t`They answer`}
        className="flex cursor-pointer items-start gap-3 rounded-xl border border-line px-3 py-2.5"
      >
        <input
          type="checkbox"
          aria-label={t`They answer`}
          checked={exits.replied}
          onChange={(event) => set({ replied: event.currentTarget.checked })}
          className="mt-0.5 size-[18px] shrink-0 accent-brand"
        />
        <span>
          <span className="block font-medium">{t`They answer`}</span>
          <span className="block text-[13px] text-pretty text-muted">
            {t`Somebody who writes should talk to a person, not to a program.`}
          </span>
        </span>
      </label>
      <div className="grid min-w-0 gap-2 rounded-xl border border-line px-3 py-2.5">
        <p className="font-medium">{t`One of these events happens`}</p>
        {exits.events.length > 0 && (
          <ul aria-label={t`Events that end it`} className="flex flex-wrap gap-1.5">
            {exits.events.map((one) => (
              <li
                key={one}
                className="inline-flex min-h-8 items-center gap-1 rounded-full bg-sunken ps-3 pe-1 text-[13px]"
              >
                <bdi dir="ltr">{one}</bdi>
                <button
                  type="button"
                  aria-label={t`Remove “${one}”`}
                  onClick={() => set({ events: exits.events.filter((other) => other !== one) })}
                  className="grid size-7 place-items-center rounded-full text-muted hover:text-ink disabled:opacity-50 coarse:size-10"
                >
                  <X size={14} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap items-end gap-2">
          <EventField label={t`Name of the event`} value={typed} onValue={setTyped} onEnter={add} />
          <Button disabled={!canAdd} onClick={add}>
            {t`Add`}
          </Button>
        </div>
        {typed !== '' && !isEventName(typed) && <WrongName />}
      </div>
      {labels.length > 0 && (
        <fieldset className="grid min-w-0 gap-1 rounded-xl border border-line px-3 py-2.5">
          <legend className="float-start pb-1 font-medium">{t`They have one of these labels`}</legend>
          <div className="clear-both flex flex-wrap gap-x-4 gap-y-1">
            {labels.map((label) => (
              <label
                key={label.id}
                className="inline-flex min-h-8 cursor-pointer items-center gap-2 coarse:min-h-11"
              >
                <input
                  type="checkbox"
                  checked={exits.labelIds.includes(label.id)}
                  onChange={(event) =>
                    set({
                      labelIds: event.currentTarget.checked
                        ? [...exits.labelIds, label.id]
                        : exits.labelIds.filter((one) => one !== label.id),
                    })
                  }
                  className="size-[18px] shrink-0 accent-brand"
                />
                <LabelDot color={label.color} />
                <bdi>{label.name}</bdi>
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  )
}

const REENTRY_DAYS = 30

function Rules({ definition, onDefine }: PartProps) {
  const { t } = useLingui()
  const { reentryDays, quietHours, frequencyCap } = definition
  return (
    <div className="grid min-w-0 gap-2">
      <Rule
        title={t`People may come in again`}
        about={t`Never while they are in it. Otherwise each person goes through it once.`}
        isOn={reentryDays > 0}
        onSwitch={(isOn) => onDefine({ reentryDays: isOn ? REENTRY_DAYS : 0 })}
      >
        {reentryDays > 0 && (
          <Labelled label={t`After so many days`}>
            <NumberField
              label={t`After so many days`}
              value={reentryDays}
              min={1}
              max={365}
              onNumber={(days) => onDefine({ reentryDays: days })}
            />
          </Labelled>
        )}
      </Rule>
      <Rule
        title={t`Quiet hours`}
        about={t`Nobody gets a message in these hours of their own day; it comes afterwards.`}
        isOn={quietHours !== null}
        onSwitch={(isOn) => onDefine({ quietHours: isOn ? QUIET_HOURS : null })}
      >
        {quietHours !== null && (
          <>
            <Labelled label={t`From`}>
              <TimeField
                value={quietHours.from}
                onTime={(from) => onDefine({ quietHours: { ...quietHours, from } })}
              />
            </Labelled>
            <Labelled label={t`Until`}>
              <TimeField
                value={quietHours.to}
                onTime={(to) => onDefine({ quietHours: { ...quietHours, to } })}
              />
            </Labelled>
          </>
        )}
      </Rule>
      <Rule
        title={t`Not too often`}
        about={t`Whoever got this many offers lately, from campaigns and sequences together, misses the message and stays in.`}
        isOn={frequencyCap !== null}
        onSwitch={(isOn) => onDefine({ frequencyCap: isOn ? FREQUENCY_CAP : null })}
      >
        {frequencyCap !== null && (
          <>
            <Labelled label={t`Offers at most`}>
              <NumberField
                label={t`Offers at most`}
                value={frequencyCap.messages}
                min={1}
                max={20}
                onNumber={(messages) => onDefine({ frequencyCap: { ...frequencyCap, messages } })}
              />
            </Labelled>
            <Labelled label={t`In so many days`}>
              <NumberField
                label={t`In so many days`}
                value={frequencyCap.days}
                min={1}
                max={30}
                onNumber={(days) => onDefine({ frequencyCap: { ...frequencyCap, days } })}
              />
            </Labelled>
          </>
        )}
      </Rule>
    </div>
  )
}

function TimeField({ value, onTime }: { readonly value: string; readonly onTime: (time: string) => void }) {
  return (
    <input
      type="time"
      dir="ltr"
      required
      value={value}
      onChange={(event) => {
        const time = event.currentTarget.value
        if (/^\d{2}:\d{2}$/u.test(time)) onTime(time)
      }}
      className={`${FIELD} w-32!`}
    />
  )
}
