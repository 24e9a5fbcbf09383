"""The two people of the demo: a clerk of one sample agency, and the supervisor of all of them."""

import secrets
from dataclasses import dataclass

from services.cli.client import Client
from services.cli.people import Person, add_person

AGENCY, ORGAN = "DH0100-11", "DH0100"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody types to sign in."""

    person: Person
    password: str


async def sample_people(client: Client) -> tuple[SignIn, ...]:
    """Make both accounts, with logins and passwords of this run alone.

    Raises:
        RefusedError, SystemFaultError: the house does not make them.
    """
    run = secrets.token_hex(2)
    stated = (
        {"login": f"clerk-{run}", "name": "澄州市发展和改革委员会填报人", "role": "clerk", "agency": AGENCY},
        {"login": f"supervisor-{run}", "name": "澄州市政务公开主管部门", "role": "supervisor", "agency": ORGAN},
    )
    made = [await add_person(client, each) for each in stated]
    return tuple(SignIn(one.account, one.password or "") for one in made)
