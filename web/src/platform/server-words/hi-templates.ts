/** Why a template may be refused, and why Meta refused it (`src/templates/lint/rules.ts`, `reject-reasons.ts`), in Hindi. */
export const HI_TEMPLATES: Readonly<Record<string, string>> = {
  'A name has only small letters a to z, digits and underscores, at most 512 of them.':
    'नाम में सिर्फ़ छोटे अक्षर a से z, अंक और अंडरस्कोर हों, ज़्यादा से ज़्यादा 512।',
  'Meta knows languages as “en”, “en_US” or “hi”.': 'Meta भाषाएँ “en”, “en_US” या “hi” के रूप में जानता है।',
  'Reviewers reject a template whose words are in another language than it says.':
    'जिस टेम्पलेट के शब्द बताई गई भाषा के न हों, उसे जाँचने वाले अस्वीकार करते हैं।',
  'A template is for marketing, utility or authentication.': 'टेम्पलेट मार्केटिंग, यूटिलिटी या ऑथेंटिकेशन का होता है।',
  'A text that advertises is marketing. Meta moves it there, at marketing’s price, or rejects it.':
    'प्रचार करने वाला टेक्स्ट मार्केटिंग है। Meta उसे मार्केटिंग में डालकर उसी का दाम लेता है, या अस्वीकार करता है।',
  'Parameters are positional or named.': 'वेरिएबल या तो नंबर वाले होते हैं या नाम वाले।',
  'How long Meta tries to deliver: 30 to 900 seconds for authentication, 30 to 43,200 for utility, 12 hours to 30 days for marketing.':
    'Meta कितनी देर पहुँचाने की कोशिश करे: ऑथेंटिकेशन में 30 से 900 सेकंड, यूटिलिटी में 30 से 43,200, मार्केटिंग में 12 घंटे से 30 दिन।',
  'Meta knows no such part of a template.': 'Meta टेम्पलेट का ऐसा कोई हिस्सा नहीं जानता।',
  'A template has each part once.': 'टेम्पलेट में हर हिस्सा एक ही बार होता है।',
  'This part is not allowed in a template of this category.': 'इस श्रेणी के टेम्पलेट में यह हिस्सा नहीं हो सकता।',
  'Every template has a body.': 'हर टेम्पलेट में मुख्य टेक्स्ट होता है।',
  'A body has at most 1,024 characters, 600 with a limited-time offer, 160 on a card.':
    'मुख्य टेक्स्ट में ज़्यादा से ज़्यादा 1,024 अक्षर, सीमित समय के ऑफ़र में 600, कार्ड पर 160।',
  'A header is text, a picture, a film, a document, a place or a product.':
    'हेडर टेक्स्ट, फ़ोटो, वीडियो, दस्तावेज़, जगह या प्रोडक्ट होता है।',
  'A header’s text has 1 to 60 characters.': 'हेडर के टेक्स्ट में 1 से 60 अक्षर हों।',
  'A header has one variable at most.': 'हेडर में ज़्यादा से ज़्यादा एक वेरिएबल हो।',
  'A header’s text cannot be bold or slanted, and has one line.':
    'हेडर का टेक्स्ट मोटा या तिरछा नहीं हो सकता, और एक ही लाइन में हो।',
  'Reviewers want to see a sample of the picture, film or document.':
    'जाँचने वाले फ़ोटो, वीडियो या दस्तावेज़ का नमूना देखना चाहते हैं।',
  'A footer has 1 to 60 characters.': 'फ़ुटर में 1 से 60 अक्षर हों।',
  'A footer has no variables.': 'फ़ुटर में वेरिएबल नहीं होते।',
  'A variable is written {{1}}, or {{name}} with small letters, digits and underscores.':
    'वेरिएबल {{1}} लिखें, या {{name}}: छोटे अक्षर, अंक और अंडरस्कोर।',
  'Variables are all numbers or all names.': 'सारे वेरिएबल या तो नंबर हों या नाम।',
  'Numbered variables begin with {{1}} and leave none out.':
    'नंबर वाले वेरिएबल {{1}} से शुरू हों और बीच का कोई न छूटे।',
  'A body neither begins nor ends with a variable (Meta’s error 2388299).':
    'मुख्य टेक्स्ट वेरिएबल से न शुरू होता है न ख़त्म (Meta की गड़बड़ी 2388299)।',
  'Two variables need words between them.': 'दो वेरिएबल के बीच शब्द चाहिए।',
  'There are too many variables for so few words (Meta’s error 2388293).':
    'इतने कम शब्दों के लिए वेरिएबल ज़्यादा हैं (Meta की गड़बड़ी 2388293)।',
  'Reviewers want one sample for each variable.': 'जाँचने वालों को हर वेरिएबल का एक नमूना चाहिए।',
  'Long gaps look like spam, and reviewers reject them.':
    'लंबी ख़ाली जगह स्पैम लगती है, और जाँचने वाले उसे अस्वीकार करते हैं।',
  'Capital letters and signs in a row look like spam.': 'लगातार बड़े अक्षर और चिह्न स्पैम लगते हैं।',
  'A body with more than 10 emoji is likely to be rejected.':
    'जिस मुख्य टेक्स्ट में 10 से ज़्यादा इमोजी हों, उसके अस्वीकार होने की संभावना है।',
  'Meta knows no such button.': 'Meta ऐसा कोई बटन नहीं जानता।',
  'There are at most 10 buttons: 2 links, 1 phone number, 1 code to copy, 1 flow, 1 call.':
    'ज़्यादा से ज़्यादा 10 बटन: 2 लिंक, 1 फ़ोन नंबर, 1 कॉपी करने का कोड, 1 फ़्लो, 1 कॉल।',
  'Quick replies stand together, not between other buttons.': 'झटपट जवाब एक साथ हों, दूसरे बटनों के बीच में नहीं।',
  'A button has 1 to 25 characters, without variables, emoji or line breaks.':
    'बटन में 1 से 25 अक्षर हों, बिना वेरिएबल, इमोजी या नई लाइन के।',
  'Two buttons with the same words cannot be told apart.': 'एक जैसे शब्दों वाले दो बटन पहचाने नहीं जा सकते।',
  'This button stands alone.': 'यह बटन अकेला ही हो सकता है।',
  'A link begins with https:// or http:// and has at most 2,000 characters.':
    'लिंक https:// या http:// से शुरू हो और ज़्यादा से ज़्यादा 2,000 अक्षर का हो।',
  'A link has one variable at most, at its very end.': 'लिंक में ज़्यादा से ज़्यादा एक वेरिएबल, बिल्कुल अंत में।',
  'A link with a variable needs one whole link as a sample.': 'वेरिएबल वाले लिंक के लिए नमूने में एक पूरा लिंक चाहिए।',
  'Reviewers reject shortened links: nobody sees where they lead.':
    'छोटे किए गए लिंक अस्वीकार होते हैं: किसी को नहीं दिखता कि वे कहाँ ले जाते हैं।',
  'Links to wa.me and WhatsApp are rejected.': 'wa.me और WhatsApp के लिंक अस्वीकार होते हैं।',
  'A phone number has 7 to 20 characters, with the country first.':
    'फ़ोन नंबर में 7 से 20 अक्षर हों, देश का कोड पहले।',
  'A code to copy has 1 to 20 letters and digits as a sample.':
    'कॉपी करने के कोड के नमूने में 1 से 20 अक्षर और अंक हों।',
  'A button for a call works for 1 to 43,200 minutes, which is 30 days.':
    'कॉल का बटन 1 से 43,200 मिनट, यानी 30 दिन तक चलता है।',
  'A button for a flow names the flow, and the screen that it opens if it navigates.':
    'फ़्लो का बटन फ़्लो बताता है, और कोई स्क्रीन खोले तो वह स्क्रीन भी।',
  'A carousel has 2 to 10 cards.': 'कैरोसेल में 2 से 10 कार्ड हों।',
  'All cards have the same parts, and buttons of the same kinds in the same order.':
    'सभी कार्डों में एक जैसे हिस्से हों, और एक ही तरह के बटन उसी क्रम में।',
  'Every card has a picture, a film or a product.': 'हर कार्ड पर फ़ोटो, वीडियो या प्रोडक्ट हो।',
  'Every card has 1 or 2 buttons.': 'हर कार्ड पर 1 या 2 बटन हों।',
  'An offer has 1 to 16 characters.': 'ऑफ़र में 1 से 16 अक्षर हों।',
  'A template with a limited-time offer has no footer.': 'सीमित समय के ऑफ़र वाले टेम्पलेट में फ़ुटर नहीं होता।',
  'With an offer, a code to copy comes first and the link second.':
    'ऑफ़र के साथ पहले कॉपी करने का कोड आए, फिर लिंक।',
  'Meta writes the words of a code; yours are not taken.':
    'कोड वाले संदेश के शब्द Meta लिखता है; आपके शब्द नहीं लिए जाते।',
  'A template with a code has exactly one button that copies or fills it in.':
    'कोड वाले टेम्पलेट में ठीक एक बटन होता है, जो कोड कॉपी करे या भर दे।',
  'A code lives 1 to 90 minutes.': 'कोड 1 से 90 मिनट तक चलता है।',
  'Filling a code in needs the app’s package name and its signature of 11 characters.':
    'कोड अपने-आप भरने के लिए ऐप का पैकेज नाम और 11 अक्षरों का सिग्नेचर चाहिए।',
  'Without a tap only works once its terms are accepted.':
    'बिना दबाए भरना तभी चलता है जब उसकी शर्तें मान ली जाएँ।',
  'WhatsApp’s reviewers find the words threatening, insulting or otherwise abusive.':
    'WhatsApp के जाँचने वालों को शब्द धमकी, अपमान या गाली जैसे लगे।',
  'Say it politely: no threats about payments, no insults, nothing about people’s origin or faith. Then submit it again.':
    'शालीनता से लिखें: भुगतान की धमकी नहीं, अपमान नहीं, किसी के मूल या धर्म पर कुछ नहीं। फिर दोबारा भेजें।',
  'This account may not make templates of this category at the moment.':
    'यह खाता अभी इस श्रेणी के टेम्पलेट नहीं बना सकता।',
  'Look in WhatsApp Manager for a warning about the account. Until it is settled, choose another category that fits the text.':
    'WhatsApp Manager में खाते की चेतावनी देखें। जब तक वह न सुलझे, टेक्स्ट पर जँचने वाली कोई और श्रेणी चुनें।',
  'The text does not fit the category that was chosen.': 'टेक्स्ट चुनी गई श्रेणी से मेल नहीं खाता।',
  'Take out what advertises, or make it a marketing template. A utility text speaks only of what the customer ordered, booked or asked for.':
    'प्रचार हटाएँ, या इसे मार्केटिंग टेम्पलेट बनाएँ। यूटिलिटी में सिर्फ़ वही बात हो जो ग्राहक ने ऑर्डर की, बुक की या पूछी।',
  'Something in it is not written as WhatsApp wants it: mostly a variable, a sample or a link.':
    'कुछ WhatsApp के तरीके से नहीं लिखा: अक्सर वेरिएबल, नमूना या लिंक।',
  'Check that each variable is written {{1}}, stands between words and has a sample, and that links are whole. Then submit it again.':
    'देखें कि हर वेरिएबल {{1}} की तरह लिखा हो, शब्दों के बीच हो, उसका नमूना हो, और लिंक पूरे हों। फिर दोबारा भेजें।',
  'The text advertises, and its category does not allow that.':
    'टेक्स्ट प्रचार करता है, और उसकी श्रेणी में यह नहीं चलता।',
  'Make it a marketing template, or take out offers, greetings and invitations to buy.':
    'इसे मार्केटिंग टेम्पलेट बनाएँ, या ऑफ़र, शुभकामनाएँ और ख़रीदने का न्योता हटाएँ।',
  'WhatsApp’s reviewers fear that the text could deceive people.':
    'WhatsApp के जाँचने वालों को डर है कि टेक्स्ट लोगों को धोखा दे सकता है।',
  'Say who you are and what it is about, use your own web address without shorteners, and never ask for card numbers, PINs or passwords.':
    'बताएँ कि आप कौन हैं और बात क्या है, अपना ही वेब पता दें, छोटा किया लिंक नहीं, और कार्ड नंबर, PIN या पासवर्ड कभी न माँगें।',
  'The language or the category does not match what the text says.': 'भाषा या श्रेणी टेक्स्ट से मेल नहीं खाती।',
  'Choose the language in which it is written and the category that fits, then submit it again.':
    'जिस भाषा में लिखा है वही भाषा और सही श्रेणी चुनें, फिर दोबारा भेजें।',
  'WhatsApp’s reviewers refused this template and gave no reason.':
    'WhatsApp के जाँचने वालों ने यह टेम्पलेट अस्वीकार किया और कारण नहीं बताया।',
  'Read it as a stranger would: is it clear who writes and why? Add samples and words, or ask for another review in WhatsApp Manager.':
    'इसे अजनबी की तरह पढ़ें: क्या साफ़ है कि कौन और क्यों लिख रहा है? नमूने और शब्द जोड़ें, या WhatsApp Manager में फिर जाँच माँगें।',
  'WhatsApp’s reviewers refused this template.': 'WhatsApp के जाँचने वालों ने यह टेम्पलेट अस्वीकार किया।',
  'Read WhatsApp’s reason, change the template and submit it again.':
    'WhatsApp का कारण पढ़ें, टेम्पलेट बदलें और दोबारा भेजें।',
}
