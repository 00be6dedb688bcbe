"""A document as HTML: a fragment for a page of the site, or a whole page that stands by itself and prints well.

The one idea: the markup says what each part is, with the class names of the site's stylesheet and no style of its
own, so that the fragment fits the site's strict content policy. Every word is escaped here; nothing arrives as
markup.
Source: HTML Living Standard (tables, description lists); GOV.UK Frontend class names; Web Content Accessibility
Guidelines 2.2.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from markupsafe import Markup, escape

from dueregard.publish.checks import check_document
from dueregard.publish.document import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Item,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
)

_HEADING_CLASSES = {2: "govuk-heading-l", 3: "govuk-heading-m"}
_MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def fragment(document: Document) -> Markup:
    """Give the document's blocks as markup, without its title: the page around it has that as its heading.

    >>> from datetime import date
    >>> from dueregard.publish.document import words
    >>> fragment(Document(title="Plan", author="A council", blocks=(words("1 < 2"),), on=date(2026, 3, 31)))
    Markup('<p class="govuk-body">1 &lt; 2</p>\\n')
    """
    check_document(document)
    return Markup("").join(_block(block) for block in document.all_blocks())


def page(document: Document) -> bytes:
    """Give a whole page, with its own print style, that asks for nothing from anywhere."""
    body = fragment(document)
    title, subtitle = document.title, document.subtitle
    html = Markup(
        '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="author" content="{author}">\n<title>{title} – {author}</title>\n'
        "<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        '<p class="first-line">{first_line}</p>\n<h1>{title}</h1>\n{subtitle}{body}</main>\n</body>\n</html>\n'
    ).format(
        language=document.language,
        author=document.author,
        title=title,
        style=_STYLE,
        first_line=document.first_line(),
        subtitle=Markup('<p class="subtitle">{}</p>\n').format(subtitle) if subtitle else "",
        body=body,
    )
    return html.encode("utf-8")


def _block(block: Block) -> Markup:
    match block:
        case Heading(level, text):
            look = _HEADING_CLASSES.get(level, "govuk-heading-s")
            return Markup('<h{} class="{}">{}</h{}>\n').format(level, look, _lines(text), level)
        case Paragraph(runs):
            return Markup('<p class="govuk-body">{}</p>\n').format(_runs(runs))
        case ListBlock(items, ordered):
            return _list(items, ordered=ordered)
        case Table():
            return _table(block)
        case Quote(text, origin):
            return Markup(
                '<figure class="dr-margin"><blockquote>{}</blockquote>'
                '<figcaption class="dr-margin__from">{}</figcaption></figure>\n'
            ).format(_lines(text), origin)
        case Facts(pairs):
            rows = Markup("").join(
                Markup(
                    '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
                    '<dd class="govuk-summary-list__value">{}</dd></div>\n'
                ).format(name, _lines(value))
                for name, value in pairs
            )
            return Markup('<dl class="govuk-summary-list">\n{}</dl>\n').format(rows)
        case Figure():
            return _figure(block)
        case Note(text):
            return Markup('<div class="govuk-inset-text" role="note">{}</div>\n').format(_lines(text))
        case _:
            return Markup('<hr class="dr-page-break">\n')


def _runs(runs: tuple[Run, ...]) -> Markup:
    return Markup("").join(_run(run) for run in runs)


def _run(run: Run) -> Markup:
    said = _lines(run.text)
    if run.bold:
        said = Markup("<strong>{}</strong>").format(said)
    if run.italic:
        said = Markup("<em>{}</em>").format(said)
    if run.href is not None:
        said = Markup('<a class="govuk-link" href="{}">{}</a>').format(run.href, said)
    return said


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def _list(items: tuple[Item, ...], *, ordered: bool) -> Markup:
    tag, look = ("ol", "number") if ordered else ("ul", "bullet")
    entries = Markup("").join(
        Markup("<li>{}{}</li>\n").format(_runs(item.runs), _list(item.items, ordered=ordered) if item.items else "")
        for item in items
    )
    return Markup('<{} class="govuk-list govuk-list--{}">\n{}</{}>\n').format(tag, look, entries, tag)


def _table(table: Table) -> Markup:
    # The roles are written out because the stacked look on phones (display: block) takes them away in some browsers.
    head = Markup("").join(
        Markup('<th scope="col" role="columnheader" class="govuk-table__header{}">{}</th>').format(
            " govuk-table__header--numeric" if column.numeric else "", column.title
        )
        for column in table.columns
    )
    html = Markup(
        '<table class="govuk-table dr-stack" role="table">\n'
        '<caption class="govuk-table__caption {}">{}</caption>\n'
        '<thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">{}</tr></thead>\n'
        '<tbody class="govuk-table__body" role="rowgroup">\n{}</tbody>\n</table>\n'
    ).format(
        "govuk-table__caption--s" if table.caption_shown else "govuk-visually-hidden",
        table.caption,
        head,
        Markup("").join(_rows(table)),
    )
    if table.key:
        html += Markup('<ul class="dr-key">{}</ul>\n').format(
            Markup("").join(Markup("<li><strong>{}</strong> {}</li>").format(mark, said) for mark, said in table.key)
        )
    if table.note:
        html += Markup('<p class="dr-small">{}</p>\n').format(_lines(table.note))
    return html


def _rows(table: Table) -> Iterator[Markup]:
    for number, row in enumerate(table.rows, start=1):
        last = table.total and number == len(table.rows)
        cells = Markup("").join(_cell(table, at, text) for at, text in enumerate(row))
        look = " dr-total" if last else ""
        yield Markup('<tr class="govuk-table__row{}" role="row">{}</tr>\n').format(look, cells)


def _cell(table: Table, at: int, text: str) -> Markup:
    column = table.columns[at]
    number = " govuk-table__cell--numeric" if column.numeric else ""
    if at == 0 and table.row_headers:
        return Markup('<th scope="row" role="rowheader" class="govuk-table__header{}" data-label="{}">{}</th>').format(
            number, column.title, _lines(text)
        )
    return Markup('<td role="cell" class="govuk-table__cell{}" data-label="{}">{}</td>').format(
        number, column.title, _lines(text)
    )


def _figure(figure: Figure) -> Markup:
    # As an image, never as markup of the page: a picture can then neither run nor fetch anything.
    source = f"data:{_MEDIA_TYPES[figure.kind]};base64,{b64encode(figure.image).decode('ascii')}"
    picture = Markup('<img class="dr-figure" src="{}" alt="{}">\n').format(source, figure.alt)
    return picture + _table(figure.table)


_STYLE = Markup("""\
:root { color-scheme: light; }
body { font: 1.1875rem/1.5 "Atkinson Hyperlegible Next", Arial, sans-serif; color: #1b2326; background: #fff;
  margin: 0; overflow-wrap: break-word; font-variant-numeric: tabular-nums; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.2; margin: 2rem 0 .75rem; break-after: avoid; }
