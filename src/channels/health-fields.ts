/** Meta's webhook fields that say how an account and its numbers fare; `health/` reads them, and Meta is asked soon. */
export const HEALTH_FIELDS: readonly string[] = [
  ...['phone_number_quality_update', 'phone_number_name_update', 'business_capability_update'],
  ...[
    'account_update',
    'account_alerts',
    'account_review_update',
    'security',
    'payment_configuration_update',
  ],
]
