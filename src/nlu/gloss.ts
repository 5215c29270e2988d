/**
 * What common words of Indian languages mean in English, for shops: a second way of looking at a sentence, so that a bot with English phrases
 * understands some Hinglish. Each line is the English, then spellings in Latin letters; Indian scripts come here romanised. Spellings are compared
 * folded, so one of kahaan, kahan and kaha is enough. Written for this project.
 */
import { foldWord } from './fold-word.ts'

const SMS = `
please: plz pls plzz pliz | you: u ya | your: ur | are: r | why: y | thanks: thx tnx thnx tq ty thnks thanku | okay: ok k okk oky | what: wat wht | when: wen whn
where: whr wer | how: hw | delivery: dlvry delvry dilivery delivry | order: ordr oder odr | payment: paymnt pymt pymnt | message: msg mssg | number: num no nmbr | address: addr adress
product: prdct produkt | price: prc pric | available: avl avail avlbl | size: sz | quality: qlty | quantity: qty | because: bcoz coz cuz bcz | tomorrow: tmrw tmr tomoro | today: tdy
cash delivery: cod | much: mch | not: nt | good: gud gd | received: rcvd recvd | discount: discnt | urgent: urgnt asap | wholesale: holesale | minute: min mins | contact: contct
`
const HINDI = `
where: kahan kidhar | when: kab kabtak | how: kaise kese kaisa kaisi | much: kitna kitne kitni | what: kya kyaa | why: kyon kyu kyun kisliye | who: kaun kon | which: kaunsa konsa konsi
is: hai hain h he hota hoti hote | was: tha thi the | will: hoga hogi honge | not: nahi nhi nahin mat na naa | my: mera meri mere mujhe mujhko mere | your: aapka aapki apka apki aapke tumhara | you: aap ap tum tumko aapko
we: hum hume hamein humko | this: yeh ye isko iska iski | that: woh wo usko uska us | and: aur | or: ya | also: bhi | but: lekin magar par | if: agar | then: phir fir toh to | in: mein me mai | of: ka ki ke | from: se | until: tak
want: chahiye chaiye chahie chahta chahti mangta mangwana mangana | give: do dena dedo dijiye dijie de dedijiye | take: lena lelo lunga lungi leni | buy: kharidna kharidni khareedna kharid
get: milega milegi mila mili milna milta milti milenge | come: aaya aayi aaye aayega ayega aana aaega ayegi aata aati aa | reach: pahuncha pahuchega pahunchega pahonchega pahucha pahunch | send: bhejo bhej bhejna bheja bhejdo bhejiye bhejte bhijwao
order: mangaya mangwaya mangai order ardar | delivery: dilivari | goods: saman samaan maal cheez chij | money: paisa paise rupaye rupay rupya rupees | price: daam dam kimat keemat rate bhav bhaav mulya | cost: kharcha lagega lagta lagenge lagega
cheap: sasta saste sasti kam | expensive: mehnga mahanga mehenga | less: kam | more: zyada jyada aur | discount: chhoot chhut choot riyayat | return: wapas vapas wapis vapis lautana lauta lautaana | exchange: badalna badal badli badlna adla | back: wapas
cancel: radd rad kensal | stop: band bandh roko rok | stop: hatao hata | broken: toota tuta tooti tuti phata fata phati | bad: kharab khrab bekar bekaar ghatiya | wrong: galat glat | other: dusra doosra dusri alag | new: naya nayi naye | old: purana purani
good: accha acha achha achi badhiya | fast: jaldi jldi turant fatafat | late: der deri late | now: abhi ab | today: aaj | tomorrow: kal | day: din dino | week: hafta hafte haftey | month: mahina mahine | time: samay waqt tym | year: saal
shop: dukan dukaan | address: pata pataa | open: khula khuli khulta khulti khulegi khulti kholte | home: ghar | city: shahar sheher | village: gaon gaanv | road: sadak | near: paas nazdeek
talk: baat bat bolna bolo bol | person: aadmi insaan banda vyakti | manager: malik seth | call: phone karo | help: madad madat sahayata | tell: batao batana bataiye bata btao batado btado | show: dikhao dikhaiye dikhana dikha
do: karo karna karni kare kar krna kro kijiye kardo krdo karde | can: sakta sakte sakti skta skte | did: kiya kiye ki kari | done: ho gaya hogaya gya gayi gaye | deducted: kat kata kate katgaye kt katgya | failed: fail atak atka fas
bill: bil rasid raseed parchi | cash: nakad nagad | all: sab sabhi saare | pieces: piece pis nag | many: bahut bahot bohot kaafi zyada | big: bada badi bade | small: chota chhota choti | colour: rang kalar | cloth: kapda kapde kapdon
use: istemal istamal upyog | wash: dhona dhoye dhulai dho | guarantee: garanti gaurantee | real: asli original | fake: nakli | made: bana bani | thing: cheez | photo: foto tasveer tasvir | list: suchi | thanks: dhanyavad dhanyawad shukriya shukria | hello: namaste namaskar pranam ram ramram
yes: haan ha han ji | brother: bhai bhaiya bhaiyya | sir: sirji saheb | offer: ofar | payment: pement bhugtan | money back: rifand | wait: intezar intzar ruko | problem: dikkat samasya pareshani taklif | complaint: shikayat | message: sandesh mesej | more: aur | last: pichla pichli
`
const BENGALI = `
where: kothay kothai kothae | when: kobe kokhon | how: kibhabe kemon kemne | much: koto kotto | what: ki kee | why: keno | is: ache achhe achen hoy | not: na nei ni noy | my: amar amake | your: apnar apnader tomar | you: apni apnara tumi | this: eta eita ei | that: ota oita | want: chai lagbe nebo nite
give: din den dao diben dite | send: pathan pathao pathaben pathate | get: pabo pai peyechi pelam paini | come: asbe ashbe eseche asche aseni asheni | return: ferot pherot firiye | exchange: bodol bodlate palte | money: taka poisa | price: dam daam | less: kom komano | discount: chhar char
shop: dokan | open: khola khole | closed: bondho bandho | stop: bondho | broken: bhanga vanga chhera chera | bad: kharap baje | wrong: bhul vul | day: din | today: aaj aj | tomorrow: kal | talk: kotha bolbo bolte | person: manush lok | do: koro korun korte korbo kora korben | can: parbo pari paren parbe
thanks: dhonnobad dhanyabad | tell: bolun bolo bolen janan janaben | show: dekhan dekhao dekhabo | home: bari basa | address: thikana | deducted: keteche kete | all: sob shob | size: maap map | cloth: jama kapor | use: byabohar bebohar | real: asol ashol | hello: nomoskar nomoshkar
`
const GUJARATI = `
where: kya kyan | when: kyare kyaare | how: kevi kem kai | much: ketla ketli ketlu ketlo | what: shu su shun | is: che chhe chho cho | not: nathi nai na | my: maro mari maru mare | your: tamaro tamari tamaru tamara | you: tame tamne | this: aa | want: joiye joie levu levi levo joie che | give: aapo apo apjo aapjo
send: moklo mokli mokalo mokljo moklavo | get: malse malshe malyo malyu mali male | come: avse aavshe aavyo avyo avyu aavi avi nathi | return: pachu paachhu pachi parat | exchange: badli badlavvu badlavi | money: paisa rupiya | price: bhav kimat bhaav | less: ochu ochhu | shop: dukan
open: khulli khule khulu | closed: bandh | stop: bandh | broken: tutelu tuti tutelo fatelu | bad: kharab | wrong: khotu khoti khoto | today: aaje | tomorrow: kale | talk: vaat vat | person: manas maanas | do: karo karvu karvi karvo kari | can: sakay shakay shaku saku | thanks: aabhar abhar
tell: kaho kehjo janavo | show: batavo batavjo | home: ghare ghar | address: sarnamu | deducted: kapai kapaya kapayo | all: badha badhu | big: motu moti | small: nanu nani
`
const MARATHI = `
where: kuthe kuthay | when: kadhi keva kevha | how: kasa kashi kase | much: kiti kitila kitla | what: kay kaay | why: ka | is: aahe ahe ahet | not: nahi nako nay | my: maza majha mazi majhi maze mala | your: tumcha tumchi tumche | you: tumhi tumhala | this: ha hi he hya | want: pahije hava havi have ghyaycha ghyaychi | give: dya dyaa
send: pathva pathav pathavla pathavta | get: milel milale milala milali milnar | come: aala ala aali yenar yeil aale yetat | return: parat wapas | exchange: badlun badlaycha badlaychi | money: paise | price: kimmat kimat bhav | less: kami | shop: dukan | open: ughda ughde ugadta chalu | closed: band
broken: tutla tutleli fatla fatleli phutla | bad: kharab | wrong: chukicha chukichi chukiche | today: aaj | tomorrow: udya | day: divas | talk: bolaycha bolaychay bolayche bolu | person: manus mansashi | do: kara karaycha karaychi karayche karu | can: shakto shakta shakte | thanks: dhanyavad aabhari | tell: sanga | show: dakhva
home: ghari | address: patta | deducted: kapale katle | all: sagle sarva
`
const PUNJABI = `
where: kithe kithhe kitthe | when: kado kadon | how: kiven kive | much: kinna kinne kinni kina | what: ki kee | is: hai aa ne | not: nahi ni nai | my: mera meri menu mainu | your: tuhada tuhadi tuhade | you: tusi tusin tuhanu | want: chahida chahidi laina leni | give: deo dyo dio | send: bhejo bhej | get: milu milega milya mili milna
come: aaya aya aayi auna aauga | return: wapas mor morna | exchange: badalna vatauna | money: paise | price: rate mull | less: ghatt ghat | shop: dukan hatti | open: khulli khulda | closed: band | broken: tutya tuttiya fateya | wrong: galat | today: ajj | tomorrow: kall | talk: gall gal | person: banda | do: karo karna krna kardo | thanks: dhanwad meharbani
tell: dasso dso daso | show: dikhao vikhao | home: ghare | all: saare | hello: satsriakal sasriakal
`
const TAMIL = `
where: enga engae enge yenga | when: eppo eppa eppothu eppodhu epo | how: eppadi epdi | much: evlo evvalavu evalo ethana ethanai | what: enna ena | why: yen en | is: irukka iruku irukku iruka undaa | not: illa illai ila vendam varala varla kidaikala | my: en ennoda enoda enaku enakku | your: unga ungal ungaloda | you: neenga ningal | this: idhu ithu indha intha
want: venum vendum vennum vaanganum vanganum | give: kudunga thaanga tharinga kodunga | send: anupunga anuppunga anuppu anupu | get: kidaikum kidaikuma kedaikum kidaikkum | come: varum varuma vandhuchu vanthuchu vandha vandhadhu varudhu | return: thiruppi thirupi return | exchange: maathi maatha mathanum matha | money: panam kaasu kasu | price: vilai velai
less: kammi korachu koranju | shop: kadai kada | open: thirandhu thorandhu open thirappinga | closed: mudi moodi | stop: niruthunga nirutthu nippattunga | broken: odanju udanju odachi kizhinju kilinju | bad: mosam mosamana | wrong: thappu thappana | today: innaiku inaiku indru | tomorrow: naalaiku nalaiku | day: naal | talk: pesanum pesa pesalama | person: aal aalu manushan
do: pannunga pannu panna pannanum seiyunga | can: mudiyuma mudiyum | thanks: nandri | tell: sollunga sollu | show: kaattunga kaatu kaminga | home: veedu veetuku | address: mugavari | deducted: kattayiduchu pochu kat | all: ellam | size: alavu | use: upayogam | real: unmai | hello: vanakkam
`
const TELUGU = `
where: ekkada ekada yekkada | when: eppudu epudu yeppudu | how: ela yela elaa | much: entha enta yentha ennni | what: enti emiti yenti em | why: enduku | is: undi unda undhi untundi vunda unnaya | not: ledu kadu levu raledu radu vaddu | my: naa na naaku naku | your: mee mi meeku | you: meeru miru | this: idi ee | want: kavali kaavali kavalandi teesukovali | give: ivvandi ivandi | send: pampandi pampinchandi pampu
get: dorukutunda dorukuthunda vastunda | come: vastundi vasthundi vachindi raledu ravali vastayi | return: tirigi venakki vapas | exchange: marchali marchukovali marchandi maarchu | money: dabbulu dabbu | price: dhara dara rate | less: takkuva thakkuva | shop: shop kottu dukanam | open: teruv terustaru terichi open | closed: musi moosi | stop: apandi aapandi aapu
broken: pagilipoyindi pagili virigi chirigi chinigi | bad: bagoledu chedu | wrong: tappu thappu | today: ivala ivvala eeroju | tomorrow: repu | day: roju rojulu | talk: matladali matladalani maatlaadali matladandi | person: manishi | do: cheyandi cheyali chesi cheyyandi cheyadam | can: cheyocha kuduruthunda avutunda | thanks: dhanyavadalu dhanyavadamulu | tell: cheppandi cheppu | show: chupinchandi chupandi
home: intiki illu | address: chirunama | deducted: kat katayyayi poyayi | all: anni | hello: namaskaram namaskaramu
`
const KANNADA = `
where: elli yelli ellide | when: yavaga yavaaga eega | how: hege hegide | much: eshtu estu yeshtu | what: enu yenu | why: yake yaake | is: ide idya idhe ideya idiya iddira | not: illa alla beda banthilla barilla | my: nanna nanage nange | your: nimma nimage | you: neevu nivu | this: idu ee | want: beku bekithu bekagide bekittu | give: kodi kodri | send: kalisi kalsi kaluhisi kalsri | get: sigutta siguta sigatta sigbeku
come: baratte barutte bandide banthu bartide barbeku | return: vapas wapas hindirugi | exchange: badalayisi badlayisi badli | money: hana duddu | price: bele rate | less: kammi kadime | shop: angadi | open: tegi teredu open | closed: muchchi | stop: nillisi nilsi | broken: odedu odeda muridu haridide haridu | bad: chennagilla ketta | wrong: tappu thappu | today: ivattu ivathu indu | tomorrow: naale nale
day: dina | talk: mathadbeku matadbeku maatu matadi | person: manushya vyakti | do: madi maadi madbeku maadbeku madri | can: agutta aagutta agatta | thanks: dhanyavada dhanyavadagalu | tell: heli helri tilisi | show: torisi thorsi torsi | home: manege mane | address: vilasa | deducted: kat katagide hoytu | all: ella | hello: namaskara
`
const MALAYALAM = `
where: evide evideya evidea | when: eppo eppol epozha eppozha | how: engane enganeya | much: ethra etra ethraya | what: enthu entha enth | why: enthinu enthukond | is: undo und undu aano ano | not: illa alla venda vannilla kittiyilla | my: ente enikku enik enikk | your: ningalude ningade | you: ningal | this: ith ithu ee | want: venam veno vanganam medikkanam | give: tharu tharumo tharamo | send: ayakku ayakkumo ayachu ayakkamo
get: kittum kittumo kitti kittiyo labhikkumo | come: varum varumo vannu vannilla ethum ethi | return: thirichu thirike madakki | exchange: maatti maattanam mattan | money: paisa cash panam kaash | price: vila vilayenthu rate | less: kurachu kurakkamo kurav | shop: kada shop | open: thurakkum thurannu open | closed: adachu adakkum | stop: nirthu nirthoo nirthanam
broken: pottiya potti pottipoyi keeri keeriya | bad: moshamaanu mosham | wrong: thettaya thettu maari | today: innu | tomorrow: nale naale | day: divasam | talk: samsarikkanam samsarikkan | person: aal aalodu | do: cheyyu cheyyanam cheyyan cheyyamo | can: pattumo patumo | thanks: nanni | tell: parayu parayamo para | show: kanikku kanikkamo | home: veettil veedu | address: vilasam
deducted: poyi cut | all: ellam | hello: namaskaram
`

