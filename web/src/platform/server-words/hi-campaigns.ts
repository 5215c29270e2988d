/** What the server says of campaigns, in Hindi. */
export const HI_CAMPAIGNS: Readonly<Record<string, string>> = {
  'Nobody is in this audience.': 'इस समूह में कोई नहीं है।',
  'This number is not connected.': 'यह नंबर जुड़ा नहीं है।',
  'No template is chosen yet.': 'अभी कोई टेम्पलेट नहीं चुना गया।',
  'Nobody is chosen yet.': 'अभी किसी को नहीं चुना गया।',
  'This segment has been deleted. Choose another one.': 'यह सेगमेंट हटा दिया गया है। कोई और चुनें।',
  'The earlier campaign is gone. Choose another one.': 'पिछला अभियान अब नहीं है। कोई और चुनें।',
  'This place of the template is not filled in.': 'टेम्पलेट की यह जगह खाली है।',
  'The template has no such place.': 'टेम्पलेट में ऐसी कोई जगह नहीं है।',
  'The templates are of different categories. Choose templates of one category.':
    'टेम्पलेट अलग-अलग क़िस्म के हैं। एक ही क़िस्म के टेम्पलेट चुनें।',
  'A one-time code cannot be sent as a campaign.': 'एक बार का कोड अभियान में नहीं भेजा जा सकता।',
  'There is one message only, so there is nothing to try it against.':
    'संदेश एक ही है, इसलिए तुलना किसी से नहीं हो सकती।',
  'It would end before it starts.': 'यह शुरू होने से पहले ही खत्म हो जाएगा।',
  'There is no such number': 'ऐसा कोई नंबर नहीं है',
  'Choose one of your numbers.': 'अपना कोई नंबर चुनें।',
  'It names something that is not there': 'इसमें कुछ ऐसा चुना है जो अब नहीं है',
  'Choose it again.': 'उसे फिर से चुनें।',
  'is not there': 'नहीं है',
  'This campaign has started, and cannot be changed any more':
    'यह अभियान शुरू हो चुका है, और अब बदला नहीं जा सकता',
  'Copy it, and change the copy.': 'इसकी नक़ल बनाएँ, और नक़ल बदलें।',
  'Trying again would not help these people, or harm your number':
    'फिर कोशिश से इन लोगों को फ़ायदा नहीं होगा, या आपके नंबर को नुक़सान होगा',
  'Leave them out, or write to them when they write to you.': 'इन्हें छोड़ दें, या जब ये लिखें तब जवाब दें।',
  'WhatsApp has not let these messages through; they may be tried again later':
    'WhatsApp ने ये संदेश नहीं पहुँचाए; बाद में फिर कोशिश हो सकती है',
  'Wait until the time that is shown, and try again then.': 'दिखाए गए समय तक रुकें, फिर कोशिश करें।',
  'That is not possible with this campaign now': 'इस अभियान के साथ अभी यह नहीं हो सकता',
  'Look at the campaign: it is not where you saw it last.': 'अभियान देखें: वह अब वहाँ नहीं है जहाँ आपने उसे देखा था।',
  'This campaign cannot start yet': 'यह अभियान अभी शुरू नहीं हो सकता',
  'Mend what is listed, and start it again.': 'सूची की बातें ठीक करें, और फिर शुरू करें।',
  'This time is over': 'यह समय निकल चुका है',
  'Choose a later time, or start it now.': 'बाद का समय चुनें, या अभी शुरू करें।',
  'The people of this campaign are not a list': 'इस अभियान के लोग किसी सूची से नहीं हैं',
  'Choose “a list” as its audience first.': 'पहले “सूची” चुनें।',
  'This is no CSV file that can be read': 'यह पढ़ी जा सकने वाली CSV फ़ाइल नहीं है',
  'There is nobody in this file': 'इस फ़ाइल में कोई नहीं है',
  'Choose a file with one person in each row.': 'ऐसी फ़ाइल चुनें जिसकी हर पंक्ति में एक व्यक्ति हो।',
  'No column of this file has phone numbers': 'इस फ़ाइल के किसी कॉलम में फ़ोन नंबर नहीं हैं',
  'Call the column with the numbers “phone”, and choose the file again.':
    'नंबरों वाले कॉलम का नाम “phone” रखें, और फ़ाइल फिर चुनें।',
  'The file is larger than 24 MB': 'फ़ाइल 24 MB से बड़ी है',
  'Divide it, and bring one part after the other.': 'इसे बाँटें, और एक-एक हिस्सा लाएँ।',
  'Nobody can be added to or taken from this campaign now':
    'अभी इस अभियान में न कोई जोड़ा जा सकता है, न निकाला जा सकता है',
  'It is not said yet where a button leads.': 'अभी नहीं बताया कि एक बटन कहाँ ले जाता है।',
  'This button of the template does not lead through your short links.':
    'टेम्पलेट का यह बटन आपके छोटे लिंक से होकर नहीं जाता।',
  'A button is filled in twice: by a word, and by where it leads.':
    'एक बटन दो बार भरा गया है: शब्द से भी, और पते से भी।',
  'Only what comes after the name of the site may be different for each person.':
    'हर व्यक्ति के लिए साइट के नाम के बाद का हिस्सा ही अलग हो सकता है।',
  'Where a button leads is not a web address that customers can open.':
    'बटन का पता ऐसा वेब पता नहीं है जिसे ग्राहक खोल सकें।',
  'This is a short link itself. Say where it leads in the end.':
    'यह ख़ुद एक छोटा लिंक है। बताएँ कि आख़िर में कहाँ जाना है।',
  'A word in the address of a button is not filled in.': 'बटन के पते का एक शब्द खाली है।',
  'It is not known where a button would lead this person': 'पता नहीं कि बटन इस व्यक्ति को कहाँ ले जाएगा',
  'The earlier campaign may go on, and its people would get both. Cancel it first.':
    'पिछला अभियान फिर चल सकता है, और उसके लोगों को दोनों मिलेंगे। पहले उसे रद्द करें।',
  'That cannot be changed any more: some people have got this campaign already':
    'यह अब नहीं बदला जा सकता: कुछ लोगों को यह अभियान मिल चुका है',
  'Change its rules, or what is filled into its messages. For anything else copy it, and change the copy.':
    'इसके नियम, या संदेशों में भरी बातें बदलें। बाक़ी सब के लिए नक़ल बनाएँ, और नक़ल बदलें।',
  'stays as it is': 'जैसा है वैसा ही रहेगा',
  'This person does not wait any more': 'यह व्यक्ति अब इंतज़ार में नहीं है',
  'Look at the recipients: their message is on its way, or they get none for another reason.':
    'पाने वालों की सूची देखें: संदेश रास्ते में है, या किसी और वजह से नहीं जाएगा।',
  'The people of this campaign were put in one by one': 'इस अभियान के लोग एक-एक करके जोड़े गए हैं',
  'Add those who are missing, by a file or by the API.': 'जो छूट गए हैं उन्हें फ़ाइल या API से जोड़ें।',
  'Guru Nanak Jayanti': 'गुरु नानक जयंती',
  Christmas: 'क्रिसमस',
  'New Year': 'नया साल',
  'Makar Sankranti and Pongal': 'मकर संक्रांति और पोंगल',
  'Republic Day': 'गणतंत्र दिवस',
  'Eid al-Fitr': 'ईद-उल-फ़ित्र',
  Holi: 'होली',
  'Gudi Padwa and Ugadi': 'गुड़ी पड़वा और उगादि',
  Baisakhi: 'बैसाखी',
  'Eid al-Adha': 'ईद-उल-अज़हा (बक़रीद)',
  'Independence Day': 'स्वतंत्रता दिवस',
  'Raksha Bandhan': 'रक्षाबंधन',
  Janmashtami: 'जन्माष्टमी',
  'Ganesh Chaturthi': 'गणेश चतुर्थी',
  Onam: 'ओणम',
  Dussehra: 'दशहरा',
  Dhanteras: 'धनतेरस',
  Diwali: 'दिवाली',
  'Bhai Dooj': 'भाई दूज',
}
