/** What stands in for a reply's variables when the program fills it in, with nobody there to look at it first. Pure. */

export type TextValues = {
  /** As the team calls them; null where only a number or a handle is known. */
  readonly contactName: string | null
  /** null: a program asks. */
  readonly agentName: string | null
  readonly shopName: string
}

/** The name by which a person may be addressed; null where only a number or a handle is known. */
export function personalName(displayName: string | null): string | null {
  const name = displayName?.trim() ?? ''
  return /^[@+\d]/u.test(name) || !/\p{L}/u.test(name) ? null : name
}

/** Where a name is missing, so are the blank before it and a comma's blank: “Hello {{contact.name}},” becomes “Hello,”. */
export function fillText(text: string, { contactName, agentName, shopName }: TextValues): string {
  const name = personalName(contactName)
  const values: Readonly<Record<string, string | null>> = {
    'contact.name': name,
    'contact.firstName': name?.split(/\s+/u)[0] ?? null,
    'agent.name': agentName ?? shopName,
    'shop.name': shopName,
  }
  return text
    .replaceAll(/([^\S\n]?)\{\{([\w.]+)\}\}/gu, (whole, blank: string, variable: string) => {
      const value = Object.hasOwn(values, variable) ? values[variable] : whole
      return value === null || value === undefined ? '' : blank + value
    })
    .trim()
}
