import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { asciiDigits } from '../../../../src/platform/ascii-digits.ts'
import type { CampaignDefinition } from '../../platform/contract.ts'
import { wholeNumber } from '../../platform/format.ts'
import { FIELD } from '../../settings/section-frame.tsx'
import { FESTIVAL_CAP, FREQUENCY_CAP, MESSAGE_TEST, QUIET_HOURS } from '../new-definition.ts'
import { FestivalDaysLine } from '../festival-days-line.tsx'
import type { StepProps } from './step-props.ts'
import { localMinute } from './message-draft.ts'
import { Group, Labelled, Rule, StepFrame } from './parts.tsx'
import { problemsShown } from './steps.ts'

/** What it keeps to. Every rule is set as most shops want it. */
export function RulesStep(props: StepProps) {
  const { t } = useLingui()
  const { definition } = props.editor.draft
  return (
    <StepFrame
      title={t`By which rules?`}
      about={t`They are set as most shops want them. Change what you like.`}
      problems={problemsShown('rules', props)}
    >
      <CampaignRules definition={definition} define={props.editor.define} />
      {definition.messages.length > 1 && <MessageTest {...props} />}
    </StepFrame>
  )
}

/** Those that may be changed as long as somebody waits. */
export function CampaignRules({
  definition: { quietHours, frequencyCap, festivalCap = null, budget, expiresAt, isGuarded },
  define,
}: {
  readonly definition: CampaignDefinition
  readonly define: (change: Partial<CampaignDefinition>) => void
}) {
  const { t } = useLingui()
  return (
    <>
      <Rule
        title={t`Pause by itself when people mind`}
        about={t`A small part goes first. If many of them fail, block you or ask for no more offers, it pauses before Meta lowers your quality, and tells you why.`}
        isOn={isGuarded}
        onSwitch={(isOn) => define({ isGuarded: isOn })}
      />
      <Rule
        title={t`Quiet hours`}
        about={t`Nobody gets it in these hours of their own day; it goes on afterwards.`}
        isOn={quietHours !== null}
        onSwitch={(isOn) => define({ quietHours: isOn ? QUIET_HOURS : null })}
      >
        {quietHours !== null && (
          <>
            <Labelled label={t`From`}>
              <TimeField
                value={quietHours.from}
                onTime={(from) => define({ quietHours: { ...quietHours, from } })}
              />
            </Labelled>
            <Labelled label={t`Until`}>
              <TimeField
                value={quietHours.to}
                onTime={(to) => define({ quietHours: { ...quietHours, to } })}
              />
            </Labelled>
          </>
        )}
      </Rule>
      <Rule
        title={t`Not too often`}
        about={t`Whoever got this many offers from you lately, from all campaigns together, is left out.`}
        isOn={frequencyCap !== null}
        onSwitch={(isOn) => define({ frequencyCap: isOn ? FREQUENCY_CAP : null })}
      >
        {frequencyCap !== null && (
          <>
            <Labelled label={t`Offers at most`}>
              <NumberInput
                value={frequencyCap.messages}
                min={1}
                max={20}
                onNumber={(count) => define({ frequencyCap: { ...frequencyCap, messages: count } })}
              />
            </Labelled>
            <Labelled label={t`In so many days`}>
              <NumberInput
                value={frequencyCap.days}
                min={1}
                max={30}
                onNumber={(days) => define({ frequencyCap: { ...frequencyCap, days } })}
              />
            </Labelled>
          </>
        )}
      </Rule>
      <Rule
        title={t`Fewer on festival days`}
        about={t`On Diwali, Holi, Eid and the like everybody sends offers, and Meta holds many back. Whoever has had this many from you that day is left out.`}
        isOn={festivalCap !== null}
        onSwitch={(isOn) => define({ festivalCap: isOn ? FESTIVAL_CAP : null })}
      >
        {festivalCap !== null && (
          <>
            <Labelled label={t`Offers at most on such a day`}>
              <NumberInput
                value={festivalCap.messages}
                min={1}
                max={5}
                onNumber={(count) => define({ festivalCap: { messages: count } })}
              />
            </Labelled>
            <FestivalDaysLine />
          </>
        )}
      </Rule>
      <Budget budget={budget} onBudget={(next) => define({ budget: next })} />
      <Rule
        title={t`An end`}
        about={t`Nobody gets it after this moment: for an offer that is over by then.`}
        isOn={expiresAt !== null}
        onSwitch={(isOn) => define({ expiresAt: isOn ? inDays(7) : null })}
      >
        {expiresAt !== null && (
          <Labelled label={t`Nobody gets it after`}>
            <input
              type="datetime-local"
              dir="ltr"
              value={localMinute(expiresAt)}
              onChange={(event) => {
                const at = new Date(event.currentTarget.value).getTime()
                if (Number.isFinite(at)) define({ expiresAt: at })
              }}
              className={FIELD}
            />
          </Labelled>
        )}
      </Rule>
    </>
  )
}

