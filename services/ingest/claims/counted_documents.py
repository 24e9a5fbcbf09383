"""Counts of documents, decisions and fee notices, and of what a website published."""

import re

from services.ingest.claims.passage import Passage
from services.ingest.claims.phrase import Phrase
from services.ingest.claims.subjects import Subject
from shared.report.claim import Scope

_COLUMNS = {"I": "issued", "X": "repealed", "N": "in_force"}
_DOCUMENTS = re.compile(r"(?P<left>.*?)(?P<first>[IXNm&]*)(?P<documents>(?:M&?)*)(?P<last>[IXN]*)")
_POSTS = frozenset(("条", "篇"))


def document(passage: Passage, phrase: Phrase) -> None:
    """`制定行政规范性文件4件`, `废止37件`: a verb, and the documents named here or before."""
    match = _DOCUMENTS.fullmatch(phrase.before)
    if match is None or phrase.after or passage.has("y"):
        return
    named = phrase.names("M") or ([passage.document] if passage.document else [])
    if phrase.names("M"):
        passage.document = named[-1]
    verbs = set((match["first"] + match["last"]).replace("&", "")) - {"m"}
    left = match["left"]
    number = passage.tokens[phrase.index].number
    if len(named) > 1 and verbs == {"I"} and number is not None and not number.value and not left:
        for name in named:
            passage.say(phrase.index, Subject(name, ((f"{name}.issued",),)), "M")
        return
    if len(named) != 1 or len(verbs) > 1 or set(left) - set("fgGDLYOP&,:THu"):
        return
    if ("H" in left and not verbs) or phrase.unit in _POSTS:
        if "H" in left or "f" in left:
            passage.say(phrase.index, Subject(named[0], ()), "M", about=(), scope=Scope.WEBSITE)
    elif len(verbs) == 1:
        verb = verbs.pop()
        if verb == "N" and "清理" in passage.words.text(0, phrase.index) and "继续" in phrase.text_before():
            return  # in force when they were reviewed; others have been issued since
        partly = "H" in left or (verb == "I" and passage.has("m"))
        passage.say(phrase.index, Subject(named[0], ((f"{named[0]}.{_COLUMNS[verb]}",),), at_least=partly), "M")


def set_repeals_apart(passage: Passage) -> None:
    """`废止5件，宣布失效2件`: two numbers for one cell are each a part of it."""
    counted = [said for said in passage.said if said.role == "M" and said.subject.options]
    for said in counted:
        same = [other for other in counted if other.subject.options == said.subject.options]
        if len(same) > 1:
            said.subject = Subject(said.subject.kind, said.subject.options, at_least=True)


def decision(passage: Passage, phrase: Phrase) -> None:
    """`作出行政处罚决定12件`."""
    match = re.fullmatch(r"(?P<left>.*?)U", phrase.before)
    if match is None or phrase.after or phrase.unit in (*_POSTS, "项", "个") or "事项" in phrase.text_before():
        return
    if "涉及" in phrase.text_before() or (passage.last("VAKE") is not None and not set(phrase.before) & set("oAK")):
        return  # what requests were about
    if "案件" in phrase.text_before() and "o" not in phrase.before:
        return  # a case may end without a decision
    if not set(match["left"]) - set("fgGLYOPT&,:oAK"):
        name = phrase.names("U")[-1]
        passage.say(phrase.index, Subject(name, ((name,),)), "U")


def fee_notice(passage: Passage, phrase: Phrase) -> None:
    """`发出收费通知2件`."""
    passage.say(phrase.index, Subject("information_fee_notices", ()), "n", about=())


def website(passage: Passage, phrase: Phrase) -> None:
    """`主动公开政府信息643条`, which no table holds, once a sentence; `答复政府信息31件` is of requests."""
    if re.fullmatch(r"[fgGTR,:&]*Kh", phrase.before) and passage.speaks_of_requests(phrase.index):
        passage.say(phrase.index, Subject("closed", (("closed",),)), "K")
    elif (
        re.search(r"Hh$", phrase.before)
        and not set(phrase.before) & set("!RMUf")
        and passage.last("h") is None
        and phrase.unit in (*_POSTS, "件", "个")
    ):
        passage.say(phrase.index, Subject("disclosed_on_website", ()), "h", about=(), scope=Scope.WEBSITE)
