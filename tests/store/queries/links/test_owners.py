"""Owners: whom the bank says a link belongs to."""

import pandas as pd

from store import Database
from store.queries.links import owners
from store.write import rows
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.rows import records


def test_owners_of_a_link_are_shown_and_no_others(db: Database) -> None:
    with db.write() as connection:
        rows.save_page(connection, "owners", LINK, [bodies.owner()])
        rows.save_page(connection, "owners", bodies.OTHER_LINK, [bodies.owner("another", document_id=None)])
    assert records(owners.table(db, LINK)) == [
        {
            "owner": bodies.owner()["id"],
            "display_name": "María José Núñez",
            "email": "maria@example.com",
            "phone_number": "+52-55-0000-0000",
            "document_type": "CURP",
            "document_number": "NUMM880715MDFXRR09",
            "collected_at": pd.Timestamp(bodies.COLLECTED),
        }
    ]
    assert records(owners.table(db, "nobody")) == []
