/**
 * What Meta decides, in the hands of tests and of the workbench: reviews, pauses, quality, categories, accounts,
 * prices. Each decision tells the app what Meta would tell it.
 */
import { ControlError } from '#simulator/control-error.ts'
import { archiveTemplate, unarchiveTemplate } from '#simulator/graph/archive-template.ts'
import { deleteTemplate } from '#simulator/graph/delete-template.ts'
import { categoryOf, moveCategory, setTemplateStatus } from '#simulator/graph/templates.ts'
import { invoiceOf, monthOf, ratesOn, type Invoice } from '#simulator/messages/invoice.ts'
import {
  peopleOf,
  peopleReached,
  portfolioIdOf,
  setMessagingLimit,
} from '#simulator/messages/messaging-limit.ts'
import {
  complain,
  endPause,
  pauseTemplate,
  setNumberQuality,
  setTemplateQuality,
  unblock,
  type PauseKind,
} from '#simulator/messages/quality.ts'
import type { BusinessNumber, NumberState, TemplateState } from '#simulator/protocol.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { longDate, reportAccount, reportNumber, seconds } from '#simulator/webhooks/report.ts'
import { exactNumber } from '#simulator/webhooks/wire.ts'
import { businessNumberOf } from '#simulator/world/people.ts'
import {
  chatOf,
  type Complaint,
  type Json,
  type MarketingOnboarding,
  type RateChange,
  type ReviewRule,
  type SimNumber,
  type Template,
  type Waba,
} from '#simulator/world/world.ts'

export type NumberChanges = Partial<
  Pick<SimNumber, 'qualityRating' | 'messagesPerSecond' | 'status' | 'messagingLimit' | 'nameStatus'>
> & {
  /** What Meta says to a new name. */
  readonly name?: {
    readonly decision: 'APPROVED' | 'DEFERRED' | 'PENDING' | 'REJECTED'
    readonly requested: string
    readonly rejectionReason?: string
  }
}

export type StatusChange = {
  readonly status: string
  /** Meta's code: INVALID_FORMAT, SCAM … */
  readonly reason?: string
  /** What is wrong, in Meta's words. */
  readonly detail?: string
  readonly recommendation?: string
}

export type MetaControl = {
  /** How templates are reviewed from now on; without rules, by Meta's own. */
  reviewTemplates(rules: readonly ReviewRule[]): readonly ReviewRule[]
  templates(): TemplateState[]
  numbers(): NumberState[]
  setTemplateState(id: string, change: StatusChange): TemplateState
  pauseTemplate(id: string, kind: PauseKind, ms?: number): TemplateState
  unpauseTemplate(id: string): TemplateState
  setTemplateQuality(id: string, score: string): TemplateState
  /** With a notice, it is told now and moved then. */
  setTemplateCategory(id: string, category: string, impendingMs?: number): TemplateState
  deleteTemplate(id: string): void
  /** Changes what Meta decides about a number; the app is told where Meta would tell it. */
  updateNumber(phoneNumberId: string, changes: NumberChanges): BusinessNumber
  /** `account_update`, with what it does to the account. What the event needs and was not given is filled in. */
  updateAccount(wabaId: string, update: Json & { readonly event: string }): Json
  /** Whether an account may use the Marketing Messages API, and whether it wants marketing there alone. Meta tells nobody. */
  setMarketing(wabaId: string, changes: MarketingChanges): MarketingChanges
  /** `account_alerts`. */
  alertAccount(wabaId: string, alert: Json): Json
  /** Any other field that an account hears. */
  tellAccount(wabaId: string, field: string, value: Json): void
  block(customer: string, number?: string): void
  unblock(customer: string, number?: string): void
  /** @param template id or name; the last one that the customer got, if it is left out. */
  report(customer: string, number?: string, template?: string): void
  /** What Meta bills for a month, YYYY-MM. */
  invoice(wabaId?: string, month?: string): Invoice
  /** Prices that replace the card's. They hold for what was already delivered, too: an invoice is priced when asked for. */
  setRates(changes: readonly RateChange[]): { country: string; category: string; rate: string }[]
  rates(): { country: string; category: string; rate: string }[]
}

