"""The mails of a 各課照会: what a department is asked, reminded of, or told of a later day."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from accounts.links import link_to
from accounts.models import Department
from deliberation.deadlines import printed
from deliberation.models import Consultation

Letter = Callable[[Consultation, Department], tuple[str, str]]


def asking(consultation: Consultation, department: Department) -> tuple[str, str]:
    """Subject and body of the inquiry itself."""
    lines = [consultation.text] if consultation.text else []
    return _letter(consultation, department, "", "次の照会に、ご回答をお願いします。", lines)


def put_off(consultation: Consultation, department: Department) -> tuple[str, str]:
    """Subject and body that tell of another day."""
    return _letter(consultation, department, "（締切の変更）", "次の照会の締切を変えました。", [])


def reminding(consultation: Consultation, department: Department) -> tuple[str, str]:
    """Subject and body of a reminder (督促)."""
    said = "次の照会への回答を、まだ受け取っていません。意見がないときも「意見なし」と回答してください。"
    return _letter(consultation, department, "（督促）", said, [])


def due_words(consultation: Consultation) -> str:
    """令和8年（2026年）12月4日（金）まで."""
    return printed(timezone.make_naive(consultation.due_at))


def _letter(
    consultation: Consultation, department: Department, mark: str, said: str, lines: list[str]
) -> tuple[str, str]:
    edition = consultation.edition
    plan = edition.plan
    government = plan.government
    place = [government.slug, plan.slug, consultation.pk, department.pk]
    number = [f"（{consultation.document_number}）"] if consultation.document_number else []
    body = (
        f"{department.name} 御中",
        "",
        said,
        "",
        f"件名　{consultation.title}",
        *number,
        f"対象　{edition.title}（{edition.stage_name}、第{edition.number}版）",
        f"締切　{due_words(consultation)}",
        "",
        *(part for line in lines for part in (line, "")),
        "回答は、次の画面で入力するか、ExcelかWordの様式に書いて取り込んでください。",
        link_to(reverse("consultation_answer", args=place)),
        "",
        f"{government}　企画担当",
    )
    subject = f"【{government}】照会{mark}：{consultation.title}（{department.name}）"
    return subject[:200], "\n".join(body) + "\n"
