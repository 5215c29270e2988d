import { describe, expect, it } from 'vitest'
import { detectOptOut } from './detect-opt-out.ts'

type Table = {
  readonly stop: readonly string[]
  readonly start: readonly string[]
  readonly not: readonly string[]
}

/** Said by people; the near misses are what a shop hears on any day. */
const TABLES: Readonly<Record<string, Table>> = {
  English: {
    stop: [
      ...[
        'STOP',
        'stop',
        ' Stop. ',
        'STOP!!!',
        'stop 🙏',
        '🛑 STOP 🛑',
        'S\u200BTOP',
        'ＳＴＯＰ',
        'stop stop stop',
        'Please stop',
      ],
      ...[
        'stop please',
        'pls stop',
        'Stop sir',
        'Stop promotions',
        'unsubscribe',
        'UNSUBSCRIBE ME',
        'opt-out',
        'Opt out',
        "Don't message me",
      ],
      ...[
        'Don’t send me messages',
        'do not contact me',
        'Stop sending me messages!',
        'no more offers',
        'STOP ❤️',
        '"stop"',
        'stop, thank you',
      ],
    ],
    start: ['START', 'start', 'Unstop', 'subscribe', 'Opt in', 'please start', 'Start promotions'],
    not: [
      ...[
        'please stop by the shop',
        'stop by at 5',
        "don't stop",
        'bus stop',
        'non stop',
        'one stop shop',
        'full stop',
        'unstoppable',
      ],
      ...[
        'cancel',
        'CANCEL',
        'cancel my order',
        'end',
        'quit',
        'no',
        'resume',
        'my resume',
        'can you stop the delivery',
        'stop it',
      ],
      ...[
        'stop the order',
        'when do you start',
        'start at 9',
        'startup',
        'stop?? why did you ship it',
        'is this the last stop',
        's',
        '',
      ],
      ...[
        'I want to unsubscribe from the newspaper',
        'remove the item',
        'no',
        'no offers today?',
        'stop 2',
        'the driver did not stop',
      ],
    ],
  },
  Hindi: {
    stop: [
      ...[
        'बंद करो',
        'बन्द करो',
        'बंद करें।',
        'रोको',
        'रोक दो',
        'मत भेजो',
        'मत भेजिए 🙏',
        'मैसेज मत भेजो',
        'मैसेज बंद करो',
        'कृपया बंद करें',
      ],
      ...['स्टॉप', 'बंद करो!!', 'मैसेज न भेजें', 'ऑफ़र बंद करो', 'विज्ञापन बंद करें', 'मुझे मैसेज मत करो', 'बंद कीजिए जी'],
    ],
    start: ['शुरू', 'शुरू करो', 'शुरु करें', 'फिर से शुरू करो', 'चालू करो'],
    not: [
      ...[
        'रुको',
        'रुको मैं आ रहा हूँ',
        'दुकान बंद है क्या',
        'बंद',
        'बस',
        'नहीं चाहिए',
        'आज दुकान कब बंद करोगे',
        'बिल मत भेजो',
        'पार्सल रोको',
      ],
      ...[
        'अभी मत भेजो',
        'मत भेजो कल भेजना',
        'सेल कब शुरू होगी',
        'शुरू हो गया',
        'नहीं',
        'दुकान बंद करो मत',
        'स्टॉप पर मिलो',
        'गाड़ी रोको',
      ],
      ...['ऑर्डर बंद करो', 'चालू है क्या', 'मत करो', 'बंद हो गया', 'धन्यवाद'],
    ],
  },
  Hinglish: {
    stop: [
      ...[
        'band karo',
        'Band Karo!',
        'BAND KRO',
        'band kar do',
        'mat bhejo',
        'Mat bhejna',
        'message mat bhejo',
        'msg mat bhejo',
        'msg mat karo',
      ],
      ...[
        'roko',
        'rok do',
        'stop karo',
        'mujhe message mat karo',
        'band karo bhai',
        'please band karo',
        'unsubscribe karo',
        'offers band karo',
      ],
    ],
    start: ['shuru karo', 'chalu karo', 'start karo', 'shuru', 'Phir se shuru karo'],
    not: [
      ...[
        'rukko main aa raha hoon',
        'ruko',
        'rukna',
        'band',
        'band hai kya',
        'dukan kab band karoge',
        'bas',
        'bas karo',
        'nahi chahiye',
      ],
      ...[
        'mat bhejo abhi',
        'kal mat bhejo',
        'bill mat bhejo',
        'order mat bhejo',
        'gaana band karo',
        'roko mat',
        'gaadi roko',
        'mat karo',
      ],
      ...['kab shuru hoga', 'shuru ho gaya kya', 'chalu hai?', 'bus stop pe hoon', 'stop ke paas', 'mat'],
    ],
  },
  Bengali: {
    stop: [
      'বন্ধ করুন',
      'বন্ধ করো',
      'মেসেজ বন্ধ করুন',
      'পাঠাবেন না',
      'আর মেসেজ পাঠাবেন না।',
      'স্টপ',
      'দয়া করে বন্ধ করুন',
      'থামান',
    ],
    start: ['শুরু', 'শুরু করুন', 'চালু করো'],
    not: [
      ...['দোকান বন্ধ', 'বন্ধ', 'বন্ধু', 'দোকান কখন বন্ধ করবেন', 'থামো আমি আসছি', 'আজ পাঠাবেন না', 'না', 'বিল পাঠাবেন না'],
      ...['কখন শুরু', 'শুরু হয়েছে', 'বাস স্টপ', 'গাড়ি থামান'],
    ],
  },
  Tamil: {
    stop: [
      'நிறுத்து',
      'நிறுத்துங்கள்',
      'நிறுத்தவும்',
      'அனுப்ப வேண்டாம்',
      'மெசேஜ் அனுப்பாதீங்க',
      'செய்திகளை நிறுத்தவும்',
      'ஸ்டாப்',
      'தயவுசெய்து நிறுத்துங்கள்',
    ],
    start: ['தொடங்கு', 'தொடங்கவும்', 'மீண்டும் தொடங்கு'],
    not: [
      ...[
        'பஸ் நிறுத்தம்',
        'நிறுத்தம்',
        'வேண்டாம்',
        'வண்டியை நிறுத்துங்க',
        'இன்று அனுப்ப வேண்டாம்',
        'எப்போது தொடங்கும்',
        'சரி',
        'நில்லுங்க வரேன்',
      ],
      ...['பில் அனுப்ப வேண்டாம்', 'பஸ் ஸ்டாப்', 'தொடங்கியது'],
    ],
  },
  Telugu: {
    stop: ['ఆపు', 'ఆపండి', 'పంపవద్దు', 'మెసేజ్‌లు ఆపండి', 'మెసేజ్లు పంపవద్దు', 'స్టాప్', 'దయచేసి ఆపండి', 'సందేశాలు పంపవద్దు'],
    start: ['ప్రారంభించు', 'ప్రారంభించండి', 'మొదలు పెట్టండి'],
    not: [
      ...[
        'ఆగండి వస్తున్నాను',
        'ఆగు',
        'వద్దు',
        'బండి ఇక్కడ ఆపండి',
        'ఈరోజు పంపవద్దు',
        'షాప్ ఎప్పుడు మొదలు',
        'బస్ స్టాప్',
        'ఆపకండి',
      ],
      ...['బిల్లు పంపవద్దు', 'ఎప్పుడు ప్రారంభించారు', 'సరే'],
    ],
  },
  Marathi: {
    stop: [
      'बंद करा',
      'थांबवा',
      'पाठवू नका',
      'मेसेज पाठवू नका',
      'मेसेज बंद करा',
      'संदेश बंद करा.',
      'कृपया बंद करा',
      'जाहिराती बंद करा',
    ],
    start: ['सुरू करा', 'सुरु करा', 'चालू करा'],
    not: [
      ...[
        'थांबा',
        'थांबा मी येतोय',
        'दुकान कधी बंद करता',
        'नको',
        'आज पाठवू नका',
        'बंद आहे का',
        'सुरू आहे का',
        'बिल पाठवू नका',
      ],
      ...['गाडी थांबवा', 'कधी सुरू', 'दुकान बंद करा'],
    ],
  },
  Gujarati: {
    stop: [
      'બંધ કરો',
      'બંધ કરી દો',
      'મોકલશો નહીં',
      'ન મોકલો',
      'મેસેજ બંધ કરો',
      'મેસેજ ન મોકલો',
      'સ્ટોપ',
      'કૃપા કરીને બંધ કરો',
    ],
    start: ['શરૂ', 'શરૂ કરો', 'ચાલુ કરો'],
    not: [
      ...[
        'દુકાન બંધ છે',
        'બંધ',
        'ઊભા રહો',
        'આજે મોકલશો નહીં',
        'નથી જોઈતું',
        'દુકાન ક્યારે બંધ કરો છો',
        'ક્યારે શરૂ થશે',
        'ના',
      ],
      ...['બિલ ન મોકલો', 'બસ સ્ટોપ', 'ગાડી રોકો'],
    ],
  },
  Kannada: {
    stop: ['ನಿಲ್ಲಿಸಿ', 'ನಿಲ್ಲಿಸು', 'ಕಳುಹಿಸಬೇಡಿ', 'ಮೆಸೇಜ್ ಕಳುಹಿಸಬೇಡಿ', 'ಸಂದೇಶಗಳನ್ನು ನಿಲ್ಲಿಸಿ', 'ಸ್ಟಾಪ್', 'ದಯವಿಟ್ಟು ನಿಲ್ಲಿಸಿ', 'ಬಂದ್ ಮಾಡಿ'],
    start: ['ಪ್ರಾರಂಭಿಸಿ', 'ಆರಂಭಿಸಿ', 'ಶುರು ಮಾಡಿ'],
    not: [
      ...['ನಿಲ್ಲಿ', 'ನಿಲ್ಲಿ ಬರ್ತಿದ್ದೀನಿ', 'ಬೇಡ', 'ಗಾಡಿ ಇಲ್ಲಿ ನಿಲ್ಲಿಸಿ', 'ಇವತ್ತು ಕಳುಹಿಸಬೇಡಿ', 'ಅಂಗಡಿ ಬಂದ್', 'ಯಾವಾಗ ಶುರು', 'ಸರಿ'],
      ...['ಬಿಲ್ ಕಳುಹಿಸಬೇಡಿ', 'ಬಸ್ ಸ್ಟಾಪ್', 'ನಿಲ್ಲಿಸಬೇಡಿ'],
    ],
  },
  Malayalam: {
    stop: [
      'നിർത്തുക',
      'നിര്‍ത്തുക',
      'നിർത്തൂ',
      'അയക്കരുത്',
      'മെസേജ് അയക്കരുത്',
      'സന്ദേശങ്ങൾ നിർത്തുക',
      'സ്റ്റോപ്പ്',
      'ദയവായി നിർത്തുക',
    ],
    start: ['തുടങ്ങുക', 'ആരംഭിക്കുക', 'വീണ്ടും തുടങ്ങുക'],
    not: [
      ...[
        'ബസ് സ്റ്റോപ്പ്',
        'വണ്ടി ഇവിടെ നിർത്തൂ',
        'നിൽക്കൂ ഞാൻ വരുന്നു',
        'വേണ്ട',
        'ഇന്ന് അയക്കരുത്',
        'എപ്പോൾ തുടങ്ങും',
        'ശരി',
        'നിൽക്കൂ',
      ],
      ...['ബിൽ അയക്കരുത്', 'നിർത്തരുത്', 'തുടങ്ങി'],
    ],
  },
  Punjabi: {
    stop: ['ਬੰਦ ਕਰੋ', 'ਬੰਦ ਕਰ ਦਿਓ', 'ਰੋਕੋ', 'ਨਾ ਭੇਜੋ', 'ਮੈਸੇਜ ਨਾ ਭੇਜੋ', 'ਮੈਸੇਜ ਬੰਦ ਕਰੋ', 'ਸਟਾਪ', 'ਕਿਰਪਾ ਕਰਕੇ ਬੰਦ ਕਰੋ'],
    start: ['ਸ਼ੁਰੂ', 'ਸ਼ੁਰੂ ਕਰੋ', 'ਚਾਲੂ ਕਰੋ'],
    not: [
      ...['ਰੁਕੋ', 'ਰੁਕੋ ਮੈਂ ਆ ਰਿਹਾ ਹਾਂ', 'ਦੁਕਾਨ ਬੰਦ ਹੈ', 'ਨਹੀਂ ਚਾਹੀਦਾ', 'ਅੱਜ ਨਾ ਭੇਜੋ', 'ਬੰਦ', 'ਕਦੋਂ ਸ਼ੁਰੂ', 'ਨਹੀਂ'],
      ...['ਬਿੱਲ ਨਾ ਭੇਜੋ', 'ਗੱਡੀ ਰੋਕੋ', 'ਬੱਸ ਸਟਾਪ'],
    ],
  },
  Urdu: {
    stop: [
      'بند کرو',
      'بند کریں',
      'بند كرو',
      'مت بھیجو',
      'روکو',
      'میسج مت بھیجیں',
      'میسج بند کریں۔',
      'براہ کرم بند کریں',
      'اسٹاپ',
    ],
    start: ['شروع', 'شروع کرو', 'شروع کریں'],
    not: [
      ...[
        'رکو',
        'رکو میں آ رہا ہوں',
        'دکان بند ہے',
        'نہیں چاہیے',
        'آج مت بھیجو',
        'دکان کب بند کریں گے',
        'شروع کب ہوگا',
        'بند',
        'نہیں',
      ],
      ...['بل مت بھیجو', 'گاڑی روکو', 'بس اسٹاپ'],
    ],
  },
}

