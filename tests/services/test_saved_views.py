"""Views of tables under a name, and columns as they were left: in the profile, encrypted, and nowhere else."""

from __future__ import annotations

import pytest

from stockpile_client.core.errors import InputError
from stockpile_client.services.changes import Kind
from stockpile_client.services.context import Context
from stockpile_client.services.profiles import open_profile
from stockpile_client.services.saved_views import (
    LONGEST_NAME,
    MOST_VIEWS,
    Look,
    ShownColumn,
    choose_default_view,
    delete_view,
    read_looks,
    remember_columns,
    rename_view,
    save_view,
)
from stockpile_client.storage import saved_views as stored
from tests.services.agencies import COST, PASSPHRASE

LOOK = Look(
    "material:W qty>10t", "contained", True, (ShownColumn("contained", 1250), ShownColumn("gross", hidden=True))
)


@pytest.fixture
def ctx(agencies) -> Context:
    return agencies.it.ctx


def names(ctx: Context, shown: str = "lots") -> list[str]:
    return [view.name for view in read_looks(ctx).views.get(shown, ())]


def test_a_view_comes_back_as_it_was_saved_after_the_profile_was_closed(agencies):
    ctx = agencies.it.ctx
    change = save_view(ctx, "lots", "  Tungsten,  large ", LOOK)
    assert change.touches(Kind.VIEWS)
    folder = ctx.profile.folder.path
    ctx.close()
    again = open_profile(folder, passphrase=PASSPHRASE, actor="test", floor=COST)
    try:
        (view,) = read_looks(again).views["lots"]
    finally:
        again.close()
    assert (view.name, view.look, view.is_default) == ("Tungsten, large", LOOK, False)


def test_the_words_of_a_view_do_not_stand_in_the_file_of_the_database(ctx):
    save_view(ctx, "lots", "Findable name", Look("source:findable"))
    written = b"".join(path.read_bytes() for path in ctx.profile.folder.path.rglob("*") if path.is_file())
    assert b"indable" not in written


def test_views_belong_to_their_table_and_stand_in_the_order_of_their_names(ctx):
    for shown, name in (("lots", "beta"), ("lots", "Alpha"), ("partners", "Alpha")):
        save_view(ctx, shown, name, LOOK)
    assert (names(ctx), names(ctx, "partners")) == (["Alpha", "beta"], ["Alpha"])


def test_a_name_that_is_there_is_not_saved_over_by_accident(ctx):
    save_view(ctx, "lots", "W", LOOK, is_default=True)
    with pytest.raises(InputError) as refusal:
        save_view(ctx, "lots", "W", Look("material:CO"))
    assert refusal.value.code == "E_VIEW_KNOWN"
    save_view(ctx, "lots", "W", Look("material:CO"), replace=True)
    (view,) = read_looks(ctx).views["lots"]
    assert (view.look.filter, view.is_default) == ("material:CO", True)


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST_NAME + 1)])
def test_a_view_needs_a_name(ctx, name):
    with pytest.raises(InputError) as refusal:
        save_view(ctx, "lots", name, LOOK)
    assert refusal.value.code == "E_VIEW_NAME"
    assert names(ctx) == []


def test_a_view_is_renamed_but_not_onto_another(ctx):
    save_view(ctx, "lots", "W", LOOK)
    save_view(ctx, "lots", "CO", LOOK)
    rename_view(ctx, "lots", "W", "Tungsten")
    assert names(ctx) == ["CO", "Tungsten"]
    with pytest.raises(InputError) as refusal:
        rename_view(ctx, "lots", "CO", "Tungsten")
    assert refusal.value.code == "E_VIEW_KNOWN"
    assert rename_view(ctx, "lots", "CO", " CO ").kinds == frozenset()


def test_a_view_that_is_not_there_is_neither_renamed_nor_deleted_nor_made_the_default(ctx):
    for action in (
        lambda: rename_view(ctx, "lots", "W", "X"),
        lambda: delete_view(ctx, "lots", "W"),
        lambda: choose_default_view(ctx, "lots", "W"),
    ):
        with pytest.raises(InputError) as refusal:
            action()
        assert refusal.value.code == "E_NO_VIEW"


def test_one_view_of_a_table_is_its_default(ctx):
    for name in ("A", "B"):
        save_view(ctx, "lots", name, LOOK, is_default=True)
    defaults = [view.name for view in read_looks(ctx).views["lots"] if view.is_default]
    assert defaults == ["B"]
    choose_default_view(ctx, "lots", "A")
    assert [view.name for view in read_looks(ctx).views["lots"] if view.is_default] == ["A"]
    choose_default_view(ctx, "lots", "")
    assert not any(view.is_default for view in read_looks(ctx).views["lots"])
    delete_view(ctx, "lots", "A")
    assert names(ctx) == ["B"]


def test_a_table_keeps_only_as_many_views_as_a_menu_shows(ctx):
    for number in range(MOST_VIEWS):
        save_view(ctx, "lots", f"view {number}", LOOK)
    with pytest.raises(InputError) as refusal:
        save_view(ctx, "lots", "one more", LOOK)
    assert refusal.value.code == "E_VIEW_LIMIT"
    save_view(ctx, "lots", "view 0", Look(), replace=True)


def test_columns_are_remembered_as_they_were_left_and_forgotten_on_request(ctx):
    remember_columns(ctx, "lots", LOOK.columns)
    assert read_looks(ctx).layouts == {"lots": LOOK.columns}
    remember_columns(ctx, "lots", ())
    assert read_looks(ctx).layouts == {}


def test_what_a_later_version_wrote_is_left_out_and_does_no_harm(ctx):
    with ctx.transaction():
        stored.put(ctx.db, stored.SavedView("lots", "later", '{"filter":7}'))
        stored.put_layout(ctx.db, "lots", '{"columns":[]}')
    save_view(ctx, "lots", "now", LOOK)
    assert names(ctx) == ["now"]
    assert read_looks(ctx).layouts == {}
