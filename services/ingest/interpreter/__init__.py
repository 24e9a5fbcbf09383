"""From a document to a report: tables by their labels, cells by their columns, doubts told. The way in: `interpret`."""
