import { useEffect, useId, useRef, useState } from 'react'
import type { Faults } from '#simulator/protocol.ts'
import { useWords } from '../state/language.tsx'
import { explain, useSimulator } from '../state/simulator.tsx'
import type { StringKey } from '../strings.ts'
import { Button, Toggle } from '../ui/controls.tsx'
import { BAD_DAY, isNormal, NORMAL, SLIDERS, type SliderKind } from './fault-scale.ts'

const SAVE_AFTER_MS = 200

/** Everything that can be made to go wrong, in plain words. */
export function FaultControls({ faults }: { faults: Faults }) {
  const { t } = useWords()
  const { setFaults } = useSimulator()
  const [problem, setProblem] = useState('')
  const save = (change: Partial<Faults>): Promise<void> =>
    setFaults(change).then(
      () => setProblem(''),
      (error: unknown) => setProblem(explain(error, t)),
    )
  return (
    <div className="flex flex-col gap-4">
      <p className="text-[13px] text-muted">{t('faultsHint')}</p>
      <div className="flex flex-wrap gap-2">
        <Button isPrimary={!isNormal(faults)} isDisabled={isNormal(faults)} onClick={() => void save(NORMAL)}>
          {t('everythingNormal')}
        </Button>
        <Button onClick={() => void save(BAD_DAY)}>{t('aBadDay')}</Button>
      </div>
      {problem !== '' && (
        <p role="alert" className="text-[13px] text-red-ink">
          {problem}
        </p>
      )}
      <Toggle
        label={t('faultMute')}
        hint={t('faultMuteHint')}
        isOn={faults.mute}
        onChange={(mute) => void save({ mute })}
      />
      <Toggle
        label={t('faultTokenExpired')}
        hint={t('faultTokenExpiredHint')}
        isOn={faults.tokenExpired}
        onChange={(tokenExpired) => void save({ tokenExpired })}
      />
      {SLIDERS.map(({ key, label, hint, kind }) => (
        <FaultSlider
          key={key}
          label={label}
          hint={hint}
          kind={kind}
          value={faults[key]}
          onChange={(value) => save({ [key]: value })}
        />
      ))}
    </div>
  )
}

function FaultSlider(props: {
  label: StringKey
  hint: StringKey
  kind: SliderKind
  value: number
  onChange: (value: number) => Promise<void>
}) {
  const { label, hint, kind, value, onChange } = props
  const { t } = useWords()
  const id = useId()
  /** Where the thumb is while it is moved; otherwise it stands where the simulator says. */
  const [held, setHeld] = useState<number | null>(null)
  const step = held ?? kind.toStep(value)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const chosen = kind.fromStep(step)
  const shown = chosen === -1 ? t('faultReadNever') : kind.words(chosen)
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-[13px] font-medium">
          {t(label)}
        </label>
        <output htmlFor={id} className="shrink-0 text-[13px] text-muted tabular-nums">
          {shown}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={kind.steps}
        step={1}
        value={step}
        aria-valuetext={shown}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          const next = Number(event.target.value)
          setHeld(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(
            () => void onChange(kind.fromStep(next)).then(() => setHeld(null)),
            SAVE_AFTER_MS,
          )
        }}
        className="my-1 h-6 w-full accent-brand"
      />
      <p id={`${id}-note`} className="text-[12px] text-muted">
        {t(hint)}
      </p>
    </div>
  )
}
