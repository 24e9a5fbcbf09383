"""The claims of a report: every number its prose gives for a figure of its tables, and what there was none of."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from services.ingest.claims.absences import absences
from services.ingest.claims.amounts import amount
from services.ingest.claims.counted_documents import set_repeals_apart
from services.ingest.claims.counted_outcomes import set_withdrawn_apart
from services.ingest.claims.counted_requests import set_parts_of_closed_apart
from services.ingest.claims.counts import count
from services.ingest.claims.lexicon import lexicon
from services.ingest.claims.owner import Agency, Owner
from services.ingest.claims.passage import Carried, Passage, Said
from services.ingest.claims.percentages import percentage
from services.ingest.claims.quotation import quotation
from services.ingest.claims.sentences import Sentence, sentences
from services.ingest.claims.subjects import Cells, kind_of
from services.ingest.claims.totalities import totality
from services.ingest.claims.words import Token, words
from shared.report.annual_report import Section
from shared.report.claim import Claim, Expression, Relation, Scope
from shared.report.edition import Edition

MOST_CLAIMS = 200
"""A report makes a third of it at most; more would not pass on to the other rooms."""

_READERS = {"#": count, "%": percentage, "$": amount}
_COUNTS = re.compile(
    r"\d|[一二两三四五六七八九十百千][余多]?[件份封宗起例次部个项%]|百分|[未无没零]|不存在|不涉及|不具有|全部|均|都|皆"
)
_OF_REQUESTS = re.compile(r"依申请公开|信息公开申请|申请公开")
_LEADS = re.compile(r"[fRrwGT]*(?:Z[RrV]*|Q)")
_UNTIL = re.compile(r"截[至止]")
_WITHIN_THE_YEAR = re.compile(r"全年|本年|当年|今年|年内|年度")
_SPEAKS = re.compile(
    r"申请|提供|处理|维持|撤|复议|诉讼|规章|规范性文件|许可|处罚|强制|收费|处理费|公开|信息|结转|办结|答复|败诉|纠错|自然人|企业|法人|公民"
)


def claims(
    sections: Sequence[Section], form: Edition, year: int | None, merged_rows: frozenset[str], agency: str | None
) -> tuple[Claim, ...]:
    """What the prose of a report says about its figures, in reading order; at most `MOST_CLAIMS`."""
    found = _claims(sections, Cells(form, merged_rows), year, Agency(agency))
    return tuple(islice(found, MOST_CLAIMS))


def _claims(sections: Sequence[Section], cells: Cells, year: int | None, agency: Agency) -> Iterator[Claim]:
    known = lexicon().with_names(agency.words())
    carried = Carried()
    for sentence in sentences(sections):
        if sentence.opens:
            carried = Carried(topic=sentence.topic)
        if not (_COUNTS.search(sentence.text) and _SPEAKS.search(sentence.text)):
            carried = _with_topic(carried, sentence)
            continue
        read = words(sentence.text, year, known)
        passage = _understood(Passage(sentence, read, agency, cells, carried))
        yield from _stated(passage)
        carried = _carried(passage, carried)


def _with_topic(carried: Carried, sentence: Sentence) -> Carried:
    """What a sentence without figures hands on: that requests are spoken of."""
    if carried.topic != "requests" and _OF_REQUESTS.search(sentence.text):
        return msgspec.structs.replace(carried, topic="requests")
    return carried


def _understood(passage: Passage) -> Passage:
    """Read every number of a sentence, and every clause that speaks without one."""
    start = 0
    while start < len(passage.tokens):
        _, end = passage.words.clause(start)
        for index in range(start, end):
            if (reader := _READERS.get(passage.tokens[index].letter)) is not None:
                reader(passage, index)
        if start and passage.tokens[start - 1].letter == ";":
            passage.led_by = None
        passage.led_by = _leading(passage, start, end) or passage.led_by
        absences(passage, start, end)
        totality(passage, start, end)
        start = end + 1
    set_parts_of_closed_apart(passage)
    set_withdrawn_apart(passage)
    set_repeals_apart(passage)
    return passage


def _leading(passage: Passage, start: int, end: int) -> Token | None:
    """The applicant or route that a clause puts before its numbers, as in `自然人申请中，予以公开9件`."""
    tokens = passage.tokens[start:end]
    follows = passage.tokens[end].letter if end < len(passage.tokens) else ""
    if follows != ":" and not (follows == "," and passage.words.text(start, end).endswith(("中", "方面"))):
        return None
    if any(token.number is not None for token in tokens) or not re.fullmatch(_LEADS, passage.words.shape(start, end)):
        return None
    return next(token for token in tokens if token.letter in "ZQ")


def _stated(passage: Passage) -> Iterator[Claim]:
    for said in sorted(passage.said, key=lambda said: said.index):
        owner = passage.owners[said.index].scope
        if owner is None or owner is Scope.PLAN or (said.role in "VAK" and _is_of_all_years(passage)):
            continue
        relation = said.relation
        if said.subject.at_least:
            if relation not in (Relation.EQUAL, Relation.AT_LEAST):
                continue
            relation = Relation.AT_LEAST
        scope = said.scope if said.scope and (owner is Scope.OWN or said.scope is Scope.WEBSITE) else owner
        about = () if scope is Scope.REGION else _about(passage, said)
        yield Claim(
            kind=kind_of(said.subject, about),
            value=said.value,
            relation=relation,
            text=quotation(passage.words, said.index),
            at=passage.sentence.at,
            about=about,
            scope=scope,
            of_all=said.of_all,
        )


def _is_of_all_years(passage: Passage) -> bool:
    """`截至2023年底，累计收到…`: since when, is not said."""
    text = passage.words.text(0, len(passage.tokens))
    return "累计" in text and bool(_UNTIL.search(text)) and not _WITHIN_THE_YEAR.search(text)


def _about(passage: Passage, said: Said) -> tuple[Expression, ...]:
    return passage.cells.expressions(said.subject) if said.about is None else said.about


def _carried(passage: Passage, before: Carried) -> Carried:
    """What the next sentence of the subsection may lean on."""
    rows = (said.subject.kind for said in passage.said if said.subject.kind in ("received", "closed"))
    return Carried(
        topic="requests" if before.topic == "requests" or passage.has("R") else before.topic,
        owner=passage.owners[-1] if passage.said and passage.owners else Owner(),
        document=passage.document,
        astray=passage.ends_astray,
        disputes=before.disputes or passage.last("Q") is not None,
        rows=tuple(dict.fromkeys((*before.rows, *rows))),
    )
