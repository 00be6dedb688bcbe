"""The command line: a file per noun. Works without a web server and, where it does not say so, without a database."""
