/** Two soft notes, made here: nothing is fetched, and nothing of anybody else's is played. */
const NOTES = [
  { hertz: 880, at: 0 },
  { hertz: 1174.66, at: 0.11 },
] as const
const FADE_SECONDS = 0.32
const VOLUME = 0.12

let context: AudioContext | null = null

/** Browsers play nothing before the person has pressed something in the page; then this is silent, and no error. */
export async function playTone(): Promise<void> {
  context ??= new AudioContext()
  if (context.state === 'suspended')
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 200))])
  if (context.state !== 'running') return
  const now = context.currentTime
  for (const { hertz, at } of NOTES) {
    const [note, volume] = [context.createOscillator(), context.createGain()]
    note.type = 'sine'
    note.frequency.value = hertz
    volume.gain.setValueAtTime(0, now + at)
    volume.gain.linearRampToValueAtTime(VOLUME, now + at + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.0001, now + at + FADE_SECONDS)
    note.connect(volume).connect(context.destination)
    note.start(now + at)
    note.stop(now + at + FADE_SECONDS)
  }
}

const LOCK = 'harkara.tone'
/** Long enough that every tab has heard of the same message. */
const HELD_MS = 1200

/** Of several tabs one plays. */
export async function playToneOnce(): Promise<void> {
  if (!('locks' in navigator)) return playTone()
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return
    await playTone()
    await new Promise((done) => setTimeout(done, HELD_MS))
  })
}
