"""What is counted? A dataset: files or a table in memory, opened on an engine that the door has chosen.

The one idea: after opening, every engine looks alike: a lazy frame, the kinds of its columns, and a way to run it.
Only `cli` and `web` open datasets; the engine's name comes from a setting that they read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import narwhals as nw

from dueregard.analysis.engines.running import Groups, Watch, failed
from dueregard.analysis.engines.sources import CsvForm, check_files, check_lines, check_names, read_form
from dueregard.analysis.engines.values import Family
from dueregard.terms.errors import UsedWrongly

if TYPE_CHECKING:
    import pyarrow

DEFAULT_MEMORY_GIB = 3.0


class EngineName(StrEnum):
    """The engines that can count."""

    DUCKDB = "duckdb"
    POLARS = "polars"
    SPARK = "spark"


class Engine(Protocol):
    """What every engine can do."""

    def open_parquet(self, paths: Sequence[str]) -> nw.LazyFrame[Any]: ...
    def open_csv(self, paths: Sequence[str], form: CsvForm) -> nw.LazyFrame[Any]: ...
    def open_arrow(self, table: pyarrow.Table) -> nw.LazyFrame[Any]: ...
    def numbers(self, many: int) -> nw.LazyFrame[Any]: ...
    def collect(self, lazy: nw.LazyFrame[Any], watch: Watch) -> Groups: ...
    def close(self) -> None: ...


Source: TypeAlias = "str | Path | Sequence[str | Path] | Any"


def choose_engine(name: str | None) -> EngineName:
    """Give the engine that a setting or an option names; DuckDB where it names none.

    Raises:  UsedWrongly where there is no such engine.

    >>> choose_engine(None).value, choose_engine("Polars").value
    ('duckdb', 'polars')
    """
    said = (name or EngineName.DUCKDB).strip().lower()
    if said not in set(EngineName):
        raise UsedWrongly("There is no such engine.", where=said[:40], mend=f"Choose one of {', '.join(EngineName)}.")
    return EngineName(said)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Records, opened on an engine: to be closed when all is counted (`with open_dataset(…) as dataset`)."""

    engine: Engine = field(repr=False)
    frame: nw.LazyFrame[Any] = field(repr=False)
    physical: Mapping[str, str] = field(repr=False)
    families: Mapping[str, Family]

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the names of the columns, in order."""
        return tuple(self.physical)

    def __enter__(self) -> Dataset:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self.engine.close()


def open_dataset(
    source: Source,
    *,
    engine: str = EngineName.DUCKDB,
    memory_gib: float = DEFAULT_MEMORY_GIB,
    threads: int | None = None,
) -> Dataset:
    """Open records for counting.

    Takes:   `source`, a path, several (counted as one), or a table in memory (Arrow, Polars, pandas); `memory_gib`,
             which DuckDB and Spark keep to (DuckDB spills to disk beyond it).
    Raises:  UsedWrongly where a file is not there or cannot be counted; CannotBeRead where it is damaged.
    """
    chosen = choose_engine(engine)
    paths = _paths(source)
    kind = check_files(paths) if paths is not None else "memory"
    form = read_form(paths) if paths is not None and kind == "csv" else None
    if form is not None and paths is not None and chosen is not EngineName.DUCKDB:
        check_lines(paths, form, empty_too=chosen is EngineName.POLARS and len(form.columns) > 1)
    table = _arrow(source) if paths is None else None
    opened = _start(chosen, memory_gib=memory_gib, threads=threads)
    try:
        if form is not None and paths is not None:
            frame = opened.open_csv([str(path) for path in paths], form)
            if len(form.columns) == 1:  # an empty line is no row, and some engines take it for one
                only = nw.col(frame.collect_schema().names()[0])
                frame = frame.filter(~only.is_null(), only != "")
            return _described(opened, frame, form.columns)
        if paths is not None:
            frame = opened.open_parquet([str(path) for path in paths])
            return _described(opened, frame, _names_in_parquet(paths, frame, chosen))
        assert table is not None  # for types: what is neither paths nor a table was refused above
        return _described(opened, opened.open_arrow(table), tuple(table.column_names))
    except UsedWrongly:
        opened.close()
        raise
    except Exception as fault:  # noqa: BLE001 - engines raise whatever they like; their words may hold values
        opened.close()
        raise failed(fault) from None


def _start(name: EngineName, *, memory_gib: float, threads: int | None) -> Engine:
    match name:
        case EngineName.DUCKDB:
            from dueregard.analysis.engines.on_duckdb import OnDuckDB

            return OnDuckDB(memory_gib=memory_gib, threads=threads)
        case EngineName.POLARS:
            from dueregard.analysis.engines.on_polars import OnPolars

            return OnPolars()
        case EngineName.SPARK:
            try:
                from dueregard.analysis.engines.on_spark import OnSpark
            except ImportError:
                raise UsedWrongly(
                    "Spark is not installed.", mend="Install dueregard[spark], and Java 17, or choose another engine."
                ) from None
            return OnSpark(memory_gib=memory_gib, threads=threads)


def _paths(source: Source) -> list[Path] | None:
    if isinstance(source, str | Path):
        return [Path(source)]
    if isinstance(source, Sequence) and all(isinstance(one, str | Path) for one in source):
        return [Path(one) for one in source]
    return None


def _arrow(source: Any) -> Any:
    try:
        frame: Any = nw.from_native(source)
        return frame.lazy().collect("pyarrow").to_native() if isinstance(frame, nw.LazyFrame) else frame.to_arrow()
    except TypeError:
        raise UsedWrongly("This is neither a file nor a table that can be counted.") from None


def _names_in_parquet(paths: Sequence[Path], frame: nw.LazyFrame[Any], engine: EngineName) -> tuple[str, ...]:
    if engine is not EngineName.SPARK:
        return tuple(frame.collect_schema().names())
    from pyarrow.parquet import read_schema

    return tuple(read_schema(paths[0]).names)


def _described(engine: Engine, frame: nw.LazyFrame[Any], names: Sequence[str]) -> Dataset:
    check_names(names)
    schema = frame.collect_schema()
    moments = [name for name, dtype in schema.items() if isinstance(dtype, nw.Datetime) and dtype.time_zone is None]
    if moments:
        frame = frame.with_columns(*(nw.col(name).dt.date() for name in moments))
        schema = frame.collect_schema()
    families: dict[str, Family] = {}
    for name, (physical, dtype) in zip(names, schema.items(), strict=True):
        if (family := _family(dtype)) is not None:
            families[name] = family
        elif physical in moments:
            families[name] = Family.DAY
    return Dataset(engine, frame, dict(zip(names, schema.names(), strict=True)), families)


def _family(dtype: Any) -> Family | None:
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        return Family.TEXT
    if dtype == nw.Boolean:
        return Family.YES_NO
    if dtype == nw.Date:
        return Family.DAY
    if dtype.is_integer():
        return Family.WHOLE
    return Family.NUMBER if dtype.is_numeric() else None
