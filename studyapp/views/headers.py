"""Headers of every response that Django has no setting for."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Whatever a browser could hand to a page: ours need a few, and nobody who is framed needs any.
NEVER = (
    "accelerometer, browsing-topics, camera, display-capture, geolocation, gyroscope, hid, magnetometer, "
    "microphone, midi, payment, publickey-credentials-get, serial, usb, xr-spatial-tracking"
)
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NEVER.split(", ")),
}


class HeadersMiddleware:
    """Sets them, static files and refusals included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """After everything else."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response