describe.each(Object.entries(TABLES))('in %s', (_language, { stop, start, not }) => {
  it.each(stop)('“%s” withdraws', (text) => {
    expect(detectOptOut(text)).toBe('withdrawn')
  })
  it.each(start)('“%s” grants', (text) => {
    expect(detectOptOut(text)).toBe('granted')
  })
  it.each(not)('“%s” says nothing of it', (text) => {
    expect(detectOptOut(text)).toBeNull()
  })
  it('has at least as many near misses as withdrawals', () => {
    expect(new Set(not).size).toBeGreaterThanOrEqual(stop.length)
  })
})

it('a long message is not even looked at, and none costs more than a moment', () => {
  expect(detectOptOut(`stop ${'!'.repeat(100)}`)).toBeNull()
  expect(detectOptOut(null)).toBeNull()
  const ordinary = [
    'Hi, is the blue kurta available in L?',
    'ok',
    'मुझे यह साड़ी चाहिए',
    'Kal tak aa jayega kya?',
    'Order #12345',
  ]
  const rounds = 20_000
  const startedAt = performance.now()
  for (let round = 0; round < rounds; round++) for (const text of ordinary) detectOptOut(text)
  const eachUs = ((performance.now() - startedAt) * 1000) / (rounds * ordinary.length)
  expect(eachUs).toBeLessThan(20) // 1 to 2 µs on an idle machine; this one may be busy
})
