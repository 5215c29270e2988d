/**
 * A message that opens a form made in Meta’s WhatsApp Manager (Meta calls it a flow), one that asks whether the business may
 * call, and one that asks for a number: from what stands in the form to what is sent, and what is still missing. Pure.
 */
export type FlowStart = 'screen' | 'server'

export type FlowDraft = {
  /** Its id or its name. */
  readonly flow: string
  readonly flowText: string
  readonly flowStart: FlowStart
  readonly flowScreen: string
  /** Not published yet: Meta opens it for testers only. */
  readonly isFlowDraft: boolean
}

export const EMPTY_FLOW: FlowDraft = {
  flow: '',
  flowText: '',
  flowStart: 'screen',
  flowScreen: '',
  isFlowDraft: false,
}

export type FlowMissing = 'flow' | 'flow-text' | 'flow-screen'

export function openFlow(draft: FlowDraft): Record<string, unknown> {
  const [flow, screen] = [draft.flow.trim(), draft.flowScreen.trim()]
  const parameters = {
    flow_message_version: '3',
    ...(/^\d+$/u.test(flow) ? { flow_id: flow } : { flow_name: flow }),
    flow_cta: draft.flowText.trim(),
    ...(draft.isFlowDraft && { mode: 'draft' }),
    ...(draft.flowStart === 'server'
      ? { flow_action: 'data_exchange' }
      : { flow_action: 'navigate', flow_action_payload: { screen } }),
  }
  return { type: 'flow', action: { name: 'flow', parameters } }
}

export function missingInFlow(draft: FlowDraft): readonly FlowMissing[] {
  const missing: FlowMissing[] = []
  if (draft.flow.trim() === '') missing.push('flow')
  if (draft.flowText.trim() === '') missing.push('flow-text')
  if (draft.flowStart === 'screen' && draft.flowScreen.trim() === '') missing.push('flow-screen')
  return missing
}

/** Of somebody who is known by a username only. Source: Meta, "Business-scoped user IDs" (May 2026). */
export const askNumber = (): Record<string, unknown> => ({
  type: 'contact_request',
  action: { name: 'request_contact_info' },
})

export const askPermission = (): Record<string, unknown> => ({
  type: 'call_permission_request',
  action: { name: 'call_permission_request' },
})
