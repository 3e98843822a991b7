"""Differences in templates."""

from django.template import Context, Template

from strategy.chronicle import Change

OLD = '<del class="diff-old"><span class="visually-hidden">{}</span>1.42</del>'
NEW = '<ins class="diff-new"><span class="visually-hidden">{}</span>1.60</ins>'


def rendered(tag: str, **context: object) -> str:
    return Template("{% load differences %}" + tag).render(Context(context))


def test_words_and_bodies_are_marked_in_one_text():
    assert rendered("{% merged_words old new %}", old="1.42<b>", new="1.60<b>") == (
        f"{OLD.format('削除：')}{NEW.format('追加：')}&lt;b&gt;"
    )
    assert rendered("{% merged_body old new %}", old="<p>1.42</p>", new="<p>1.60</p>") == (
        f"<p>{OLD.format('削除：')}{NEW.format('追加：')}</p>"
    )


def test_a_field_stands_side_by_side_under_the_names_of_its_sides():
    for change in (
        Change("番号", "1.42人", "1.60人"),
        Change("本文", "<p>1.42人</p>", "<p>1.60人</p>", is_body=True),
    ):
        html = rendered('{% difference change "前の版" "この版" %}', change=change)
        before, after = html.split("この版")
        assert ("前の版" in before, OLD.format("旧：") in before, "1.60" in before) == (True, True, False)
        assert (NEW.format("新：") in after, "1.42" in after) == (True, False)


def test_a_body_without_marks_is_safe_and_its_tables_scroll():
    table = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    html = rendered("{{ body|unmarked_body }}", body=f"<script>x</script><p onclick=x>文</p>{table}")
    assert html == (
        '<p>文</p><div class="table-scroll" role="group" aria-label="表（横に動かせます）" tabindex="0">'
        f"{table}</div>"
    )


def test_nothing_is_called_nothing():
    html = rendered('{% difference change "旧" "新" %}', change=Change("本文", "", "<p>文</p>", is_body=True))
    assert html.count("（なし）") == 1
