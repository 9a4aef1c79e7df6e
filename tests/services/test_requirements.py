"""Requirements: every figure is a version; one that no longer applies ends."""

from dataclasses import replace

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.core.quantities import MG_PER_TONNE, Exact
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.services.edits import history_of
from stockpile_client.services.requirements import (
    end_requirement,
    list_requirements,
    requirement_history,
    requirement_id,
    save_requirement,
)
from tests.services.agencies import Agencies, Desk

TARGET = Requirement(
    "W", "IT", 2027, RequirementKind.TARGET, Exact(500 * MG_PER_TONNE), basis="element:W", source="Decree 12"
)


@pytest.fixture
def it(agencies: Agencies) -> Desk:
    return agencies.it


def refused(code: str, call: object, *arguments: object, **fields: object) -> None:
    with pytest.raises(InputError) as error:
        call(*arguments, **fields)  # type: ignore[operator]
    assert error.value.code == code


def test_a_corrected_figure_is_a_new_version_even_within_the_same_moment(it: Desk) -> None:
    save_requirement(it.ctx, TARGET)
    better = replace(TARGET, quantity=Exact(600 * MG_PER_TONNE))
    save_requirement(it.ctx, better)
    assert better in list_requirements(it.ctx)
    assert TARGET not in list_requirements(it.ctx)
    assert [one.requirement for one in requirement_history(it.ctx, TARGET)] == [TARGET, better]


def test_saving_what_stands_already_changes_nothing(it: Desk) -> None:
    save_requirement(it.ctx, TARGET)
    before = it.dump()
    assert not save_requirement(it.ctx, TARGET).kinds
    assert it.dump() == before


def test_an_ended_requirement_leaves_the_list_and_stays_in_the_history(it: Desk) -> None:
    save_requirement(it.ctx, TARGET)
    refused("E_REASON_MISSING", end_requirement, it.ctx, TARGET, reason="")
    end_requirement(it.ctx, TARGET, reason="repealed")
    assert TARGET not in list_requirements(it.ctx)
    assert [one.ended for one in requirement_history(it.ctx, TARGET)] == [False, True]
    assert history_of(it.ctx, "requirement", requirement_id(TARGET))[-1].reason == "repealed"
    refused("E_NO_REQUIREMENT", end_requirement, it.ctx, TARGET, reason="again")
    save_requirement(it.ctx, TARGET)
    assert TARGET in list_requirements(it.ctx)


def test_what_partners_would_ask_about_is_asked_first(it: Desk) -> None:
    refused("E_MATERIAL_UNKNOWN", save_requirement, it.ctx, replace(TARGET, material="XX"))
    refused("E_COUNTRY", save_requirement, it.ctx, replace(TARGET, country="Italy"))
    refused("E_SOURCE", save_requirement, it.ctx, replace(TARGET, source="  "))
