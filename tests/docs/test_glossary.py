"""The glossary is up to date and knows every word that the models, plans and pages use."""

from tests.docs.regenerate import GENERATED, GLOSSARY, glossary_page
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.language.keywords import KEYWORDS, SECTIONS
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.descriptions import descriptions
from workflow_engine.model.entry import Entry
from workflow_engine.model.sections import PolicyModel
from workflow_engine.model.shapes import keys_of

PAGE = GLOSSARY.read_text(encoding="utf-8")


def models(vocabulary="key", parent=Entry):
    for model in parent.__subclasses__():
        if model.vocabulary == vocabulary:
            yield model
        yield from models(vocabulary, model)


def test_the_page_is_up_to_date():
    assert glossary_page(PAGE) == PAGE, "run `python -m tests.docs.regenerate`"


def test_every_section_and_every_field_of_a_model_has_an_entry():
    assert list(keys_of(PolicyModel)) == list(SECTIONS)
    for vocabulary, words in (("key", KEYWORDS), ("blueprint", BLUEPRINT_KEYS)):
        fields = {key for model in models(vocabulary) for key in keys_of(model)}
        assert fields <= set(words)
        assert fields <= set(descriptions(vocabulary))
        assert all(f"| `{field}` | `{words[field]}` |" in PAGE for field in fields)
    assert set(keys_of(BlueprintModel)) <= set(BLUEPRINT_KEYS)


def test_the_nouns_of_the_field_stand_in_both_languages():
    rows = PAGE.partition(GENERATED)[0].splitlines()
    cells = [
        row.strip("| ").replace("\\|", "/").split(" | ") for row in rows if row.startswith("|")
    ]
    assert {len(row) for row in cells[2:]} == {3}
    english, chinese = ([row[n] for row in cells[2:]] for n in (0, 1))
    assert len(set(english)) == len(english)
    assert len(set(chinese)) == len(chinese)
