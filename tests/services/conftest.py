"""Three real agencies, for every test that wants them."""

from tests.services.agencies import agencies, three_folders

__all__ = ["agencies", "three_folders"]
