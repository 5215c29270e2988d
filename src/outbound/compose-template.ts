/** A template to say: in which language, with which words, files and buttons, and whether Meta will take it. */
import type { Outgoing } from './outgoing-shape.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { checkParameters, fillingOf, type Filling, type FillingProblem } from '#templates/check-parameters.ts'
import { chooseLanguage, languageChain } from '#templates/choose-language.ts'
import { findTemplates, type StoredTemplate } from '#templates/find-template.ts'
import { ownSamples } from '#templates/own-samples.ts'
import { parametersOf, renderTemplate } from '#templates/render-template.ts'
import { resolveVariables } from '#templates/resolve-variables.ts'
import { headerFile, partsOf, unsendable, type Part } from '#templates/template-places.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Composed } from './composed.ts'
import {
  findContactFacts,
  findMediaOf,
  type ContactFacts,
  type MediaFacts,
  type Target,
} from './internal/targets.ts'
import type { Refusal } from './refusal.ts'
import { classOfTemplate } from './send-class.ts'
import { lifeOfTemplate } from './send-life.ts'

type Wanted = Extract<Outgoing, { type: 'template' }>['template']
type Refused = { readonly ok: false } & Refusal

/** All of a template that is the same for everybody who gets it. */
export type PreparedTemplate = {
  readonly template: StoredTemplate
  readonly wanted: Wanted
  /** With the files that nobody named, because the template was approved with them. */
  readonly filling: Filling
  readonly media: ReadonlyMap<string, MediaFacts>
}

export async function composeTemplate(
  client: Client,
  tenant: TenantId,
  target: Target,
  wanted: Wanted,
  now: Instant,
): Promise<Composed | Refused> {
  const prepared = await prepareTemplate(client, tenant, target, wanted)
  if (!prepared.ok) return prepared
  const contact = asksOfContact(wanted) ? await findContactFacts(client, tenant, target.contact) : NOBODY
  return fillTemplate(prepared.prepared, contact, now)
}

/** Looks up what is to be said through this number, for whomever it may be. */
export async function prepareTemplate(
  client: Client,
  tenant: TenantId,
  { wabaId, channel }: Pick<Target, 'wabaId' | 'channel'>,
  wanted: Wanted,
): Promise<{ readonly ok: true; readonly prepared: PreparedTemplate } | Refused> {
  const { name, language, fallbackLanguages = [] } = wanted
  const known = await findTemplates(client, tenant, wabaId, name, languageChain(language, fallbackLanguages))
  const template = chooseLanguage(known, language, fallbackLanguages)
  if (template === null) return { ok: false, because: 'template_not_found', template: name }
  if (template.status !== 'APPROVED')
    return { ok: false, because: 'template_not_approved', template: name, status: template.status }
  const kind = unsendable(template.components, template.subCategory)
  if (kind !== null) return { ok: false, because: 'template_unsupported', template: name, kind }
  const files = await findFiles(client, tenant, channel, template, wanted)
  return files.ok ? { ok: true, prepared: { template, wanted, ...files } } : files
}

/**
 * The template as one person gets it. Asks nobody, so that a thousand cost no more than their words.
 * @param words of this person's own: what is called as a place of the template fills it where nothing else does, and the rest may be
 * named as columns.
 */
export function fillTemplate(
  { template, wanted, filling: shared, media }: PreparedTemplate,
  contact: ContactFacts,
  now: Instant,
  words: Readonly<Record<string, string>> = {},
): Composed | Refused {
  const said = lookUp(wanted, contact, template.language, words)
  if (!said.ok) return said
  const own = parametersOf(template.components).flatMap((name) =>
    Object.hasOwn(words, name) && !Object.hasOwn(said.parameters, name) ? [[name, words[name] ?? '']] : [],
  )
  const filling = { ...shared, parameters: { ...said.parameters, ...Object.fromEntries(own) } }
  const mimeTypes = new Map([...media].map(([id, { mimeType }]) => [id, mimeType]))
  const problems = checkParameters(template.components, filling, { now, mimeTypes })
  if (problems.length > 0) return refuse(problems)
  // A sample belongs to the template, and not to this message: it must not go when the message does.
  return say(template, filling, wanted.header?.mediaId ?? null)
}

/** What is wrong for everybody, whatever the words will be: a file that is missing, a button's payload. Paths as in `template.header`. */
export function wrongForAll(
  { template, filling, media }: PreparedTemplate,
  now: Instant,
): readonly FillingProblem[] {
  const parameters = Object.fromEntries(parametersOf(template.components).map((name) => [name, 'x']))
  const mimeTypes = new Map([...media].map(([id, { mimeType }]) => [id, mimeType]))
  return checkParameters(template.components, { ...filling, parameters }, { now, mimeTypes }).filter(
    ({ path }) => !path.startsWith(PARAMETERS),
  )
}

