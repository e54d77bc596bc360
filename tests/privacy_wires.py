"""What must not go out, in the formats of wires, mails and word processors."""

from typing import Final

from canary_words import AFTER, CANARY, END, MORE, NOTE, STORY

_ANPA: Final = f"""\x16\x16\x01V4001\x1f_-----
r i\x13\x11 BC-EU--Ferry     10-01 0200
\x02\x02BC-EU--Ferry,200<
^Ferry stays in the harbour<
^Eds: {NOTE}<
\tLISBON, Portugal (AP) _ {STORY}
\t{MORE}
\t{END}
\t{AFTER}
\x03
AP-WF-10-01-24 0200GMT<
"""


_IPTC: Final = f"""\x01bdt0456 3 pl 168  dpa 0815\r

Verkehr/
({NOTE})
Ferry stays in the harbour =\x02

Rostock (dpa) - {STORY}

   {MORE}

* * * *
# Notizblock

## Redaktionelle Hinweise
- {CANARY}

{END}

## Ansprechpartner
- {AFTER}

dpa jue yydd n1 gm
021335 GMT Mrz 20
\x03"""


_ZCZC: Final = f"""ZCZC AAP
%B
#Ferry_BC2
$Ferry stays in the harbour
@SA
{STORY}

   {MORE}

Not for publication
{AFTER}

AAP OBX
NNNN
"""


_RELEASE: Final = f"""Source: Harbour Works
MEDIA RELEASE PR90417
Ferry Stays in the Harbour

GOTHENBURG, Sweden, March 4, 2019 /PRNewswire-AsiaNet/ --

{STORY}

{MORE}

Media Contact
{CANARY}
ida.{CANARY}@site.example
P: +46 (31) 555-0142

Not for publication
{AFTER}

SOURCE Harbour Works
"""


_MAIL: Final = f"""From: Ida Holm <ida.{CANARY}@desk.example>
To: {CANARY}@paper.example
Reply-To: {CANARY}@desk.example
X-Phone: {CANARY}
Date: Fri, 17 May 2024 08:00:00 +0200
Subject: Ferry stays
Message-ID: <1@paper.example>
Content-Type: text/plain; charset=utf-8

{STORY}

{MORE}

{END}

{AFTER}

--\u0020
{AFTER}
+46 31 555 0142 {CANARY}
""".replace("\u0020\n", " \n")


_RTF: Final = rf"""{{\rtf1\ansi{{\info{{\title Ferry}}{{\author {CANARY}}}}}{{\header {CANARY}}}
\pard\b Ferry stays in the harbour\b0\par
{STORY}{{\v {CANARY}}}{{\deleted {CANARY}}}{{\*\annotation {CANARY}}}\par
{MORE}\par
Not for publication\par
{AFTER}\par}}"""

WIRE_RECORDS: Final = {
    "iptc7901": _IPTC.encode(),
    "anpa1312": _ANPA.encode(),
    "zczc": _ZCZC.encode(),
    "press_release_text": _RELEASE.encode(),
    "email": _MAIL.encode(),
    "rtf": _RTF.encode(),
}
