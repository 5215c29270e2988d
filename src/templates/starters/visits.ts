/** Appointments, clinics, restaurants, salons, classes. */
import { REPLY, type Starter } from './starter.ts'

const YES_OR_LATER = { buttons: [REPLY, REPLY] } as const

export const VISITS: readonly Starter[] = [
  {
    ...{ name: 'appointment_confirmed', use: 'appointments', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your appointment with {{shop}} is on {{date}} at {{time}}. Please come ten minutes early.',
      },
      hi: { body: 'नमस्ते {{name}}, {{shop}} में आपका अपॉइंटमेंट {{date}} को {{time}} बजे है। कृपया दस मिनट पहले आएँ।' },
      ta: {
        body: 'வணக்கம் {{name}}, {{shop}} இல் உங்கள் சந்திப்பு {{date}} அன்று {{time}} மணிக்கு. பத்து நிமிடம் முன்னதாக வாருங்கள்.',
      },
      te: {
        body: 'నమస్కారం {{name}}, {{shop}} లో మీ అపాయింట్‌మెంట్ {{date}} న {{time}} కు. దయచేసి పది నిమిషాలు ముందుగా రండి.',
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, {{shop}} ನಲ್ಲಿ ನಿಮ್ಮ ಭೇಟಿ {{date}} ರಂದು {{time}} ಕ್ಕೆ. ದಯವಿಟ್ಟು ಹತ್ತು ನಿಮಿಷ ಮೊದಲು ಬನ್ನಿ.',
      },
      bn: {
        body: 'নমস্কার {{name}}, {{shop}} এ আপনার অ্যাপয়েন্টমেন্ট {{date}} তারিখে {{time}} টায়। দয়া করে দশ মিনিট আগে আসুন।',
      },
      mr: {
        body: 'नमस्कार {{name}}, {{shop}} मध्ये तुमची भेट {{date}} रोजी {{time}} वाजता आहे. कृपया दहा मिनिटे आधी या.',
      },
      gu: {
        body: 'નમસ્તે {{name}}, {{shop}} માં તમારી મુલાકાત {{date}} એ {{time}} વાગ્યે છે. કૃપા કરીને દસ મિનિટ વહેલા આવો.',
      },
    },
  },
  {
    ...{ name: 'appointment_reminder', use: 'appointments', category: 'UTILITY', ...YES_OR_LATER },
    words: {
      en: {
        body: 'Hello {{name}}, we expect you tomorrow at {{time}} at {{shop}}. Will you come?',
        buttons: ['Yes, I will', 'Another day'],
      },
      hi: {
        body: 'नमस्ते {{name}}, कल {{time}} बजे {{shop}} में आपका अपॉइंटमेंट है। क्या आप आएँगे?',
        buttons: ['हाँ, आऊँगा/आऊँगी', 'किसी और दिन'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, நாளை {{time}} மணிக்கு {{shop}} இல் உங்கள் சந்திப்பு உள்ளது. வருவீர்களா?',
        buttons: ['ஆம், வருகிறேன்', 'வேறு நாள்'],
      },
      te: {
        body: 'నమస్కారం {{name}}, రేపు {{time}} కు {{shop}} లో మీ అపాయింట్‌మెంట్ ఉంది. మీరు వస్తారా?',
        buttons: ['అవును, వస్తాను', 'మరో రోజు'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಾಳೆ {{time}} ಕ್ಕೆ {{shop}} ನಲ್ಲಿ ನಿಮ್ಮ ಭೇಟಿ ಇದೆ. ನೀವು ಬರುತ್ತೀರಾ?',
        buttons: ['ಹೌದು, ಬರುತ್ತೇನೆ', 'ಬೇರೆ ದಿನ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, কাল {{time}} টায় {{shop}} এ আপনার অ্যাপয়েন্টমেন্ট আছে। আপনি আসবেন তো?',
        buttons: ['হ্যাঁ, আসব', 'অন্য দিন'],
      },
      mr: {
        body: 'नमस्कार {{name}}, उद्या {{time}} वाजता {{shop}} मध्ये तुमची भेट आहे. तुम्ही येणार का?',
        buttons: ['हो, येईन', 'दुसऱ्या दिवशी'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, કાલે {{time}} વાગ્યે {{shop}} માં તમારી મુલાકાત છે. તમે આવશો?',
        buttons: ['હા, આવીશ', 'બીજા દિવસે'],
      },
    },
  },
  {
    ...{ name: 'appointment_moved', use: 'appointments', category: 'UTILITY', ...YES_OR_LATER },
    words: {
      en: {
        body: 'Hello {{name}}, we had to move your appointment because of {{reason}}. It is now on {{date}} at {{time}}. Does that suit you?',
        buttons: ['Yes, it does', 'Another time'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{reason}} के कारण आपका अपॉइंटमेंट बदलना पड़ा। अब यह {{date}} को {{time}} बजे है। क्या यह ठीक रहेगा?',
        buttons: ['हाँ, ठीक है', 'कोई और समय'],
      },
    },
  },
  {
    ...{ name: 'appointment_missed', use: 'appointments', category: 'UTILITY', buttons: [REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, we missed you at your appointment on {{date}}. If you still need it, we gladly find another time.',
        buttons: ['Find another time'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{date}} के अपॉइंटमेंट पर आप नहीं आ पाए। अगर अब भी ज़रूरत हो तो हम दूसरा समय देंगे।',
        buttons: ['दूसरा समय दें'],
      },
    },
  },
  {
    ...{ name: 'home_visit_today', use: 'appointments', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, {{agent}} comes to you today at about {{time}} for your request {{ticket_no}}. The number is {{phone}} if you need it.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके अनुरोध {{ticket_no}} के लिए {{agent}} आज लगभग {{time}} बजे आएँगे। ज़रूरत हो तो नंबर {{phone}} है।',
      },
    },
  },
  {
    ...{ name: 'clinic_token', use: 'clinics', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your token with {{doctor}} for {{date}} is {{ticket_no}}. Your turn should come at about {{time}} at the clinic.',
      },
      hi: {
        body: 'नमस्ते {{name}}, {{date}} के लिए {{doctor}} के पास आपका टोकन {{ticket_no}} है। आपकी बारी लगभग {{time}} बजे आएगी।',
      },
    },
  },
  {
    ...{
      name: 'clinic_report_ready',
      use: 'clinics',
      category: 'UTILITY',
      buttons: [{ url: 'https://example.com/report/{{1}}' }],
    },
    words: {
      en: {
        body: 'Hello {{name}}, your test report {{ticket_no}} is ready. {{doctor}} can talk about it with you on {{date}}.',
        buttons: ['Open the report'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपकी जाँच रिपोर्ट {{ticket_no}} तैयार है। {{doctor}} इस पर {{date}} को आपसे बात कर सकते हैं।',
        buttons: ['रिपोर्ट खोलें'],
      },
    },
  },
  {
    ...{ name: 'clinic_follow_up', use: 'clinics', category: 'UTILITY', ...YES_OR_LATER },
    words: {
      en: {
        body: 'Hello {{name}}, {{doctor}} asked to see you again about {{date}}. Shall we keep a time for you?',
        buttons: ['Yes please', 'Not now'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{doctor}} ने आपको {{date}} के आसपास फिर दिखाने को कहा था। क्या आपके लिए समय रखें?',
        buttons: ['हाँ, रखें', 'अभी नहीं'],
      },
    },
  },
  {
    ...{ name: 'clinic_medicine_refill', use: 'clinics', category: 'UTILITY', ...YES_OR_LATER },
    words: {
      en: {
        body: 'Hello {{name}}, by our record your medicine lasts until {{date}}. Shall we keep the next pack ready as prescribed?',
        buttons: ['Yes, keep it ready', 'No, thank you'],
      },
      hi: {
        body: 'नमस्ते {{name}}, हमारे रिकॉर्ड के अनुसार आपकी दवा {{date}} तक चलेगी। क्या पर्चे के अनुसार अगला पैक तैयार रखें?',
        buttons: ['हाँ, तैयार रखें', 'नहीं, धन्यवाद'],
      },
    },
  },
  {
    ...{ name: 'table_booked', use: 'restaurants', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, a table for {{guests}} is kept for you at {{shop}} on {{date}} at {{time}}. We hold it for fifteen minutes.',
      },
      hi: {
        body: 'नमस्ते {{name}}, {{shop}} में {{guests}} लोगों की मेज़ {{date}} को {{time}} बजे आपके लिए रखी है। हम पंद्रह मिनट इंतज़ार करेंगे।',
      },
    },
  },
  {
    ...{ name: 'food_order_accepted', use: 'restaurants', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, the kitchen has begun with your order {{order_no}}: {{items}}. It reaches you at about {{time}} today.',
      },
      hi: {
        body: 'नमस्ते {{name}}, रसोई में आपका ऑर्डर {{order_no}} बन रहा है: {{items}}। यह लगभग {{time}} बजे पहुँचेगा।',
      },
    },
  },
  {
    ...{ name: 'tiffin_paused', use: 'restaurants', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your tiffin is paused until {{date}} as you wished. The days that you skip are added at the end.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके कहने पर आपका टिफ़िन {{date}} तक रोक दिया गया है। छूटे हुए दिन आख़िर में जुड़ जाएँगे।',
      },
    },
  },
  {
    ...{ name: 'salon_booked', use: 'salons', category: 'UTILITY', ...YES_OR_LATER },
    words: {
      en: {
        body: 'Hello {{name}}, {{service}} is booked for you at {{shop}} on {{date}} at {{time}}, with {{agent}} as you wished. Please come five minutes early.',
        buttons: ['Thank you', 'Change the time'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{shop}} में {{date}} को {{time}} बजे {{service}} आपके लिए बुक है, आपकी पसंद के {{agent}} के साथ।',
        buttons: ['धन्यवाद', 'समय बदलें'],
      },
    },
  },
  {
    ...{ name: 'salon_due_again', use: 'salons', category: 'MARKETING', ...YES_OR_LATER },
    words: {
      en: {
        body: 'Hello {{name}}, your last {{service}} with us was on {{date}}. Would you like to come again this week?',
        footer: 'Reply STOP to hear no more of this',
        buttons: ['Book a time', 'Not this week'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका पिछला {{service}} हमारे यहाँ {{date}} को हुआ था। क्या इस हफ़्ते फिर आना चाहेंगे?',
        footer: 'बंद करने के लिए STOP लिखें',
        buttons: ['समय बुक करें', 'इस हफ़्ते नहीं'],
      },
    },
  },
  {
    ...{ name: 'class_tomorrow', use: 'classes', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, the class {{course}} of {{student}} is tomorrow at {{time}}. Please bring the notebook and the last worksheet.',
      },
      hi: {
        body: 'नमस्ते {{name}}, {{student}} की {{course}} की क्लास कल {{time}} बजे है। कृपया कॉपी और पिछली वर्कशीट साथ लाएँ।',
      },
    },
  },
  {
    ...{ name: 'class_cancelled', use: 'classes', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, the class {{course}} on {{date}} cannot be held because of {{reason}}. We will send you the new day here.',
      },
      hi: {
        body: 'नमस्ते {{name}}, {{reason}} के कारण {{date}} की {{course}} की क्लास नहीं हो पाएगी। नया दिन हम यहीं बताएँगे।',
      },
    },
  },
  {
    ...{
      name: 'class_fee_due',
      use: 'classes',
      category: 'UTILITY',
      buttons: [{ url: 'https://example.com/fees/{{1}}' }],
    },
    words: {
      en: {
        body: 'Hello {{name}}, the fee of Rs {{due}} for {{student}}, {{course}}, is due on {{date}}. Please ignore this if it is paid.',
        buttons: ['Pay the fee'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{student}} की {{course}} की {{due}} रुपये फ़ीस {{date}} तक देनी है। अगर दे दी हो तो इसे अनदेखा करें।',
        buttons: ['फ़ीस भरें'],
      },
    },
  },
  {
    ...{ name: 'class_result', use: 'classes', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, {{student}} has {{marks}} in the test of {{course}} on {{date}}. The teacher is there on Saturday if you have questions.',
      },
      hi: {
        body: 'नमस्ते {{name}}, {{date}} के {{course}} के टेस्ट में {{student}} के {{marks}} अंक आए हैं। कोई सवाल हो तो शिक्षक शनिवार को मिलेंगे।',
      },
    },
  },
  {
    ...{ name: 'class_absent', use: 'classes', category: 'UTILITY', buttons: [REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, {{student}} was not in {{course}} today. Please tell us the reason so that we can help to catch up.',
        buttons: ['Tell the reason'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{student}} आज {{course}} में नहीं आए। कृपया कारण बताएँ ताकि हम छूटी पढ़ाई पूरी करा सकें।',
        buttons: ['कारण बताएँ'],
      },
    },
  },
]
