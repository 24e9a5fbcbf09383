"""What a web page does not show: elements hidden by an attribute, by their own style or by the page's style sheets."""

import re
from collections.abc import Iterator
from itertools import islice

import turbohtml
from turbohtml import Element, SelectorSyntaxError
from turbohtml.cssom import StyleRule, StyleSheet, computed_style

from services.ingest.reasons import unreadable

MAX_HIDING_RULES = 500
MAX_CANDIDATES = 5_000
"""Elements that some rule would hide; for each the whole cascade decides, which is dear."""

_OWN_WORD = '[hidden], [style*="display" i], [style*="visibility" i]'
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)


def hidden_elements(tree: turbohtml.Document) -> frozenset[Element]:
    """The elements of a page that are not shown, and with them all that is in them.

    Raises:
        UnreadableFileError: its style sheets have more hiding rules, or hide more, than those of any page.
    """
    own = (element for element in tree.select(_OWN_WORD) if _hides_itself(element))
    return frozenset((*own, *filter(_is_hidden_by_cascade, _candidates(tree))))


def _hides_itself(element: Element) -> bool:
    return "hidden" in element.attrs or bool(_HIDING.search(str(element.attrs.get("style") or "")))


def _candidates(tree: turbohtml.Document) -> set[Element]:
    """The elements that some rule would hide if no other rule said otherwise."""
    found: set[Element] = set()
    rules = list(islice(_hiding_rules(tree), MAX_HIDING_RULES + 1))
    if len(rules) > MAX_HIDING_RULES:
        raise unreadable("file.too_large_document", what=f"> {MAX_HIDING_RULES} CSS display: none")
    for rule in rules:
        try:
            found.update(tree.select(rule.selector_text))
        except SelectorSyntaxError:
            continue  # a browser passes over such a rule too
        if len(found) > MAX_CANDIDATES:
            raise unreadable("file.too_large_document", what=f"> {MAX_CANDIDATES} CSS display: none")
    return found


def _hiding_rules(tree: turbohtml.Document) -> Iterator[StyleRule]:
    for sheet in tree.find_all("style"):
        text = sheet.text
        if _HIDING.search(text):
            yield from (rule for rule in StyleSheet(text).rules if _is_hiding(rule))


def _is_hiding(rule: StyleRule) -> bool:
    return rule.style.get("display") == "none" or rule.style.get("visibility") in {"hidden", "collapse"}


def _is_hidden_by_cascade(element: Element) -> bool:
    style = computed_style(element)
    return style["display"] == "none" or style["visibility"] in {"hidden", "collapse"}
