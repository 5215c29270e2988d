const formats = new Map<string, Intl.NumberFormat>()

/** An amount of the API's as people read it: grouped the Indian way, to the paisa, so that columns of them can be compared. */
export function amountText(amount: string, currency: string, decimals = 2): string {
  const key = `${currency} ${decimals}`
  let format = formats.get(key)
  if (format === undefined) {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
    format = new Intl.NumberFormat('en-IN', { style: 'currency', currency, ...digits })
    formats.set(key, format)
  }
  return format.format(Number(amount))
}
