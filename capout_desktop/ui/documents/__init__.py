"""The list of documents: model, table, columns, filters, search, actions."""
