"""The command line: a file per noun. Works without a web server and, save where a command says so, without a database."""
