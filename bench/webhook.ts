/**
 * As much of Meta's webhook as the published design and the floor look at.
 */
export type Webhook = {
  readonly entry: readonly {
    readonly changes: readonly {
      readonly value: {
        readonly metadata: { readonly phone_number_id: string }
        readonly contacts?: readonly { readonly profile: { readonly name: string } }[]
        readonly messages?: readonly {
          readonly from: string
          readonly id: string
          readonly timestamp: string
          readonly type: string
          readonly text?: { readonly body: string }
        }[]
      }
    }[]
  }[]
}

export type InboundMessage = {
  readonly channel: string
  readonly customer: string
  readonly name: string
  readonly wamid: string
  readonly type: string
  readonly text: string
  readonly atSeconds: number
}

/** The messages in a delivery, in the order they stand there. */
export function messagesIn(webhook: Webhook): readonly InboundMessage[] {
  return webhook.entry.flatMap(({ changes }) =>
    changes.flatMap(({ value }) =>
      (value.messages ?? []).map((message) => ({
        channel: value.metadata.phone_number_id,
        customer: message.from,
        name: value.contacts?.[0]?.profile.name ?? '',
        wamid: message.id,
        type: message.type,
        text: message.text?.body ?? '',
        atSeconds: Number(message.timestamp),
      })),
    ),
  )
}
