/** The fields of an address in India, in the order of WhatsApp's form. Source: Meta, "Address messages". */
export const ADDRESS_FIELDS = [
  'name',
  'phone_number',
  'in_pin_code',
  'house_number',
  'floor_number',
  'tower_number',
  'building_name',
  'address',
  'landmark_area',
  'city',
  'state',
] as const
export type AddressField = (typeof ADDRESS_FIELDS)[number]
export type AddressValues = Readonly<Partial<Record<AddressField, string>>>
