/** Orders, their way to the customer, and cash on delivery. */
import { REPLY, type Starter } from './starter.ts'

const TRACK = { url: 'https://example.com/track/{{1}}' } as const
const CALL = { phone: '+919876543210' } as const

export const ORDERS: readonly Starter[] = [
  {
    ...{ name: 'order_received', use: 'orders', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, we have received your order {{order_no}} for Rs {{amount}}. We will write again when it is packed.',
        footer: 'Reply here if anything is wrong',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} मिल गया है। कुल रकम {{amount}} रुपये है। पैक होने पर हम फिर लिखेंगे।',
        footer: 'कुछ ग़लत हो तो यहीं लिखें',
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் ஆர்டர் {{order_no}} எங்களுக்குக் கிடைத்தது. மொத்தத் தொகை {{amount}} ரூபாய். பொதி செய்ததும் மீண்டும் எழுதுகிறோம்.',
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ ఆర్డర్ {{order_no}} మాకు అందింది. మొత్తం {{amount}} రూపాయలు. ప్యాక్ అయ్యాక మళ్ళీ రాస్తాము.',
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಆರ್ಡರ್ {{order_no}} ನಮಗೆ ಬಂದಿದೆ. ಒಟ್ಟು ಮೊತ್ತ {{amount}} ರೂಪಾಯಿ. ಪ್ಯಾಕ್ ಆದ ಮೇಲೆ ಮತ್ತೆ ಬರೆಯುತ್ತೇವೆ.',
      },
      bn: {
        body: 'নমস্কার {{name}}, আপনার অর্ডার {{order_no}} আমরা পেয়েছি। মোট {{amount}} টাকা। প্যাক হলে আমরা আবার লিখব।',
      },
      mr: {
        body: 'नमस्कार {{name}}, तुमची ऑर्डर {{order_no}} आम्हाला मिळाली आहे. एकूण रक्कम {{amount}} रुपये. पॅक झाल्यावर आम्ही पुन्हा लिहू.',
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારો ઑર્ડર {{order_no}} અમને મળ્યો છે. કુલ રકમ {{amount}} રૂપિયા છે. પૅક થયા પછી અમે ફરી લખીશું.',
      },
    },
  },
  {
    ...{ name: 'order_packed', use: 'orders', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your order {{order_no}} is packed: {{items}}. It leaves our shop on {{date}} in the evening.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} पैक हो गया है: {{items}}। यह {{date}} की शाम को दुकान से निकलेगा।',
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் ஆர்டர் {{order_no}} பொதி செய்யப்பட்டது: {{items}}. இது {{date}} மாலை கடையிலிருந்து புறப்படும்.',
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ ఆర్డర్ {{order_no}} ప్యాక్ అయింది: {{items}}. ఇది {{date}} సాయంత్రం దుకాణం నుండి బయలుదేరుతుంది.',
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಆರ್ಡರ್ {{order_no}} ಪ್ಯಾಕ್ ಆಗಿದೆ: {{items}}. ಇದು {{date}} ಸಂಜೆ ಅಂಗಡಿಯಿಂದ ಹೊರಡುತ್ತದೆ.',
      },
      bn: {
        body: 'নমস্কার {{name}}, আপনার অর্ডার {{order_no}} প্যাক হয়েছে: {{items}}। এটি {{date}} সন্ধ্যায় দোকান থেকে বেরোবে।',
      },
      mr: {
        body: 'नमस्कार {{name}}, तुमची ऑर्डर {{order_no}} पॅक झाली आहे: {{items}}. ती {{date}} रोजी संध्याकाळी दुकानातून निघेल.',
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારો ઑર્ડર {{order_no}} પૅક થઈ ગયો છે: {{items}}. તે {{date}} ની સાંજે દુકાનેથી નીકળશે.',
      },
    },
  },
  {
    ...{ name: 'order_confirm_items', use: 'orders', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, please check your order {{order_no}}: {{items}}. The total is Rs {{amount}} with delivery. Is all of it right?',
        buttons: ['Yes, it is right', 'Change something'],
      },
      hi: {
        body: 'नमस्ते {{name}}, अपना ऑर्डर {{order_no}} देख लें: {{items}}। डिलीवरी के साथ कुल {{amount}} रुपये। क्या सब ठीक है?',
        buttons: ['हाँ, ठीक है', 'कुछ बदलना है'],
      },
    },
  },
  {
    ...{ name: 'order_ready_for_pickup', use: 'orders', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your order {{order_no}} is ready at our shop, {{place}}. You can collect it until 8 pm. Please show this message.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} हमारी दुकान {{place}} पर तैयार है। रात 8 बजे तक ले जा सकते हैं। यह संदेश दिखाएँ।',
      },
    },
  },
  {
    ...{ name: 'order_delayed', use: 'orders', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, we are sorry: because of {{reason}} your order {{order_no}} is late. It should reach you by {{date}} instead. What would you like?',
        buttons: ['I will wait', 'Please cancel it'],
      },
      hi: {
        body: 'नमस्ते {{name}}, माफ़ कीजिए: {{reason}} के कारण आपके ऑर्डर {{order_no}} में देर हो रही है। अब यह {{date}} तक पहुँचेगा। आप क्या चाहेंगे?',
        buttons: ['मैं रुकूँगा/रुकूँगी', 'ऑर्डर रद्द करें'],
      },
    },
  },
  {
    ...{ name: 'order_cancelled', use: 'orders', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your order {{order_no}} has been cancelled as you asked. If you have paid, Rs {{amount}} comes back within {{days}} working days.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके कहने पर ऑर्डर {{order_no}} रद्द कर दिया गया है। अगर भुगतान हो चुका है तो {{amount}} रुपये {{days}} कामकाजी दिनों में वापस आएँगे।',
      },
    },
  },
  {
    ...{ name: 'order_item_missing', use: 'orders', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, one thing of your order {{order_no}} is no longer there: {{items}}. Shall we send the rest and return the money for it?',
        buttons: ['Send the rest', 'Call me first'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके ऑर्डर {{order_no}} की एक चीज़ अब नहीं है: {{items}}। क्या बाक़ी भेज दें और उसके पैसे लौटा दें?',
        buttons: ['बाक़ी भेज दें', 'पहले फ़ोन करें'],
      },
    },
  },
  {
    ...{ name: 'order_shipped', use: 'shipping', category: 'UTILITY', buttons: [TRACK] },
    words: {
      en: {
        body: 'Hello {{name}}, your order {{order_no}} is on its way with {{courier}}. The tracking number is {{tracking_no}}, and it should arrive by {{date}}.',
        buttons: ['Track the parcel'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} कूरियर {{courier}} से निकल चुका है। ट्रैकिंग नंबर {{tracking_no}} है और यह {{date}} तक पहुँचना चाहिए।',
        buttons: ['पार्सल कहाँ है'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் ஆர்டர் {{order_no}} அனுப்பப்பட்டது. கூரியர் {{courier}}, கண்காணிப்பு எண் {{tracking_no}}. இது {{date}} அன்று வந்து சேரும்.',
        buttons: ['பொதியைக் காண'],
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ ఆర్డర్ {{order_no}} పంపాము. కొరియర్ {{courier}}, ట్రాకింగ్ నంబర్ {{tracking_no}}. ఇది {{date}} లోపు మీ ఇంటికి చేరుతుంది.',
        buttons: ['పార్సెల్ చూడండి'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಆರ್ಡರ್ {{order_no}} ಕಳುಹಿಸಲಾಗಿದೆ. ಕೊರಿಯರ್ {{courier}}, ಟ್ರ್ಯಾಕಿಂಗ್ ಸಂಖ್ಯೆ {{tracking_no}}. ಇದು {{date}} ರೊಳಗೆ ನಿಮ್ಮ ಮನೆಗೆ ತಲುಪುತ್ತದೆ.',
        buttons: ['ಪಾರ್ಸೆಲ್ ನೋಡಿ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, আপনার অর্ডার {{order_no}} পাঠানো হয়েছে। কুরিয়ার {{courier}}, ট্র্যাকিং নম্বর {{tracking_no}}। এটি {{date}} এর মধ্যে পৌঁছবে।',
        buttons: ['পার্সেল দেখুন'],
      },
      mr: {
        body: 'नमस्कार {{name}}, तुमची ऑर्डर {{order_no}} पाठवली आहे. कुरिअर {{courier}}, ट्रॅकिंग क्रमांक {{tracking_no}}. ती {{date}} पर्यंत पोहोचेल.',
        buttons: ['पार्सल पहा'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારો ઑર્ડર {{order_no}} મોકલી દીધો છે. કુરિયર {{courier}}, ટ્રૅકિંગ નંબર {{tracking_no}}. તે {{date}} સુધીમાં પહોંચશે.',
        buttons: ['પાર્સલ જુઓ'],
      },
    },
  },
  {
    ...{ name: 'out_for_delivery', use: 'shipping', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your order {{order_no}} comes today. {{agent}} brings it and can be called on {{phone}} until evening.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} आज आ रहा है। {{agent}} इसे लाएँगे, उनका नंबर {{phone}} शाम तक चालू है।',
      },
    },
  },
  {
    ...{ name: 'delivered', use: 'shipping', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, your order {{order_no}} has been delivered today. Did everything come as it should?',
        buttons: ['Yes, all is well', 'Something is wrong'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} आज पहुँचा दिया गया है। क्या सब कुछ ठीक मिला?',
        buttons: ['हाँ, सब ठीक है', 'कुछ गड़बड़ है'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, உங்கள் ஆர்டர் {{order_no}} இன்று ஒப்படைக்கப்பட்டது. எல்லாம் சரியாக வந்ததா?',
        buttons: ['ஆம், சரி', 'ஏதோ தவறு'],
      },
      te: {
        body: 'నమస్కారం {{name}}, మీ ఆర్డర్ {{order_no}} ఈ రోజు అందజేశాము. అన్నీ సరిగ్గా వచ్చాయా?',
        buttons: ['అవును, బాగుంది', 'ఏదో తప్పు ఉంది'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ನಿಮ್ಮ ಆರ್ಡರ್ {{order_no}} ಇಂದು ತಲುಪಿಸಲಾಗಿದೆ. ಎಲ್ಲವೂ ಸರಿಯಾಗಿ ಬಂದಿದೆಯೇ?',
        buttons: ['ಹೌದು, ಸರಿ ಇದೆ', 'ಏನೋ ತಪ್ಪಾಗಿದೆ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, আপনার অর্ডার {{order_no}} আজ পৌঁছে দেওয়া হয়েছে। সব ঠিকঠাক পেয়েছেন তো?',
        buttons: ['হ্যাঁ, সব ঠিক', 'কিছু ভুল আছে'],
      },
      mr: {
        body: 'नमस्कार {{name}}, तुमची ऑर्डर {{order_no}} आज पोहोचवली आहे. सर्व काही ठीक मिळाले का?',
        buttons: ['हो, सर्व ठीक', 'काहीतरी चूक आहे'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, તમારો ઑર્ડર {{order_no}} આજે પહોંચાડી દીધો છે. બધું બરાબર મળ્યું?',
        buttons: ['હા, બરાબર છે', 'કંઈક ખોટું છે'],
      },
    },
  },
  {
    ...{ name: 'delivery_missed', use: 'shipping', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, we came with your order {{order_no}} today and met nobody. When may we come again?',
        buttons: ['Tomorrow morning', 'Tomorrow evening'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आज हम आपका ऑर्डर {{order_no}} लेकर आए थे पर कोई मिला नहीं। हम फिर कब आएँ?',
        buttons: ['कल सुबह', 'कल शाम'],
      },
    },
  },
  {
    ...{ name: 'address_needed', use: 'shipping', category: 'UTILITY', buttons: [CALL] },
    words: {
      en: {
        body: 'Hello {{name}}, the courier cannot find the address of your order {{order_no}}. Please send a landmark or your pin code here.',
        buttons: ['Call the shop'],
      },
      hi: {
        body: 'नमस्ते {{name}}, कूरियर को आपके ऑर्डर {{order_no}} का पता नहीं मिल रहा। कृपया कोई पहचान या पिन कोड यहाँ भेजें।',
        buttons: ['दुकान को फ़ोन करें'],
      },
    },
  },
  {
    ...{ name: 'return_pickup', use: 'shipping', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, we pick up your return of order {{order_no}} on {{date}} at about {{time}}. Please keep it packed with its tag.',
      },
      hi: {
        body: 'नमस्ते {{name}}, ऑर्डर {{order_no}} की वापसी हम {{date}} को लगभग {{time}} बजे ले जाएँगे। कृपया टैग के साथ पैक रखें।',
      },
    },
  },
  {
    ...{ name: 'exchange_sent', use: 'shipping', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, the exchange for your order {{order_no}} has left: {{items}}. It reaches you by {{date}} at the same address.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपके ऑर्डर {{order_no}} के बदले का सामान निकल गया है: {{items}}। यह {{date}} तक उसी पते पर पहुँचेगा।',
      },
    },
  },
  {
    ...{ name: 'cod_confirm', use: 'cash on delivery', category: 'UTILITY', buttons: [REPLY, REPLY] },
    words: {
      en: {
        body: 'Hello {{name}}, you ordered {{items}} with cash on delivery, order {{order_no}}. Please confirm that you will pay Rs {{amount}} when it comes.',
        buttons: ['Confirm', 'Cancel the order'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपने {{items}} कैश ऑन डिलीवरी पर मँगाया है, ऑर्डर {{order_no}}। कृपया पुष्टि करें कि सामान आने पर आप {{amount}} रुपये देंगे।',
        buttons: ['पुष्टि करें', 'ऑर्डर रद्द करें'],
      },
      ta: {
        body: 'வணக்கம் {{name}}, ஆர்டர் {{order_no}} வந்ததும் பணம் செலுத்தும் முறையில் உள்ளது. வரும்போது {{amount}} ரூபாய் தருவீர்கள் என்பதை உறுதி செய்யுங்கள்.',
        buttons: ['உறுதி செய்கிறேன்', 'ரத்து செய்யவும்'],
      },
      te: {
        body: 'నమస్కారం {{name}}, ఆర్డర్ {{order_no}} క్యాష్ ఆన్ డెలివరీ. వచ్చినప్పుడు {{amount}} రూపాయలు చెల్లిస్తారని దయచేసి ధృవీకరించండి.',
        buttons: ['ధృవీకరిస్తున్నాను', 'రద్దు చేయండి'],
      },
      kn: {
        body: 'ನಮಸ್ಕಾರ {{name}}, ಆರ್ಡರ್ {{order_no}} ಕ್ಯಾಶ್ ಆನ್ ಡೆಲಿವರಿ. ಬಂದಾಗ {{amount}} ರೂಪಾಯಿ ಕೊಡುವುದಾಗಿ ದಯವಿಟ್ಟು ದೃಢಪಡಿಸಿ.',
        buttons: ['ದೃಢಪಡಿಸುತ್ತೇನೆ', 'ರದ್ದು ಮಾಡಿ'],
      },
      bn: {
        body: 'নমস্কার {{name}}, অর্ডার {{order_no}} ক্যাশ অন ডেলিভারি। এলে আপনি {{amount}} টাকা দেবেন, দয়া করে নিশ্চিত করুন।',
        buttons: ['নিশ্চিত করছি', 'বাতিল করুন'],
      },
      mr: {
        body: 'नमस्कार {{name}}, ऑर्डर {{order_no}} कॅश ऑन डिलिव्हरी आहे. आल्यावर तुम्ही {{amount}} रुपये द्याल याची कृपया खात्री करा.',
        buttons: ['खात्री आहे', 'रद्द करा'],
      },
      gu: {
        body: 'નમસ્તે {{name}}, ઑર્ડર {{order_no}} કૅશ ઑન ડિલિવરી છે. આવે ત્યારે તમે {{amount}} રૂપિયા આપશો તેની ખાતરી કરો.',
        buttons: ['ખાતરી છે', 'રદ કરો'],
      },
    },
  },
  {
    ...{
      name: 'cod_confirm_reminder',
      use: 'cash on delivery',
      category: 'UTILITY',
      buttons: [REPLY, REPLY],
    },
    words: {
      en: {
        body: 'Hello {{name}}, your cash on delivery order {{order_no}} still waits for your word. Without it we keep it here until {{date}} only.',
        buttons: ['Please send it', 'Cancel it'],
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका कैश ऑन डिलीवरी ऑर्डर {{order_no}} अब भी आपकी हाँ का इंतज़ार कर रहा है। हम इसे केवल {{date}} तक रखेंगे।',
        buttons: ['भेज दीजिए', 'रद्द कीजिए'],
      },
    },
  },
  {
    ...{ name: 'cod_keep_cash_ready', use: 'cash on delivery', category: 'UTILITY' },
    words: {
      en: {
        body: 'Hello {{name}}, your order {{order_no}} comes today. Please keep Rs {{amount}} in cash or UPI ready for the delivery person.',
      },
      hi: {
        body: 'नमस्ते {{name}}, आपका ऑर्डर {{order_no}} आज आ रहा है। कृपया {{amount}} रुपये नकद या UPI से देने के लिए तैयार रखें।',
      },
    },
  },
]
