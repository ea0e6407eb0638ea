"""The read API put together; its description is printed from the code that answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from goldthread import __version__
from goldthread.api.door import NO_KEY, Refusal
from goldthread.api.endpoints import board, measures, plan, strategy, thread
from goldthread.web.access import published

api = NinjaAPI(
    title="Goldthread",
    version=__version__,
    description="What the pages show, for programs: read only. Each key reads one part, "
    "as far as the person behind it may see it, until its last day.",
    urls_namespace="api",
    docs_url=None,  # the page that would draw it comes from another host
    openapi_url=None,  # ours is below: it opens without a session
)
for part in (
    strategy.router,
    plan.router,
    measures.router,
    board.router,
    thread.router,
):
    api.add_router("", part)


@api.exception_handler(AuthenticationError)
def no_key(request: HttpRequest, error: Any) -> HttpResponse:
    """No key, or one that opens nothing."""
    answer = api.create_response(request, {"detail": NO_KEY}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    """What is not allowed or not there, in a sentence."""
    told = {"detail": str(refusal)}
    answer = api.create_response(request, told, status=refusal.status_code)
    if refusal.retry_after:
        answer["Retry-After"] = str(refusal.retry_after)
    return answer


@api.exception_handler(ValidationError)
def misasked(request: HttpRequest, error: Any) -> HttpResponse:
    """What was asked does not fit, in a sentence."""
    said = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors)
    return api.create_response(request, {"detail": said}, status=422)


@published
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """What can be read, for programs (OpenAPI 3.1)."""
    return JsonResponse(schema(request.path.removesuffix("openapi.json")))


def schema(prefix: str = "/api/v1/") -> dict[str, Any]:
    """The description, printed from the code that answers."""
    return dict(api.get_openapi_schema(path_prefix=prefix))


def addresses() -> list[URLPattern]:
    """The addresses of the API: no session opens them, a key does."""
    return [
        path("openapi.json", description, name="api_openapi"),
        *(
            path(str(one.pattern), published(one.callback), name=f"api_{one.name}")
            for one in api.urls[0]
            if isinstance(one, URLPattern) and one.name != "api-root"
        ),
    ]
