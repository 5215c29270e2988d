/**
 * What Meta writes by itself in a template for one-time codes, in the template's language. What Meta lists says it in full; this is
 * for what is not listed yet. Pure, and without Node: the preview asks too.
 * Source: Meta's message_template_previews (English: "Authentication templates", Nov 2025; Indian languages as published by users of
 * it, seen on 23 Nov 2026). A language that is not here is shown in English.
 */
type CodeWords = {
  /** `{{1}}` is the code. */
  readonly body: string
  readonly security: string
  readonly expires: (minutes: number) => string
  readonly copy: string
}

const ENGLISH: CodeWords = {
  body: '*{{1}}* is your verification code.',
  security: 'For your security, do not share this code.',
  expires: (minutes) => `This code expires in ${minutes} minutes.`,
  copy: 'Copy code',
}

const WORDS: Readonly<Record<string, CodeWords>> = {
  hi: {
    body: '*{{1}}* आपका वेरिफ़िकेशन कोड है.',
    security: 'अपनी सुरक्षा के लिए, इस कोड को किसी के साथ शेयर न करें.',
    expires: (minutes) => `इस कोड की समय-सीमा ${minutes} मिनट में समाप्त हो जाएगी`,
    copy: 'कोड कॉपी करें',
  },
  bn: {
    body: '*{{1}}* হলো আপনার ভেরিফিকেশন কোড।',
    security: 'আপনার নিরাপত্তার কারণেই এই কোডটা শেয়ার করবেন না।',
    expires: (minutes) => `এই কোডের মেয়াদ ${minutes} মিনিটের মধ্যে শেষ হয়ে যাবে।`,
    copy: 'কোডটি কপি করুন',
  },
  gu: {
    body: '*{{1}}*એ તમારો ખાતરીનો કોડ છે.',
    security: 'તમારી સુરક્ષા માટે, આ કોડ કોઈની સાથે શેર કરશો નહીં.',
    expires: (minutes) => `આ કોડ ${minutes} મિનિટમાં સમાપ્ત થશે.`,
    copy: 'કોડ કોપિ કરો',
  },
  kn: {
    body: '*{{1}}* ಇದು ನಿಮ್ಮ ಪರಿಶೀಲನೆ ಕೋಡ್ ಆಗಿದೆ.',
    security: 'ನಿಮ್ಮ ಭದ್ರತೆಗಾಗಿ, ಈ ಕೋಡ್ ಅನ್ನು ಹಂಚಿಕೊಳ್ಳಬೇಡಿ.',
    expires: (minutes) => `ಈ ಕೋಡ್ ${minutes} ನಿಮಿಷಗಳಲ್ಲಿ ಅವಧಿ ಮೀರುತ್ತದೆ`,
    copy: 'ಕೋಡ್ ನಕಲಿಸಿ',
  },
  mr: {
    body: '*{{1}}* हा तुमचा व्हेरिफिकेशन कोड आहे.',
    security: 'तुमच्या सुरक्षेसाठी, हा कोड शेअर करू नका.',
    // Marathi has its own digits.
    expires: (minutes) =>
      `हा कोड ${new Intl.NumberFormat('mr-u-nu-deva').format(minutes)} मिनिटांमध्ये कालबाह्य होतो.`,
    copy: 'कोड कॉपी करा',
  },
  ta: {
    body: '*{{1}}* என்பது சரிபார்ப்பு குறியீடாகும்.',
    security: 'பாதுகாப்பிற்காக, இந்தக் குறியீட்டைப் பகிர வேண்டாம்.',
    expires: (minutes) => `இந்தக் குறியீடு ${minutes} நிமிடங்களில் காலாவதியாகும்.`,
    copy: 'குறியீட்டை நகலெடுத்திடுக',
  },
  te: {
    body: '*{{1}}* మీ వెరిఫికేషన్ కోడ్.',
    security: 'మీ భద్రత కోసం ఈ కోడ్\u200Cను షేర్ చేయవద్దు.',
    expires: (minutes) => `ఈ కోడ్ గడువు ${minutes} నిమిషాల్లో ముగుస్తుంది.`,
    copy: 'కోడ్\u200Cను కాపీ చేయండి',
  },
}

/** @param language as Meta writes it: hi, en_US */
export const codeWords = (language: string): CodeWords => WORDS[language.split('_')[0] ?? ''] ?? ENGLISH

export function codeBody(language: string, isSecurityRecommended: boolean): string {
  const { body, security } = codeWords(language)
  return isSecurityRecommended ? `${body} ${security}` : body
}
