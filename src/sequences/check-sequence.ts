/** What keeps a sequence from being turned on, or, when it is on, from going on: each with its place. */
import { findStanding, type Standing } from '#channels/find-standing.ts'
import { prepareTemplate, wrongForAll, type PreparedTemplate } from '#outbound/compose-template.ts'
import { refusalProblem } from '#outbound/refusal-problem.ts'
import { classOfTemplate } from '#outbound/send-class.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { parametersOf } from '#templates/render-template.ts'
import { selectLabels, type SequenceRow } from './internal/sequences-sql.ts'
import type { Definition, Problem, Step } from './shapes.ts'

type Written = Pick<SequenceRow, 'channelId' | 'definition'>

export async function findProblems(
  client: Client,
  tenant: TenantId,
  { channelId, definition }: Written,
  now: Instant,
): Promise<Problem[]> {
  const problems: Problem[] = []
  const standing = await findStanding(client, tenant, channelId)
  if (standing?.isConnected !== true)
    problems.push({
      code: 'channel_disconnected',
      path: 'channelId',
      message: 'This number is not connected.',
    })
  problems.push(...triggerProblems(definition))
  if (definition.steps.length === 0)
    problems.push({ code: 'no_step', path: 'definition.steps', message: 'There is no message in it yet.' })
  for (const [nth, step] of definition.steps.entries())
    problems.push(...(await stepProblems(client, tenant, { step, nth, channelId, standing }, now)))
  const labels = await selectLabels(client, tenant, definition.exits.labelIds)
  if (definition.exits.labelIds.some((id) => !labels.has(id)))
    problems.push({
      code: 'label_gone',
      path: 'definition.exits.labelIds',
      message: 'A label that ends it has been deleted. Choose another one.',
    })
  return problems
}

function triggerProblems({ trigger, exits }: Definition): Problem[] {
  if (trigger === null)
    return [
      {
        code: 'no_trigger',
        path: 'definition.trigger',
        message: 'It is not chosen yet what brings people in.',
      },
    ]
  return trigger.on === 'event' && exits.events.includes(trigger.event)
    ? [
        {
          code: 'exit_is_trigger',
          path: 'definition.exits.events',
          message: 'The event that brings people in cannot end it as well.',
        },
      ]
    : []
}

type Looked = {
  readonly step: Step
  readonly nth: number
  readonly channelId: string
  readonly standing: Standing | null
}

async function stepProblems(
  client: Client,
  tenant: TenantId,
  { step: { message }, nth, channelId, standing }: Looked,
  now: Instant,
): Promise<Problem[]> {
  const path = `definition.steps.${nth}.message`
  if (message === null) return [{ code: 'no_message', path, message: 'No template is chosen yet.' }]
  const waba = { wabaId: standing?.wabaId ?? '', channel: channelId }
  const found = await prepareTemplate(client, tenant, waba, message)
  if (!found.ok) {
    const { code, title } = refusalProblem(found)
    return [{ code, path, message: title }]
  }
  const { prepared } = found
  const isCode = classOfTemplate(prepared.template.category) === 'authentication'
  return [
    ...(isCode
      ? [{ code: 'one_time_code', path, message: 'A one-time code cannot be part of a sequence.' }]
      : []),
    ...wordProblems(prepared, message, path),
    ...wrongForAll(prepared, now).map((wrong) => ({
      code: `filling_${wrong.code}`,
      path: `${path}${wrong.path.slice('template'.length)}`,
      message: wrong.message,
    })),
  ]
}

/** Places of the template that nothing fills, and words for which there is no place. */
function wordProblems(
  { template }: PreparedTemplate,
  { parameters, variables = {} }: NonNullable<Step['message']>,
  path: string,
): Problem[] {
  const names = parametersOf(template.components)
  const open = names.filter(
    (name) => (parameters[name] ?? '').trim() === '' && !Object.hasOwn(variables, name),
  )
  const unknown = Object.keys({ ...parameters, ...variables }).filter((name) => !names.includes(name))
  return [
    ...open.map((name) => ({
      code: 'word_missing',
      path: `${path}.parameters.${name}`,
      message: 'This place of the template is not filled in.',
    })),
    ...unknown.map((name) => ({
      code: 'word_unknown',
      path: `${path}.parameters.${name}`,
      message: 'The template has no such place.',
    })),
  ]
}
