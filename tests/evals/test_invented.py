"""The invented reports hold their floors: the gate's part that runs everywhere."""

from evals.gate import floors, held, of_invented


def test_the_invented_reports_are_read_as_well_as_before():
    below = [f"{name} is {value:.3f}, floor {floor}" for name, value, floor in held("invented", of_invented()) if value < floor]
    assert not below


def test_every_kind_has_a_floor_for_precision_and_recall():
    kinds = {path.split(".")[0] for path in floors("invented")}
    assert kinds == {"quotes", "figures", "times", "places", "events"}
    assert {f"{kind}.{part}" for kind in kinds for part in ("p", "r")} <= set(floors("invented"))
