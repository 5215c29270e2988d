/**
 * A lane that was spoken of is looked at for this long: its rows stay hidden while any older transaction runs, so the first
 * look may come too early. And nobody need speak of it again for half as long: a notification is a commit of its own.
 */
export const HOT_MS = 150
