"""Coverage as a matrix of any three dimensions, and the empty cells that matter most."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Self

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import allow
from api.web.context import clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Strict
from api.web.tables import csv_response
from api.work.demand import by_page
from content.coverage import AxisValue, Coverage, EmptyCell, cover
from lms.demand.report import read_pages
from lms.errors import Conflict

blueprint = Blueprint("coverage", __name__, url_prefix=PREFIX)
READ_DAYS = 90
MOST_GAPS = 50
DEFINITION = (
    "Published pages without lessons and quizzes. A page counts in every cell that it names a row and a column of. "
    "Expected pages and readers of an empty cell: all of them, times the shares that its row, its column and its layer "
    f"have of them; readers are person-days of the last {READ_DAYS} days. A cell with many is one that reps look for."
)
Dimension = Literal["stage", "persona", "type", "industry", "product", "language"]


class CoverageQuery(Strict):
    """Three different dimensions; one language, or all."""

    rows: Dimension = "stage"
    columns: Dimension = "persona"
    layers: Dimension = "type"
    language: str | None = Field(None, max_length=20)

    def dimensions(self) -> tuple[Dimension, Dimension, Dimension]:
        """Return the dimensions; raises Conflict for one named twice."""
        if len({self.rows, self.columns, self.layers}) < 3:
            raise Conflict("rows, columns and layers must be three different dimensions", field="layers")
        return self.rows, self.columns, self.layers


class ValueOut(BaseModel):
    """A value of a dimension and the number of pages that have it."""

    value: str
    label: str
    pages: int


class AxisOut(BaseModel):
    """A dimension with its values."""

    name: Dimension
    values: list[ValueOut]

    @classmethod
    def of(cls, name: Dimension, values: tuple[AxisValue, ...]) -> Self:
        """Return a dimension as the API shows it."""
        return cls(name=name, values=[ValueOut(**value._asdict()) for value in values])


class CellOut(BaseModel):
    """A row and a column that pages have in common; `verified` of them have a review that counts."""

    row: str
    column: str
    pages: int
    verified: int
    by_layer: dict[str, int]


class EmptyCellOut(BaseModel):
    """A row and a column, and perhaps a layer, without a page, and what would be expected there."""

    row: str
    column: str
    layer: str | None
    expected_pages: float
    expected_readers: float


class CoverageOut(BaseModel):
    """The matrix; cells without pages are left out, and among the gaps: first whole cells, then single layers."""

    rows: AxisOut
    columns: AxisOut
    layers: AxisOut
    cells: list[CellOut]
    gaps: list[EmptyCellOut]
    pages: int
    in_no_cell: int
    definition: str


@blueprint.get("/coverage")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=CoverageOut), tags=["content"])
def show_coverage(query: CoverageQuery) -> Answer:
    """Report how many pages each cell of the matrix has, and which empty cells matter most."""
    found = _cover(query)
    return CoverageOut(
        rows=AxisOut.of(query.rows, found.rows),
        columns=AxisOut.of(query.columns, found.columns),
        layers=AxisOut.of(query.layers, found.layers),
        cells=[CellOut.model_validate(cell, from_attributes=True) for cell in found.cells],
        gaps=[EmptyCellOut.model_validate(gap, from_attributes=True) for gap in found.gaps],
        pages=found.pages,
        in_no_cell=found.in_no_cell,
        definition=DEFINITION,
    )


@blueprint.get("/coverage.csv")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=None), tags=["content"])
def coverage_csv(query: CoverageQuery) -> Answer:
    """Report the matrix as CSV: a row for each cell and layer with pages, then the gaps."""
    found = _cover(query)
    header = (*query.dimensions(), "pages", "expected_pages", "expected_readers")
    cells = [(cell.row, cell.column, layer, count) for cell in found.cells for layer, count in cell.by_layer.items()]
    gaps = [(*_place(gap), 0, gap.expected_pages, gap.expected_readers) for gap in found.gaps]
    return csv_response(header, [*((*cell, "", "") for cell in cells), *gaps], name="coverage.csv")


def _place(gap: EmptyCell) -> tuple[str, str, str]:
    return gap.row, gap.column, gap.layer or ""


def _cover(query: CoverageQuery) -> Coverage:
    dimensions, generation, today = query.dimensions(), parts().search.generation(), clock().day
    opened = read_pages(session(), start=today - timedelta(days=READ_DAYS - 1), end=today)
    return cover(
        [entry for entry in generation.catalogue.entries if query.language in {None, entry.language}],
        generation.head.taxonomy,
        dimensions=dimensions,
        today=today.isoformat(),
        readers={page_id: readers for page_id, (readers, _) in by_page(opened, generation.catalogue).items()},
        most_gaps=MOST_GAPS,
    )
