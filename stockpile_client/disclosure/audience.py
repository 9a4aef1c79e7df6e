"""Who a profile is for: the partners that it names, a group of them, or the parties of an agreement.

Rules
- An empty audience means nobody. So does a group or an agreement that is not known.
- We ourselves are never in our own audience, though we are a party of our agreements.
- What counts is who is in the group or agreement when the release is planned; the plan names them one by one.

>>> profile = Profile("For the circle", audience=(), scope=("W",), group="circle")
>>> resolve(profile, groups={"circle": ("jp", "it")}, parties={}, own="us")
('it', 'jp')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpile_client.disclosure.profile import Profile


def resolve(
    profile: Profile, *, groups: Mapping[str, Sequence[str]], parties: Mapping[str, Sequence[str]], own: str
) -> tuple[str, ...]:
    """The agency ids that a statement goes to, in order; ``parties`` by agreement id, ``own`` our agency id."""
    if profile.group:
        members = groups.get(profile.group, ())
    elif profile.agreement:
        members = parties.get(profile.agreement, ())
    else:
        members = profile.audience
    return tuple(sorted(set(members) - {own}))
