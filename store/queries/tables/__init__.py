"""Tables that can be taken away or asked for: by name their columns, filters, orders and rows."""
