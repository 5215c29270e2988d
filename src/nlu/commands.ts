/**
 * What a customer may say at any point of a conversation with a program: a person, please; from the beginning; stop; another language. Words in ten
 * languages, in both scripts; only short messages are taken for a command, and "a person" from anywhere in one.
 */
import { foldedWords, holdsAlike } from './alike.ts'

export const COMMANDS = ['person', 'restart', 'stop', 'language'] as const
export type Command = (typeof COMMANDS)[number]

/** All that is said, and spelled so: Meena is not “menu”. */
const WHOLE: Readonly<Record<Command, string>> = {
  person: `
    agent | human | person | operator | executive | representative | manager | owner | customer care | support | help | call me | callback | call back | insaan | aadmi | manushya
    मैनेजर | इंसान | व्यक्ति | एजेंट | कस्टमर केयर | মানুষ | এজেন্ট | માણસ | એજન્ટ | माणूस | एजंट | ਬੰਦਾ | ਏਜੰਟ | மனிதர் | ஏஜென்ட் | మనిషి | ఏజెంట్ | ವ್ಯಕ್ತಿ | ಏಜೆಂಟ್ | മനുഷ്യൻ | ഏജന്റ്`,
  restart: `
    restart | start over | start again | menu | main menu | from the beginning | reset | phir se | phir se shuru | shuru se | फिर से | शुरू से | मेन्यू | मेनू | আবার শুরু | মেনু | ફરીથી | મેનુ
    पुन्हा | सुरुवातीपासून | ਮੁੜ ਤੋਂ | ਮੀਨੂ | மீண்டும் | மெனு | మళ్ళీ | మెనూ | ಮತ್ತೆ | ಮೆನು | വീണ്ടും | മെനു`,
  stop: `
    exit | quit | leave it | cancel this | rehne do | chhodo | band karo | रहने दो | छोड़ो | बंद करो | থাক | রাখো | રહેવા દો | राहू द्या | ਰਹਿਣ ਦਿਓ | விடு | వద్దు | ಬೇಡ | വേണ്ട`,
  language: `
    language | change language | bhasha | bhasha badlo | hindi | english | भाषा | भाषा बदलें | ভাষা | ભાષા | ਭਾਸ਼ਾ | மொழி | భాష | ಭಾಷೆ | ഭാഷ`,
}

/** Anywhere in what is said. */
const WITHIN: Readonly<Partial<Record<Command, string>>> = {
  person: `
    talk to a person | talk to a human | talk to human | talk to someone | talk to somebody | talk to an agent | talk to agent | talk to your | speak to a | speak to someone | speak with | speak to your | real person | human agent
    customer care | customer support | connect me | want to talk | wanna talk | call me | give me a call | not a bot | not a robot | live agent | talk with a | chat with a person | chat with an agent
    kisi se baat | baat karni hai | baat karna hai | baat karwao | baat karao | baat karni thi | insaan se | aadmi se | bande se | manager se | owner se | call karo | call kijiye | phone karo | call kar do
    किसी से बात | बात करनी है | बात करना है | बात करवाओ | बात करवाइए | बात कराओ | इंसान से | मैनेजर से | कॉल करो | कॉल कीजिए | फ़ोन करो
    karo sathe kotha | karor sathe kotha | kotha bolte chai | kotha bolbo | manusher sathe | কারো সাথে কথা | কারও সাথে কথা | কথা বলতে চাই | মানুষের সাথে | কথা বলব
    koi sathe vaat | vaat karvi che | vaat karavo | manas sathe | કોઈ સાથે વાત | વાત કરવી છે | વાત કરાવો | માણસ સાથે
    konashi bolaycha | bolaycha aahe | bolayche aahe | bolaychay | mansashi | कोणाशी बोलायच | बोलायचं आहे | बोलायचे आहे | माणसाशी | कोणाशी तरी
    kise naal gal | gal karni | gall karni | bande naal | ਕਿਸੇ ਨਾਲ ਗੱਲ | ਗੱਲ ਕਰਨੀ | ਗੱਲ ਕਰਵਾ | ਬੰਦੇ ਨਾਲ
    yaaridamavathu pesa | pesa vendum | pesanum | pesa mudiyuma | manithanidam | யாரிடமாவது பேச | பேச வேண்டும் | பேசணும் | பேச முடியுமா | மனிதரிடம்
    evaritho matladali | evarithonaina | matladali | matladalani | manishitho | ఎవరితోనైనా | మాట్లాడాలి | మాట్లాడాలని | మనిషితో
    yaarondigaadaru | yaara jothe | mathadbeku | matadabeku | maatadabeku | ಯಾರೊಂದಿಗಾದರೂ | ಮಾತನಾಡಬೇಕು | ಮಾತಾಡಬೇಕು | ಯಾರ ಜೊತೆ
    aarodengilum | samsarikkanam | samsarikkan | aalodu samsarik | ആരോടെങ്കിലും | സംസാരിക്കണം | സംസാരിക്കാൻ | ആളോട്`,
}

const COMMAND_WORDS_MAX = 4

type Phrases = readonly (readonly [Command, readonly (readonly string[])[]])[]
const phrasesOf = (lists: Readonly<Partial<Record<Command, string>>>): Phrases =>
  COMMANDS.map((command) => [
    command,
    (lists[command] ?? '')
      .split(/[|\n]/u)
      .map(foldedWords)
      .filter((words) => words.length > 0),
  ])
const whole = phrasesOf(WHOLE)
const within = phrasesOf(WITHIN)

/** null: it is none. A person is heard before all else. */
export function commandOf(text: string): Command | null {
  const words = foldedWords(text)
  for (const [command, phrases] of within)
    if (phrases.some((phrase) => holdsAlike(words, phrase))) return command
  if (words.length > COMMAND_WORDS_MAX) return null
  const said = withoutManners(words)
  for (const [command, phrases] of whole)
    if (phrases.some((phrase) => phrase.join(' ') === said.join(' '))) return command
  return null
}

const MANNERS = new Set(foldedWords('please plz pls ji sir madam bhai bhaiya the a'))
const withoutManners = (words: readonly string[]): string[] => {
  const left = words.filter((word) => !MANNERS.has(word))
  return left.length === 0 ? [...words] : left
}
