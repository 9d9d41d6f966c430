import json
from importlib import resources

import pytest
from jsonschema import Draft202012Validator

from crosslight.export.record import annotations_record, dossier_record
from crosslight.export.schema import FORMATS, schema


@pytest.mark.parametrize("name", FORMATS)
def test_the_shipped_schema_is_the_one_that_the_model_gives(name):
    shipped = json.loads((resources.files("crosslight.data") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    assert shipped == schema(name), f"run: crosslight schema {name} > src/crosslight/data/schemas/{name}.json"
    Draft202012Validator.check_schema(shipped)


@pytest.mark.parametrize("story", ["ferry", "ceasefire"])
def test_every_output_fits_its_schema(story, request):
    dossier = request.getfixturevalue(story)
    Draft202012Validator(schema("dossier")).validate(json.loads(json.dumps(dossier_record(dossier))))
    for reading in dossier.readings:
        Draft202012Validator(schema("annotations")).validate(json.loads(json.dumps(annotations_record(reading))))


def test_the_schema_refuses_what_is_no_dossier():
    errors = {e.validator for e in Draft202012Validator(schema("dossier")).iter_errors({"crosslight": 1, "facts": [{"id": "k1"}]})}
    assert {"type", "required"} <= errors


@pytest.mark.parametrize(
    ("value", "good"),
    [({"text": "x"}, True), ({"text": ""}, False), ({"id": "a"}, False), ({"text": "x", "id": None, "outlet": "P"}, True)],
)
def test_an_article_record_needs_a_text_alone(value, good):
    assert Draft202012Validator(schema("article")).is_valid(value) is good