export type MarketingChanges = {
  readonly onboarding?: MarketingOnboarding
  readonly isOffMessages?: boolean
}

/** Makes the handle. */
export function createMetaControl(sim: Simulation): MetaControl {
  const { world } = sim
  const changed = (id: string, change: (template: Template) => void): TemplateState => {
    const template = templateIn(sim, id)
    change(template)
    sim.touch()
    return stateOf(template)
  }
  const complaint = (kind: Complaint['kind'], customer: string, number?: string, template?: string): void =>
    complain(
      sim,
      chatOf(world, customerIn(sim, customer), numberIn(sim, number).phoneNumberId),
      kind,
      template,
    )
  return {
    reviewTemplates(rules) {
      world.reviewRules = rules
      sim.touch()
      return rules
    },
    templates: () => [...world.templates.values()].map(stateOf),
    numbers: () => [...world.numbers.values()].map((number) => numberState(sim, number)),
    setTemplateState: (id, change) => changed(id, (template) => changeStatus(sim, template, change)),
    pauseTemplate: (id, kind, ms) => changed(id, (template) => pauseTemplate(sim, template, kind, ms)),
    unpauseTemplate: (id) =>
      changed(id, (template) => template.status === 'PAUSED' && endPause(sim, template)),
    setTemplateQuality: (id, score) => changed(id, (template) => setTemplateQuality(sim, template, score)),
    setTemplateCategory: (id, name, impendingMs = 0) =>
      changed(id, (template) => {
        const category = categoryOf(name)
        if (category === null) throw new ControlError(400, `no category ${name}`)
        moveCategory(sim, template, category, impendingMs)
      }),
    deleteTemplate: (id) => deleteTemplate(sim, templateIn(sim, id)),
    updateNumber: (id, changes) => updateNumber(sim, numberIn(sim, id), changes),
    updateAccount: (id, update) => updateAccount(sim, wabaIn(sim, id), update),
    setMarketing(id, { onboarding, isOffMessages }) {
      const waba = wabaIn(sim, id)
      if (onboarding !== undefined) waba.marketingMessages = onboarding
      if (isOffMessages !== undefined) waba.isMarketingOffMessages = isOffMessages
      sim.touch()
      return {
        onboarding: waba.marketingMessages ?? 'ELIGIBLE',
        isOffMessages: waba.isMarketingOffMessages === true,
      }
    },
    alertAccount: (id, alert) => alertAccount(sim, wabaIn(sim, id), alert),
    tellAccount: (id, field, value) => reportAccount(sim, wabaIn(sim, id).id, field, withNumericId(value)),
    block: (customer, number) => complaint('block', customer, number),
    report: (customer, number, template) => complaint('report', customer, number, template),
    unblock: (customer, number) =>
      unblock(sim, customerIn(sim, customer), numberIn(sim, number).phoneNumberId),
    invoice: (wabaId = world.wabas.keys().next().value ?? '', month = monthOf(sim.clock.now())) =>
      invoiceOf(world, wabaIn(sim, wabaId).id, month),
    setRates(changes) {
      if (changes.some(({ rate }) => !/^\d+(?:\.\d{1,6})?$/.test(rate)))
        throw new ControlError(400, 'a rate is written like 0.8631')
      world.rateChanges = changes
      sim.touch()
      return ratesOn(world, sim.clock.now())
    },
    rates: () => ratesOn(world, sim.clock.now()),
  }
}

function templateIn(sim: Simulation, id: string): Template {
  const template = sim.world.templates.get(id)
  if (template === undefined) throw new ControlError(404, `no template ${id}`)
  return template
}

