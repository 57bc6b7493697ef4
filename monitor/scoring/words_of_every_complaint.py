"""Words of every complaint: those that people of every trade use, whatever happened to them.

Chosen by us, from the words that occur in nearly all trades of our own corpus: what anybody does,
how many, when, who, and what holds a sentence together. Never a thing.
"""

from typing import Final

#: what anybody does
_DONE = """
ask asked asking asks bought bring brought buy call called calling calls came change changed
changes come comes coming doing done expect expected feel feels felt find finds forgot found
gave give given gives giving go goes going gone happen happened happens having hear heard hope
keep keeps kept knew know knows leave left let lets look looked looking looks made make makes
making mean means meant move moved moves need needed needs put puts read remember replied reply
run running runs said sat saw say saying says see seem seems seen sees send sending sends sent
show showed shows sit speak spoke stand standing start started starts stood stop stopped stops
supposed take taken takes taking talk talked tell telling tells think thought told took tried
tries try trying turn turned turns use used uses using wait walk walked want wanted wants went
work worked working works
"""
#: how many, and which
_COUNTED = """
all also another bit both couple different double each eight else even every first five four
full half last less lot lots many more most much new next nine old once one only other others
own quite really same second seven single six such ten third three times too twice two very
whole zero
"""
#: when
_WHEN = """
afternoon ago already always april august day days december earlier early evening ever february
friday hour hours hrs january july june later long march may min mins minute minutes monday
month months morning night november october saturday september since soon sunday thursday till
time today tomorrow tonight tuesday until wednesday week weekend weeks while year years
yesterday yet
"""
#: who
_WHO = """
anybody anyone baby boy business company customer customers dad daughter elses everybody
everyone family friend friends girl guy guys him human husband kid kids lad lady man men mine
mum nobody people person somebody someone son wife woman women
"""
#: where, and what holds a sentence together
_BETWEEN = """
across actually against almost along although anything anywhere apparently aren around asap away
back behind between both couldn didn doesn don everything everywhere hasn hello however inside
instead into isn kind maybe near nearly nothing off onto outside over point quid reason
something somewhere sort stuff thanks theres thing things though through towards under wasn way
whats within without wouldn
"""
#: language → words that say nothing about what happened
EVERYWHERE: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(" ".join((_DONE, _COUNTED, _WHEN, _WHO, _BETWEEN)).split()),
}
