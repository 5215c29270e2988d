/** Who goes first when there is not room for all: a lower class strictly before a higher one. */
export const SEND_CLASSES = { authentication: 0, reply: 1, utility: 2, marketing: 3 } as const
export type SendClass = keyof typeof SEND_CLASSES

/** A template's class is its category; everything else is a reply in an open conversation. */
export function classOfTemplate(category: string): SendClass {
  const name = category.toLowerCase()
  return name === 'authentication' || name === 'utility' ? name : 'marketing'
}
