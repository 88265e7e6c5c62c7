"""How the tests of a whole run are laid out."""

import weakref
from types import SimpleNamespace

import pytest

from settings import ROOT
from tests.kit import whole_run


def report(file: str, number: int, seconds: float) -> pytest.TestReport:
    name = f"tests/{file}::test_{number}"
    return pytest.TestReport(name, (file, 0, name), {}, "passed", None, "call", duration=seconds)


def test_the_folders_that_come_first_are_there() -> None:
    assert [name for name in whole_run.LONGEST_FIRST if not (ROOT / "tests" / name).is_dir()] == []


def test_long_files_come_first_and_the_rest_stays_in_its_order(request: pytest.FixtureRequest) -> None:
    names = ("actions/test_a.py", "web/test_b.py", "e2e/test_c.py", "test_d.py", "e2e/test_a.py")
    items = [SimpleNamespace(nodeid=f"tests/{name}::test") for name in names]
    ordered = whole_run.longest_first(items)  # type: ignore[arg-type]
    first = ["e2e/test_c.py", "e2e/test_a.py", "web/test_b.py", "actions/test_a.py", "test_d.py"]
    assert [item.nodeid for item in ordered] == [f"tests/{name}::test" for name in first]
    assert request.node.nodeid.split("/")[0] == "tests"  # which is what an order by folder rests on


def test_a_whole_run_ends_with_what_its_longest_files_took() -> None:
    reports = [report(f"test_{number % 20}.py", number, number % 20) for number in range(100)]
    lines = [*whole_run.told(SimpleNamespace(stats={"passed": reports, "": []}))]  # type: ignore[arg-type]
    assert lines[:2] == ["950 s in all; longest were", "    95 s  tests/test_19.py"]
    assert len(lines) == 16


def test_a_few_tests_end_without() -> None:
    reports = [report("test_a.py", number, 1) for number in range(20)]
    assert [*whole_run.told(SimpleNamespace(stats={"passed": reports}))] == []  # type: ignore[arg-type]


def test_a_process_that_has_grown_gives_back_what_hangs_on_a_cycle() -> None:
    class Held:
        """Something that holds itself, and much else."""

    memory, held = whole_run.Memory(), Held()
    assert not memory.give_back()
    held.__dict__.update(itself=held, much=bytearray(b"x" * 200 * 1024**2))
    gone = weakref.ref(held)
    del held
    assert memory.give_back()
    assert gone() is None
    assert not memory.give_back()
