"""What has been said so far in a passage of prose, which later words lean on without repeating it."""

import re
from decimal import Decimal

import msgspec

from services.ingest.claims.owner import Agency, Owner, owners
from services.ingest.claims.sentences import Sentence
from services.ingest.claims.subjects import Cells, Subject
from services.ingest.claims.words import BREAKS, Token, Words
from shared.report.claim import Expression, Relation, Scope

NUMBERS = frozenset("#%$")


_ATTRIBUTES = re.compile(r"公文|发文|文件|文种|属性|主动公开\d+[件份]")
"""Words of a sentence that sorts documents by whether they are public (主动公开120件，依申请公开50件), not requests."""


class Said(msgspec.Struct):
    """A number understood: what it speaks of, and where in the sentence it stands.

    `role` is the class of the word that gave it its subject (`V` received, `K` closed, `E` an outcome …).
    """

    subject: Subject
    value: Decimal
    relation: Relation
    index: int
    depth: int
    role: str
    about: tuple[Expression, ...] | None = None
    scope: Scope | None = None
    of_all: bool = False


class Carried(msgspec.Struct):
    """What a sentence hands on to the next ones of its subsection."""

    topic: str = ""
    owner: Owner = Owner()
    document: str = ""
    astray: bool = False
    """Whether the last thing handled was not a request."""
    disputes: bool = False
    """Whether cases over information have been counted."""
    rows: tuple[str, ...] = ()
    """The rows of requests counted so far, which applicants may break down."""


