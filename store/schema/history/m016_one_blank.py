"""Free text is found whatever stands between its words: one blank stands for any in what is searched."""

from store.engine import Connection

_SEARCHED = {
    "transactions": ("description", "merchant", "reference"),
    "invoices": ("sender_name", "receiver_name", "sender_id", "receiver_id", "invoice_identification", "folio"),
    "cl_invoices": ("sender_name", "receiver_name", "sender_id", "receiver_id", "folio"),
}


def migrate(connection: Connection) -> None:
    """Fold anew the texts that have any other blank."""
    for table, columns in _SEARCHED.items():
        names = ", ".join(columns)
        connection.execute(
            f"UPDATE search_{table} SET text = (SELECT searched({names}) FROM {table} WHERE key = search_{table}.key)"
            f" WHERE key IN (SELECT key FROM {table} WHERE has_odd_blanks({names}))"
        )
