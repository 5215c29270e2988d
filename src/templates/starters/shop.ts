/** Feedback, stock, festivals, warranty and service. */
import { REPLY, type Starter } from './starter.ts'

const SHOP = { url: 'https://example.com/new' } as const
const STOP_EN = 'Reply STOP to hear no more of this'
const STOP_HI = 'बंद करने के लिए STOP लिखें'

export const SHOP_LIFE: readonly Starter[] = [
  {
    ...{ name: 'feedback_after_order', use: 'feedback', category: 'UTILITY', buttons: [REPLY, REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, how was your order {{order_no}}? One tap is enough, and every word is read by us.',
        buttons: ['Good', 'So so', 'Not good'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} कैसा रहा? एक टैप काफ़ी है, हम हर बात पढ़ते हैं।',
        buttons: ['अच्छा', 'ठीक-ठाक', 'अच्छा नहीं'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் ஆர்டர் {{order_no}} எப்படி இருந்தது? ஒரு தட்டல் போதும், ஒவ்வொன்றையும் படிக்கிறோம்.',
        buttons: ['நன்று', 'பரவாயில்லை', 'நன்றாக இல்லை'],
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ ఆర్డర్ {{order_no}} ఎలా ఉంది? ఒక్కసారి నొక్కితే చాలు, ప్రతి మాట చదువుతాము.',
        buttons: ['బాగుంది', 'ఫర్వాలేదు', 'బాగోలేదు'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಆರ್ಡರ್ {{order_no}} ಹೇಗಿತ್ತು? ಒಂದು ಸಲ ಒತ್ತಿದರೆ ಸಾಕು, ನಾವು ಎಲ್ಲವನ್ನೂ ಓದುತ್ತೇವೆ.',
        buttons: ['ಚೆನ್ನಾಗಿತ್ತು', 'ಪರವಾಗಿಲ್ಲ', 'ಚೆನ್ನಾಗಿರಲಿಲ್ಲ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, আপনার অর্ডার {{order_no}} কেমন ছিল? একবার ছুঁলেই হবে, আমরা সব কথা পড়ি।',
        buttons: ['ভালো', 'মোটামুটি', 'ভালো নয়'],
      },
      mr: {
        body: 'नमस्कार {{name}}, तुमची ऑर्डर {{order_no}} कशी होती? एक टॅप पुरेसा आहे, आम्ही सर्व वाचतो.',
        buttons: ['चांगली', 'ठीक', 'चांगली नाही'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારો ઑર્ડર {{order_no}} કેવો રહ્યો? એક ટૅપ પૂરતો છે, અમે બધું વાંચીએ છીએ.',
        buttons: ['સારો', 'ઠીક', 'સારો નહીં'],
      },
    },
  },
  {
    ...{ name: 'feedback_after_visit', use: 'feedback', category: 'UTILITY', buttons: [REPLY, REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, you were with us at {{shop}} on {{date}}. Were you content with what we did?',
        buttons: ['Very much', 'More or less', 'No'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आप {{date}} को {{shop}} आए थे। क्या आप हमारे काम से ख़ुश थे?',
        buttons: ['बहुत', 'ठीक-ठाक', 'नहीं'],
      },
    },
  },
  {
    ...{ name: 'complaint_received', use: 'feedback', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, we have noted your complaint as {{ticket_no}}. Our colleague {{agent}} looks after it and answers you by {{date}} here.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपकी शिकायत {{ticket_no}} के नाम से दर्ज है। {{agent}} इसे देख रहे हैं और {{date}} तक यहीं जवाब देंगे।',
      },
    },
  },
  {
    ...{ name: 'complaint_solved', use: 'feedback', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, we believe that your complaint {{ticket_no}} is solved. Is it so?',
        buttons: ['Yes, solved', 'Not yet'],
      },
      hi: {
        body: 'नमस्ते {{name}}, हमारे हिसाब से आपकी शिकायत {{ticket_no}} सुलझ गई है। क्या ऐसा है?',
        buttons: ['हाँ, सुलझ गई', 'अभी नहीं'],
      },
    },
  },
  {
    ...{ name: 'back_in_stock', use: 'stock', category: 'MARKETING', buttons: [SHOP] },
    words: {
      en: {
        body: 'Hello {{name}}, {{product}} is here again, at Rs {{price}}. You asked us to tell you first.',
        footer: STOP_EN,
        buttons: ['See it'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{product}} फिर आ गया है, {{price}} रुपये में। आपने कहा था कि सबसे पहले बताएँ।',
        footer: STOP_HI,
        buttons: ['देखें'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, {{product}} மீண்டும் வந்துவிட்டது, விலை {{price}} ரூபாய். முதலில் சொல்லும்படி கேட்டிருந்தீர்கள்.',
        buttons: ['பார்க்க'],
      },
      te: {
        body: 'నమస్కారం {{name}}, {{product}} మళ్ళీ వచ్చింది, ధర {{price}} రూపాయలు. ముందుగా చెప్పమని మీరు అడిగారు.',
        buttons: ['చూడండి'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, {{product}} ಮತ್ತೆ ಬಂದಿದೆ, ಬೆಲೆ {{price}} ರೂಪಾಯಿ. ಮೊದಲು ತಿಳಿಸಲು ನೀವು ಕೇಳಿದ್ದಿರಿ.',
        buttons: ['ನೋಡಿ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, {{product}} আবার এসেছে, দাম {{price}} টাকা। আপনি আগে জানাতে বলেছিলেন।',
        buttons: ['দেখুন'],
      },
      mr: {
        body: 'नमस्कार {{name}}, {{product}} पुन्हा आली आहे, किंमत {{price}} रुपये. आधी सांगा असे तुम्ही म्हणाला होता.',
        buttons: ['पहा'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, {{product}} ફરી આવી ગઈ છે, કિંમત {{price}} રૂપિયા. તમે પહેલા જણાવવા કહ્યું હતું.',
        buttons: ['જુઓ'],
      },
    },
  },
  {
    ...{ name: 'price_dropped', use: 'stock', category: 'MARKETING', buttons: [SHOP] },
    words: {
      en: {
        body: 'Hello {{name}}, {{product}} that you looked at costs Rs {{price}} now. The price holds until {{date}}.',
        footer: STOP_EN,
        buttons: ['See it'],
      },
      hi: {
        body: 'नमस्ते {{name}}, जो {{product}} आपने देखी थी वह अब {{price}} रुपये की है। यह दाम {{date}} तक है।',
        footer: STOP_HI,
        buttons: ['देखें'],
      },
    },
  },
  {
    ...{ name: 'new_collection', use: 'stock', category: 'MARKETING', buttons: [SHOP, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, our new collection has come to {{shop}}. Would you like to see it before we put it online on {{date}}?',
        footer: STOP_EN,
        buttons: ['See it', 'Send me pictures'],
      },
      hi: {
        body: 'नमस्ते {{name}}, {{shop}} में नया कलेक्शन आ गया है। {{date}} को ऑनलाइन डालने से पहले देखना चाहेंगे?',
        footer: STOP_HI,
        buttons: ['देखें', 'तस्वीरें भेजें'],
      },
    },
  },
  {
    ...{ name: 'reorder_reminder', use: 'stock', category: 'MARKETING', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, {{items}} from your last order may be used up by now. Shall we send the same again?',
        footer: STOP_EN,
        buttons: ['Yes, the same', 'Not now'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके पिछले ऑर्डर का {{items}} अब ख़त्म होने को होगा। क्या वही फिर भेज दें?',
        footer: STOP_HI,
        buttons: ['हाँ, वही भेजें', 'अभी नहीं'],
      },
    },
  },
  {
    ...{ name: 'festival_greeting', use: 'festivals', category: 'MARKETING' },
    words: {
      en: {
        header: 'Happy Diwali',
        body: 'Dear {{name}}, all of us at {{shop}} wish you and your family a bright Diwali. Thank you for this year.',
        footer: STOP_EN,
      },
      hi: {
        header: 'शुभ दीपावली',
        body: 'प्रिय {{name}}, {{shop}} की ओर से आपको और आपके परिवार को दीपावली की शुभकामनाएँ। इस साल के साथ के लिए धन्यवाद।',
        footer: STOP_HI,
      },
      ta: {
        header: 'தீபாவளி வாழ்த்துகள்',
        body: 'அன்புள்ள {{name}}, {{shop}} சார்பில் உங்களுக்கும் குடும்பத்தினருக்கும் தீபாவளி வாழ்த்துகள். இந்த ஆண்டுக்கு நன்றி.',
      },
      te: {
        header: 'దీపావళి శుభాకాంక్షలు',
        body: 'ప్రియమైన {{name}}, {{shop}} తరఫున మీకు, మీ కుటుంబానికి దీపావళి శుభాకాంక్షలు. ఈ ఏడాదికి ధన్యవాదాలు.',
      },
      kn: {
        header: 'ದೀಪಾವಳಿ ಶುಭಾಶಯಗಳು',
        body: 'ಪ್ರಿಯ {{name}}, {{shop}} ಪರವಾಗಿ ನಿಮಗೂ ನಿಮ್ಮ ಕುಟುಂಬಕ್ಕೂ ದೀಪಾವಳಿ ಶುಭಾಶಯಗಳು. ಈ ವರ್ಷಕ್ಕೆ ಧನ್ಯವಾದಗಳು.',
      },
      bn: {
        header: 'শুভ দীপাবলি',
        body: 'প্রিয় {{name}}, {{shop}} এর তরফে আপনাকে ও আপনার পরিবারকে দীপাবলির শুভেচ্ছা। এই বছরের জন্য ধন্যবাদ।',
      },
      mr: {
        header: 'शुभ दीपावली',
        body: 'प्रिय {{name}}, {{shop}} तर्फे तुम्हाला आणि तुमच्या कुटुंबाला दिवाळीच्या शुभेच्छा. या वर्षासाठी धन्यवाद.',
      },
      gu: {
        header: 'શુભ દિવાળી',
        body: 'પ્રિય {{name}}, {{shop}} તરફથી તમને અને તમારા પરિવારને દિવાળીની શુભેચ્છાઓ. આ વર્ષ માટે આભાર.',
      },
    },
  },
  {
    ...{ name: 'festival_offer', use: 'festivals', category: 'MARKETING', buttons: [SHOP] },
    words: {
      en: {
        header: 'For the festival',
        body: 'Dear {{name}}, until {{date}} everything at {{shop}} is {{percent}}% less with the code {{code}} at the till or online.',
        footer: STOP_EN,
        buttons: ['See what there is'],
      },
      hi: {
        header: 'त्योहार के लिए',
        body: 'प्रिय {{name}}, {{date}} तक {{shop}} में कोड {{code}} से हर चीज़ पर {{percent}}% की छूट है, दुकान और ऑनलाइन दोनों में।',
        footer: STOP_HI,
        buttons: ['क्या-क्या है देखें'],
      },
    },
  },
  {
    ...{ name: 'festival_hours', use: 'festivals', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, {{shop}} is closed on {{date}} for the festival. Orders of that day leave on the next morning.',
      },
      hi: {
        body: 'नमस्ते {{name}}, त्योहार के कारण {{shop}} में {{date}} को छुट्टी है। उस दिन के ऑर्डर अगली सुबह निकलेंगे।',
      },
    },
  },
  {
    ...{ name: 'birthday_wish', use: 'festivals', category: 'MARKETING' },
    words: {
      en: {
        body: 'Dear {{name}}, a happy birthday from all of us at {{shop}}. With the code {{code}} your next order is {{percent}}% less until {{date}}.',
        footer: STOP_EN,
      },
      hi: {
        body: 'प्रिय {{name}}, {{shop}} की ओर से जन्मदिन की शुभकामनाएँ। कोड {{code}} से आपके अगले ऑर्डर पर {{date}} तक {{percent}}% की छूट है।',
        footer: STOP_HI,
      },
    },
  },
  {
    ...{ name: 'warranty_registered', use: 'warranty', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, the warranty of your {{product}} with serial number {{serial_no}} is registered. It holds for {{months}} months from {{date}} on.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके {{product}} की वारंटी दर्ज हो गई है, सीरियल नंबर {{serial_no}}। यह {{date}} से {{months}} महीने तक है।',
      },
    },
  },
  {
    ...{ name: 'warranty_ends_soon', use: 'warranty', category: 'UTILITY', buttons: [REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, the warranty of your {{product}} ends on {{date}}. If anything is wrong with it, tell us before that day.',
        buttons: ['Something is wrong'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके {{product}} की वारंटी {{date}} को ख़त्म हो रही है। कोई ख़राबी हो तो उससे पहले बताएँ।',
        buttons: ['ख़राबी बतानी है'],
      },
    },
  },
  {
    ...{ name: 'repair_ready', use: 'warranty', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your {{product}} is repaired, job {{ticket_no}}. Please collect it at {{place}} by {{date}}; Rs {{due}} is to be paid.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका {{product}} ठीक हो गया है, काम {{ticket_no}}। कृपया {{date}} तक {{place}} से ले जाएँ; {{due}} रुपये देने हैं।',
      },
    },
  },
  {
    ...{ name: 'service_due', use: 'warranty', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, the yearly service of your {{product}} that you booked is due on {{date}}. May {{agent}} come at {{time}} that day?',
        buttons: ['Yes, come', 'Another day'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके {{product}} की बुक की हुई सालाना सर्विस {{date}} को है। क्या {{agent}} उस दिन {{time}} बजे आ जाएँ?',
        buttons: ['हाँ, आएँ', 'किसी और दिन'],
      },
    },
  },
]
