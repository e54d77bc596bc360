"""The words of a story, and those behind its private lines that nobody may read."""

from typing import Final

CANARY: Final = "CANARY-7"


STORY: Final = "The ferry stayed in the harbour."


MORE: Final = "Nobody was hurt, the harbour master said on Friday."


NOTE: Final = f"With photos. Call {CANARY} at +46 31 555 0142 with questions."


END: Final = f"NOT FOR PUBLICATION: {CANARY}"


AFTER: Final = f"Ida Holm, {CANARY}, ida.{CANARY}@desk.example"


HTML: Final = (
    f"<p>{STORY}</p><!-- {CANARY} --><p>{MORE}</p><script>{CANARY}</script><h3># Notizblock</h3><h4>## Orte</h4>"
    f"<p>{CANARY}</p><p>{END}</p><p>{AFTER}</p>"
)


TEXT: Final = f"{STORY}\n\n{MORE}\n\n* * * *\n\n# Notizblock\n\n## Kontakt\n\n{CANARY}\n\n{END}\n\n{AFTER}\n"


ESCAPED: Final = HTML.replace("&", "&amp;").replace("<", "&lt;")
