/**
 * What Graph says about a number's names and about the account that it is in, beside what connecting it needs.
 * Source: Meta, "Phone numbers" and "WhatsApp Business Account" (Nov 2025).
 */
import type { Secret } from '#platform/secrets.ts'
import { type GraphOptions, GraphFault, callGraph, pathOf } from './graph-call.ts'
import { idOf, objectOf } from './json.ts'

export type NumberNames = {
  /** Of a name that was asked for and is not in use yet. */
  readonly newNameStatus: string | null
  /** VERIFIED, NOT_VERIFIED or EXPIRED: whether the business showed that the number is its own. */
  readonly verificationStatus: string | null
}

export type AccountStanding = {
  /** The business portfolio that owns the account, and shares its messaging limit. */
  readonly portfolioId: string | null
  /** APPROVED, PENDING or REJECTED. */
  readonly reviewStatus: string | null
  readonly messagingLimit: string | null
}

export type GraphHealth = {
  readonly numberNames: (token: Secret, phoneNumberId: string) => Promise<NumberNames>
  readonly accountStanding: (token: Secret, wabaId: string) => Promise<AccountStanding>
  /**
   * INELIGIBLE, ELIGIBLE or ONBOARDED: whether the account's marketing may go through the Marketing Messages API. null: Meta does not
   * say. It is asked apart from the rest: an account for which Graph knows no such field has its standing all the same.
   * Source: Meta, "Marketing Messages API for WhatsApp" (19 Nov 2025).
   */
  readonly marketingMessages: (token: Secret, wabaId: string) => Promise<string | null>
}

/** Binds the calls to one way out, one address and one version. */
export const createGraphHealth = (options: GraphOptions): GraphHealth => ({
  numberNames: async (token, phoneNumberId) => {
    const query = { fields: 'new_name_status,code_verification_status' }
    const json = await callGraph(options, token, { path: pathOf(phoneNumberId), query })
    return {
      newNameStatus: idOf(json['new_name_status']) ?? null,
      verificationStatus: idOf(json['code_verification_status']) ?? null,
    }
  },
  accountStanding: async (token, wabaId) => {
    const query = {
      fields: 'owner_business_info,account_review_status,whatsapp_business_manager_messaging_limit',
    }
    const json = await callGraph(options, token, { path: pathOf(wabaId), query })
    return {
      portfolioId: idOf(objectOf(json['owner_business_info'])?.['id']) ?? null,
      reviewStatus: idOf(json['account_review_status']) ?? null,
      messagingLimit: idOf(json['whatsapp_business_manager_messaging_limit']) ?? null,
    }
  },
  marketingMessages: async (token, wabaId) => {
    const query = { fields: 'marketing_messages_onboarding_status' }
    try {
      const json = await callGraph(options, token, { path: pathOf(wabaId), query })
      return idOf(json['marketing_messages_onboarding_status']) ?? null
    } catch (error) {
      if (error instanceof GraphFault) return null
      throw error
    }
  },
})
