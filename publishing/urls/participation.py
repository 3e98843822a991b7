"""Addresses of publishing where readers take part: what was deliberated, what they are asked."""

from django.urls import path

from publishing.views import public_comments, public_meetings

PUBLIC_MEETINGS = "<slug:government>/<slug:plan>/meetings/"
PUBLIC_MEETING = f"{PUBLIC_MEETINGS}<int:meeting>/"
PUBLIC_COMMENTS = "<slug:government>/<slug:plan>/comments/"
PUBLIC_COMMENT = f"{PUBLIC_COMMENTS}<int:comment>/"

urlpatterns = [
    path(PUBLIC_MEETINGS, public_meetings.public_meetings, name="public_meetings"),
    path(PUBLIC_MEETING, public_meetings.public_meeting, name="public_meeting"),
    path(f"{PUBLIC_MEETING}ledger.json", public_meetings.public_ledger, name="public_ledger"),
    path(f"{PUBLIC_MEETING}papers/<int:paper>/", public_meetings.public_paper, name="public_paper"),
    path(PUBLIC_COMMENTS, public_comments.public_comments, name="public_comments"),
    path(PUBLIC_COMMENT, public_comments.public_comment, name="public_comment"),
    path(f"{PUBLIC_COMMENT}write/", public_comments.public_comment_write, name="public_comment_write"),
    path(f"{PUBLIC_COMMENT}send/", public_comments.public_comment_send, name="public_comment_send"),
    path(
        f"{PUBLIC_COMMENT}received/<str:token>/",
        public_comments.public_comment_received,
        name="public_comment_received",
    ),
    path(f"{PUBLIC_COMMENT}result/", public_comments.public_comment_result, name="public_comment_result"),
    path(
        f"{PUBLIC_COMMENT}result/result.<str:ending>",
        public_comments.public_comment_file,
        name="public_comment_file",
    ),
]
