import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { Team } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { FIELD, ProblemLine } from '../settings/section-frame.tsx'
import { useAssignees } from './queries.ts'

export type TeamWords = Pick<Team, 'name' | 'memberIds'>

/** A team's name and who is in it. What the server refuses is said below. */
export function TeamForm({
  initial,
  onSubmit,
  onCancel,
}: {
  readonly initial: TeamWords
  readonly onSubmit: (words: TeamWords) => Promise<void>
  readonly onCancel: () => void
}) {
  const { t } = useLingui()
  const id = useId()
  const { people } = useAssignees()
  const [name, setName] = useState(initial.name)
  const [chosen, setChosen] = useState<readonly string[]>(initial.memberIds)
  const { mutate, isPending, error } = useMutation({ mutationFn: onSubmit })
  const toggle = (person: string) =>
    setChosen(chosen.includes(person) ? chosen.filter((one) => one !== person) : [...chosen, person])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        // Whoever has left in the meantime is not asked for again.
        const memberIds = chosen.filter((one) => people.some((person) => person.id === one))
        if (name.trim() !== '' && !isPending) mutate({ name: name.trim(), memberIds })
      }}
      className="grid gap-3 py-2"
    >
      <label className="grid gap-1.5 text-[13px] font-medium">
        <Trans>Name</Trans>
        <input
          type="text"
          value={name}
          maxLength={40}
          dir="auto"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form was opened by a press of its own button
          autoFocus
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-problem`}
          onChange={(event) => setName(event.currentTarget.value)}
          className={`${FIELD} text-[14.5px] font-normal`}
        />
      </label>
      <fieldset>
        <legend className="mb-1 text-[13px] font-medium">
          <Trans>Who is in it</Trans>
        </legend>
        {people.length === 0 ? (
          <p className="text-[13.5px] text-muted">
            <Trans>Nobody works here yet: invite your colleagues first.</Trans>
          </p>
        ) : (
          <div className="grid max-h-72 gap-x-4 overflow-y-auto sm:grid-cols-2">
            {people.map((person) => (
              <label key={person.id} className="flex min-h-9 items-center gap-2.5 coarse:min-h-11">
                <input
                  type="checkbox"
                  checked={chosen.includes(person.id)}
                  onChange={() => toggle(person.id)}
                  className="size-4 shrink-0 accent-brand"
                />
                <bdi className="min-w-0 truncate">{person.name}</bdi>
              </label>
            ))}
          </div>
        )}
      </fieldset>
      {error !== null && <ProblemLine id={`${id}-problem`} error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t`Cancel`}</Button>
        <Button type="submit" variant="primary" disabled={isPending || name.trim() === ''}>
          <Trans>Save</Trans>
        </Button>
      </div>
    </form>
  )
}
