import { describe, expect, it } from 'vitest'
import { sampleMessage } from '../conversations/samples.ts'
import { compose, type ReadyFile } from './compose.ts'
import { checkFile, textMax } from './limits.ts'

const file = (media: ReadyFile['media'], mediaId = media): ReadyFile => ({
  media,
  mediaId,
  name: `${mediaId}.x`,
  type: 'a/b',
  size: 9,
})
const typesOf = (said: ReturnType<typeof compose>) => said.map(({ outgoing }) => outgoing.type)

describe('what is sent', () => {
  it('is one message per file, with the words on the first', () => {
    const said = compose(' look ', [file('image'), file('document')], null)
    expect(said.map(({ outgoing }) => outgoing)).toEqual([
      { type: 'image', mediaId: 'image', caption: 'look' },
      { type: 'document', mediaId: 'document', filename: 'document.x' },
    ])
  })
  it('puts the words after a recording, which takes no caption', () => {
    expect(typesOf(compose('listen', [file('audio')], null))).toEqual(['audio', 'text'])
  })
  it('quotes once', () => {
    const said = compose('yes', [file('audio')], sampleMessage({ id: 'q' }))
    expect(said.map(({ outgoing }) => 'replyTo' in outgoing && outgoing.replyTo)).toEqual(['q', false])
  })
  it('is nothing when there is nothing to say', () => {
    expect(compose('  \n', [], null)).toEqual([])
  })
})

describe('a file', () => {
  it('is taken up to WhatsApp’s limit and refused one byte above it', () => {
    const limit = 5 * 1024 * 1024
    expect(checkFile({ type: 'image/png', size: limit })).toEqual({ ok: true, kind: 'image' })
    expect(checkFile({ type: 'image/png', size: limit + 1 })).toMatchObject({
      ok: false,
      because: 'size',
      maxBytes: limit,
    })
  })
  it('is known by its type without parameters, and refused if WhatsApp does not take it', () => {
    expect(checkFile({ type: 'audio/ogg; codecs=opus', size: 1 })).toEqual({ ok: true, kind: 'audio' })
    expect(checkFile({ type: 'image/webp', size: 1 })).toEqual({ ok: false, because: 'type' })
    expect(checkFile({ type: 'text/plain', size: 0 })).toEqual({ ok: false, because: 'empty' })
  })
  it('shortens what may be written beside it, unless the words go separately', () => {
    expect([textMax(null), textMax('image'), textMax('audio')]).toEqual([4096, 1024, 4096])
  })
})
