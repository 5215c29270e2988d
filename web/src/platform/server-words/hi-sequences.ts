/** What the server says of sequences and events, in Hindi. */
export const HI_SEQUENCES: Readonly<Record<string, string>> = {
  'There is no message in it yet.': 'इसमें अभी कोई संदेश नहीं है।',
  'A label that ends it has been deleted. Choose another one.':
    'इसे खत्म करने वाला एक लेबल हटा दिया गया है। कोई और चुनें।',
  'It is not chosen yet what brings people in.': 'अभी नहीं चुना गया कि लोग इसमें कैसे आएँ।',
  'The event that brings people in cannot end it as well.': 'जिस घटना से लोग आते हैं, वही इसे खत्म नहीं कर सकती।',
  'A one-time code cannot be part of a sequence.': 'एक बार का कोड सीक्वेंस में नहीं हो सकता।',
  'This sequence is on, and cannot be changed now': 'यह सीक्वेंस चालू है, और अभी बदला नहीं जा सकता',
  'Turn it off first. Whoever is in it stays in.': 'पहले इसे बंद करें। जो इसमें हैं, वे बने रहेंगे।',
  'This sequence is not on, so nobody can be put into it':
    'यह सीक्वेंस चालू नहीं है, इसलिए इसमें किसी को डाला नहीं जा सकता',
  'Turn it on first.': 'पहले इसे चालू करें।',
  'They are in this sequence already': 'वे पहले से इस सीक्वेंस में हैं',
  'Nothing need be done: they get its next message when it is due.':
    'कुछ करना नहीं है: समय आने पर उन्हें अगला संदेश मिल जाएगा।',
  'They were in this sequence not long ago': 'वे कुछ समय पहले ही इस सीक्वेंस में थे',
  'Wait as many days as the sequence says, or change how often somebody may come in again.':
    'सीक्वेंस में लिखे दिनों तक रुकें, या बदलें कि कोई कितने दिन बाद दोबारा आ सकता है।',
  'There is no such contact': 'ऐसा कोई संपर्क नहीं है',
  'Name them by their phone number, or choose one of your contacts.':
    'उनका फ़ोन नंबर लिखें, या अपने संपर्कों में से चुनें।',
  'This can be nobody’s phone number': 'यह किसी का फ़ोन नंबर नहीं हो सकता',
  'Write it with its country code: +91 98765 43210.': 'इसे देश के कोड के साथ लिखें: +91 98765 43210।',
  'This idempotencyKey was used for something else': 'यह idempotencyKey किसी और बात के लिए इस्तेमाल हो चुकी है',
  'Use a new key for each thing that happens.': 'हर घटना के लिए नई कुंजी दें।',
  'This is said to happen only later': 'यह घटना आगे के समय की बताई गई है',
  'Tell of it when it has happened. occurredAt counts milliseconds since 1970, in UTC.':
    'हो जाने के बाद बताएँ। occurredAt 1970 से मिलीसेकंड में है, UTC में।',
  'This sequence cannot be turned on yet': 'यह सीक्वेंस अभी चालू नहीं हो सकता',
  'Mend what is listed, and turn it on again.': 'जो लिखा है उसे ठीक करें, और फिर चालू करें।',
  'They are not in this sequence any more': 'वे अब इस सीक्वेंस में नहीं हैं',
  'Nothing need be done: they get nothing more of it.': 'कुछ करना नहीं है: उन्हें इसका और कुछ नहीं मिलेगा।',
}
