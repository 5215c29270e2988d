import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { getJson } from '../platform/api.ts'
import type { AuditVerdict } from '../platform/contract.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from './section-frame.tsx'

/** Walks the whole chain on the server and says in words what it found. */
export function AuditCheck() {
  const { t } = useLingui()
  const check = useMutation({ mutationFn: async () => getJson<AuditVerdict>('/audit/verify') })
  return (
    <div className="grid gap-2">
      <div>
        <Button disabled={check.isPending} onClick={() => check.mutate()}>
          <ShieldCheck size={18} aria-hidden />
          {check.isPending ? t`Checking…` : <Trans>Check the chain</Trans>}
        </Button>
      </div>
      {check.isError && <ProblemLine error={check.error} />}
      <output>{check.data !== undefined && <Result verdict={check.data} />}</output>
    </div>
  )
}

function Result({ verdict }: { readonly verdict: AuditVerdict }) {
  const { isWhole } = verdict
  const Icon = isWhole ? ShieldCheck : ShieldAlert
  return (
    <span
      className={clsx(
        'flex gap-2.5 rounded-lg p-3 text-pretty',
        isWhole ? 'bg-brand-tint text-brand-strong' : 'bg-red-tint text-red',
      )}
    >
      <Icon size={20} aria-hidden className="mt-0.5 shrink-0" />
      <span>{useVerdictWords(verdict)}</span>
    </span>
  )
}

function useVerdictWords({ isWhole, entries, brokenAt, because }: AuditVerdict): string {
  const { t } = useLingui()
  if (isWhole)
    return entries === 0
      ? t`The log is empty, and nothing is missing.`
      : t`The log is whole: ${plural(entries, { one: '# entry', other: '# entries' })}, none changed and none missing.`
  const seq = brokenAt ?? entries + 1
  if (because === 'missing')
    return t`Entry ${seq} is missing: somebody has removed it from the database. Everything before it is whole.`
  if (because === 'unexpected')
    return t`The log should end before entry ${seq}, and does not: somebody has changed where it ends. Everything before it is whole.`
  return t`Entry ${seq} is not what was written: somebody has changed it in the database. Everything before it is whole.`
}
