// Written by `node eval/templates/train-category.ts` from eval/templates/training.jsonl and the starters.
export const BIAS = -0.3
export const WEIGHTS = `1.51:@buying
1.45:@invitation
1.27:@hurry
1.23:@praise
1.22:our
1.2:@cross
1.11:@price
1.02:@stopping
0.94:@selling
0.91:@festival,hmri
0.8:@cart
0.78:@novelty
0.74:#%
0.69:@offer
0.68:vik
0.67:hmre
0.65:deken
0.62:@refer,dm
0.59:first
0.58:@wish
0.55:get,nev,yer
0.54:buk
0.51:bnd krne,hfte
0.47:apke lie
0.46:fri
0.45:gr,hum
0.43:lst
0.42:muft
0.41:@offer+
0.4:# bje
0.39:hen,hpy,vl
0.38:and get,bej den,is hfte
0.37:buk a,jute
0.36:kijie
0.35:bin,hmr,sirf
0.34:#% of,@event,@invitation+,@missing,fis,suru,ve put,your reper
0.33:ad a,go,slh
0.32:are,bcon,bcon ke,csme,mke,mtc
0.31:ad,br,cur #,for you,get your,hr,jgh,luk,si
0.3:apko,tis vik
0.29:@selling+,acr,acr teyr,dek,k acr,privr,viken*,vikend
0.28:apni,dijen,firoj*,firojbd,per,psnd,yers,you like
0.27:krte,mhin,rvivr,yd,your first
0.26:@refer+,apki betk,betk men,blon,e,kro,love,nigt,pki,tis yer
0.25:ask,desig*,dos,finis,help,ki cut,ktm,lijie,price
0.24:@cart+,@novelty+,ane,at hlf,cij,dekie,sbse,self,usk
0.23:bl,bl ktvne,dijie,erpor*,erport,ful,jne,ktvne,ktvne k,lo,pur,you for
0.22:@price+,aci,buking suru,delivered,ki buking,old,pen,pr slh
0.21:gud,hotel,jnkri,jnkri ke,krte hen,mubrk,nives,sunde
0.2:a vik,deki,deron,exper*,ktm hone,smy len,somet*,someting
0.19:@hurry+,brst,dete,dete hen,jero,jne ke,mcli,put,rt ko,rte tode,sdi,skt,skt he,sm,sm #,try,usk dm
0.18:crt,design,dibe,ek pyri,hmen,home,is #%,jceg,kus,msge,pckge,piece*,pieces,pyri,pyri cij,seson,ste,subh #,subkm*,subkmnen,ti,vel,yours
0.17:@stopping+,aces,apki rh,aply,bin pese,buked,bul,dek rhi,dek t,dm km,ek mhin,ern,exten*,helt,hfte ke,incre*,increse,jnceg,jo jut,jude,jude rhie,jut,jut dek,kli he,km ho,ko jude,krc,kursi,kursi apki,pde,pr deron,rh dek,rhie,scute*,scuter,self sl,sirf var,sirt,soc,sp,t usk,te self,ti kursi,troug
0.16:# point,ade dm,apke #,bden,bne,cr,crem,ct,dijen deken,doubled,from your,hen aj,hi isteml,istem*,isteml,kit,let,mil gy,mngo,se gr,sov you,spek,stock,students,ve are,your vrnty
0.15:apointment is,beter vit,cildr*,city,cofi,cun,dost,dud sbji,electric,fmily,grhk,grm,hmre st,is buked,is registered,mcr,mde,men hmr,opt,opt out,prote*,rhe hen,rjstn,se bej,sirt pr,sln,strt,sved,ticket var,to opt,to our,var dophr,var rt,your ticket
0.14:apk bgic,apke,bej,bgic,bgic bi,bhut,cls #,dene,din ho,diner,erport lounge,for detels,fyd,fyd he,gld,gr ke,grhk var,he apke,hmri sln,hve you,is delivered,k smy,klin,knov,ky apne,lie dukn,loung*,lounge,lounge aces,mli,mli se,mont,mrc,pckge*,pckges,pr aen,priy grhk,se nives,soes,vit erport,you are,your fone
0.13:@missing+,akri,ask us,bul rhe,confirmed,cover,crvin*,cudiy*,dene ke,dophr,dulhn,grden,is srdi,is veting,ki kit,kit mcr,kuc smil,nkd,our nev,phd,phd bul,protect,protect your,rtes,skutr,slh len,smil,srdi,sumer,ve send,vinte*,vinter,vlid for,your var
0.12:# dos,# grelu,# poh,@cross+,ap betie,apnon,apnon ko,bdohi,beti,beti ke,betie,blm,blon ki,bvisy,bvisy ke,cmk,cmk denge,cr dm,dekbl,dekbl ke,detel*,detels,dm ytr,dnce,dos #,dube,dup,excng*,excnge,experts,filte*,filter,grelu,grelu nuske,idli,idli #,iftr,is yours,jute tk,ke bvisy,ki dekbl,kl ktm,ko kus,ktm hue,long,lst mont,mcli bi,mhin ho,mhine ke,ne dijen,next order,nives kren,nuske,on your,open,perso*,pk,poh,poh #,pr #%,purni,regis*,rjstn var,ro,servn*,sle,somvr,somvr se,sov,supor*,tkes,tnk you,var jnkri,var somvr,visit*,you cn,your crt,your old,ytr ki
0.11:# subh,@buying+,@festival+,ab apke,al sijes,ap ae,apke ilke,avelb*,avelble,beter,cold,dost ko,doubl*,get var,hen jrurt,hen roti,ilke,ilke men,kleks*,kleksn,kolen,kuc soc,le hen,lmp,nst,nst idli,ny kleksn,ny tndur,pdren,phuncte,phuncte hen,pki kijie,purne,registered,se aci,set,set pki,sijes,smon,smon ke,soc he,speci*,sti,suru kren,tik krte,tndur le,to yd,var confirmed,vetin*,veting,vlid,vould you,yd kren
0.1:#% ki,a per,aegi mnglvr,akr,almos*,almost,ane vli,anul,apke csme,bc bi,bct,bengl*,bengli,bi deken,bi tbl,bid,biryn*,biryni,blon ko,brigt,brtn,bv,cntin,codin*,coding,comin*,coming,cs,csme pr,cuse,dbe,dek lijie,din fiting,ek kuskbri,eligi*,eveni*,everyone,from cur,geyse*,guruj*,guruji,he jne,hed,hed msge,is coming,is mhine,jldi,jo psnd,joden,ki kridri,ki pde,ki ti,ko bid,ko tel,kub,kuskbri he,lunc,mil skt,minute men,mlis,mlis psnd,mnglvr ko,msge for,nid,price*,prices,prtne*,psnd aegi,ptien*,ptients,purn,rko,rt,rtion,si hov,sik,sik skt,sikie,sikie #,sjvt,solr,sorum,specil,strte*,sturd*,sturde,t sirt,tbl sik,tel mlis,tlk,tlk to,tnd,usi din,vhene*,vhenever,vhenever you,visit var,vle,vli he,yog,your bil
0.09:# rt,advis*,adviser,agli br,apk pyment,apk var,at cur,at our,ay he,bdohi ke,bitiy,bitiy ki,bki hen,bnd kren,bntne,bntne men,bougt a,bred,budvr,ceck up,cildren,colou*,colours,credit,crick*,cricket,deliv*,deser*,dos ky,ek bitiy,fetur*,feture,fres,fysic*,fysics,girls,gr ko,he hmre,hen rvivr,here are,hotl,jgmge,jgmge var,ji bdohi,k shi,ke klin,ke nice,khin,ko jgmge,kr bnd,lene k,limit*,limited,loved,loves*,lovest,men es,msl,msl dos,mubrk var,ny,optio*,options,or sti,our adviser,pde men,prv,prv apke,redy in,rokne,rokne ke,rosni,rosni k,rte,rvivr tk,servni,sirf #,sirts,sovru*,sovrum,strt your,suru ho,sve,te best,tke a,tougt,tougt of,var privr,your lst
0.08:# percent,@event+,a visit,acount vit,aproved,bct hi,bct mhine,bin delivered,bin kgj,bridl,cold drink,crt is,dophr se,ds,eligible,eligible for,festive,flove*,flovers,flvou*,gift,guide,gy agle,het,hi bct,hlf,hn bejen,hone vl,inm,is your,ji bin,join,kgj var,kids,kip one,ko kli,lgve,lk,or bej,or sriy,perce*,percent,personl,picle,prde,pur kren,sriy,sriy var,sulk,te first,templ*,temple,tji,tk ktm,tk udr,udr,var apki,vl hog,your city,your dur,your membersip,your sije
0.07:a fri,a nev,aci nind,akiri,and sve,apne jo,are in,big,bje tk,bkery,cdi,cl var,clip,cnged,confi*,deken*,dekenge,dekne e,deliver,der customer,did you,dinon,engli*,englis,for our,gd,gutno*,gutnon,gutnon k,hen agl,hlki,hlki cdi,hmes,hmes st,hmr ny,hr snivr,ice,ice crem,jgh he,ji bil,jyd,k kyl,ke gutnon,ke kone,ket,kone,kyl,let your,lie jgh,life,like,lovel*,lovely,md,mndir,mndir ki,muft aj,nind,nind ke,nokri,ofer,order,order pr,our anul,our clinic,po,puri,roti,sdi k,se jyd,si it,si pckges,snivr mndir,sri subkmnen,st dene,sungl*,surpr*,surprise,te trip,tis sturde,unifo*,var visit,viev,vik and,vlks,you knov
0.06:# pieces,a cuki,adi fis,agle,ap bi,bhut bhut,bike,boxes,boxes from,clem,costs,cuki,cuki hen,cur pen,cuse our,custo*,deki ti,deserves,dm men,dnton,dnton ki,do br,dovn pyment,dup se,elect*,excnge it,find,find out,fis men,fit,for your,gr ki,grm krte,gst,gulb,hisb smjne,hm,holds,jise,jnmdi*,jnmdin,k mosm,knbl,ko jise,krt,krt men,mde for,mens,mhine,modul*,module,mok,ner,nice,noticed,of you,order before,ors,pde hen,pdosi dup,peopl*,people,pes,petro*,petrol,phunc*,plns,pni grm,pnir,rng,rsn,rsoi,sbjiy*,sbjiyn,se pni,slh muft,slot,smjne,st dijie,stude*,studi*,studio,suport,te fone,te next,tecer*,tecers,tly,top,tour,tur,uty,var uty,vin,vjn,vorks,you a,you te,your dontion,your vter
0.05:# alu,# bciyon,# mhine,# tmtr,a cofi,a fmily,a friend,ade,alu,alu #,apk st,apn,apne buking,are our,aside,bce ki,bciyo*,bciyon,bciyon ko,bdne,bdne se,bn rhe,bnd kr,boln,bv pyj,cheng*,chenge,chie ek,clu hen,coins,credi*,ct pr,cur kilo,customers,cut,dekn,dekn chenge,deko,dm bdne,dn kren,donti*,dontion,drink,ds sl,dud,ek apke,ek bce,ek jodi,ended,finis buking,fitin*,fiting,fone tode,gr lene,hen hmre,hfte men,hi bce,hmne,hve come,is open,is setled,jodi,jodi den,jodi dijie,jute chie,k ny,ke jute,ki dm,km hi,kmt,kmt he,ko hmri,krc ute,le skte,lmps,mehnd*,mehndi,mf,mint men,monsu*,monsun,move,negbo*,next one,ordr kren,pde k,per of,pes so,phli,plce,pr tron,pyj,pyj #,redy to,refer,reper is,rke,rken km,rting,sbse phle,sceme,setle*,setled,strter,sukrvr kli,suru ki,t you,te yer,tent,tje,tmtr,tmtr #,tndur,to move,toget*,togeter,tret,tron,tron ke,ute,ute dn,var hve,visiting,vitmi*,vitou*,you love,your clem,your pet,your scrin,your tble
0.04:# din,a surprise,ab hmre,about our,ac,apke np,apke ps,ask about,bej denge,betenge ne,bi judie,bne hen,bris ki,bs var,btc,buk kren,ch,ckeng*,ckenge,cl me,club,code var,coding club,colection,colon*,colony,colony men,combo,cpe,cpe sbse,delivered to,dukn pr,frien*,gi,gold,grmi,he bnd,he privr,he set,helty,hert,hmri ne,jlebi,join our,judie,jute k,ki subkmnen,kilo,ko ydgr,kod,kod var,kuc bne,le ny,lgve bijli,live,mrij,mrij dekenge,music,ne cpe,ne jute,ne mrij,ne svd,nid a,nives suru,ny le,our experts,outle*,outlet,ruf,s ckenge,sbjiyn a,se hmre,sfri,skul,solr lgve,strs,sukri*,suprb*,suprbt,suprbt aj,svd,svd kon,te order,tli,tsvir*,tsviren,uphr,var din,ve mke,veting for,vis hotel,vit fri,vorko*,vorkout,ydgr,young,your apointment,your hert,your scuter
0.03:# log,# mrc,a brek,a kuote,aksy,aksy tritiy,and vin,apk bc,apne,apne deki,bc,bci,bci he,bcne,bcne k,bde var,becom*,become,bg,biryni pr,bn sikenge,box,clen,cme,cndle,crt men,cury,cutiy*,din akr,do jgh,donon,es,esi,evening,explo*,explore,fis mil,flvour,flvour and,foto,give,hen hum,hmre sovrum,hmre yhn,hog pur,instg*,instgrm,jgh bci,jgh kli,jr,k krc,k lon,k spn,ki yog,kli hen,kuc jgh,kuote,kuskb*,kuskbri,lern,ligts,lk se,lon mil,lst order,mel,meri jgh,milti,milti he,minim*,minimum,minimum #,mkr,mkr snkrnti,mok #,mombt*,mombti,mombti bn,mrc se,mtc your,nikl gy,or pnir,oven,picke*,picked,pickl*,pickle,pij,poter*,potery,pr e,price list,psnd kiy,pur #,purcs*,purcse,puri kren,ride,scedule,secon*,siken*,sikenge,sikenge do,sker,sm ki,sml,snkrn*,snkrnti,sovrum men,spn,spn ab,ste men,te crt,tel you,tink,tips,to tel,to you,triti*,tritiy,var lk,var send,vit jero,vrm,ydgr bne,you,you luked,your policy,your service
0.02:admis*,ajmen,amrs,amrs tli,apk apn,apke privr,apko or,apn var,become a,bje ap,bri cut,budvr or,by our,cemen*,cement,chie bten,cij apne,cmp,customer,cutkr,din men,drjn,drjn var,drop,ek jgh,exhib*,exhibition,fidbc*,fidbck,first order,fvour*,fvourite,get a,gi or,hen drjn,hen rol,hfte ki,hmre sorum,hr budvr,intro*,is budvr,jlebi teyr,jo cij,joini*,joining,jute sb,k mj,k sbse,kek,ki rsoi,ki tji,kit vit,kmbl,krve,kuc ny,kulne,kulne vle,ky chie,led,len sirf,litre,mcli hr,member,men hmri,men tndk,mhilo*,mhilon,mhilon ke,mileg,mit our,mj,monts,ner te,nvrtr*,nvrtri,ny ay,oil,one ruf,or apke,or jlebi,or servni,or snivr,ordr pr,ovn,pehl,pr bri,prent*,prents,privr ke,privr ki,privr ko,purn son,rice,rje,roj,rol or,sbse bd,se cutkr,second,servni k,sike,sivir,slon,sme de,smose,smose or,son le,sorum men,subkmnen apk,te fi,tis sumer,tis sunde,tji sbjiyn,tk kule,tndk,to #%,trend*,trending,unlim*,unlimited,visit,vle hen,vort,yer ve,yog ki,you bck,your apliction,your fidbck,your fvourite,your vlet
0.01:# cur,@praise+,a kuestion,admision,alred*,alredy,amntr*,amntrit,amntrit hen,and nev,and your,ap sdr,aplic*,apliction,bi md,bijli pni,bin bijli,br jruri,bring you,bv men,ce,come in,costs noting,cot,crpet*,crpets,crt at,cutiyon,designs,dl var,duknd*,dukndr,ed mubrk,enjoy,every*,fi,foto mng,friend,gde bin,go on,gr grm,grm rkti,grmi ki,he hmri,hen foto,hm var,hmri amrs,jruri he,ke gde,kese bden,ki bde,ki cutiyon,ki sbse,ki service,ki sfe,kon s,krte nm,kuestion,lon men,md krenge,me your,membe*,men ap,men bcon,met,milte,milte hen,miti,miti ke,mng,mng lijie,mosm he,muft vebinr,notic*,notin*,noting,oditi*,ofers,on our,or hmri,order kren,pckges from,pehli,phle dekn,pni tnd,rkte,rkte hen,rkti,sdr,sdr amntrit,se dukndr,seson is,sfe sl,shr,si vht,sije,siten,snprk,snprk kren,soc rhe,st jrur,styli*,subscription is,sumer buk,tbl,tis mont,tis viks,tli teyr,tnd ane,tnd rkte,to cuse,to hve,to strt,tok,tok bv,vhile you,vij,vit you,you buked,you nid,you on,you until,you vet,you vhen
-0.01:# mint,ade din,adi rt,aeg smn,and return,angut*,anguti,apke khne,apki msik,asr,asr pden,ave,bdl rhe,bete,bim var,bje cleg,bje se,bje var,bki he,blnce km,blnce of,bnd hog,bring it,buly,buly t,cbi,cbi mil,complete,confirm,cre of,crjr,cur ht,cur mile,cut lg,cylin*,cylinder,dekr le,dene hen,der prent,dilivri ordr,din tik,drj he,dstkt kren,dt,dukn se,emi,erly,fidbck on,fir buly,fis var,fligt,fligt var,for flt,fr var,fridg*,fridge,gnte tk,gs,gs cylinder,gt,gt die,gte var,he bil,he kul,he mjduri,hen silne,hog clu,hs reced,humne,invoi*,is moved,is ped,is receved,ji bim,ken,kes on,khne,khne pr,ki adi,ki cbi,kip te,kl ade,klini*,klinik,kls,kontr pr,krv,ks k,ks men,kt die,kte pr,lgbg,lgbg var,liki,liki trik,mjdur*,mjduri,mjduri var,msik,n ken,nikl,on dilivri,pck ho,pcked,pden,polic*,policy,pr asr,prde kt,price of,psvrd,psvrd bdl,reced our,reduc*,reduced,ren,reper*,rkne ke,rol,rsoi var,ry,se gt,silne,silne se,smple,sory,te blnce,te clinic,te desk,te sije,te vorkspce,tik ho,tik rheg,tis number,tk dene,tk phunceg,tndur krb,trik ki,var colect,var comes,var dilivri,var goes,var kip,var liki,var mnjur,var sit,ve cme,ve come,verif*,verified,vised,vorkspce,vrnty,vs not,you agen,you at,you vised,your are,your buking,your cr,your hotel,your id,your visit
-0.02:a copy,aded,apk prsl,apoin*,apointment,at your,bdl gy,bdl len,bdl rh,be colected,betk var,bil of,bje aeg,bnd rken,bnd t,bsket pln,bugtn kren,buked for,clses,colected,conec*,conti*,continue,coupon you,crd pr,cunen,cuse anoter,cut gy,din ki,drvj,drvj bnd,dukn k,dukn var,emi var,finl,fixed,frm,from our,fud,gde,ge jurmn,gldly,he apne,he rt,he smy,he treking,hen or,hour,hstks*,hstksr,hstksr kren,id for,invoice,is active,ise dek,item,ji ap,jurmn,jurmn var,kendr var,kevl var,kfi,ki kosis,ki trik,kitcen is,kli pet,kosis ki,krb nikl,krke,kun,kun ki,kuskbri apk,l,ldk,lg den,lgenge lg,lie smy,lie subh,login ki,lot,lot gy,lotne,lotne ki,lte he,men ny,menu,mileg*,milegi,mint,mobil*,mobile,montl*,montly,mug,nev adres,nhin mil,nikl ge,nikl he,number is,ny lgne,oter,pek ho,pick,plese ceck,plese cuse,previev of,prty,recev*,receved te,resul*,rider,rki,rol number,rt tk,sceduled,si you,smn #,stil nid,subh kli,svikrit hu,te coupon,te drvj,te oter,te recept,tecer is,teyr smn,tk drj,tk jvb,tk yhin,to pe,trik nikl,ty he,tyohr ke,var hmre,var krb,var lotne,var mint,var minute,var svikrit,var you,vets,visit te,visit us,yhin jvb,your order,your psport,your test,yrd
-0.03:a set,acount hs,age rkn,agrim*,agriment,apk kn,apki jnc,are open,avedn,ay krn,bc var,bdln he,bnd krke,bus leves,ceck,cl you,clu hog,clu kren,clu rkne,cnceled becose,complent var,costs cur,couri*,courier,crger,fiting var,flet,guest,gurnti crd,he apk,ht,insurnce,intej*,intejr,is enoug,is our,jeg buking,jes,k bki,k intjr,k pt,kb aen,kes,kh t,ki arji,ki kls,ko ap,krke clu,kryly,ktm ho,kupn,kuriy*,kuriyr,lekr ae,medic*,medicine,men clu,men ktm,men ruk,mesge*,mesges,mite,mixer,mixer var,mock,mock test,motor,nikle*,nmun,nobod*,nobody,ofice,on order,openi*,opening,our yrd,policy var,polis*,premium var,presc*,psvor*,psvord,pt do,ptr st,py,refund,rkn he,rnk,rnk var,ruk he,sbke,sbke lie,scul ofice,se aegi,serviced,setin*,sets in,sil,sil gy,sim #,sof,store,suci,sun,suply,te doctor,tebl,tebl var,tik tk,tomorov your,trck,trcking var,var dukn,var ise,var lekr,vil cl,vil rec,vit bil,volun*,voluntir,vord is,vrnti var,you me,you vere,your gold,your montly,your trip
-0.04:a foto,a tble,acept*,acepted,ae,agli,ansver,ap hi,apke bil,at bje,bdl ge,bdln,be held,bil pr,br glt,bren,buk ki,cek var,close*,closed,clses strt,cnceled,corect,crges,de den,delivered at,desk,divli pr,do gli,dose,dur he,ek sbd,fon kren,foto id,gdi do,gift from,gli,gli dur,glt pin,goes bck,groce*,gurnt*,gurnti,he ap,he kisi,he sidiyn,he usi,held,hi kol,hokr,hokr milegi,holi,hs cnged,hten,in your,inter*,interest,is acepted,jm kren,k dm,kfi he,ki dv,kitce*,kitcen,km var,ko tik,kol,kol skte,kontr,krb hone,krd pr,kripy,ksen,ksen var,li,li he,lik li,lokr,lon,lov blnce,mcine,mile kul,minutes lte,mnjur ho,np,nv,of lov,pe by,pe te,pente*,pented,pin dl,plese pe,point mile,prce ki,rec,rec you,receved,rest,runing #,sbd,sbd kfi,se ay,si te,sidiy*,sidiyn,sidiyn kli,site visit,skte,slt ki,smy var,srvis,stn,stn var,sulj,svings acount,tel k,teyr hen,ticke*,tik hokr,to cl,treki*,treking,tren var,ty,uplod,usi slt,var are,var br,var de,var kisi,var km,var point,var rol,var set,vegetbles,vhi he,vli gdi,vnt,vord,vtc,you asked,your blud
-0.05:acount var,arm,arm kren,be ped,be redy,be tken,bejen*,bejenge,bic,bnd krv,bnk,bougt,byj,clegi agle,clu,cours*,course,cr var,crd st,din bd,din jen,do hfte,ek din,enoug,erned,erned var,everybody,expec*,fon,for everybody,ge gr,glt cp,gr bejen,grm kpde,hdi,hdi tik,he agli,hen ab,herin*,hering,hfte arm,hisb se,hs arived,ignor*,ignore,injin*,injiniyr,insurnce crd,is mising,islie,ji unci,k nm,ke bic,ki cls,ki jnc,ki mite,ki nv,km,ko jenge,ko ktm,kpde rken,krv die,lot die,men hdi,milenge grm,misin*,mising,mngy,mngy he,nm bdl,nm glt,not et,otp,pdosi,pers,pese len,pin var,pipe,plese bring,plese ignore,pr milenge,pr nm,pre ordered,prepr*,prti,pt shi,re men,rkne,rok diy,se mngy,se suru,se upr,secur*,send a,shi nm,shi pt,ske,sme var,stitc*,strts,svikr*,svikrit,tel,test drive,time for,timet*,timetble,tk aeg,tk bren,trcki*,trcking,trek on,tren,unci,unit,upr,upr he,var teyr,vit your,vrite*,vriten,vs te,y lene,y shi,your hering,your pre
-0.06:acept,alerg*,anoter de,anoter time,ap a,apki msin,apki var,arived,at home,bde,bn suru,cek,cls nhi,come,cose,count*,dek rhe,deni,deni he,diliv*,dilivri,dn,dud k,festivl,file,fir lot,flt var,folov,foto bejen,hope,hope you,instr*,is belov,is runing,k bugtn,k dud,k hisb,kept for,ki test,ki vjh,ko mistri,lgne vl,logon ki,lot jeg,lst dte,mnjur,ne pte,nhi aeg,nhin aeg,nids your,noteb*,notebuk,our kitcen,pe to,phunceg,polis,pr ay,prce,prcel var,probl*,problem,puc,puc t,rd,recep*,recept,return it,rheg fir,ripor*,riport,service,sign in,son,steme*,stement,stnd,str,sukriy kn,tbl leson,te amount,te brnc,te festivl,tk pni,tke te,tuk,tyohr pr,var apne,ve tuk,vitin #,vjh,vjh se,vl stnd,vl var,x re,you ordered,your fud,your pin,your set
-0.07:# hours,# kilo,agli kist,apke var,aprov*,bd apke,bdl di,bdli,bdli hen,be crged,belov,bil ki,bje mileg,bris ke,build*,building,buking k,bukr,bukr y,ceck mil,cijen,cijen bdli,cl rhi,cncel*,cnges,come on,counter pr,crged,dikne,din yhin,dne,dne hon,do cijen,dusri,fir mileg,for order,fridge var,gy rt,he bukr,he hm,hisb,hisb var,jm,jod,k link,ke dusri,ki agli,ki rkm,kilo var,kmr var,kosis,krb he,kte men,left for,lie psport,link nice,men ceck,mil he,mite #,mnger,ny lik,on sturde,or pni,orders,our mnger,pnc sl,post,priy abibvk,psport ki,puj ki,reced,redy,rekuest var,replc*,restr*,restrt,rigt,rkm var,rt #,rt var,s,sdk,sdk ke,se teyr,sesion,sf,sf ho,slt,sugr,tble for,to end,to get,to return,var logon,var lte,var pd,var sf,var vere,vidyl*,vidyly,visit to,vitin,vote,vould like,y dne,your building,your locker,ytr ke
-0.08:aenge bnd,agl tik,aj rt,amount var,anote*,anoter,anusr len,apk prc,apointment var,asked for,bce hen,bce k,be cled,be delivered,bete k,bijli bnd,bil isi,blud,bring your,brni,brni he,broken,bsket,bukin*,buking,bus var,chte,chte hen,cled,comes on,de after,deposit,do you,dv like,end,fir miln,fir suru,fr,gde rste,gv,gv dekne,hdtl,hdtl ke,he dv,hr ytri,intjr,is sukrvr,isi,job,jvb,jvb denge,k agl,k tbl,kgj,ki tokri,kl lgeg,ko brni,like anusr,men tut,mil jeg,miln,miln chte,milne,mistri kl,ne bejenge,nme,of cur,pd nhin,pek,pick up,plumb*,plumber,posed from,pr aenge,prc,prent,printed,purj,pyment pge,refun*,ring,rken buking,rkm,rste,rste men,ruk,sbji ki,sdsyt var,se bil,sip,sip of,skte hen,smy bdlen,so fr,sof bn,strts at,suci men,sukrvr sbji,tble var,te de,te lift,teyr he,teyr hog,tk mil,tut ge,uplbd,var bring,var gv,vorks*,vs found,vter,x,your nme,ytri,ytri k
-0.09:# are,abibv*,abibvk,aegi,agrid var,ap nhin,are filing,avoid,ay,bd sujn,bej he,benk,come for,corec*,dikt,dikt ti,feled,filin*,filing,gym membersip,he smn,honi,honi he,id,juden,ke bdle,ki kist,ko honi,kreng*,krenge,limit,men dikt,men muft,minute lte,mrks,nice he,nids,niym var,ny pt,orders plced,pd nhi,phcn,phcn ptr,pien,pien var,plese tel,pnc,pover,pr jenge,ptr,purne pte,remov*,remove,rok,ses var,smn milne,smy den,srvis var,sujn,t de,te hl,te pruf,tk foto,to avoid,tut he,tvo items,vrong,ytr var
-0.1:# pm,agr,as agrid,asps,asps fir,buking var,chie aj,closed on,db,dikne ko,din,din aeg,drji,drji ko,duseh*,dusehr,fir chie,fixed for,gdi var,ges,he priks,holi ke,is complete,is fixed,k bil,k kiry,ke asps,ki vrnti,kiry,kiry var,kmr k,ko kmr,left,left te,lgeng*,lgenge,lgne ke,lie drji,locker,membersip var,np fir,our sop,pge,pm,pruf,result,rkn,scul bus,sk,skip,smy rken,te mone,te tecer,times,tk bej,trik tk,trnsf*,uplbd nhin,var kurt,var lgenge,var minutes,var vli,vebin*,vebinr,veget*,vps chie,y pese,your tifin
-0.11:ae te,aen,agle mhine,anusr,ap,apki kridri,arive*,atend*,ay t,bce,bejen y,betk k,blous*,byor,byor or,cekue,cekue var,cke,colect it,cuti var,dte,due on,he gdi,hen prci,hen rsid,is closed,is kept,ji mnglvr,job var,k byor,ki sbji,ko bnd,ko hmre,kridri k,lie topi,lift pr,line,ln,login hu,logon,mhine se,mile,mnglvr ki,moved to,ne niym,or lift,otipi,ovner*,ovners,polis ho,prci,prci var,re,rsid len,sbji tokri,sop var,te nev,te pers,to come,tokri agle,topi,trnsfer,updte*,var ank,var dys
-0.12:and vter,arji,bdle,blouse,bugtn,bus,cleg,cncel,cnot,copy,dek len,dib,din ke,docto*,ge hen,k np,kept,km he,ko lgn,lgn,lgn he,list for,mhine k,nev de,plese visit,prcel,se clegi,service of,teyr rken,tik var,tikt,tk bijli,ve hve,vehic*,vehicle,vehicle var,your fri,your nev
-0.13:adres,bijli,bre,bre men,doctor,doktr,enginir var,gr pr,is posed,ke bre,ko kh,kt,lekr,men apne,moved,ne apko,ny din,ok,pge #,plced,posed,prves,ps,pspor*,psport,redy for,servi*,ses,sesions,siksk snivr,tifin,trek,tyohr,var ap,vises,yhin btenge
-0.14:activ*,active,agrid,apke dn,brnc,cp,dekr,dstkt,dstve*,dstvej,glt,jis vebinr,jnc lie,kip a,kmr,ko milenge,leve it,lg ge,locke*,pese vps,pln is,rsid st,sikyt var,snivr ko,ticket,to kip,var mil,vebinr men,yhin
-0.15:asks,bdlen,bej diy,bn,buk kiy,complent as,dekr var,he bki,ke ps,kul,kurt,kurt var,lene aenge,leson on,mone,pdosi var,pese,plese send,ps he,recor*,socie*,society,te service,tk clu,us din,var ends,var s,you by
-0.16:a time,acoun*,acount,and redy,bring,cnge,dys,is due,jnc ke,kh,kuick,tik t,vps,vrite
-0.17:ap prves,apki sikyt,bde ap,bn rh,cuti he,hl,hve,kisi ne,kul var,link,mitr,niym,priks men,prves priks,rhegi,se bdl,sim,tecer,var shi
-0.18:dn var,gnte men,he ny,ki rsid,mrmt,prsl,retur*,sb tik,se login,test var,used,var apk,vis,you bougt
-0.19:befor*,dr,dr var,ends on,hours,is fri,kip it,kn bn,login,nm,pck,pni,pte,pte pr,sikyt,to leve,vork,your acount
-0.2:aprove,as you,bki,delivery,dusr smy,e ticket,found,gte,kn,ordr,sub,vere,your complent
-0.21:# bce,# gnte,agle din,ansve*,chie,dv var,gr a,if you,ko aeg,kpde,lgeg,mistr*,mistri,ordered,pd,pin,return,te cls,var dekr,vrnti
-0.22:amoun*,amount,bnd rheg,bteng*,btenge,counter,ke ordr,ki betk,kisi,krd,nbr var
-0.23:@asked+,ap var,bnd,jenge,ki cuti,kist,kist var,mil,mitin*,miting,nbr,tel us,var apke
-0.24:ank,buking ke,complent,he sub,is atced,lift,ped,repor*,report,sub ytr,tokri,you to,you vil
-0.25:asked,bje he,bnd he,colec*,he apki,kte,sesio*,tble,tik he,trik,tril,var our
-0.26:cur,die hen,lg,prt,sign,tut
-0.27:bki var,colect,comes,ki ks,ks,lte
-0.28:betvi*,cl,due,form var,lon var,milen*,milenge,pe,smy
-0.29:clegi,cls var,compl*,crd,sop,ytr
-0.3:apk,atced,bil var,de,form,shi he,time
-0.31:kip,lgne,rum var
-0.32:dv,siksk,you hve
-0.33:chie to,ends,number var,pt
-0.34:flt,gnte
-0.35:shi
-0.36:@thing+,jnc,smn,tomor*
-0.37:blnce,hs,leson,meter
-0.38:krb,teyr,var hs
-0.39:cuti,hen var,rheg,var vs
-0.4:cls,dusr,gdi,leve
-0.41:aenge,of your,order*,rsid
-0.42:@done+
-0.43:cur var
-0.45:priks,test
-0.47:apki
-0.5:bdl
-0.51:becos*
-0.52:var cur
-0.58:ordr var
-0.61:bje
-0.63:bil
-0.65:your
-0.66:numbe*,number
-0.74:aeg
-0.8:vs
-0.83:order var
-0.88:tik
-0.92:var bje
-1.05:@thing
-1.15:@done
-1.35:@asked`