/** The first one, if none is named. */
function numberIn(sim: Simulation, id: string = sim.world.numbers.keys().next().value ?? ''): SimNumber {
  const number = sim.world.numbers.get(id)
  if (number === undefined) throw new ControlError(404, `no number ${id}`)
  return number
}

function wabaIn(sim: Simulation, id: string): Waba {
  const waba = sim.world.wabas.get(id)
  if (waba === undefined) throw new ControlError(404, `no account ${id}`)
  return waba
}

/** By id or phone number. */
function customerIn(sim: Simulation, id: string): string {
  const known = sim.world.customers.has(id) ? id : sim.world.customerByPhone.get(id.replaceAll(/\D/g, ''))
  if (known === undefined) throw new ControlError(404, `no customer ${id}`)
  return known
}

function stateOf(template: Template): TemplateState {
  const { id, wabaId, name, language, category, correctCategory, status, quality, components } = template
  const { rejectedReason, reviewEndsAt, pausedUntil, pauses } = template
  const body = components.find((one) => one.type === 'BODY')?.text ?? ''
  return {
    ...{ id, wabaId, name, language, category, correctCategory, status, quality, body },
    ...{ rejectedReason, reviewEndsAt, pausedUntil, pauses },
  }
}

function numberState(sim: Simulation, number: SimNumber): NumberState {
  const { qualityRating, status, messagingLimit } = number
  const reached = peopleReached(sim, number.wabaId)
  const limit = peopleOf(messagingLimit)
  return {
    ...businessNumberOf(number),
    ...{ qualityRating, status, messagingLimit, reached },
    limit: limit === Infinity ? null : limit,
  }
}

/** Events that say how a template came back, and are no states of their own. */
const STATUS_BY_EVENT: Readonly<Record<string, string>> = {
  REINSTATED: 'APPROVED',
  FLAGGED: 'APPROVED',
}
const WEEK_MS = 7 * 24 * 60 * 60 * 1000

function changeStatus(sim: Simulation, template: Template, change: StatusChange): void {
  const { status, reason, detail, recommendation } = change
  const isRejected = status === 'REJECTED'
  const code = reason ?? (isRejected ? 'INVALID_FORMAT' : 'NONE')
  const rejection =
    isRejected && (detail !== undefined || recommendation !== undefined)
      ? { rejection: { reason: detail ?? code, recommendation: recommendation ?? '' } }
      : {}
  if (status === 'DELETED') deleteTemplate(sim, template)
  else if (status === 'ARCHIVED') archiveTemplate(sim, template)
  else if (status === 'UNARCHIVED') unarchiveTemplate(sim, template)
  else
    setTemplateStatus(sim, template, STATUS_BY_EVENT[status] ?? status, {
      event: status,
      reason: code,
      ...(status === 'FLAGGED' ? { disabledAt: sim.clock.now() + WEEK_MS } : {}),
      ...rejection,
    })
}

function updateNumber(sim: Simulation, number: SimNumber, changes: NumberChanges): BusinessNumber {
  const { qualityRating, messagingLimit, name, ...rest } = changes
  const wasHigh = number.messagesPerSecond >= 1000
  const before = number.status
  Object.assign(number, rest)
  if (!wasHigh && number.messagesPerSecond >= 1000) reportNumber(sim, number, 'THROUGHPUT_UPGRADE')
  if (qualityRating !== undefined) setNumberQuality(sim, number, qualityRating)
  if (messagingLimit !== undefined) setMessagingLimit(sim, number, messagingLimit)
  if (before !== number.status) reportStanding(sim, number)
  if (name !== undefined) decideName(sim, number, name)
  sim.hub.emit({ type: 'numbers' })
  sim.touch()
  return businessNumberOf(number)
}

/** Meta has no webhook for a number's status; what it holds against a number comes as the account's news. */
function reportStanding(sim: Simulation, { wabaId, displayPhoneNumber, status }: SimNumber): void {
  const number = { phone_number: displayPhoneNumber }
  if (status === 'RESTRICTED') {
    const expiration = seconds(sim.clock.now() + WEEK_MS)
    reportAccount(sim, wabaId, 'account_update', {
      ...number,
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration }],
    })
  } else if (status === 'BANNED') {
    reportAccount(sim, wabaId, 'account_update', {
      ...number,
      event: 'ACCOUNT_VIOLATION',
      violation_info: { violation_type: 'SPAM' },
    })
  }
}

