/** What a mail about an alarm says: in English and below it in Hindi, because a mail is read by whoever runs the shop. */
import type { AlarmKind } from '#channels/alarm-kinds.ts'
import type { Mail } from '#platform/mail.ts'

type Sentence = { readonly en: string; readonly hi: string }
/** What is so, and what to do. */
const WORDS: Readonly<Record<AlarmKind, readonly [Sentence, Sentence]>> = {
  quality: [
    {
      en: 'Customers block or report this number, and WhatsApp has lowered its quality.',
      hi: 'ग्राहक इस नंबर को ब्लॉक या रिपोर्ट कर रहे हैं, और WhatsApp ने इसकी गुणवत्ता घटा दी है।',
    },
    {
      en: 'Stop the offers that people complain about, and write only to customers who asked for it.',
      hi: 'जिन ऑफ़र की शिकायत होती है उन्हें रोकें, और सिर्फ़ उन्हीं को लिखें जिन्होंने माँगा है।',
    },
  ],
  number_status: [
    { en: 'WhatsApp has limited or blocked this number.', hi: 'WhatsApp ने इस नंबर को सीमित या बंद कर दिया है।' },
    {
      en: 'Open WhatsApp Manager: there it says why, and how to ask for a review.',
      hi: 'WhatsApp Manager खोलें: वहाँ कारण और समीक्षा माँगने का तरीका लिखा है।',
    },
  ],
  sending: [
    { en: 'WhatsApp does not let all messages go out.', hi: 'WhatsApp सारे मैसेज जाने नहीं दे रहा।' },
    { en: 'Open WhatsApp Manager: there it says why.', hi: 'WhatsApp Manager खोलें: वहाँ कारण लिखा है।' },
  ],
  restriction: [
    { en: 'WhatsApp has put a restriction on this account.', hi: 'WhatsApp ने इस खाते पर रोक लगाई है।' },
    {
      en: 'The health page says what is restricted and until when.',
      hi: 'नंबर की सेहत वाले पेज पर लिखा है कि क्या रुका है और कब तक।',
    },
  ],
  account: [
    {
      en: 'The WhatsApp account was disabled, deleted or disconnected, or will be.',
      hi: 'WhatsApp खाता बंद, हटाया या अलग किया गया है, या होने वाला है।',
    },
    {
      en: 'Open Business Support Home at Meta and ask for a review.',
      hi: 'Meta के Business Support Home में जाकर समीक्षा माँगें।',
    },
  ],
  account_review: [
    { en: 'Meta’s review turned the WhatsApp account down.', hi: 'Meta की समीक्षा में WhatsApp खाता नामंज़ूर हुआ।' },
    {
      en: 'Open Business Support Home at Meta and ask for a review.',
      hi: 'Meta के Business Support Home में जाकर समीक्षा माँगें।',
    },
  ],
  partner: [
    { en: 'Harkara lost its access to this number.', hi: 'Harkara की इस नंबर तक पहुँच हट गई है।' },
    { en: 'Connect the number again.', hi: 'नंबर फिर से जोड़ें।' },
  ],
  violation: [
    {
      en: 'Meta says that a message broke WhatsApp’s business policy.',
      hi: 'Meta के मुताबिक एक मैसेज ने WhatsApp की कारोबार नीति तोड़ी है।',
    },
    {
      en: 'Open Business Support Home at Meta; there you can ask for a review.',
      hi: 'Meta के Business Support Home में जाएँ; वहाँ समीक्षा माँग सकते हैं।',
    },
  ],
  alert: [
    { en: 'Meta has a notice about the WhatsApp account.', hi: 'Meta ने WhatsApp खाते के बारे में सूचना दी है।' },
    { en: 'The health page shows it in Meta’s words.', hi: 'नंबर की सेहत वाले पेज पर वह Meta के शब्दों में है।' },
  ],
  payment: [
    {
      en: 'A way of being paid on WhatsApp is not working.',
      hi: 'WhatsApp पर भुगतान लेने का एक तरीका काम नहीं कर रहा।',
    },
    {
      en: 'Open WhatsApp Manager, Payments, and connect it again.',
      hi: 'WhatsApp Manager में Payments खोलें और उसे फिर से जोड़ें।',
    },
  ],
  name: [
    { en: 'Meta did not accept the display name.', hi: 'Meta ने दिखने वाला नाम नहीं माना।' },
    {
      en: 'Choose another name in WhatsApp Manager; it must be that of the business.',
      hi: 'WhatsApp Manager में दूसरा नाम चुनें; वह कारोबार का ही नाम होना चाहिए।',
    },
  ],
  certification: [
    { en: 'Meta did not accept the business’s papers.', hi: 'Meta ने कारोबार के कागज़ नहीं माने।' },
    { en: 'Open WhatsApp Manager: there it says why.', hi: 'WhatsApp Manager खोलें: वहाँ कारण लिखा है।' },
  ],
  security: [
    {
      en: 'Somebody changed the number’s two-step PIN, or asked for it.',
      hi: 'किसी ने नंबर का टू-स्टेप पिन बदला है, या उसे माँगा है।',
    },
    {
      en: 'If it was nobody of yours, change the PIN in WhatsApp Manager at once.',
      hi: 'अगर यह आपकी टीम से कोई नहीं था, तो WhatsApp Manager में पिन तुरंत बदलें।',
    },
  ],
  failed_rate: [
    { en: 'Many more messages fail than usual.', hi: 'आम दिनों से बहुत ज़्यादा मैसेज नहीं पहुँच रहे।' },
    {
      en: 'Look on the health page which template it is, and check the list of numbers.',
      hi: 'नंबर की सेहत वाले पेज पर देखें कौन-सा टेम्पलेट है, और नंबरों की सूची जाँचें।',
    },
  ],
  blocked_rate: [
    {
      en: 'Many more customers than usual block this number or want no more.',
      hi: 'आम दिनों से बहुत ज़्यादा ग्राहक नंबर ब्लॉक कर रहे हैं या और मैसेज नहीं चाहते।',
    },
    {
      en: 'Stop this template before WhatsApp lowers the number’s quality.',
      hi: 'WhatsApp नंबर की गुणवत्ता घटाए, उससे पहले यह टेम्पलेट रोक दें।',
    },
  ],
  read_rate: [
    {
      en: 'Far fewer customers read what you send than usual.',
      hi: 'आम दिनों से बहुत कम ग्राहक आपके मैसेज पढ़ रहे हैं।',
    },
    { en: 'Send less, or say something else.', hi: 'कम भेजें, या कुछ और लिखें।' },
  ],
  no_statuses: [
    {
      en: 'WhatsApp takes your messages but says nothing about their delivery.',
      hi: 'WhatsApp आपके मैसेज लेता है, पर पहुँचे या नहीं यह नहीं बताता।',
    },
    { en: 'Check the connection in the settings.', hi: 'सेटिंग्स में कनेक्शन जाँचें।' },
  ],
  no_messages: [
    {
      en: 'Far fewer messages arrive than usual at this hour.',
      hi: 'इस समय आम दिनों से बहुत कम मैसेज आ रहे हैं।',
    },
    { en: 'Check the connection in the settings.', hi: 'सेटिंग्स में कनेक्शन जाँचें।' },
  ],
}