p, li, blockquote, dd { max-width: 66ch; }
a { color: #0b5a68; }
.first-line, .dr-small, .dr-margin__from { color: #4d585b; font-size: 1rem; }
.subtitle { font-size: 1.3125rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 1.5rem; font-size: 1.0625rem; }
.govuk-visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
caption { text-align: left; font-weight: 700; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #dad4c8; }
thead th { border-bottom: 2px solid #1b2326; }
tbody th { font-weight: 400; }
.govuk-table__cell--numeric, .govuk-table__header--numeric { text-align: right; }
.dr-total td, .dr-total th { font-weight: 700; border-top: 2px solid #1b2326; }
.dr-margin { margin: 0 0 1.5rem; padding: .15rem 0 .15rem 1.2rem; border: solid #b4740e; border-width: 0 0 0 3px; }
blockquote { margin: 0; }
dl { margin: 0 0 1.5rem; }
dl > div { display: grid; grid-template-columns: minmax(8rem, 1fr) 3fr; gap: 0 1rem; padding: .3rem 0;
  border-bottom: 1px solid #dad4c8; }
dt { font-weight: 700; }
dd { margin: 0; }
img { max-width: 100%; height: auto; }
.govuk-inset-text { border-left: 6px solid #0e4a55; padding: .5rem 1rem; margin: 1rem 0; }
.dr-page-break { border: 0; border-top: 1px solid #dad4c8; margin: 2rem 0; }
@media (max-width: 40rem) {
  .dr-stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .dr-stack, .dr-stack tbody, .dr-stack tr, .dr-stack td, .dr-stack th { display: block; text-align: left; }
  .dr-stack tr { border-bottom: 2px solid #857e70; padding: .5rem 0; }
  .dr-stack td, .dr-stack tbody th { border: 0; padding: .15rem 0; }
  .dr-stack [data-label]::before { content: attr(data-label) ": "; font-weight: 700; }
  dl > div { grid-template-columns: 1fr; }
}
@media print {
  @page { size: A4; margin: 20mm 18mm; }
  body { font-size: 11pt; color: #000; }
  main { max-width: none; padding: 0; }
  thead { display: table-header-group; }
  tr, figure, img, dl > div { break-inside: avoid; }
  .dr-page-break { border: 0; margin: 0; break-after: page; }
  a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 9pt; }
}
""")
