import { useLingui } from '@lingui/react/macro'

/** What a starter is for. */
export function usePurposeWords(): (use: string) => string {
  const { t } = useLingui()
  const words: Readonly<Record<string, string>> = {
    orders: t`Orders`,
    shipping: t`Shipping`,
    'cash on delivery': t`Cash on delivery`,
    carts: t`Left carts`,
    payments: t`Payments`,
    appointments: t`Appointments`,
    feedback: t`Feedback`,
    stock: t`Stock`,
    festivals: t`Festivals`,
    codes: t`Codes`,
    warranty: t`Warranty`,
    classes: t`Classes`,
    clinics: t`Clinics`,
    restaurants: t`Restaurants`,
    salons: t`Salons`,
  }
  return (use) => words[use] ?? use
}