/** What is so of one segment's customers, in place of what is so of all. */
const IN_SEGMENT: Readonly<Partial<Record<AlarmKind, readonly [Sentence, Sentence]>>> = {
  failed_rate: [
    {
      en: 'Many more messages to these customers fail than the week before.',
      hi: 'इन ग्राहकों तक पिछले हफ़्ते से बहुत कम मैसेज पहुँच रहे हैं।',
    },
    { en: 'Check the numbers of these customers.', hi: 'इन ग्राहकों के नंबर जाँचें।' },
  ],
  blocked_rate: [
    {
      en: 'Many more of these customers block the number or want no more than the week before.',
      hi: 'पिछले हफ़्ते से बहुत ज़्यादा ऐसे ग्राहक नंबर ब्लॉक कर रहे हैं या और मैसेज नहीं चाहते।',
    },
    { en: 'Write to these customers less often.', hi: 'इन ग्राहकों को कम लिखें।' },
  ],
  read_rate: [
    {
      en: 'Far fewer of these customers read what you send than the week before.',
      hi: 'पिछले हफ़्ते से बहुत कम ऐसे ग्राहक आपके मैसेज पढ़ रहे हैं।',
    },
    { en: 'Send them less, or say something else.', hi: 'इन्हें कम भेजें, या कुछ और लिखें।' },
  ],
}

type MailAbout = {
  readonly business: string
  readonly number: string
  readonly url: string
  /** The segment whose customers it is about; null: it is about none. */
  readonly segment: string | null
}

export function alarmMail(kind: AlarmKind, { business, number, url, segment }: MailAbout): Omit<Mail, 'to'> {
  const [what, step] = (segment === null ? undefined : IN_SEGMENT[kind]) ?? WORDS[kind]
  // A name that people gave may have line breaks, which no subject may.
  const name = segment?.replaceAll(/\s+/gu, ' ')
  const [en, hi] = name === undefined ? ['', ''] : [`Segment “${name}”: `, `समूह “${name}”: `]
  return {
    subject: `${number}: ${en}${what.en}`,
    text: `${business}, ${number}\n\n${en}${what.en}\n${step.en}\n\n${hi}${what.hi}\n${step.hi}\n\n${url}\n`,
  }
}
