"""Lines of a page that are never the story's: labels of boxes, calls to subscribe, picture credits, lone dates.

The words are those that sites of many countries have in common, most of them in config/pages.toml.
"""

import re
from collections.abc import Iterable

from worker.knowledge.keys import compact_key
from worker.knowledge.page_words import PageWords

CALL_MAX = 280  # characters: calls to action are short, a paragraph about newsletters is not
LABEL_MAX = 60
STAMP_MAX = 90
YEAR_WORDS_MAX = 3  # "Published in May 2019"; "The 2018 harbour theatre season" is a name
CREDIT_MAX = 120
CLOCK_MAX = 12
POINTER_MAX = 70  # characters up to the colon behind a label

_SIZES = frozenset({"A+", "A-", "A−", "A–", "T+", "T-", "أ+", "أ-", "ا+", "ا-", "अ+", "अ-"})  # buttons
_POINTS = ":|："
# "WATCH | ...", "Read more: ...": a label and, behind a colon or bar, the story it points to
_POINTER = re.compile(r"\W{0,3}([^:|：]{3,40}?)\s?[:|：]")
# "Sign up for our newsletter", "Follow us on X", "Download the app", "Spotted a typo?": sentences to readers
_CALL = re.compile(
    r"""(?:^|[.!?:»”]\s)(?:please\ )?
        (?: sign\ up\ (?:for|to|here|now|below) | subscribe\ (?:to|now|today|here|for) | follow\ us\b
          | follow\ @\w | like\ us\ on | click\ here\ (?:to|for)
          | (?:clique|cliquez|haz\ clic|haga\ clic|clicca)\ (?:aqui|ici|aquí|qui)\ (?:para|pour|per|e|y)\b
          | join\ (?:our|the)\ .{0,20}(?:telegram|whatsapp|channel|newsletter)
          | get\ (?:our|the|all)\ .{0,40}(?:newsletter|\bapp\b|inbox) | download\ (?:the|our)\ .{0,30}\bapp\b
          | folgen\ sie\ uns | abonnieren\ sie | abonniere\  | jetzt\ abonnieren | suivez-nous | abonnez-vous
          | inscrivez-vous | síguenos | suscríbete | suscríbase | iscriviti | seguici\ su | inscreva-se
          | siga-nos | volg\ ons | schrijf\ je\ in | abonnér | prenumerera | bizi\ takip | ikuti\ kami
          | подписывайтесь | підписуйтесь | read\ more\ (?:here|about|on)\b.{0,60}$
          | (?:have|found|spotted|noticed|see)\ (?:an?\ |any\ )?(?:correction|error|mistake|typo)s?\ ?\?
          | (?:report|suggest)\ (?:an?|any)\ (?:correction|error|mistake|typo) | signaler\ une\ erreur
          | (?:sie\ haben\ (?:einen\ )?|haben\ sie\ (?:einen\ )?)?fehler\ (?:gefunden|entdeckt)\ ?\?
          | ¿?(?:encontró|encontraste|has\ encontrado|viste)\ (?:un|algún)\ error\ ?\?
          | encontrou\ (?:um|algum)\ erro | hai\ trovato\ un\ errore | foutje\ (?:gezien|gevonden)
          | (?:нашли|заметили|увидели)\ (?:ошибку|опечатку)
          | (?:become\ a|join\ as\ a)\ (?:free\ or\ paid\ |paid\ )?(?:member|subscriber)\ ?(?:today|now|here)
          | we\ are\ (?:funded|supported|financed)\ by\ (?:you,\ )?our\ readers
          | if\ you\ (?:enjoyed|liked|like)\ (?:this|my)\b.{0,60}\b(?:clap|follow|subscribe|support|share)\b
        )
    | (?:funded|supported|financed)\ by\ its\ readers\.\ (?:if\ you|please|support|become|join|subscribe)\b
    | ^[^.,!?]{3,40}\ is\ (?:a\ )?reader-supported(?:\ publication)?(?:[.!]|$)
    | (?:our|free|daily|weekly|unser|unserem|unseren|notre|nuestro|nuestra|nossa|nostra)\ .{0,20}newsletter
    | whatsapp[-\ ](?:channel|kanal|kanaal) | we\ (?:may\ )?(?:earn|receive)\ .{0,30}commission
    | may\ earn\ (?:us\ )?an?\ .{0,20}commission | all\ rights\ reserved | alle\ rechte\ vorbehalten
    | tous\ droits\ réservés | todos\ los\ derechos\ reservados | todos\ os\ direitos\ reservados
    | tutti\ i\ diritti\ riservati | 版[权權]所有 | 服务许可证[号编:：]{0,3}\s?\d | ^「[^」]{2,30}」の会員(?:に|登録)
    | 購読のお申し?込み | 無断転載 | 무단\ ?전재 | 재판매\ 및\ db\ 금지
    | copyright\ (?:©|ⓒ|@|\(c\)) | privatsphäre-einstellungen
    | this\ article\ has\ been\ sent\ to | personal,\ non-commercial\ use\ only
    | ^(?:©|ⓒ|\(c\)\ ?[12][0-9]{3}|copyright\ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What notices of houses begin with, as they are printed
_NOTICES = (
    "This website and associated newspapers adhere to the Independent Press Standards",
    "We use your sign-up to provide content in ways you",
    "SOURCE ",  # of a press release, below it
)
# What every call holds, small: the expression is tried where one of them is (a hundredth of its time)
_CALL_SIGNS = (
    "sign up", "subscribe", "follow us", "follow @", "like us", "click here", "join our", "join the", "get our",
    "clique", "haz clic", "haga clic", "clicca ",
    "get the", "get all", "download the", "download our", "folgen", "abonn", "suivez", "inscri", "síguenos", "suscr",
    "iscriviti", "seguici", "inscreva", "siga-nos", "volg ons", "schrijf", "prenumerera", "takip", "ikuti",
    "подписывайтесь", "підписуйтесь", "read more", "newsletter", "whatsapp", "commission", "rights res", "alle rechte",
    "tous droits", "los derechos", "os direitos", "i diritti", "無断転載", "무단전재", "무단 전재", "재판매",
    "copyright", "privatsphäre", "this article has", "personal, non",
    "版权所有", "版權所有", "服务许可证", "の会員", "購読のお申",
    "©", "ⓒ", "(c)", "correction", "error", "mistake", "typo", "erreur", "fehler",
    "erro", "foutje", "ошибку", "опечатку", "if you",
    "become a", "join as a", "by its readers", "our readers", "reader-supported",
)  # fmt: skip
# "More from the Harbour Post", "Mehr aus Lindau": whose other stories follow
_FRONTS = (
    "more from ", "more in ", "more about ", "mehr aus ", "mehr zu ", "mehr von ", "meer nieuws uit ", "meer uit ",
    "plus d'infos ", "más de ", "más en ", "mais de ", "altro da ", "mer från ", "mere fra ", "mer fra ",
)  # fmt: skip
_READ = "READ"  # in capitals alone: "Read: ..." may be the writer's own word
FRONT_LETTERS = frozenset(letter for front in _FRONTS for letter in (front[0], front[0].upper()))
FRONT_MAX = 40  # characters of such a label
# Photo: Jo Bee/Agency   Bild: dpa   Jo Bee/Getty Images   (AP Photo/Jo Bee)
_CREDIT = re.compile(
    r"""^(?:photo|photos|photograph|image|images|picture|foto|fotos|bild|bilder|crédit|crédits|credit|video|grafik
        |fotografía|источник|фото)
        (?:\s(?:by|credit|courtesy|von|par|de|di)\b)?\s?[:/©]
    |\((?:ap\ photo|reuters|afp|file\ photo|foto|photo|bild)[/:\s]
    |^[^.!?]{2,80}(?:/|\ via\ |\ \|\ )
        (?:getty|reuters|afp|ap|epa|dpa|imago|shutterstock|istock|alamy|unsplash|bloomberg)(?:\ images|\ photo)?\)?$""",
    re.VERBOSE | re.IGNORECASE,
)
# … on Friday. (Photo courtesy of the harbour)   … (PNA photo by Jo Bee)   …新华社发（刘洋 摄）   …新华社记者 刘洋 摄
_CREDITED = re.compile(
    r"""\((?:\w{2,12}\s)?(?:photos?|images?|pictures?|screengrab|foto)\s(?:courtesy|by|from|via)\b[^()]{0,80}\)\.?$
    |   [（(][^（）()。]{1,12}[摄攝][）)]$ | (?:记者|記者|社发|社發|通讯员)\s?[^。，（）]{2,12}[摄攝]$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CREDIT_ENDS = (")", ").", "）", "摄", "攝")
CAPTION_MAX = 400
_CREDIT_SIGNS = "/:(|©"  # one of them stands in every credit, or "via"
# 17.05.2024, 12:20 and "Published 18 November 2019", "2025年1月14日 01時28分": a year or clock, few words
_STAMP = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b|(?:1[89]|20)[0-9]{2}年|\b[0-9]{1,2}[:.h時][0-9]{2}\b")
# 18:02   6.02 pm   18h02   18.02 Uhr
_CLOCK = re.compile(
    r"[0-2]?[0-9](?:[:.][0-5][0-9](?:\s?[ap]\.?m\.?|\s(?:uhr|h|[a-z]{2,4}t))?|h[0-5][0-9])", re.IGNORECASE
)
# 17 05 2024
_FIGURES = re.compile(r"[0-9]+")
# figures and signs
_NO_WORD = re.compile(r"[\W\d_]+")


def is_related_label(line: str, pages: PageWords) -> bool:
    """A heading over links to other stories: "Also read:", "International Related Stories"."""
    if len(line) > LABEL_MAX:
        return False
    return compact_key(line) in pages.over_links or ((heading := pages.heading(line)) is not None and not heading.rest)


def is_front(line: str) -> bool:
    """A heading that may stand over other stories, or over all else that a house has: "More from the Harbour Post"."""
    return len(line) <= FRONT_MAX and line.casefold().startswith(_FRONTS)


def is_label(line: str, pages: PageWords) -> bool:
    """Any line that only names a part of the page: "Advertisement", "Share"."""
    return is_plain_label(line, pages) or is_related_label(line, pages)


def is_plain_label(line: str, pages: PageWords) -> bool:
    """The same but for headings over links to other stories."""
    if line in _SIZES or pages.is_furniture(line):
        return True
    return len(line) <= LABEL_MAX and compact_key(line) in pages.labels


def pointed_to(line: str, pages: PageWords) -> str | None:
    """The other story's title in a line that points to it: "Also read: Rates rise again"."""
    if len(line) > CALL_MAX or not any(map(line[:POINTER_MAX].__contains__, _POINTS)):
        return None
    if heading := pages.heading(line):
        return heading.rest
    match = _POINTER.match(line)
    pointing = match is not None and (match[1] == _READ or compact_key(match[1]) in pages.over_links)
    return line[match.end() :].strip() if match and pointing else None


def calls_among(lines: Iterable[str]) -> frozenset[str]:
    """The lines that call to subscribe, follow or download, or are notices of rights.

    What none of them holds is looked for once, in all of them together.
    """
    whole = tuple(lines)
    folded = {line: line.casefold() for line in whole if len(line) <= CALL_MAX}
    together = "\n".join(folded.values())
    signs = [sign for sign in _CALL_SIGNS if sign in together]
    hinted = (line for line, small in folded.items() if any(map(small.__contains__, signs)))
    notices = (line for line in whole if line.startswith(_NOTICES))
    return frozenset((*filter(_CALL.search, hinted), *notices))


def is_credit(line: str) -> bool:
    """The credit line of a picture."""
    if len(line) > CREDIT_MAX or not (any(map(line.__contains__, _CREDIT_SIGNS)) or " via " in line.casefold()):
        return False
    return _CREDIT.search(line) is not None


def is_credited_caption(line: str) -> bool:
    """A caption with who made the picture at its end: "… on Friday. (Photo courtesy of the harbour)"."""
    return (
        len(line) <= CAPTION_MAX and line.endswith(_CREDIT_ENDS) and _CREDITED.search(line, len(line) // 4) is not None
    )


def is_clock(line: str) -> bool:
    """A time of the day alone, as live blogs print it over each entry: "18:02", "6.02 pm"."""
    return len(line) <= CLOCK_MAX and _CLOCK.fullmatch(line) is not None


def is_stamp(line: str, words_max: int = 7) -> bool:
    """A date or time that stands alone, with a word or two; a year by itself dates only the shortest line."""
    if len(line) > STAMP_MAX or _STAMP.search(line) is None:
        return False
    most = words_max if len(_FIGURES.findall(line)) > 1 else min(words_max, YEAR_WORDS_MAX)
    return len(_NO_WORD.sub(" ", line).split()) <= most and not line.endswith((".", "!", "?", "”", '"'))
