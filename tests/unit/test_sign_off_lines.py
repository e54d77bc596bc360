"""Sign-offs of agencies all over the world, and last lines of stories that are none."""

import pytest

from worker.knowledge.loading import load
from worker.newsroom import signoffs

KNOWLEDGE = load()

# the line, codes of agencies, people
SIGNED = [
    ("--IANS", ["ians"], []),
    ("-- IANS", ["ians"], []),
    ("ms/vd", [], []),
    ("int/khz/", [], []),
    ("(ANI)", ["ani"], []),
    ("PTI SKV RT", ["pti"], []),
    ("PTI", ["pti"], []),
    ("-PTI", ["pti"], []),
    ("UNI XC RSA", ["uni"], []),
    ("(UNI)", ["uni"], []),
    ("hh/ph/ts/hd", [], []),
    ("asl-jb/tib/pid", [], []),
    ("AFP", ["afp"], []),
    ("© 2031 AFP", ["afp"], []),
    ("© Agence France-Presse", ["afp"], []),
    ("bur-jb/ah/mtp", [], []),
    ("burs-jb/ah", [], []),
    ("dpa wsz jln npr", ["dpa"], []),
    ("dpa/wsz", ["dpa"], []),
    ("(dpa)", ["dpa"], []),
    ("(dpa/lno)", ["dpa"], []),
    ("© dpa-infocom, dpa:310517-99-123456/2", ["dpa"], []),
    ("dpa yyno a3 abc", ["dpa"], []),
    ("dpa-AFX", ["dpa"], []),
    ("/jb/DP/men", [], []),
    ("(Schluss) jb/ah", [], []),
    ("(APA)", ["apa"], []),
    ("(Schluss) apa/red", ["apa"], []),
    ("APA/jb", ["apa"], []),
    ("SDA/ij", ["sda-ats"], []),
    ("sda/afp/jb", ["sda-ats", "afp"], []),
    ("/ij", [], []),
    ("jb/ah", [], []),
    ("EFE jb/ah", ["efe"], []),
    ("EFE", ["efe"], []),
    ("(EFE)", ["efe"], []),
    ("EFEcom", ["efe"], []),
    ("/Europa Press/", ["europa-press"], []),
    ("(ANSA)", ["ansa"], []),
    ("ANSA", ["ansa"], []),
    ("(ANSA).", ["ansa"], []),
    ("Y99-JB/AH", [], []),
    ("(AGI)", ["agi"], []),
    ("(Adnkronos)", ["adnkronos"], []),
    ("LaPresse", ["lapresse"], []),
    ("JB // AH", [], []),
    ("Lusa/Fim", ["lusa"], []),
    ("JB (AH) // CC", [], []),
    ("(ANP)", ["anp"], []),
    ("(c) ANP", ["anp"], []),
    ("© ANP", ["anp"], []),
    ("(Belga)", ["belga"], []),
    ("/ritzau/", ["ritzau"], []),
    ("(TT)", ["tt"], []),
    ("TT", ["tt"], []),
    ("(©NTB)", ["ntb"], []),
    ("(NTB)", ["ntb"], []),
    ("©NTB", ["ntb"], []),
    ("STT", ["stt"], []),
    ("(STT)", ["stt"], []),
    ("(PAP)", ["pap"], []),
    ("jb/ ah/", [], []),
    ("autor: Jan Nowak", [], ["Jan Nowak"]),
    ("(ČTK)", ["ctk"], []),
    ("(MTI)", ["mti"], []),
    ("AGERPRES/(JB)", ["agerpres"], []),
    ("(Hina)", ["hina"], []),
    ("(FENA)", ["fena"], []),
    ("(Tanjug)", ["tanjug"], []),
    ("(Reporting by Jo Bee; Editing by Ann Cee)", [], ["Jo Bee", "Ann Cee"]),
    (
        "(Reporting by Jo Bee in Linden and Ann Cee in Bree; Writing by Bo Dee; Editing by Ed Eff)",
        [],
        ["Jo Bee", "Ann Cee", "Bo Dee", "Ed Eff"],
    ),
    ("Reporting by Jo Bee; Editing by Ann Cee", [], ["Jo Bee", "Ann Cee"]),
    ("Reporting By Jo Bee; Editing By Ann Cee", [], ["Jo Bee", "Ann Cee"]),
    ("Additional reporting by Jo Bee", [], ["Jo Bee"]),
    ("(Reporte de Ana Dias. Editado por Luz Rey)", [], ["Ana Dias", "Luz Rey"]),
    ("(Reporte de Ana Dias; Editado en español por Luz Rey)", [], ["Ana Dias", "Luz Rey"]),
    ("(Reportagem de Ana Dias; Edição de Luz Rey)", [], ["Ana Dias", "Luz Rey"]),
    ("(Reportage Jean Kerloc'h, édité par Anne Le Bras)", [], ["Jean Kerloc'h", "Anne Le Bras"]),
    ("(Rédigé par Jean Kerloc'h, édité par Anne Le Bras)", [], ["Jean Kerloc'h", "Anne Le Bras"]),
    ("(Jean Kerloc'h, édité par Anne Le Bras)", [], ["Jean Kerloc'h", "Anne Le Bras"]),
    ("(Bericht von Jette Mark, redigiert von Bo Ohm.)", [], ["Jette Mark", "Bo Ohm"]),
    (
        "(Jette Mark, redigiert von Bo Ohm. Bei Rückfragen wenden Sie sich bitte an unsere Redaktion)",
        [],
        ["Jette Mark", "Bo Ohm"],
    ),
    ("(Tradotto da Anna Bi, editing Bo Ci)", [], ["Anna Bi", "Bo Ci"]),
    ("(Anna Bi, editing Bo Ci)", [], ["Anna Bi", "Bo Ci"]),
    ("(تغطية صحفية أحمد علي - تحرير سعاد حسن)", [], ["أحمد علي", "سعاد حسن"]),
    ("(إعداد أحمد علي للنشرة العربية - تحرير سعاد حسن)", [], ["أحمد علي", "سعاد حسن"]),
    ("Enditem", [], []),
    ("■", [], []),
    ("==Kyodo", ["kyodo"], []),
    ("(END)", [], []),
    ("(Yonhap)", ["yonhap"], []),
    ("jobee@yna.example", [], []),
    ("끝", [], []),
    ("(끝)", [], []),
    ("(完)", [], []),
    ("（完）", [], []),
    ("（编辑：王某）", [], ["王某"]),
    ("责任编辑：王某", [], ["王某"]),
    ("责任编辑：王某 SN047", [], ["王某"]),
    ("（記者某某）", [], ["某某"]),
    (
        "Associated Press writers Jo Bee in Linden and Ann Cee in Bree contributed to this report.",
        ["ap"],
        ["Jo Bee", "Ann Cee"],
    ),
    ("AP writer Jo Bee contributed to this report.", ["ap"], ["Jo Bee"]),
    ("Associated Press video journalist Jo Bee contributed.", ["ap"], ["Jo Bee"]),
    ("___", [], []),
    ("-30-", [], []),
    ("###", [], []),
    ("ENDS", [], []),
    ("-ends-", [], []),
    ("- ENDS -", [], []),
    ("More AP harbours: https://apnews.example/hub/harbours", [], []),
    ("Reach the reporters on Twitter at http://twitter.example/jobee", [], []),
    ("Follow Jo Bee on Twitter: @jobee", [], []),
    ("Follow AP's coverage of harbours at https://apnews.example/harbours", [], []),
    ("— Bernama", ["bernama"], []),
    ("- Bernama", ["bernama"], []),
    ("-- BERNAMA", ["bernama"], []),
    ("— AFP", ["afp"], []),
    ("— Reuters", ["reuters"], []),
    ("– Reuters", ["reuters"], []),
    ("(AA)", ["anadolu"], []),
    ("Muhabir: Ayşe Demir", [], ["Ayşe Demir"]),
    ("Pewarta: Budi Santoso", [], ["Budi Santoso"]),
    ("Editor: Siti Aminah", [], ["Siti Aminah"]),
    ("भाषा रंजन नरेश", ["pti"], []),
    ("भाषा", ["pti"], []),
    ("(वार्ता)", ["uni"], []),
    ("--आईएएनएस", ["ians"], []),
    ("ТАСС", ["tass"], []),
    ("(Интерфакс)", ["interfax"], []),
    ("سب-لال/كام", [], []),
    ("ا ف ب/جص", ["afp"], []),
    ("(رويترز)", ["reuters"], []),
    ("(واس)", ["spa"], []),
    ("(NAN)", ["nan"], []),
    ("(GNA)", ["gna"], []),
    ("GNA", ["gna"], []),
    ("APP/jb", ["app"], []),
    ("(APP)", ["app"], []),
    ("BSS/JB", ["bss"], []),
    ("UNB/JB", ["unb"], []),
    ("aap jb", ["aap"], []),
    ("AAP jb/ah", ["aap"], []),
    ("AFP jb", ["afp"], []),
    ("(UPI)", ["upi"], []),
    ("© 2031 Bloomberg L.P.", ["bloomberg"], []),
]
UNSIGNED = [
    *(
        "AC/DC",
        "jb ah",
        "Reporting by Jo Bee shows that the harbour silts up.",
        "The rain contributed.",
        "Follow the money",
    ),
    *("More AP exams are held in May.", "Reach for the stars", "Online", "For more, the mayor said, one must wait."),
    *("(Jo Bee wept)", "(Ann Cee, who edited the book by hand)", "Editing takes time.", "/etc/passwd/x"),
    *("Der Autor: ein Seemann", "Lindesund", "He paid 5/6 of it", "(Schluss mit lustig)", "Fin de la historia"),
    *(
        "Reporter wagen sich in den Hafen.",
        "Reportage über den Hafen",
        "记者们在港口",
        "@jobee is my name, he said.",
        "FINE!",
    ),
    *("Contributed", "SANA in Leinen", "Trend nach unten", "Nova Lindesund", "Prime"),
]


