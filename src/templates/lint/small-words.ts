/**
 * Words that hold sentences together, and greetings, in English, Hindi and Hinglish: they say nothing of what a text is for, and with few
 * examples they would seem to. Compared as they sound. Pure.
 */
import { soundsOf } from './sound-words.ts'

const LIST = `a an the and or but nor so yet of to in on at by for with without from as into onto off over under about after before between
  during until till since than then that this these those there here be being am it its he she they them their her my me mine i who
  whom whose which what when where why how will would shall should can could may might must do does did done doing having not no yes
  if all any some each every both either more most much many few very too also just only even still again now today tomorrow
  yesterday up out down back one two three four once while because please kindly hello hi hey dear namaste namaskar ji sir madam mam
  maam sri shri smt priya team regards thanks thank dhanyavaad shukriya stop reply हूँ हो होगा होगी होंगे होना होने हुआ हुई हुए का
  की के को से में पर ने तक भी ही तो और या कि जो जिस जिन वह वे यह ये इस उस इन उन मैं मेरा मेरी मेरे न नहीं मत ना एक दो तीन अब अभी आज
  कल फिर जब तब यहाँ वहाँ लिए साथ बाद पहले द्वारा ओर कुछ सब सभी कोई क्या कौन कब कहाँ कैसे क्यों कर करें करना करने किया रहा रही रहे
  गया गई गए गयी गये जी हाँ प्रिय दिया दी दिए दें लें ले जा जाए जाएगा जाएँ रख रखें बता बताएँ लिख लिखें हेलो नमस्ते धन्यवाद श्री the
  ho hoga hogi hona hone hua hui hue ka ki ke ko se mein me par ne tak bhi hi to aur ya jo jis yeh ye woh wo in un main mera na nahi
  nahin mat ek do teen ab abhi aaj kal phir jab tab yahan wahan liye saath baad pehle taraf kuch sab sabhi koi kya kaun kab kahan
  kaise kyun kar karein karna karne kiya raha rahi rahe gaya gayi gaye haan diya di diye dein lein le ja rakh rakhein bata batayein
  likh likhein`

let known: ReadonlySet<string> | null = null
/** Whether a word, as it sounds, is such a word. */
export const isSmall = (sound: string): boolean =>
  (known ??= new Set(soundsOf(LIST).map((one) => one.sound))).has(sound)