function decideName(sim: Simulation, number: SimNumber, name: NonNullable<NumberChanges['name']>): void {
  const statuses = {
    APPROVED: 'APPROVED',
    REJECTED: 'DECLINED',
    PENDING: 'PENDING_REVIEW',
    DEFERRED: 'PENDING_REVIEW',
  }
  number.nameStatus = statuses[name.decision]
  if (name.decision === 'APPROVED') number.verifiedName = name.requested
  reportAccount(sim, number.wabaId, 'phone_number_name_update', {
    display_phone_number: number.displayPhoneNumber,
    decision: name.decision,
    requested_verified_name: name.requested,
    rejection_reason: name.rejectionReason ?? null,
  })
}

function updateAccount(sim: Simulation, waba: Waba, given: Json & { readonly event: string }): Json {
  const value = { ...defaultsOf(sim, given.event), ...given }
  const { ban = null, restrictions = [] } = waba.standing ?? {}
  const part = (name: string): Json => (value[name] ?? {}) as Json
  if (given.event === 'DISABLED_UPDATE') {
    const state = String(part('ban_info')['waba_ban_state'])
    waba.standing = { ban: state === 'REINSTATE' ? null : state, restrictions }
  } else if (given.event === 'ACCOUNT_RESTRICTION') {
    const more = (value['restriction_info'] as Json[]).map((one) => ({
      type: String(one['restriction_type']),
      until: Number(one['expiration']) * 1000,
    }))
    waba.standing = { ban, restrictions: [...restrictions, ...more] }
  } else if (given.event === 'MM_LITE_TERMS_SIGNED') {
    waba.marketingMessages = 'ONBOARDED'
  } else if (given.event === 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE') {
    waba.country = String(value['country'])
  } else if (given.event === 'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE') {
    waba.authInternationalFrom = Number(part('auth_international_rate_eligibility')['start_time']) * 1000
  }
  reportAccount(sim, waba.id, 'account_update', value)
  sim.touch()
  return value
}

/** What an event is told with, if nothing else is wanted. Source: cloud-api reference, a.6. */
function defaultsOf(sim: Simulation, event: string): Json {
  const now = sim.clock.now()
  switch (event) {
    case 'DISABLED_UPDATE':
      return { ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: longDate(now) } }
    case 'ACCOUNT_RESTRICTION':
      return {
        restriction_info: [
          { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: seconds(now + WEEK_MS) },
        ],
      }
    case 'ACCOUNT_VIOLATION':
      return { violation_info: { violation_type: 'SPAM' } }
    case 'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE':
      return { auth_international_rate_eligibility: { start_time: seconds(now), exception_countries: [] } }
    case 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE':
      return { country: 'IN' }
    default:
      return {}
  }
}

function alertAccount(sim: Simulation, waba: Waba, given: Json): Json {
  const { entity_type = 'BUSINESS', entity_id = portfolioIdOf(waba.id), alert_info, ...flat } = given
  const value = {
    entity_type,
    entity_id,
    alert_info: {
      alert_severity: 'WARNING',
      alert_status: 'ACTIVE',
      alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
      alert_description: 'Limits cannot be increased for your business yet.',
      ...flat,
      ...(alert_info as Json | undefined),
    },
  }
  reportAccount(sim, waba.id, 'account_alerts', value)
  return value
}

/** Ids of templates are numbers in webhooks, and longer than JSON's numbers here. */
function withNumericId(value: Json): Json {
  const id = value['message_template_id']
  return typeof id === 'string' && /^\d+$/.test(id)
    ? { ...value, message_template_id: exactNumber(id) }
    : value
}
