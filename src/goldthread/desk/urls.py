"""Addresses of the desk."""

from django.urls import URLPattern, path

from goldthread.desk.views import desk, leaving, links, returns, talk

urlpatterns: list[URLPattern] = [
    path("start/", desk.start, name="start"),
    path("desk/", desk.desk, name="desk"),
    path("search/", desk.search, name="search"),
    path("talk/say/<str:kind>/<path:reference>/", talk.say, name="say"),
    path("talk/<str:kind>/<path:reference>/", talk.talk, name="talk"),
    path("desk/lists/keep/<slug:page>/", desk.keep_view, name="keep_view"),
    path("desk/lists/<int:key>/", desk.view, name="view"),
    path("desk/lists/<int:key>/first/", desk.begin_with, name="begin_with_view"),
    path("desk/lists/<int:key>/remove/", desk.remove_view, name="remove_view"),
    path("mail/", desk.mail, name="mail"),
    path("mail/<int:key>/again/", desk.send_again, name="send_again"),
    path("people/<int:key>/hand-over/", leaving.hand_over, name="hand_over"),
    path("people/<int:key>/leave/", leaving.end_person, name="end_person"),
    path("plan/<slug:reference>/ask/", desk.ask_after_action, name="ask_after_action"),
    path("people/<int:key>/ask/", returns.send_link, name="send_return_link"),
    path("r/<str:token>/", returns.return_link, name="return_link"),
    path("r/<str:token>/file/", returns.return_link_file, name="return_link_file"),
    path(
        "r/<str:token>/figures.<str:kind>",
        returns.return_link_template,
        name="return_link_template",
    ),
    path("u/<str:token>/", links.update_link, name="update_link"),
    path("u/<str:token>/new/", links.new_link, name="new_link"),
    path("u/<str:token>/<slug:reference>/", links.update_action, name="update_action"),
]