/** By BCP 47. */
const LISTS: Readonly<Record<string, string>> = {
  ...{ en: SMS, hi: HINDI, bn: BENGALI, gu: GUJARATI, mr: MARATHI, pa: PUNJABI },
  ...{ ta: TAMIL, te: TELUGU, kn: KANNADA, ml: MALAYALAM },
}

const MEANINGS: ReadonlyMap<string, ReadonlySet<string>> = read(Object.values(LISTS))

/** Words of a language as they are typed in Latin letters; none of one that is not here. */
export const romanisedWords = (language: string): string[] =>
  (LISTS[language] ?? '')
    .split(/[|\n]/u)
    .flatMap((entry) => (entry.split(':')[1] ?? '').trim().split(/\s+/u))
    .filter((word) => word !== '')

function read(lists: readonly string[]): Map<string, Set<string>> {
  const meanings = new Map<string, Set<string>>()
  for (const entry of lists.flatMap((list) => list.split(/[|\n]/u))) {
    const [english = '', spellings = ''] = entry.split(':')
    for (const spelling of spellings.trim().split(/\s+/u)) {
      const folded = foldWord(spelling)
      if (folded === '') continue
      const known = meanings.get(folded) ?? new Set()
      meanings.set(folded, known)
      for (const word of english.trim().split(/\s+/u)) known.add(word)
    }
  }
  return meanings
}

/** English words that some language spells alike. */
const ENGLISH = new Set(
  `a an and are as at be but by can come cut did do does for from get give had has have he her him his how i if in is it its last less list main man mat me more my name need no not now of
  on one or our out pay pin please price rate real same sale she show so some tell than that the them then there these they thing this those till time to too use us van was we what when where
  which who why will with yes you your day per par all am may any bag bat bin bus car end far fit gel hair home kit leg men net new nod oil old pack pan pal pot ram red sab see set side top`.split(
    /\s+/u,
  ),
)

const NONE: ReadonlySet<string> = new Set()

/** English words for a romanised one; several where languages disagree; none if it is not known, or is English itself. */
export const glossOf = (word: string): ReadonlySet<string> =>
  ENGLISH.has(word) ? NONE : (MEANINGS.get(foldWord(word)) ?? NONE)
