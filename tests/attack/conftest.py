"""Three real agencies, for the attacks on the exchange."""

from tests.services.agencies import agencies, three_folders

__all__ = ["agencies", "three_folders"]
