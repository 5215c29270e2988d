/** A conversation's cached notes, and what an answer or an event does to them. Oldest first, as the thread reads. Pure. */
import type { Note } from '../platform/contract.ts'

export type Notes = { readonly items: readonly Note[] }

/** The same note may come as an answer and as an event; it stands once. */
export function putNote(notes: Notes, note: Note): Notes {
  const others = notes.items.filter(({ id }) => id !== note.id)
  return { items: [...others, note].toSorted((a, b) => a.at - b.at) }
}

export function removeNote(notes: Notes, id: string): Notes {
  if (!notes.items.some((note) => note.id === id)) return notes
  return { items: notes.items.filter((note) => note.id !== id) }
}
