"""What every test gets: no display, no user profile, and hypothesis at a known effort.

``HYPOTHESIS_PROFILE=thorough`` looks for counter-examples much longer than the default does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: a loaded machine is not a defect of the code under test.
settings.register_profile(
    "quick", max_examples=40, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of its own for the whole run, so that no test reads or writes the user's profiles and settings."""
    real_home = Path.home()
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
            folder = home / name.lower()
            folder.mkdir(mode=0o700)  # Qt warns about a runtime folder that others can read
            patch.setenv(name, str(folder))
        # npm, which the interoperation tests call, keeps the settings and the cache of this machine.
        for name, path in (("npm_config_userconfig", ".npmrc"), ("npm_config_cache", ".npm")):
            patch.setenv(name, os.environ.get(name, str(real_home / path)))
        yield
