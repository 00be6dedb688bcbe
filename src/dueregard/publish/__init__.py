"""Documents and sheets out: one model each, written as HTML, Word, PDF, and as Excel, CSV, OpenDocument, JSON.

`document` says what a document is and `checks.check_document` refuses one that some readers could not use;
`html.page` and `html.fragment`, `word.write_word`, `pdf.write_pdf` write it. `sheet` says what a workbook is;
`excel.write_xlsx`, `csv.write_csv`, `opendocument.write_ods`, `rows.write_json` write it. `charts` draws
small pictures that say what they show.
"""
