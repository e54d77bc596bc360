"""Lines of a page that are never the story's: labels of boxes, calls to subscribe, picture credits, lone dates.

The words are those that sites of many countries have in common; no rule knows a site.
"""

import re

from worker.formats.html_text import key_of

CALL_MAX = 280  # characters: calls to action are short, a paragraph about newsletters is not
LABEL_MAX = 60
STAMP_MAX = 90

_RELATED_WORDS = """
related|related stories|realted stories|related articles|related news|related coverage|related content
related topics|more on this|more on this story|also read|read also|see also|read more|read next|more|more news
more stories|more from|more like this|recommended|recommended stories|recommended videos|recommended for you
you may also like|you might also like|trending|trending now|top stories|most read|don't miss|editor's picks
in case you missed it|further reading|watch|watch more|what to read next|keep reading|auch interessant
mehr zum thema|zum thema|lesen sie auch|lesen sie mehr|lesen sie dazu auch|das könnte sie auch interessieren
mehr dazu|weitere artikel|weitere themen|weiterführende links|verwandte artikel|verwandte themen
ähnliche artikel|ähnliche|empfohlen|meistgelesen|mehr nachrichten|mehr infos|schlagwörter zu diesem artikel
lies auch|passend dazu|lire aussi|à lire aussi|a lire aussi|à lire également|lire également|sur le même sujet
sur le même thème|voir aussi|les plus lus|à voir aussi|lea también|lee también|leer más|te puede interesar
te recomendamos|noticias relacionadas|más información|ver más|también te puede interesar|más noticias
relacionado|leggi anche|leggi tutto|potrebbe interessarti|articoli correlati|notizie correlate|vedi anche
leia também|leia mais|veja também|saiba mais|notícias relacionadas|mais lidas|lees ook|lees meer|meer over
gerelateerd|bekijk ook|les også|les mer|læs også|læs mere|läs också|läs mer|läs även|lue myös|lue lisää
czytaj także|czytaj też|czytaj również|zobacz też|zobacz także|przeczytaj także|přečtěte si také|čtěte také
čtěte dále|související|mohlo by vás zajímat|prečítajte si aj|olvasson tovább|kapcsolódó|citește și
citește mai mult|прочетете още|читайте также|читать также|по теме|читайте також|διαβάστε επίσης|δείτε επίσης
ayrıca okuyun|ilgili haberler|baca juga|berita terkait|artikel terkait|đọc thêm|xem thêm|tin liên quan
basahin din|اقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|مواضيع ذات صلة|أخبار ذات صلة|قد يعجبك أيضا|קראו גם|بیشتر بخوانید
यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|संबंधित खबरें|এছাড়াও পড়ুন|আরও পড়ুন|関連記事|関連ニュース|おすすめ記事|あわせて読みたい|関連キーワード
おすすめ情報|相关阅读|相关新闻|延伸阅读|推荐阅读|관련기사|관련 기사|주요뉴스
"""
_OTHER_WORDS = """
advertisement|ad|ads|article content|story continues below|story continues below advertisement
advertisement - scroll to continue|sponsored|share|share this|share this article|share this story
share on facebook|tweet|print|print article|email|save|copy link|listen|listen to article|comments
leave a comment|post a comment|sign in|log in|subscribe|sign up|sign up now|read the full story|open in app
order reprints|thank you|skip to content|skip to main content|an error has occurred, please try again later
loading|back to top|image source|image caption|caption|werbung|anzeige|artikel teilen|teilen|drucken|kommentare
externer inhalt nicht verfügbar|empfohlener redaktioneller inhalt|hauptinhalt|empfohlener externer inhalt
zur startseite|artikel anhören|newsletter|merken|inhalt|publicité|partager|imprimer|commentaires
article réservé aux abonnés|publicidad|compartir|comentarios|imprimir|pubblicità|condividi|commenti|publicidade
compartilhar|comentários|advertentie|reclame|delen|annonse|annonce|annons|mainos|reklama|reklam|článek|sdílet
hirdetés|publicitate|реклама|комментарии|поделиться|διαφήμιση|iklan|advertisement scroll to continue|bagikan
quảng cáo|إعلان|شارك|विज्ञापन|शेयर करें|広告|広告を表示|广告|分享|광고|공유
"""


def _keys(words: str) -> frozenset[str]:
    return frozenset(key_of(word) for line in words.split("\n") for word in line.split("|") if word.strip())