class Passage:
    """One sentence being read, with what went before it."""

    def __init__(self, sentence: Sentence, words: Words, agency: Agency, cells: Cells, before: Carried) -> None:
        self.sentence = sentence
        self.words = words
        self.tokens: list[Token] = words.tokens
        self.agency = agency
        self.cells = cells
        self.before = before
        continues = bool(words.shape(0, len(self.tokens))[:1] in set("fEZKg:"))
        self.owners = owners(words, agency, before.owner if continues else Owner())
        self.said: list[Said] = []
        self.document = before.document
        self.astray: int | None = -1 if before.astray else None
        """Where something other than requests was last handled (`12345热线受理120件`): bare verbs go with that."""
        self.taken = 0
        """Where the words end that a number before them has taken for itself (`5件予以公开、3件部分公开`)."""
        self.led_by: Token | None = None
        """The applicant or route that a clause without a number put first (`行政复议中，维持3件`)."""
        self.depths = _depths(self.tokens)
        self._first_request = next(
            (i for i, token in enumerate(self.tokens) if _is_of_requests(token)), len(self.tokens)
        )
        self._first_topic = next((i for i, token in enumerate(self.tokens) if token.letter in "Rp"), len(self.tokens))
        text = words.text(0, len(self.tokens))
        self.tells_attributes = not self.has("V") and bool(_ATTRIBUTES.search(text))
        self.is_justice = "司法" in agency.name or agency.is_government

    def speaks_of_requests(self, index: int) -> bool:
        """Whether a word that could mean other applications means requests for information here."""
        if self.tells_attributes or not self._is_back(index):
            return False
        if "requests" in (self.sentence.topic, self.before.topic) or self._first_request < index:
            return True
        return self._first_request < len(self.tokens) and not self.has("f")

    def _is_back(self, index: int) -> bool:
        """Whether requests have been named again since something else was handled."""
        if self.astray is None:
            return True
        nouns = "Rr" if self.astray < 0 else "R"
        return any(token.letter in nouns for token in self.tokens[self.astray + 1 : index + 3])

    @property
    def ends_astray(self) -> bool:
        """Whether the sentence ends with something other than requests."""
        return not self._is_back(len(self.tokens))

    def speaks_of_disclosure(self, index: int) -> bool:
        """Whether reconsiderations and suits are over information here, and not the agency's everyday business."""
        if self.is_justice and re.search(r"[VAKJ][wR]*Q", self.words.shape(0, len(self.tokens))):
            return False  # it decides such cases itself
        if self._first_topic < index or self.before.disputes:
            return True
        return not self.is_justice and bool(self.sentence.topic or self.before.topic)

    def has(self, letter: str) -> bool:
        """Whether a class of words occurs anywhere in the sentence."""
        return any(token.letter == letter for token in self.tokens)

    def last(self, roles: str) -> Said | None:
        """The latest number of any of these roles."""
        return next((said for said in reversed(self.said) if said.role in roles), None)

    def number_before(self, index: int) -> Said | None:
        """The number printed last before a place, if it was understood. One in brackets closed since does not count."""
        depth = self.depths[index]
        for place in range(index - 1, -1, -1):
            if self.tokens[place].letter in NUMBERS or self.tokens[place].number is not None:
                if self.depths[place] > depth:
                    continue
                return next((said for said in self.said if said.index == place), None)
        return None

    def routes(self, index: int) -> tuple[str, ...]:
        """The routes that a result speaks of: those counted in its own group, else in the sentence."""
        if self.led_by is not None and self.led_by.letter == "Q" and self.led_by.start > self._last_case():
            return (self.led_by.names,)
        start = max((i for i in range(index) if self.tokens[i].letter == ";"), default=-1)
        if self.depths[index]:
            outside = [said for said in self.said if said.depth < self.depths[index]]
            return (outside[-1].subject.kind,) if outside and outside[-1].role == "Q" else ()
        counted = [said for said in self.said if said.role == "Q"]
        near = [said for said in counted if said.index > start]
        named = max((place for place in range(start + 1, index) if self.tokens[place].letter == "Q"), default=-1)
        if named > max((said.index for said in near), default=-1):
            # Cases are named, not counted: only a result already counted of them (复议维持3件、纠正0件) says which.
            return tuple({said.subject.kind for said in self.said if said.role == "W" and said.index > named})
        return tuple(dict.fromkeys(said.subject.kind for said in near or counted))

    def _last_case(self) -> int:
        """Where in the text a number of cases was last understood."""
        last = self.last("Q")
        return self.tokens[last.index].start if last is not None else -1

    def say(
        self,
        index: int,
        subject: Subject,
        role: str,
        *,
        value: int | None = None,
        about: tuple[Expression, ...] | None = None,
        scope: Scope | None = None,
    ) -> Said:
        """Note what the number at a place speaks of; with `value`, what words without a number say."""
        number = self.tokens[index].number
        printed = number.value if value is None and number is not None else Decimal(value or 0)
        relation = Relation.EQUAL if value is not None or number is None else number.relation
        said = Said(subject, printed, relation, index, self.depths[index], role, about, scope)
        self.said.append(said)
        return said

    def phrase_before(self, index: int) -> int:
        """Where the phrase that ends before a place begins: after the last break or number."""
        start = index
        while start > self.taken and not self._ends_phrase(start - 1):
            start -= 1
        while start < index and self.tokens[start].letter == "&":
            start += 1
        return start

    def phrase_after(self, index: int) -> int:
        """Where the phrase that follows a place ends; at once, when its words belong to the next number."""
        end = index + 1
        while end < len(self.tokens) and not self._ends_phrase(end):
            end += 1
        if end < len(self.tokens) and self.tokens[end].letter not in BREAKS:
            commas = (place for place in range(end - 1, index, -1) if self.tokens[place].text == "、")
            return next(commas, index + 1)
        return end

    def _ends_phrase(self, place: int) -> bool:
        token = self.tokens[place]
        return token.letter in BREAKS or token.letter in NUMBERS or token.number is not None


def _is_of_requests(token: Token) -> bool:
    """Whether a word shows that requests for information are spoken of (依申请公开渠道畅通 does, and counts none)."""
    return token.letter == "R" or (token.letter == "x" and "申请" in token.text and "公开" in token.text)


def _depths(tokens: list[Token]) -> list[int]:
    depths, depth = [], 0
    for token in tokens:
        if token.letter == ")":
            depth = max(depth - 1, 0)
        depths.append(depth)
        if token.letter == "(":
            depth += 1
    return depths