/** In so many days, at eight in the evening. */
function inDays(days: number): number {
  const day = new Date()
  day.setDate(day.getDate() + days)
  return day.setHours(20, 0, 0, 0)
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

/** What is typed stands there, also while it is no number yet. */
function NumberInput({
  value,
  min,
  max,
  onNumber,
}: {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onNumber: (value: number) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const isRight = (text: string): boolean =>
    /^\d{1,5}$/u.test(text) && Number(text) >= min && Number(text) <= max
  return (
    <input
      type="text"
      inputMode="numeric"
      dir="ltr"
      value={typed ?? value}
      aria-invalid={typed !== null && !isRight(typed)}
      onChange={(event) => {
        const text = asciiDigits(event.currentTarget.value).trim()
        setTyped(text)
        if (isRight(text)) onNumber(Number(text))
      }}
      onBlur={() => setTyped(null)}
      className={`${FIELD} w-24! aria-invalid:border-red`}
    />
  )
}

/** "₹1,299.5" as the server takes it; null: no amount. */
function amountIn(text: string): string | null {
  const written = asciiDigits(text).replaceAll(/[₹,\s]/gu, '')
  return /^\d{1,9}(?:\.\d{1,2})?$/u.test(written) && Number(written) > 0 ? written : null
}

function Budget({
  budget,
  onBudget,
}: {
  readonly budget: CampaignDefinition['budget']
  readonly onBudget: (budget: string | null) => void
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(budget ?? '')
  const [isOn, setOn] = useState(budget !== null)
  const isWrong = typed.trim() !== '' && amountIn(typed) === null
  return (
    <Rule
      title={t`A budget`}
      about={t`It stops before it costs more than this.`}
      isOn={isOn}
      onSwitch={(next) => {
        setOn(next)
        onBudget(next ? amountIn(typed) : null)
      }}
    >
      <Labelled label={t`At most`}>
        <span className="relative block">
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 start-3 grid items-center text-muted"
          >
            ₹
          </span>
          <input
            type="text"
            inputMode="decimal"
            dir="ltr"
            value={typed}
            placeholder="2000"
            aria-invalid={isWrong}
            onChange={(event) => {
              const text = event.currentTarget.value
              setTyped(text)
              const amount = amountIn(text)
              if (amount !== null || text.trim() === '') onBudget(amount)
            }}
            className={`${FIELD} w-40! ps-7! aria-invalid:border-red`}
          />
        </span>
      </Labelled>
      {isWrong && (
        <p className="basis-full text-[12.5px] text-red">{t`An amount such as 1299 or 1299.50.`}</p>
      )}
      {isOn && typed.trim() === '' && (
        <p className="basis-full text-[12.5px] text-amber">{t`Without an amount there is no budget.`}</p>
      )}
    </Rule>
  )
}

const WAITS = [30, 60, 120, 240, 480, 720, 1440, 2880] as const

/** How the better one of the messages is found. */
function MessageTest({ editor, check }: StepProps) {
  const { t, i18n } = useLingui()
  const { definition } = editor.draft
  const test = definition.test ?? MESSAGE_TEST
  const set = (change: Partial<typeof test>) => editor.define({ test: { ...test, ...change } })
  const recipients = check?.reach?.recipients ?? null
  const each =
    recipients === null ? null : Math.floor((recipients * test.percent) / 100 / definition.messages.length)
  const eachShown = wholeNumber(each ?? 0, i18n.locale)
  const count = definition.messages.length
  return (
    <Group
      title={t`Which message is better?`}
      about={t`A part of the people gets one message each; the rest gets the one that did best.`}
    >
      <Labelled label={t`Part of the people for the test`}>
        <span className="flex items-center gap-3">
          <input
            type="range"
            min={5}
            max={100}
            step={5}
            value={test.percent}
            onChange={(event) => set({ percent: Number(event.currentTarget.value) })}
            className="h-10 min-w-0 flex-1 accent-brand coarse:h-11"
          />
          <span className="w-14 text-end font-medium tabular-nums">{`${test.percent} %`}</span>
        </span>
        {each !== null && (
          <span className="text-[13px] text-muted">
            <Trans>
              {count} messages, about {eachShown} people each.
            </Trans>
          </span>
        )}
      </Labelled>
      <div className="grid gap-3 sm:grid-cols-2">
        <Labelled label={t`Better is the one that`}>
          <select
            value={test.winner}
            onChange={(event) => set({ winner: event.currentTarget.value as typeof test.winner })}
            className={FIELD}
          >
            <option value="read">{t`more people read`}</option>
            <option value="replied">{t`more people reply to`}</option>
            <option value="clicked">{t`more people click in`}</option>
          </select>
        </Labelled>
        <Labelled label={t`Decided after`}>
          <select
            value={test.afterMinutes}
            onChange={(event) => set({ afterMinutes: Number(event.currentTarget.value) })}
            className={FIELD}
          >
            {(WAITS.some((one) => one === test.afterMinutes) ? WAITS : [test.afterMinutes, ...WAITS]).map(
              (one) => (
                <option key={one} value={one}>
                  {duration(one, i18n.locale)}
                </option>
              ),
            )}
          </select>
        </Labelled>
      </div>
    </Group>
  )
}

function duration(minutes: number, locale: string): string {
  const [value, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute']
  return new Intl.NumberFormat(`${locale}-IN-u-nu-latn`, { style: 'unit', unit, unitDisplay: 'long' }).format(
    value,
  )
}
