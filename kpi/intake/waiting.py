"""A document that waits to be taken in, as it stands now: part of the verbs on it."""

from accounts.audit import Refused
from accounts.saving import Overtaken
from kpi.models import Upload

State = Upload.State
OVERTAKEN = (
    "画面を開いたあとで、この文書の読み方が変わりました。いまの内容を確かめて、もう一度選んでください。"
)
_OVER = {
    State.APPLIED: "この文書はすでに取り込みました。もう一度取り込むときは、文書を選び直してください。",
    State.DISCARDED: "この文書の取込みは取りやめになっています。文書を選び直してください。",
    State.REFUSED: "この文書は読み取れませんでした。文書を選び直してください。",
}


def waiting(upload: Upload, seen: int) -> Upload:
    """The upload locked; Refused when it was taken in or given up, ``Overtaken`` when it is not the one that was seen."""
    rows = Upload.objects.select_for_update(no_key=True, of=("self",)).defer("data")
    current = rows.get(pk=upload.pk)
    if current.state in _OVER:
        raise Refused(_OVER[State(current.state)])
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)
    return current
