"""The shared words: what every storey above may say. No room here knows a council, a document or a database."""
