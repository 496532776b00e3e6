"""Light, dark, or as the device has it: what this browser chose, on the page before anything of it shows.

`static/js/first.js` sets the cookie. It holds one of two words; whatever else it holds is nothing.
"""

from django.http import HttpRequest
from django.utils.safestring import SafeString

_CHOSEN = {name: SafeString(f' data-theme="{name}"') for name in ("light", "dark")}
_AS_THE_DEVICE = SafeString("")


def theme_of(request: HttpRequest) -> SafeString:
    """An attribute of the root element, with the space before it; or nothing."""
    return _CHOSEN.get(request.COOKIES.get("theme", ""), _AS_THE_DEVICE)


def theme(request: HttpRequest) -> dict[str, SafeString]:
    """The same for every template that is rendered with a request."""
    return {"theme": theme_of(request)}
