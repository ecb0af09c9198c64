"""What a process of its own needs to make a client that reaches CapOut in the same way."""

from __future__ import annotations

from dataclasses import dataclass, field

from capout_desktop.capout.connections import Timeouts
from capout_desktop.domain.proxy_choice import ProxyChoice


@dataclass(frozen=True, slots=True)
class Access:
    """Access to CapOut with one key.

    Attributes:
        base_url: Base URL of CapOut's API.
        api_key: API key, which must not get into arguments, the environment or a log.
        user_agent: Value of the header `User-Agent`.
        timeouts: Timeouts of the calls.
        proxy: Choice of a proxy at the moment; its address may contain a password.
    """

    base_url: str
    api_key: str = field(repr=False)
    user_agent: str
    timeouts: Timeouts
    proxy: ProxyChoice = field(repr=False)