_RELATED = _keys(_RELATED_WORDS)
_OTHER = _keys(_OTHER_WORDS)

# "Related: ...", "WATCH | ...", "Lesen Sie auch: ...": a label and, behind a colon or bar, the story it points to
_POINTER = re.compile(r"\W{0,3}([^:|：]{3,40}?)\s?[:|：]")
# "Sign up for our newsletter", "Follow us on X", "Download the app": imperatives that open a sentence
_CALL = re.compile(
    r"""(?:^|[.!?:»”]\s)(?:please\ )?
        (?: sign\ up\ (?:for|to|here|now|below) | subscribe\ (?:to|now|today|here|for) | follow\ us\b
          | follow\ @\w | like\ us\ on | click\ here\ (?:to|for)
          | join\ (?:our|the)\ .{0,20}(?:telegram|whatsapp|channel|newsletter)
          | get\ (?:our|the|all)\ .{0,40}(?:newsletter|\bapp\b|inbox) | download\ (?:the|our)\ .{0,30}\bapp\b
          | folgen\ sie\ uns | abonnieren\ sie | abonniere\  | jetzt\ abonnieren | suivez-nous | abonnez-vous
          | inscrivez-vous | síguenos | suscríbete | suscríbase | iscriviti | seguici\ su | inscreva-se
          | siga-nos | volg\ ons | schrijf\ je\ in | abonnér | prenumerera | bizi\ takip | ikuti\ kami
          | подписывайтесь | підписуйтесь | read\ more\ (?:here|about|on)\b.{0,60}$
        )
    | (?:our|free|daily|weekly|unser|unserem|unseren|notre|nuestro|nuestra|nossa|nostra)\ .{0,20}newsletter
    | whatsapp[-\ ](?:channel|kanal|kanaal) | we\ (?:may\ )?(?:earn|receive)\ .{0,30}commission
    | may\ earn\ (?:us\ )?an?\ .{0,20}commission | all\ rights\ reserved | alle\ rechte\ vorbehalten
    | tous\ droits\ réservés | todos\ los\ derechos\ reservados | todos\ os\ direitos\ reservados
    | tutti\ i\ diritti\ riservati | 無断転載 | 무단전재 | copyright\ (?:©|ⓒ|@|\(c\)) | privatsphäre-einstellungen
    | this\ article\ has\ been\ sent\ to | personal,\ non-commercial\ use\ only
    | ^(?:©|ⓒ|\(c\)\ ?[12][0-9]{3}|copyright\ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
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
# 17.05.2024, 12:20 and "Published 18 November 2019", "2025年1月14日 01時28分": a year or clock, few words
_STAMP = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b|(?:1[89]|20)[0-9]{2}年|\b[0-9]{1,2}[:.h時][0-9]{2}\b")


def is_related_label(line: str) -> bool:
    """A heading over links to other stories: "Also read:"."""
    return len(line) <= LABEL_MAX and key_of(line) in _RELATED


def ends_in_related_label(line: str) -> bool:
    """A label with the section's name in front: "International Related Stories"."""
    words = line.split()
    return len(line) <= LABEL_MAX and 2 < len(words) <= 6 and key_of(" ".join(words[-2:])) in _RELATED


def is_label(line: str) -> bool:
    """Any line that only names a part of the page: "Advertisement", "Share"."""
    return len(line) <= LABEL_MAX and (key_of(line) in _RELATED or key_of(line) in _OTHER)


def is_pointer(line: str) -> bool:
    """A label with the other story's title behind it."""
    match = _POINTER.match(line) if len(line) <= CALL_MAX else None
    return match is not None and key_of(match[1]) in _RELATED


def without_pointer(line: str) -> str:
    """The other story's title: what stands behind the label and its colon."""
    return line[match.end() :].strip() if is_pointer(line) and (match := _POINTER.match(line)) else line


def is_call(line: str) -> bool:
    """A call to subscribe, follow or download, or a notice of rights."""
    return len(line) <= CALL_MAX and _CALL.search(line) is not None


def is_credit(line: str) -> bool:
    """The credit line of a picture."""
    return len(line) <= 120 and _CREDIT.search(line) is not None


def is_stamp(line: str) -> bool:
    """A date or time that stands alone, with a word or two."""
    if len(line) > STAMP_MAX or _STAMP.search(line) is None:
        return False
    letters = re.sub(r"[\W\d_]+", " ", line).split()
    return len(letters) <= 7 and not line.endswith((".", "!", "?", "”", '"'))
