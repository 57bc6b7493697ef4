"""Words people put into a display name that are not their first name. Lower case, singular."""

#: titles: whoever shows one wants it used, and "Hi Lopez" is rude
TITLES = (
    "dr doctor prof professor mr mrs ms miss mx mister sir madam madame dame lord lady master "
    "captain capt major colonel general sergeant sgt rev reverend father sister brother rabbi "
    "imam judge herr frau senor senora monsieur king queen prince princess duke count baron "
    "saint st president mayor chef coach"
)
#: what begins a phrase or a family name, never a first name
STARTS = (
    "the a an my your our his her their this that not no yes just only some any every all i "
    "im we you he she they it is am are was be to from for with without of in on at by and or "
    "but if so who what why how when where van von der den de del della di da du la le el los "
    "las al bin ibn abu mc mac o"
)
PEOPLE = (
    "man woman boy girl dude bro lad lass kid child baby mum mom mummy mommy mama dad daddy "
    "papa grandma grandpa granny nana wife husband uncle aunt auntie son daughter parent "
    "family friend neighbour neighbor person human people user customer client guest buyer "
    "owner fan lover hater critic expert pro newbie anon anonymous nobody somebody someone "
    "everyone stranger traveler traveller foodie gamer reader writer author artist poet "
    "singer dancer runner rider biker hiker driver teacher student nurse lawyer engineer "
    "developer designer blogger vlogger influencer reporter journalist editor manager "
    "director founder ceo admin moderator bot troll ninja wizard witch ghost pirate hero "
    "legend boss veteran citizen voter taxpayer"
)
TRADE = (
    "support service help helpdesk team office official company shop store bakery cafe coffee "
    "bar pub restaurant kitchen hotel travel tours studio salon agency media press news daily "
    "times radio tv channel podcast blog online digital web app tech software crypto bitcoin "
    "nft forex trading invest marketing sales promo deal discount offer free win winner "
    "giveaway prize click buy sell follow subscribe link info contact account page group club "
    "society foundation church school university college city town bank insurance airline "
    "delivery review complaint refund scam spam fraud fake warning alert test demo example "
    "brand product order"
)
TEMPER = (
    "angry mad sad happy grumpy unhappy upset annoyed furious tired bored hungry thirsty "
    "sleepy lazy crazy silly funny cute sweet sour bitter salty spicy hot cold cool big "
    "little small tiny tall short old young new good bad best worst great awful terrible "
    "horrible nice lovely proud honest real true just disappointed disgusted concerned "
    "confused lost lonely broke poor rich rude fed up still waiting lucky random secret "
    "hidden dark black white red blue green yellow pink purple golden orange hate love like "
    "loves hates likes wants needs sucks stop boycott avoid never always"
)
THINGS = (
    "pizza burger bread cake cookie brownie muffin croissant bagel donut taco noodle pasta "
    "rice cheese chocolate sugar salt honey butter tea beer wine whisky vodka juice milk "
    "water egg bacon chicken fish meat vegan cat dog puppy kitty kitten bird bear wolf fox "
    "tiger lion monkey panda unicorn dragon dinosaur horse cow pig duck rabbit frog snake "
    "spider book music movie film game sport football soccer cricket car bike train bus plane "
    "ship house home garden tree flower sun moon sky rain snow storm fire ice ocean sea river "
    "mountain beach world earth life death time day night morning evening summer winter "
    "autumn monday tuesday wednesday thursday friday saturday sunday january february march "
    "july august september october november december heart soul mind brain devil god jesus "
    "allah buddha christmas money cash gold diamond"
)
PLACES = (
    "berlin london york england britain scotland america usa uk europe germany france spain "
    "italy canada australia africa asia north south east west"
)

#: of those, what is a family name often enough ("Emma White")
_FAMILY_NAMES = (
    "white black green brown king fox wolf rice bird day snow short little young bear lord "
    "duke prince moon page cow rich rider hunter driver good best love fish church bishop "
    "london england french english north south east west winter summer judge saint price "
    "stone wood woods field forest lake ford marsh small bond cash gold diamond flower garden "
    "major pope root"
)
_PARTICLES = "de del della der den di da do dos du la le van von zu y e ten ter bin al"

NOT_NAMES = frozenset(
    " ".join((TITLES, STARTS, PEOPLE, TRADE, TEMPER, THINGS, PLACES, _PARTICLES)).split()
)
FAMILY_NAMES = frozenset(_FAMILY_NAMES.split())
#: lower-case words inside a full name
PARTICLES = frozenset(_PARTICLES.split())
