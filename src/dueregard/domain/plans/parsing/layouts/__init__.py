"""Where the actions of a document stand: tables, cards, flattened text, headings and lists, all as `entries`."""
