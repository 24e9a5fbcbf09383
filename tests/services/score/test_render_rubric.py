"""RUBRIC.md says what the rubrics say."""

from services.score.render_rubric import PAGE, render
from services.score.rubric import rubrics


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf8") == render(rubrics()), "run python -m services.score.render_rubric"


def test_every_part_is_on_the_page() -> None:
    page = render(rubrics())
    for rubric in rubrics():
        assert rubric.id in page
        for rule in rubric.rules():
            assert rule in page
        for dimension in rubric.dimensions:
            assert all(item.zh in page and item.source in page for item in dimension.items)
