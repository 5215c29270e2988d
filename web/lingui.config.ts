import { defineConfig } from '@lingui/cli'

/** Pages and panels that are loaded when somebody opens them: their words come with them, not with the first screen. */
export const LATER: readonly string[] = [
  'people',
  'channels',
  ...[
    'settings',
    'assignment',
    'webhooks',
    'imports',
    'merges',
    'quick-replies',
    'search',
    'palette',
    'views',
    'macros',
    'bulk',
    'segments',
    'service',
    'deals',
    'health',
    'costs',
    'links',
    'campaigns',
    'sequences',
  ],
  ...['bubble/message-details.tsx', 'bubble/reaction-picker.tsx'],
  ...['contacts/attribute-form.tsx', 'contacts/consent-card.tsx', 'contacts/consent-words.ts'],
  ...[
    'contacts/contact-details.tsx',
    'contacts/contact-drawer.tsx',
    'contacts/contact-fields-section.tsx',
    'contacts/contact-fields.tsx',
  ],
  ...['contacts/contact-list.tsx', 'contacts/contact-names.tsx', 'contacts/contact-profile.tsx'],
  ...['contacts/contact-sheet.tsx', 'contacts/contacts-page.tsx', 'contacts/field-editor.tsx'],
  ...['conversations/empty-list.tsx', 'conversations/snooze-dialog.tsx', 'conversations/snooze-menu.tsx'],
  ...['labels/label-combobox.tsx', 'labels/label-filter.tsx', 'labels/label-form.tsx'],
  ...['labels/label-picker.tsx', 'labels/labels-section.tsx'],
  ...['outbound/attachment-tray.tsx', 'outbound/emoji-popover.tsx', 'outbound/note-composer.tsx'],
  ...['outbound/rich-dialog.tsx', 'outbound/rich-fields.tsx', 'outbound/rich-more-fields.tsx'],
  ...['outbound/rich-cards-fields.tsx', 'outbound/rich-flow-fields.tsx', 'outbound/file-button.tsx'],
  ...['outbound/counted-field.tsx', 'outbound/voice-recorder.tsx'],
  ...['bubble/media-viewer.tsx', 'notifications', 'privacy'],
  ...['platform/ui/dialog.tsx', 'platform/ui/emoji-grid.tsx'],
  ...['shell/settings-panel.tsx', 'shell/shortcut-help.tsx'],
  'templates',
]

const later = LATER.map((place) => `<rootDir>/src/${place}`)

export default defineConfig({
  rootDir: import.meta.dirname,
  sourceLocale: 'en',
  locales: ['en', 'hi'],
  catalogs: [
    { path: '<rootDir>/locales/{locale}', include: ['<rootDir>/src'], exclude: later.map(deep) },
    { path: '<rootDir>/locales/later/{locale}', include: later },
  ],
  orderBy: 'message',
})

/** A folder is excluded with all that is in it. */
function deep(place: string): string {
  return /\.tsx?$/u.test(place) ? place : `${place}/**`
}
