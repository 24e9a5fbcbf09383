"""What is sealed opens with the same secret only, unchanged and in time."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from shared.access.notice import Notice, seal_notice, unseal_notice
from shared.access.seals import csrf_proof, new_session, new_token, seal, token_digest, unseal
from shared.report.text import Text

SECRET, OTHER = "the house's", "a stranger's"
SESSION = new_session(UUID(int=7), 3)


def test_a_session_comes_back_as_it_was() -> None:
    assert unseal(seal(SESSION, SECRET), SECRET, 60) == SESSION


@given(at=st.integers(0, 200), letter=st.sampled_from("abcXYZ019-_."))
def test_a_changed_letter_closes_the_session(at: int, letter: str) -> None:
    cookie = seal(SESSION, SECRET)
    at %= len(cookie)
    changed = cookie[:at] + letter + cookie[at + 1 :]
    opened = unseal(changed, SECRET, 60)
    # The last letter of a base64 text has bits that mean nothing.
    assert changed == cookie or opened is None or (opened == SESSION and at in {len(cookie) - 1, cookie.find(".") - 1})


def test_another_secret_another_purpose_and_old_age_close_it() -> None:
    cookie = seal(SESSION, SECRET)
    assert unseal(cookie, OTHER, 60) is None
    assert unseal(cookie, SECRET, -1) is None
    assert unseal(seal_notice(Notice(code="done", message=Text("好", "good")), SECRET), SECRET, 60) is None
    assert unseal("", SECRET, 60) is None


@pytest.mark.parametrize("inside", [[], ["x", 1, "n"], ["not a uuid", 1], {"a": 1}, None, 5])
def test_what_was_sealed_in_another_shape_is_no_session(inside: object) -> None:
    assert unseal(URLSafeTimedSerializer(SECRET, salt="gouji.session").dumps(inside), SECRET, 60) is None


def test_a_proof_belongs_to_one_session_and_one_house() -> None:
    other = new_session(SESSION.account, SESSION.epoch)
    proofs = {csrf_proof(SESSION, SECRET), csrf_proof(other, SECRET), csrf_proof(SESSION, OTHER)}
    assert len(proofs) == 3


def test_a_token_is_known_by_its_digest_and_only_with_the_secret() -> None:
    token, another = new_token(), new_token()
    assert token != another
    assert token not in token_digest(token, SECRET)
    digests = {token_digest(token, SECRET), token_digest(another, SECRET), token_digest(token, OTHER)}
    assert len(digests) == 3
    assert token_digest(token, SECRET) in digests


def test_a_notice_travels_and_a_forged_one_does_not() -> None:
    notice = Notice(
        code="file.empty", message=Text("文件是空的。", "The file is empty."), way_on=Text("请重选。", "Choose.")
    )
    assert unseal_notice(seal_notice(notice, SECRET), SECRET) == notice
    assert not notice.is_good
    assert unseal_notice(seal_notice(notice, OTHER), SECRET) is None
    assert unseal_notice("x", SECRET) is None
