"""Building blocks of the pages: cards, fields, tables, drawings."""
