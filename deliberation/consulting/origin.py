"""Where a form comes from, signed: of which consultation, for which department. Nothing in it is secret."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from deliberation.models import ConsultationAnswer

SCHEMA = 1
MARK = "様式の符号"
_SALT = "deliberation.consultation.form"


@dataclass(frozen=True)
class Origin:
    """What a form says of itself."""

    schema: int
    consultation: int
    department: int


def write_origin(answer: ConsultationAnswer) -> str:
    """The code of a form of this answer: 1.12.34:signature."""
    return Signer(salt=_SALT).sign(f"{SCHEMA}.{answer.consultation_id}.{answer.department_id}")


def read_origin(text: str) -> Origin | None:
    """What a code says; None for one that was not signed here, or was changed."""
    try:
        said = Signer(salt=_SALT).unsign(text.strip())
    except BadSignature:
        return None
    return Origin(*(int(part) for part in said.split(".")))