/** Whether it cannot be filled without knowing who gets it. */
export const asksOfContact = ({ variables = {} }: Pick<Wanted, 'variables'>): boolean =>
  Object.values(variables).some(({ from }) => from === 'contact' || from === 'attribute')

function say(template: StoredTemplate, filling: Filling, mediaId: string | null): Composed | Refused {
  const { parameters, ...given } = filling
  const rendering = renderTemplate(template, parameters, given)
  if (!rendering.ok)
    return { ok: false, because: 'template_parameters_missing', missing: rendering.missing, problems: [] }
  const { template: object, cards, offer, ...shown } = rendering.rendered
  const kind = classOfTemplate(template.category)
  return {
    ok: true,
    kind: 'message',
    class: kind,
    lifeMs: lifeOfTemplate(kind, template.ttlSeconds),
    payload: { type: 'template', template: object },
    type: 'template',
    text: shown.body,
    content: {
      template: object,
      rendered: jsonOf({ ...shown, ...(cards.length > 0 && { cards }), ...(offer !== null && { offer }) }),
    },
    context: null,
    mediaId,
  }
}

function refuse(problems: readonly FillingProblem[]): Refused {
  const missing = problems.flatMap(({ code, path }) =>
    code === 'missing' && path.startsWith(PARAMETERS) ? [path.slice(PARAMETERS.length)] : [],
  )
  return missing.length > 0
    ? { ok: false, because: 'template_parameters_missing', missing, problems }
    : { ok: false, because: 'template_parameters_invalid', problems }
}

const PARAMETERS = 'template.parameters.'

type Words = { readonly ok: true; readonly parameters: Readonly<Record<string, string>> } | Refused

/** What is said, with what is looked up. */
function lookUp(
  { parameters, variables = {}, order }: Wanted,
  contact: ContactFacts,
  language: string,
  words: Readonly<Record<string, string>>,
): Words {
  const twice = Object.keys(variables).find((name) => Object.hasOwn(parameters, name))
  if (twice !== undefined)
    return {
      ok: false,
      because: 'template_parameters_invalid',
      problems: [
        {
          code: 'unknown',
          path: `template.variables.${twice}`,
          message: 'is given among the parameters already',
        },
      ],
    }
  const facts = { ...contact, order: order === undefined ? null : jsonOf(order), columns: words, language }
  const { values, missing } = resolveVariables(variables, facts)
  if (missing.length > 0) return { ok: false, because: 'template_variable_missing', missing }
  return { ok: true, parameters: { ...parameters, ...values } }
}

/** Of whom nothing is known. */
export const NOBODY: ContactFacts = { name: null, phone: null, attributes: {} }

type Files =
  | { readonly ok: true; readonly filling: Filling; readonly media: ReadonlyMap<string, MediaFacts> }
  | Refused

/** What is to stand above the words; where nothing is given, the file with which the template was approved. */
async function findFiles(
  client: Client,
  tenant: TenantId,
  channel: string,
  { id, components }: StoredTemplate,
  given: Filling,
): Promise<Files> {
  const parts = partsOf(components).filter((part) => headerFile(part) !== null)
  const isOpen = (part: Part): boolean => fillingOf(given, part).header?.mediaId === undefined
  const samples = parts.some(isOpen)
    ? await ownSamples(client, tenant, channel, id)
    : new Map<string, string>()
  const named = parts.flatMap((part) => {
    const mediaId = fillingOf(given, part).header?.mediaId ?? samples.get(part.path)
    return mediaId === undefined ? [] : [{ part, mediaId, isSample: isOpen(part) }]
  })
  const media = await findMediaOf(
    client,
    tenant,
    channel,
    named.map(({ mediaId }) => mediaId),
  )
  // A sample that is gone is one that was never there: a file must be given.
  const gone = named.find(({ mediaId, isSample }) => !media.has(mediaId) && !isSample)
  if (gone !== undefined) return { ok: false, because: 'media_not_found' }
  const filled = named
    .filter(({ mediaId }) => media.has(mediaId))
    .reduce((all, { part, mediaId }) => withFile(all, part, mediaId, media.get(mediaId)), given)
  return { ok: true, filling: filled, media }
}

function withFile(filling: Filling, part: Part, mediaId: string, file: MediaFacts | undefined): Filling {
  const { header } = fillingOf(filling, part)
  const filename = header?.filename ?? file?.filename ?? undefined
  const whole = {
    ...header,
    mediaId,
    ...(headerFile(part) === 'document' && filename !== undefined && { filename }),
  }
  const { card } = part
  if (card === null) return { ...filling, header: whole }
  const cards = [...(filling.cards ?? [])]
  for (let nth = cards.length; nth <= card; nth += 1) cards.push({})
  cards[card] = { ...cards[card], header: whole }
  return { ...filling, cards }
}

/** What zod has checked came in as JSON; without its undefined fields it is JSON again. */
const jsonOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject
