"""The cells of boards, in their places."""

from domain.access.views import Cell
from store.database import Database
from store.engine import Connection, Row
from store.ops.views.saved import decoded, encoded


def of_board(connection: Connection, board: str) -> list[Cell]:
    """The cells of a board in their order."""
    sql = """
        SELECT id, board, place, title, page, query, part, wide, masked FROM board_cells
        WHERE board = :board ORDER BY place, id
    """
    return [_cell(row) for row in connection.execute(sql, {"board": board})]


def of_board_in(db: Database, board: str) -> list[Cell]:
    """The same, for whoever only reads."""
    with db.read() as connection:
        return of_board(connection, board)


def put(connection: Connection, board: str, cells: list[Cell]) -> None:
    """Have the board consist of these cells, in this order."""
    connection.execute("DELETE FROM board_cells WHERE board = :board", {"board": board})
    for place, cell in enumerate(cells):
        connection.execute(
            "INSERT INTO board_cells (id, board, place, title, page, query, part, wide, masked)"
            " VALUES (:id, :board, :place, :title, :page, :query, :part, :wide, :masked)",
            {
                "id": cell.id,
                "board": board,
                "place": place,
                "title": cell.title,
                "page": cell.page,
                "query": encoded(cell.pairs),
                "part": cell.part,
                "wide": int(cell.is_wide),
                "masked": int(cell.is_masked),
            },
        )


def _cell(row: Row) -> Cell:
    return Cell(
        id=row["id"],
        board=row["board"],
        place=row["place"],
        title=row["title"],
        page=row["page"],
        pairs=decoded(row["query"]),
        part=row["part"],
        is_wide=bool(row["wide"]),
        is_masked=bool(row["masked"]),
    )
