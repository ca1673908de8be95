"""Words that carry no topic, per language: a search drops them, and a text's language is known by them."""

_LISTS = {
    "en": """
        a about actually again all almost already also although always am among an and another any
        anybody anyone anything are aren't around as at be because been being between both but by came
        can can't cannot come comes could couldn't did didn't do does doesn't doing don't done during
        each either else etc even ever every everybody everyone everything find for from gave get gets
        getting give gives giving go goes going gonna got gotten had hadn't has hasn't have haven't
        having he he'll he's hello her here here's hers hey hi him himself his how how's however i i'd
        i'll i'm i've if in instead into is isn't it it'd it'll it's its itself just know let let's like
        make makes making many maybe me mean means might mine more most much must my myself need now of
        ok okay on one ones only onto or other others ought our ours ourselves perhaps please put quite
        rather really same shall she she'll she's should shouldn't since so some somebody someone
        something still such supposed tell than that that's the their theirs them themselves then there
        there's therefore these they they'd they'll they're they've thing things this those though
        through thus till to too toward towards until upon us very via wanna want wanted wants was
        wasn't way we we'd we'll we're we've well were weren't what what's whatever when when's whenever
        where where's wherever whether which whichever while who who's whoever whom whose why why's will
        with within won't wonder wondering would wouldn't yes yet you you'd you'll you're you've your
        yours yourself
    """,
    "de": """
        aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf
        aus bei beim bekomme bekommen bekommt bereits bin bis bist bitte da dabei dadurch dafür damit
        dann daran darauf darf darfst darin darüber das dass davon dazu dein deine deinem deinen deiner
        dem den denen denn der deren des dessen dich die dies diese diesem diesen dieser dieses dir doch
        dort du durch dürfen eben ein eine einem einen einer eines einige einigen er es etwas euch euer
        eure eurem euren falls finde finden findet für gab geben gebt gehen geht genau gerade gern gerne
        gewesen gibt gleich hab habe haben habt hallo hast hat hatte hatten hier hin hätte hätten ich
        ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja jede jedem jeden jeder
        jedes jene jetzt kann kannst können könnt könnte könnten lassen lässt machen machst macht man
        manche mehr mein meine meinem meinen meiner mich mir mit muss musst möchte möchten möchtest
        mögen müssen müsst müsste noch nun nur nämlich ob oder schon sehr sei seid sein seine seinem
        seinen seiner seit selbst sich sie sind so sobald sogar solche soll sollen sollst sollte sollten
        somit sondern sonst sowie tun tut um und uns unser unsere unserem unseren unserer unter usw viel
        viele vielen vom von wann war warum was wegen weil welche welchem welchen welcher welches wem
        wen wenn wer werde werden werdet weshalb wessen wie wieso wieviel will willst wir wird wirst wo
        wofür woher wohin wollen wollte womit worauf worden wozu wurde wurden während würde würden zu
        zum zur zwischen über
    """,
    "fr": """
        a afin ainsi alors as assez au aucune auquel aura aurait aussi autre autres aux auxquels avaient
        avais avait avec avez avons beaucoup bien bonjour c'est c'était car ce ceci cela celle celles
        celui cependant certains ces cet cette ceux chacun chaque chez ci combien comme comment d d'où
        d'un d'une dans de depuis des devez devons devraient devrais devrait dire dis dit dites dois
        doit doivent donc donner dont du duquel déjà elle elles en encore entre es est est-ce et eu eux
        faire fais fait faites faut font grâce ici il ils j j'ai je jusqu'à jusque l la laquelle le
        lequel les lesquelles lesquels leur leurs lors lorsque lui là ma mais malgré me mes mettre moi
        mon même mêmes nos notamment notre nous on ont ou où par parce parfois parmi pendant peut
        peut-être peuvent peux plusieurs plutôt pour pourquoi pourrais pourrait pouvez pouvoir pouvons
        pu puis puis-je puisque qu qu'elle qu'est qu'est-ce qu'il qu'ils qu'on qu'un qu'une quand que
        quel quelle quelles quelqu'un quelque quelques quels qui quoi s'il sa sais savez savoir se sera
        seraient serait seront ses si sinon soi soient soit sommes son sont souhaite souhaitons sous
        suis sur svp ta tandis te telle telles tels tes toi ton toujours tous tout toute toutefois
        toutes trop trouve trouver très tu un une va vais vas vers veulent veut veux via voici voilà
        vont vos votre voudrais voulez vouloir voulons vous vraiment y ça étaient étais était étant êtes
        être
    """,
    "es": """
        a acerca ahora al algo alguien alguna algunas alguno algunos algún allá allí ante aquel aquella
        aquellas aquello aquellos aquí así aunque aún bajo bastante bien cada casi como con conmigo
        conseguir consigo cual cuales cualquier cuando cuanto cuya cuyo cuál cuáles cuándo cuánta
        cuántas cuánto cuántos cómo da dame dan dar de debe debemos deben debería deberíamos debo del
        desde dice dime donde durante dónde e el ella ellas ello ellos en encontrar encuentra encuentro
        entonces entre era eran eres es esa esas ese eso esos esta estamos estar estas este esto estos
        estoy está están existe fue fuera fueron gustaría ha haber había habían hace hacemos hacen hacer
        hacia hago han has hasta hay haya he hemos hola igual incluso ir la las le les lo los luego me
        mediante mi mientras mis misma mismo mismos mucha muchas mucho muchos muy más mía mío
        necesitamos necesito nos nosotras nosotros nuestra nuestras nuestro nuestros o os otra otras
        otro otros para parece pasa pero poco podemos podría podríamos podrían por porque porqué pude
        puede pueden puedes puedo pues que queremos quien quienes quiere quieren quiero quisiera quién
        quiénes qué sabe saber se sea sean según ser será serán sería si sido siempre siendo sino sobre
        sois solamente solo somos son soy su sus suya suyo sé sí sólo tal también tan tanto te tenemos
        tener tengo ti tiene tienen tienes toda todas todavía todo todos tu tus tú u un una unas uno
        unos usted ustedes va vamos van varias varios vaya vosotros voy vuestra vuestro y ya yo él
    """,
    "pt": """
        a acerca agora ainda algo algum alguma algumas alguns alguém ali ante ao aos apenas aquela
        aquelas aquele aqueles aqui aquilo as assim até aí bastante bem cada com como conforme
        conseguimos conseguir consigo cuja cujo da daquele dar das de dela delas dele deles desde dessa
        desse desta deste deve devem devemos deveria deveríamos devo diga dizer do dos durante dá e ela
        elas ele eles em embora encontrar encontro enquanto entre então era eram essa essas esse esses
        esta estamos estar estas estava este estes estou está estão eu existe favor faz fazem fazemos
        fazer faço foi fomos for foram gostaria haver havia há isso isto já lhe lhes lo lá mais mas me
        mediante mesma mesmo mesmos meu meus mim minha minhas muita muitas muito muitos na nas nela nele
        nessa nesse nesta neste no nos nossa nossas nosso nossos num numa nós o olá onde os ou outra
        outras outro outros para pela pelas pelo pelos perante pode podem podemos poder poderia
        poderíamos pois por porque porquê portanto porém posso pouco pra precisa precisamos preciso
        quais qual qualquer quando quanta quantas quanto quantos que queira quem quer querem queremos
        quero quê saber se seja sejam sempre sendo ser seria será serão seu seus si sido sob sobre
        somente somos sou sua suas são só tal também te tem temos tenha tenho ter teu teus ti tinha toda
        todas todavia todo todos tu tua tudo tão têm um uma umas uns vai vamos você vocês vos vou várias
        vários vão às é
    """,
    "it": """
        a abbia abbiamo adesso agli ai al alcune alcuni all alla alle allo allora altra altre altri
        altro anche ancora appena avere avete aveva avevano avrebbe bene c'è che chi chiunque ci ciao
        ciascuno cioè circa ciò coi col com'è come comunque con cos'è cosa così cui da dagli dai dal
        dall dalla dalle dallo dammi dare degli dei del dell della delle dello deve devi devo devono di
        dice dimmi dire dobbiamo dov'è dove dovete dovrebbe dovrei dovremmo dunque durante dà e ed egli
        ella entrambi era erano essa esse essere essi esso fa facciamo faccio fanno far fare favore fino
        forse fosse fra già gli ha hai hanno ho i il in infatti inoltre insieme invece io l la le lei li
        lo loro lui là lì ma me medesimo mediante mentre mi mia mie miei mio molta molte molti molto ne
        negli nei nel nell nella nelle nello noi nostra nostre nostri nostro o od ogni ognuno oppure
        ossia per perché perciò però piuttosto più poco poiché possiamo posso possono potete potrebbe
        potrei potremmo puoi può qual qualche qualcosa qualcuno quale quali qualsiasi quando quanta
        quante quanti quanto quasi quel quell quella quelle quelli quello questa queste questi questo
        qui quindi sa salve sapere saranno sarebbe sarà se sebbene sei sempre si sia siamo siano siete
        solo soltanto sono sopra sta stai stanno sto su sua sue sugli sui sul sull sulla sulle sullo suo
        suoi sì tale tali tanto te ti tra tramite troppo trova trovare trovo tu tua tue tuo tuoi tutta
        tutte tutti tutto un una uno va vai vanno verso vi vogliamo voglio voi volere vorrei vorremmo
        vostra vostre vostri vostro vuoi vuole è
    """,
    "nl": """
        aan aangaande al alle alleen alles als altijd ander andere anderen ben bent bij bijna binnen
        bovendien daar daarbij daarna daarom daarvan daarvoor dan dat de den der deze die dit doe doen
        doet door dus echter een eens elk elke en enkel enkele er erg ergens ermee ervan ervoor even ga
        gaan gaat gebeurt geef geeft geven geweest geworden graag haar had hadden hallo heb hebben hebt
        heeft heel hem hen het hier hierbij hij hoe hoeveel hoewel hun ieder iedere iedereen iemand iets
        ik in indien inmiddels is ja je jij jou jouw juist jullie kan kon konden krijg krijgen krijgt
        kun kunnen kunt laat laten maak maakt maar mag maken mee meer meest men met mij mijn misschien
        mocht moest moet moeten mogen naar namelijk nog nogal nu of ofwel om omdat omtrent ons onze ook
        op over overal reeds sinds slechts sommige soms steeds te tegelijk ten ter terwijl tijdens toch
        toe toen tot totdat tussen u uit uw vaak van vanaf vanuit veel verder via vind vinden voor
        vooral waar waaraan waarbij waarin waarmee waarom waarop waarover waarvan waarvoor wanneer want
        waren was wat we weet wel welk welke werd werden weten wie wiens wij wil wilde willen wilt word
        worden wordt wou zal ze zeer zeg zei zelf zelfs zich zij zijn zo zoals zodat zodra zou zouden
        zulke zullen zult één
    """,
    "da": """
        ad af alene alle allerede alt altid anden andet andre at bare begge blandt blev blevet blive
        bliver burde bør da de dem den denne dens der deres derfor derfra deri dermed derved det dets
        dette dig din dine disse dit dog du eftersom eller ellers en end endda endnu ens enten er et
        fandt fik finde finder flere fleste for forbi fordi fra få fået får ganske gav gennem giv give
        giver gjorde gjort gå går gør gøre ham han hans har havde have hej hel hele hen hende hendes
        henover her hermed hos hun hvad hvem hver hverandre hvilke hvilken hvilket hvis hvor hvordan
        hvorfor hvorfra hvorhen hvori hvormed hvornår hvortil i igen igennem imellem imens ind indenfor
        indtil ja jeg jer jeres jo kan kom komme kommer kunne lad lade lidt lige man mange med meget
        mellem men mens mere mest mig min mine mit må måske måtte ned netop nogen nogensinde noget nogle
        nok nu når nær næsten og også om omkring op os over overalt på samme sammen se selv selvom ser
        sig sige sin sine sit skal skulle snart som stadig så sådan således tage til ud ude var ved vi
        via vide vil ville vore vores være været
    """,
    "sv": """
        all alla allt alltid allting alltså andra annan annars annat att av bara behöva behöver bland
        blev bli blir blivit borde båda både bör de del dem den denna denne deras dess dessa det detta
        dig din dina dit ditt dock dom du där därefter därför därifrån därmed då eftersom eller en
        enbart endast ens er era ert ett fast fick finna finns flera flesta fram från få får fått för
        förbi ge genom ger gett gjorde gjort gå går gått gör göra ha had hade haft han hans har hej hela
        heller henne hennes hit hitta hittar hon honom hos hur huruvida här härifrån i ibland igen
        igenom in inom ja jag ju just kan kanske kom komma kommer kunde kunna kunnat lite låt låta med
        medan mellan men mer mera mest mig min mina mitt mycket många måste ned ni nog nu när nära
        nästan någon någonsin någonting något några och också ofta oftast om omkring oss runt samma samt
        sedan ser ses sig sin sina sitt själv ska skall skulle snälla som strax säga säger så sådan
        sådana sådant ta tar till tillbaka tills tillsammans tycker upp ur ut vad var vara vare varför
        varifrån varit varje vars vart vem vems vet veta vi via vid vidare vilka vilkas vilken vilket
        vill ville väl vår våra vårt är även åt över
    """,
    "pl": """
        a aby ach albo albowiem ale aż bardziej bardzo bo bowiem by byli bym być był była było były
        będzie będziemy będą będę chce chcemy chciałaby chciałabym chciałby chciałbym chcę chociaż choć
        ci ciebie cię co cokolwiek coś czasami czasem czego czegoś czemu czy czyj czyja czyje czyli czym
        dla dlaczego dlatego do dobrze dokąd dość dużo dzięki gdy gdyby gdyż gdzie gdziekolwiek gdzieś
        go i ich ile im inna inne innego innej inny innych iż ja jak jaka jaki jakich jakie jakiego
        jakiej jakim jakiś jakkolwiek jako jakoś jaką je jeden jedna jednak jedno jednym jego jej jemu
        jest jestem jesteśmy jeszcze jeśli jeżeli już każda każde każdego każdej każdy kiedy kim kogo
        komu kto ktokolwiek ktoś która które którego której któremu który których którym którymi którą
        lecz lub ma mają mam mamy mi mieć mnie mną mogą mogę moi moim moja moje mojego mojej moją może
        możemy można musi musimy muszą muszę my mój na nad nam nami nas nasi nasz nasza nasze naszego
        naszej naszych naszym naszą nawet nich niech nim nimi nią niż o obok od około on ona one oni ono
        oraz owszem pan pani pod podczas pomimo ponieważ poprzez powiedz powinien powinienem powinna
        powinniśmy powinno poza proszę przecież przez przy raczej robi robimy robić sam sama samo się
        skąd sobie sobą swoim swoje swoją swój są ta tak taka taki takie także tam te tego tej temu ten
        teraz też to tobie tobą trzeba tu tutaj twoim twoja twoje twój ty tych tylko tym tymi tę u w wam
        wami was wasz wasza wasze we wiedzieć wiem wobec wszyscy wszystkich wszystkie wszystko wtedy wy
        z za zawsze zaś ze znaleźć znów zrobić ów że żeby
    """,
    "ru": """
        а благодаря будем будет будто буду будут бы был была были было быть в вам вами вас ваш ваша ваше
        вашего вашей вашем ваши ваших ведь весь во вообще вот впрочем все всегда всего всей всем всеми
        всему всех всею всю вся всё вы где да давай даже делаем делать для его ее если есть еще ещё ею
        её же за зачем здесь здравствуйте знать и из изо или им ими иногда их к каждая каждого каждое
        каждый как какая какие каким каких какого какое какой какую кем ко когда кого кому которая
        которого которое которой котором которую которые который которых кто куда ли либо лишь между
        меня мне много мной мог могли могу могут мое моего моей можем может можете можно мои моих мой
        мочь моя моё мы на над надо найти нам нами нас наш наша наше нашего нашей нашем нашему наши
        нашим наших него нее ней нему неё ним ними них но ну нужен нужна нужно нужны о об обо один одна
        однако одно он она они оно от откуда очень по под подскажи подскажите пожалуйста пока помимо
        поскольку потому почему почти при про просто пусть разве с сам сама сами само самый свое своего
        своей свои своих свой свою своя своё сделать себе себя сейчас скажи скажите сколько со собой
        совсем стать так такая также такие такое такой там твой твоя те тебе тебя тем теми то тобой
        тогда того тоже той только том тому тот ту тут ты у уж уже хотел хотела хотели хотелось хотеть
        хотим хотите хоть хотя хотят хочет хочу чего чей чем чему через что чтоб чтобы чье чьи чья чём
        эта эти этим этими этих это этого этой этом этому этот эту я является являются
    """,
    "ja": """
        の に は を が と で も へ や か ね よ わ な ぞ から まで より など だけ しか
        ばかり ほど くらい ぐらい こそ でも さえ すら とか やら なら ので のに けど けれど
        けれども ても ては では には とは へは にも とも からは までに だ です でした でしょう
        でしょうか ですか だった である であり であれば だろう ます ました ましょう ましょうか ますか
        ましたか する します しました して した しています している していた しますか すれば するには
        するとき する際 したい したいです したら しても される されます された されて させる いる
        います いた いて いるか ある あります あった あって ありますか なる なります なった なって
        なれば れる られる できる できます できた できて できますか できるか べき べきか べきですか
        たい たいです ください 下さい くださいませ お願い お願いします お願いいたします 教えて
        教えてください 知りたい 知りたいです 何 何か 何が 何を 何の 何ですか なに なん なんですか
        どう どうすれば どうすればいい どうやって どうしたら どうしても どうして どのように どのような
        どんな どの どれ どちら どこ どこで どこに どこか いつ いつまで いつから なぜ なんで 誰
        誰が 誰に だれ いくつ どのくらい どれくらい この その あの これ それ あれ ここ そこ あそこ
        こちら そちら こう そう ああ こんな そんな こと もの ため ために よう ような ように とき
        ときに 場合 場合は について についての に関して に関する に対して に対する として としての
        によって による において における という といった といい そして また または および 及び
        もしくは しかし ただし だから それで それから つまり もし もしも 私 私の 私たち 私達
        私どもの 我々 我々の 弊社 僕 自分 あなた 彼 彼女 皆さん いい よい 良い ところ そもそも
        とても もう まだ すぐ ちょっと お聞きしたい 聞きたい
    """,
    "no": """
        alle allerede alltid altså andre annen annet at av bare ble bli blir blitt bort burde både bør
        da de deg dem den denne der dere deres derfor derfra dersom dessuten det dets dette din dine
        disse dit ditt du eller ellers en enda ene eneste enn er et ett etter fikk finne finner finnes
        flere fleste for fordi fra fram få får fått før først gang ganske gi gikk gir gitt gjennom
        gjerne gjorde gjort gjør gjøre gå går ha hadde han hans har hatt hei hel hele helst helt henne
        hennes her herfra hit hos hun hva hvem hver hvert hvilke hvilken hvilket hvis hvor hvordan
        hvorfor hvorfra i igjen ikke imellom ingen ingenting inn inne innen inntil ja jeg jo kan kanskje
        kom komme kommer kunne la langs lite litt man mange med meg meget mellom men mens mer mest min
        mine mitt mot mye må måtte ned nei nesten noe noen nok nå når nærmere og også om omkring opp oss
        over på samme sammen se seg selv selvom sett siden sin sine sitt skal skulle slik slike snart
        som så sånn ta tar til tilbake under unntatt ut ute uten var ved vel vi via vil ville vår våre
        vårt være vært
    """,
    "fi": """
        aina ainoastaan ei eikä eivät eli ella ellei emme en enemmän eniten ennen ensin entä etkä ette
        että he hei heidän heidät heille heiltä heissä heistä heitä hän häneen hänelle häneltä hänen
        hänestä hänet häntä ihan ilman itse ja jo johon joiden joihin joita joitakin joka jokainen jokin
        joko jokseenkin joku jolla jolle jolloin jolta jonka jonkin jonne jopa jos joskus jossa josta
        jota jotka jotta jää kai kaikki kaikkien kanssa kautta keitä ken kenelle kenen kerran keskellä
        keskuudessa ketkä ketä koko koska koskaan kuin kuinka kuitenkin kuka kumpi kun kyllä kyse
        lisäksi lähellä lähes me meidän meidät meille meillä meitä melko miksi mikä mikäli millainen
        mille milloin millä minkä minne minua minulla minulle minun minut minä missä mistä miten mitkä
        mitä mitään molemmat muita mukaan mukana mutta muu muun myös ne niiden niihin niille niin niistä
        niitä noin nuo nyt näiden näin näitä nämä ole olemme olen olet olette oli olin olisi olisivat
        olivat olla ollut on onko ovat pitkin pitää päällä se sekä sen siellä sieltä siihen siinä siis
        siitä siksi silloin sillä sinne sinua sinulla sinulle sinun sinut sinä sitten sitä suuri tai
        takana takia tavalla te teidän teille teillä teitä tulee tulla tuo tuolla tuon tähän tällainen
        tällä tämä tämän tänne tässä tästä tätä vaan vai vaikka varten vasta vastaan vielä vieläkin voi
        voida voimme voin voit voitte voivat yhä yli ympäri
    """,
    "ko": """
        같은 같이 것 것은 것을 것이 것인가요 게다가 경우 경우에 과연 관련 관한 관해
        귀하 그 그것 그것은 그것을 그것이 그녀 그는 그래서 그러나 그러면 그러므로
        그런 그런데 그럼 그렇게 그리고 그의 나 나는 나를 나의 내 내가 너 너무 누가
        누구 누구에게 누구의 다른 다시 당신 당신의 대한 대해 대해서 더 더욱 도대체
        동안 등 등을 따라 따른 때 때문에 때에 또 또는 또한 만약 만일 많은 많이
        매우 먼저 모두 모든 무슨 무엇 무엇을 무엇이 무엇인가요 뭐 뭐가 뭔가 및 바로
        반드시 보통 비록 수 아니라 아니면 아주 아직 안 알려 알려주세요 약간 어느
        어디 어디서 어디에 어디에서 어떠한 어떤 어떻게 언제 언제나 얼마 얼마나 에
        에게 에서 여기 여기서 여러 역시 오직 와 왜 우리 우리가 우리는 우리를 우리의
        위한 위해 위해서 을 의 이 이것 이것은 이것을 이것이 이런 이렇게 이를 이미
        이제 있나요 있는 있는지 있다 있습니까 있습니다 있어요 자기 자신 잘 저 저것
        저는 저를 저의 저희 저희가 저희의 전혀 정도 제 제가 제발 좀 주세요 즉 지금
        참 통한 통해 하나요 하는 하는지 하다 하지만 한 한다 할 할까요 함께 합니까
        합니다 해 해야 해요 혹시 혹은
    """,
    "zh": """
        的 了 是 在 我 我们 你 你们 您 他 她 它 他们 她们 它们 咱们 自己 大家 谁 谁的 我的
        我们的 你的 您的 他的 她的 他们的 什么 甚么 什么样 什么是 是什么 啥 怎么 怎么样 怎么办
        怎么做 怎样 如何 为什么 为何 为啥 哪 哪个 哪些 哪里 哪儿 哪种 哪位 什么时候 何时 几时
        何处 多少 几个 吗 呢 吧 啊 呀 嘛 哦 啦 也 又 只 很 太 非常 已经 正在 曾经 仍然 还是
        总是 一直 和 跟 或 或者 以及 并且 而 而且 但 但是 可是 然而 不过 因为 由于 所以 因此
        如果 假如 要是 若 那么 虽然 尽管 即使 无论 不管 只要 只有 除了 为了 关于 对于 至于 根据
        按照 随着 把 被 从 比如 例如 等等 这 这个 这些 这里 这样 这种 那 那个 那些 那里 那样
        那种 某 某个 某些 每个 各 各个 一个 一些 一种 一下 一点 请 请问 请告诉我 告诉 告诉我
        麻烦 你好 您好 可以 可不可以 能够 能不能 能否 可否 应该 应当 必须 需要 想要 想知道 知道
        了解一下 是否 是不是 有没有 有什么 有哪些 会不会 要不要 该不该 该 得到 进行 做 时候 的时候
        的话 让我 给我 帮我 我想 我要 我该 我们该 们 么
    """,
}

STOP_WORDS: dict[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _LISTS.items()}
