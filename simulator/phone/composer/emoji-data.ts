/** Common emoji with the words that find them. Small on purpose: the picker needs no network and no library. */
const TABLE = `
😀 grin happy smile|😃 smile happy|😄 laugh happy|😁 beam grin|😅 sweat relief|😂 joy tears laugh|🤣 rofl laugh|🙂 smile slight|😊 blush smile|😇 angel halo|🥰 love hearts|😍 love eyes heart|😘 kiss|😋 yum tasty|😜 wink tongue|🤪 zany crazy|🤗 hug|🤭 oops giggle|🤔 think hmm|🤨 eyebrow doubt|😐 neutral|😏 smirk|😒 unamused|🙄 eyeroll|😬 grimace|😌 relieved calm|😴 sleep tired|😷 mask ill|🤒 sick fever|🤯 mind blown|😎 cool sunglasses|🥳 party celebrate|😕 confused|😟 worried|🙁 sad frown|😮 wow surprise|😲 astonished|🥺 please plead|😢 cry sad|😭 sob cry|😤 huff triumph|😠 angry|😡 rage angry red|🤬 swear|😱 scream fear|😩 weary|🥱 yawn bored|😈 devil|💀 skull dead|🤖 robot bot|
👍 thumbs up yes ok good|👎 thumbs down no bad|👌 ok perfect|✌️ peace victory|🤞 fingers crossed luck|🤙 call me|👈 left|👉 right point|👆 up|👇 down|✋ hand stop high five|👋 wave hello bye|🤝 handshake deal|👏 clap applause|🙌 hands hooray|🙏 namaste thanks please pray|💪 strong muscle|🤷 shrug|🤦 facepalm|🙋 raise hand question|💃 dance|🏃 run hurry|
❤️ red heart love|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|🖤 black heart|💔 broken heart|💯 hundred perfect|✨ sparkles|⭐ star|🔥 fire hot|🎉 party tada congratulations|🎊 confetti|🎁 gift present|🎂 cake birthday|🪔 diya lamp diwali|🎆 fireworks diwali|🎨 colours holi|🌹 rose flower|🌸 blossom flower|🌺 flower hibiscus|🌻 sunflower|🪷 lotus flower|🌧️ rain|☀️ sun|🌙 moon|🐘 elephant|🐯 tiger|🦚 peacock|🐶 dog|🐱 cat|
☕ coffee|🫖 tea chai|🍵 tea|🥭 mango|🍌 banana|🍎 apple|🍛 curry rice|🍲 dal pot food|🫓 roti bread|🍕 pizza|🍔 burger|🍰 cake sweet|🍬 sweet candy|🥤 drink|🍽️ dinner plate|
🛒 cart shopping|🛍️ bags shopping|📦 parcel package box|🚚 truck delivery|🛵 scooter delivery|🚗 car|🛺 auto rickshaw|🚂 train|✈️ plane flight|🏠 home house|🏬 shop store|📍 pin location|🗺️ map|📞 phone call|📱 mobile phone|💻 laptop computer|📷 camera photo|📄 document page|🧾 receipt bill|💳 card payment|💰 money bag|💵 cash money|🪙 coin|🏷️ tag price label|⏰ alarm time|⏳ wait hourglass|📅 calendar date|✅ done yes check|❌ no cross wrong|❗ exclamation important|❓ question|⚠️ warning|🔒 lock safe|🔑 key|💡 idea bulb|🔔 bell notify|📣 announce offer|👗 dress clothes|👕 shirt clothes|🥻 sari clothes|👖 jeans|👟 shoe sneaker|👠 heel shoe|👜 bag handbag|💍 ring jewellery|📚 books|⚽ football|🏏 cricket bat|🏆 trophy win|🎵 music|🇮🇳 india flag|👶 baby|👩 woman|👨 man|👪 family|🧵 thread sewing|🪡 needle sewing`

export type Emoji = { readonly emoji: string; readonly words: string }

export const EMOJI: readonly Emoji[] = TABLE.split('|').map((entry) => {
  const [emoji = '', ...words] = entry.trim().split(' ')
  return { emoji, words: words.join(' ') }
})

/** The six that WhatsApp offers first. */
export const QUICK_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

/** Emoji of which a word begins with the query. */
export function findEmoji(query: string): readonly Emoji[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return EMOJI
  return EMOJI.filter(
    ({ emoji, words }) => emoji === wanted || words.split(' ').some((word) => word.startsWith(wanted)),
  )
}
