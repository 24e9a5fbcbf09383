"""What stands between the title and the first part is kept, whatever else a page prints above them."""

import pytest

from services.ingest.reading import read
from shared.layout.docx import docx
from shared.layout.html import html
from shared.layout.printed_report import printed_report
from shared.layout.text import bars
from tests.corpus import shelf

SAID = "根据条例和国办公开办函〔2021〕30号编制本报告。\n本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
PRINTED = printed_report(shelf.report("haitang-2022"), SAID)


@pytest.mark.parametrize("data", [bars(PRINTED).encode(), html(PRINTED), docx(PRINTED)], ids=["text", "html", "docx"])
def test_the_preamble_is_kept(data: bytes) -> None:
    assert read(data, "report", "").report.preamble == SAID


def test_navigation_and_other_titles_are_left_out() -> None:
    page = html(PRINTED).decode().replace("<h1", "<p>首页 &gt; 信息公开</p><p>本站声明。</p><h1", 1)
    assert read(page.encode(), "report.html", "").report.preamble == SAID


def test_a_dump_in_one_line() -> None:
    line = bars(PRINTED).replace("\n", " ", 4)
    assert "统计期限自2022年1月1日起" in read(line.encode(), "report.txt", "").report.preamble


def test_without_headings_there_is_none() -> None:
    lines = bars(PRINTED).split("\n")
    bare = "\n".join(line for line in lines if not line.startswith(("一、", "二、", "三、", "四、", "五、", "六、")))
    assert read(bare.encode(), "report.txt", "").report.preamble == ""
