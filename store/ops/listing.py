"""Which list a stored row came from, told by its id: lists are not kept, but what was in them is stored."""

from dataclasses import dataclass

from resources import RESOURCES, Declaration
from store.database import Database
from store.schema import row_index


@dataclass(frozen=True, slots=True)
class Listed:
    """The link that a row is of, and its table, which is called as the path of its list."""

    link: str
    table: str


def of_row(db: Database, identity: str) -> Listed | None:
    """Where the row of this id is listed; None for one that is not stored."""
    with db.read() as connection:
        links = [row["id"] for row in connection.execute("SELECT id FROM links")]
        for resource in RESOURCES.values():
            if not resource.per_link:
                continue
            condition, parameters = _condition(resource, links, identity)
            sql = f"SELECT link FROM {resource.table} WHERE {condition} AND id = :id LIMIT 1"
            row = connection.execute(sql, {**parameters, "id": identity}).fetchone()
            if row is not None:
                return Listed(row["link"], resource.table)
    return None


def _condition(resource: Declaration, links: list[str], identity: str) -> tuple[str, dict[str, object]]:
    if not resource.is_bulky:
        return "1 = 1", {}
    condition, parameters = row_index.of_ids(resource, links, [identity])
    return condition, dict(parameters)
