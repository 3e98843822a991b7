import doctest

from paper import grids
from paper.grids import Cell, Grid, letters


def test_the_examples_hold():
    assert doctest.testmod(grids) == (0, 2)


def test_places_of_cells():
    assert [letters(column) for column in (1, 52, 702, 703, 16384)] == ["A", "AZ", "ZZ", "AAA", "XFD"]
    rows = ((Cell(1, 1, "a"), Cell(1, 3, "b")), (Cell(12, 6, "c"),))
    assert [cell.place for cell in Grid("表", rows).cells()] == ["A1", "C1", "F12"]
