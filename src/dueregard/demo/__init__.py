"""A made-up council, the same for the same day: used by the demo, the tests and the documents. Nobody in it exists."""