@pytest.mark.parametrize(("line", "agencies", "people"), SIGNED)
def test_sign_offs(line: str, agencies: list[str], people: list[str]) -> None:
    """The agencies and the names in order."""
    found = signoffs.read(line, KNOWLEDGE)
    assert found is not None
    assert [agency.code for agency in found.agencies] == agencies
    assert [person.name for person in found.people] == people


@pytest.mark.parametrize("line", UNSIGNED)
def test_last_lines_of_stories(line: str) -> None:
    """Nothing is taken off."""
    assert signoffs.read(line, KNOWLEDGE) is None


@pytest.mark.parametrize(
    ("line", "item_id", "version"),
    [
        ("© dpa-infocom, dpa:310517-99-123456/2", "310517-99-123456", "2"),
        ("© dpa-infocom, dpa:310517-930-12345/11", "310517-930-12345", "11"),
        ("dpa:310517-99-123456/2", "310517-99-123456", "2"),
        ("© dpa-infocom, dpa:310517-99-123456/2 (dpa)", "310517-99-123456", "2"),
        ("(© dpa-infocom, dpa:310517-99-123456/2)", "310517-99-123456", "2"),
        ("© dpa-infocom, dpa:310517-99-12345678/12", "310517-99-12345678", "12"),
    ],
)
def test_dpa_s_copyright_line_is_id_and_version(line: str, item_id: str, version: str) -> None:
    """With its middle part of two to four figures."""
    found = signoffs.read(line, KNOWLEDGE)
    assert found is not None
    assert (found.item_id, found.version) == (item_id, version)
